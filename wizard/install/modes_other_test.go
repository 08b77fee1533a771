//go:build !unix

package install_test

// modes: files have no modes here that mean anything.
const modes = false
