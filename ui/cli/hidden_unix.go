//go:build unix

package cli

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"
)

// stayHidden sees to a terminal that hides what is typed, while a person is asked: shells
// show it again when the program goes on after it was stopped, as by ctrl+z. Then it is
// hidden anew, and ask asks again. It ends with done.
func stayHidden(tty *os.File, hidden *term.State, ask func(), done <-chan struct{}) {
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	defer signal.Stop(goesOn)
	for {
		select {
		case <-done:
			return
		case <-goesOn:
			_ = term.Restore(int(tty.Fd()), hidden)
			ask()
		}
	}
}
