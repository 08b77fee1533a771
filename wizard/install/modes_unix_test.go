//go:build unix

package install_test

// modes: files have modes here that mean something.
const modes = true
