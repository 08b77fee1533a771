// Package cage runs a program in a network of its own, with names of its own. It has
// no way out, ports below 1024 are free there, and names can be made to fail in
// every way there is. Only Linux has it, and only for root and where user
// namespaces are allowed.
//
//	if !cage.Inside() {
//		well, err := cage.Run(ctx)
//		if !errors.Is(err, cage.ErrNone) {
//			return well, err
//		}
//		// go on without
//	} else if err := cage.Furnish(furniture); err != nil {
//		cage.GiveUp(err)
//	}
package cage

import (
	"errors"
	"fmt"
	"os"
)

// ErrNone: this machine does not allow a cage.
var ErrNone = errors.New("not allowed by this machine")

// variable is set for the process that runs in the cage.
const variable = "POSTERN_CAGED"

// noCage is the exit code of that process where it cannot furnish the cage.
const noCage = 77

// Inside reports whether this process runs in a cage.
func Inside() bool { return os.Getenv(variable) != "" }

// GiveUp ends a process that cannot furnish its cage: to the one that called Run it
// is as if there were none.
func GiveUp(err error) {
	fmt.Fprintln(os.Stderr, "cage:", err)
	os.Exit(noCage)
}

// Furniture is what a cage is furnished with, besides its loopback.
type Furniture struct {
	// Hosts is the file of names that need no name server. One is expected at
	// 127.0.0.1 for all others.
	Hosts string
	// Routes are arguments of ip route.
	Routes [][]string
	// Networks are those whose every address is the cage's own, such as
	// "198.51.100.0/24".
	Networks []string
}
