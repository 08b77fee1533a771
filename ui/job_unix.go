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

// A program that is to stop has stopped before it has run for this many beats, though
// Bubble Tea may wait half a second for its reader first.
const (
	jobBeat  = 50 * time.Millisecond
	jobBeats = 20
)

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
// go on, the system does not stop it, and nobody else would. Beats are counted, not time:
// who is stopped counts none, and is not woken again right after it went on, when it may
// be about to stop once more.
func wakeUp(awake <-chan struct{}) tea.Cmd {
	return func() tea.Msg {
		beat := time.NewTicker(jobBeat)
		defer beat.Stop()
		for n := 1; ; n++ {
			select {
			case <-awake:
				return nil
			case <-beat.C:
				if n%jobBeats == 0 {
					_ = syscall.Kill(os.Getpid(), syscall.SIGCONT)
				}
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
