// Package termtest runs a program on a pseudo-terminal and reads the screen it
// draws from a terminal emulator: for tests of the whole program as a person uses
// it, and for the pictures in the documentation.
//
//	t, err := termtest.Start(exec.Command("postern"), 80, 24, true)
//	err = t.WaitFor("Where is your mailbox")
//	t.Type("fastmail" + termtest.Enter)
package termtest
