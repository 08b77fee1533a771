package main

import "errors"

// A cage is a network and a set of names that belong to the comparison alone: it
// has no way out, ports below 1024 are free, and names can be made to fail in
// every way there is.

// cagedVariable is set for the process that runs in the cage.
const cagedVariable = "POSTERN_COMPARE_CAGED"

// noCage is the exit code of that process where it cannot furnish the cage.
const noCage = 77

// errNoCage: this machine does not allow one.
var errNoCage = errors.New("not allowed by this machine")

// Names and addresses in the cage. The networks are those that are kept free for
// documentation (RFC 5737), the names under what is kept free for tests (RFC 2606).
// None of them says what is the matter, for programs repeat them.
const (
	twoFamilies = "twins.test" // IPv4 and IPv6, and nobody listens at the latter
	noRoute     = "island.test"
	prohibited  = "fortress.test" // a rule forbids to connect to it
	noName      = "nowhere.test"
	noAddress   = "hollow.test"
	lookupFails = "stumble.test"
	lookupMute  = "still.test" // the name server does not answer
)

// hosts is the file of names that need no name server.
const hosts = "127.0.0.1 localhost\n" +
	"127.0.0.1 " + twoFamilies + "\n" +
	"::1 " + twoFamilies + "\n" +
	"192.0.2.1 " + noRoute + "\n" +
	"192.0.2.7 " + prohibited + "\n"
