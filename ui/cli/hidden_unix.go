//go:build unix

package cli

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/charmbracelet/x/termios"
	"golang.org/x/term"
)

// shows reports whether the terminal shows what is typed.
func shows(fd int) bool {
	t, err := termios.GetTermios(fd)
	return err == nil && t.Lflag&syscall.ECHO != 0
}

// stayHidden keeps a terminal as it is now, hiding what is typed, while a person is
// asked: shells show it again when the program goes on after it was stopped, as by ctrl+z.
// Then it is hidden anew, and ask asks again. It ends with leave, which waits for it.
func stayHidden(tty *os.File, ask func()) (leave func()) {
	fd := int(tty.Fd())
	hidden, err := term.GetState(fd)
	if err != nil {
		return func() {}
	}
	goesOn := make(chan os.Signal, 1)
	signal.Notify(goesOn, syscall.SIGCONT)
	done := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-goesOn:
				_ = term.Restore(fd, hidden)
				ask()
			}
		}
	})
	return func() {
		signal.Stop(goesOn)
		close(done)
		watching.Wait()
	}
}
