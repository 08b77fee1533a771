package cli

import (
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
)

// page prints a long text: on a terminal through the person's pager, else as it is.
func (a *app) page(text string) {
	text = a.fit(a.out.w, text)
	if cmd := a.pager(); cmd != nil {
		if runtime.GOOS == "windows" { // its more knows old code pages only
			text = toASCII().Replace(text)
		}
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), a.out.w, a.errOut
		cmd.Env = append(os.Environ(), "LESSHISTFILE=-") // less would leave a file behind
		if runPager(cmd) == nil {
			return
		}
		// It is not there, or broke off: then the text is there at least.
	}
	// The sink remembers what fails.
	_, _ = io.WriteString(a.out, text)
}

// runPager runs a pager to its end. ctrl+c is the pager's own: if Postern ended by it,
// pager and shell would both read what is typed.
func runPager(cmd *exec.Cmd) error {
	pressed := make(chan os.Signal, 1)
	signal.Notify(pressed, os.Interrupt)
	defer signal.Stop(pressed)
	return cmd.Run()
}

// pager returns the command that shows a text screen by screen: what PAGER says, else
// less, which shows a short text and ends, else more. It returns nil where nobody
// could press its keys, or hears that it waits for one, or none is there.
func (a *app) pager() *exec.Cmd {
	if !isTerminal(a.out.w) || !isTerminal(a.in) || a.asLines() {
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
