//go:build unix

package ui

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// job is the program as the shell sees it: something that is stopped, by ctrl+z or
// without being told, and goes on. The nil job does nothing.
type job struct {
	program *tea.Program
	signals chan os.Signal
	titled  bool // the window has a title

	mu    sync.Mutex
	awake chan struct{} // closed when the program has gone on after the last stop; nil then
}

// stopped is how soon a program that is to stop has stopped.
const stopped = 500 * time.Millisecond

// begin has it told when the program goes on.
func (j *job) begin(p *tea.Program) {
	j.program, j.signals = p, make(chan os.Signal, 1)
	signal.Notify(j.signals, syscall.SIGCONT)
}

// end leaves the signals to the system.
func (j *job) end() { signal.Stop(j.signals) }

// watch waits until the program goes on after a stop that it was not told of. It is a
// command.
func (j *job) watch() tea.Msg {
	if j == nil {
		return nil
	}
	<-j.signals
	return goesOnMsg{}
}

// suspend stops the program, the terminal whole. It is a command.
func (j *job) suspend() tea.Msg {
	if j == nil {
		return tea.SuspendMsg{}
	}
	signal.Stop(j.signals)
	awake := make(chan struct{})
	j.next(awake)
	stop := []tea.Cmd{tea.Suspend}
	if j.titled {
		stop = []tea.Cmd{tea.Raw(unnameWindow()), tea.Suspend}
	}
	return tea.BatchMsg{tea.Sequence(stop...), wakeUp(awake)}
}

// next ends the waking up for the stop before, and notes another.
func (j *job) next(awake chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.awake != nil {
		close(j.awake)
	}
	j.awake = awake
}

// wakeUp has the program go on until it does. Where there is no shell that could let it
// go on, the system does not stop it, and nobody else would.
func wakeUp(awake <-chan struct{}) tea.Cmd {
	return func() tea.Msg {
		again := time.NewTicker(stopped)
		defer again.Stop()
		for {
			select {
			case <-awake:
				return nil
			case <-again.C:
				_ = syscall.Kill(os.Getpid(), syscall.SIGCONT)
			}
		}
	}
}

// resumed is for when the program goes on after it was suspended. It is a command.
func (j *job) resumed() tea.Msg {
	if j == nil {
		return nil
	}
	j.next(nil)
	signal.Notify(j.signals, syscall.SIGCONT)
	if j.titled {
		return tea.RawMsg{Msg: nameWindow()}
	}
	return nil
}

// retake takes the terminal anew: who had it meanwhile has left it as it likes. It is a
// command.
func (j *job) retake() tea.Msg {
	if j.program.ReleaseTerminal() == nil {
		_ = j.program.RestoreTerminal()
	}
	return nil
}
