//go:build !unix

package cli

import (
	"os"

	"golang.org/x/term"
)

// stayHidden does nothing: no shell stops the program.
func stayHidden(*os.File, *term.State, func(), <-chan struct{}) {}
