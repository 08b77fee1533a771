package cli

import (
	"io"
	"os/exec"
	"runtime"
	"strings"
)

// page prints a long text: on a terminal through the person's pager, else as it is.
func (a *app) page(text string) {
	text = a.fit(text)
	if cmd := a.pager(); cmd != nil {
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), a.out.w, a.errOut
		if cmd.Run() == nil {
			return
		}
		// It is not there, or broke off: then the text is there at least.
	}
	// The sink remembers what fails.
	_, _ = io.WriteString(a.out, text)
}

// pager returns the command that shows a text screen by screen: what PAGER says, else
// less, which shows a short text and ends, else more. It returns nil where nobody
// could press its keys, or none is there.
func (a *app) pager() *exec.Cmd {
	if !isTerminal(a.out.w) || !isTerminal(a.in) || a.getenv("TERM") == "dumb" {
		return nil
	}
	if words := strings.TrimSpace(a.getenv("PAGER")); words != "" {
		if runtime.GOOS == "windows" {
			fields := strings.Fields(words)
			return exec.Command(fields[0], fields[1:]...)
		}
		return exec.Command("sh", "-c", words) // it may have flags, as everywhere
	}
	switch {
	case onPath("less"):
		return exec.Command("less", "-FRX")
	case onPath("more"):
		return exec.Command("more")
	}
	return nil
}
