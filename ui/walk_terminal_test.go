//go:build unix

package ui_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/ui/termtest"
)

// shell is a terminal with a shell on it, as a person has one, that starts Postern.
func (p person) shell(late time.Duration) terminal {
	p.t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		p.t.Skip("bash is not installed: what a shell sees was not tried")
	}
	path, err := program()
	if err != nil {
		p.t.Fatal(err)
	}
	p.env = append(p.env, "PS1=ready> ", "PATH="+filepath.Dir(path)+":"+os.Getenv("PATH"))
	cmd := p.command(bash, "--norc", "--noprofile", "--noediting", "-i")
	term, err := termtest.StartLate(cmd, 80, 24, true, late)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(term.Close)
	p.t.Cleanup(func() { syscall.Kill(term.Pid(), syscall.SIGHUP) }) //nolint:errcheck // it hands it on to what it started
	t := terminal{Terminal: term, t: p.t}
	t.types("", "ready>")
	return t
}

// whole fails if the terminal is not as it was before.
func (t terminal) whole() {
	t.t.Helper()
	if t.AltScreen() {
		t.t.Error("the alternate screen was left on")
	}
	if on := t.Modes(); !slices.Equal(on, []int{25}) {
		t.t.Errorf("the modes %v are on, want only that the cursor is shown", on)
	}
	if got := t.Title(); got != "" {
		t.t.Errorf("the window is still called %q", got)
	}
}

// own fails if the shell's terminal does not read lines and show what is typed.
func (t *terminal) own() {
	t.t.Helper()
	t.asked++ // so that it is not the answer to another that is still in sight
	t.types(fmt.Sprintf("\nclear; echo %d modes $(stty -a | tr ' ;' '\\n\\n' | grep -cx -e icanon -e echo -e isig -e opost)\n", t.asked), fmt.Sprintf("%d modes 4", t.asked))
}

func TestQuickQuitsLeaveNothingForTheShell(t *testing.T) {
	t.Parallel()
	for _, late := range []time.Duration{0, 300 * time.Millisecond, termtest.Never} {
		for name, args := range map[string]string{"": "", "theme": " --theme dark", "doors": " practice"} {
			t.Run(fmt.Sprintf("%v late %s", late, name), func(t *testing.T) {
				t.Parallel()
				p := newPerson(t)
				if late > 0 { // so it is waited for longer
					p.env = append(p.env, "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22")
				}
				term := p.shell(late)
				for i := range 3 {
					term.types(fmt.Sprintf("clear; postern%s; echo left $? %d\n", args, i))
					if err := term.Until(func(string) bool { return term.AltScreen() }, "the program"); err != nil {
						t.Fatal(err)
					}
					if i > 0 {
						term.types("", "Postern  ")
					}
					term.types(termtest.CtrlC, fmt.Sprintf("left 130 %d", i))
					term.Answered()
				}
				term.types("read -r said; echo \"<$said>\"\ntyped by hand\n", "<typed by hand>")
				term.whole()
			})
		}
	}
}

// job finds the process that the shell started.
func (t terminal) job() int {
	t.t.Helper()
	t.types("", "Postern  ")
	out, err := exec.Command("pgrep", "-P", strconv.Itoa(t.Pid()), "postern").Output()
	if err != nil {
		t.t.Skip("pgrep does not find the program")
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.t.Fatal(err)
	}
	return pid
}

// quit leaves the program, and waits for the shell: its words of before are in sight again
// as soon as the program has begun to leave, which throws away what is typed meanwhile.
func (t terminal) quit() {
	t.t.Helper()
	t.types(termtest.CtrlC)
	if err := t.Until(func(s string) bool {
		_, after, left := strings.Cut(s, "Nothing was written.")
		return left && strings.Contains(after, "ready>")
	}, "the shell after the program's last words"); err != nil {
		t.t.Fatal(err)
	}
}

// titled waits for the title of the window, which comes after the picture. No finger is
// quick enough to stop the program in between.
func (t terminal) titled() {
	t.t.Helper()
	if err := t.Until(func(string) bool { return t.Title() == "Postern" }, "the title"); err != nil {
		t.t.Fatal(err)
	}
}

func TestStoppedAndGoneOn(t *testing.T) {
	t.Parallel()
	starts := map[string]struct{ args, shows string }{
		"doors": {" practice blocked", "recommended"},
		"field": {"", "Where is your mailbox"},
	}
	for what, start := range starts {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			term := newPerson(t).shell(0)
			term.types("postern"+start.args+"\n", start.shows)
			term.titled()
			for range 2 {
				term.types("\x1a", "ready>", "Stopped")
				term.whole()
				term.own()
				term.types("fg\n", start.shows)
				term.titled()
			}
			if !term.AltScreen() {
				t.Error("the terminal was not taken again")
			}
			term.quit()
			term.own()
			term.whole()
		})
	}
}

// TestStoppedWithoutBeingTold: what nobody can prevent leaves the terminal as it was; it is
// taken anew when the program goes on, and given back whole.
func TestStoppedWithoutBeingTold(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGTSTP} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			newPerson(t).stopped(signal)
		})
	}
}

// TestStoppedWhileTyping: what is typed right after ctrl+z keeps the reader busy.
func TestStoppedWhileTyping(t *testing.T) {
	t.Parallel()
	term := newPerson(t).shell(0)
	term.types("postern\n", "Where is your mailbox")
	term.titled()
	for range 4 {
		term.types("\x1a"+strings.Repeat(termtest.Down, 20), "ready>", "Stopped")
		term.own()
		term.types("\x15fg\n", "Where is your mailbox")
		term.titled()
	}
	term.quit()
	term.own()
	term.whole()
}

func (p person) stopped(signal syscall.Signal) {
	t, term := p.t, p.shell(0)
	t.Helper()
	term.types("postern practice blocked\n", "recommended")
	pid := term.job()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
	term.types("", "Stopped")
	term.types("stty sane; printf '\\033[?1049l'; clear; fg\n", "recommended", "enter use 587")
	term.types("?", "Purpose") // keys are read one by one
	term.quit()
	term.whole()
	term.own()
}

func TestEverySignalLeavesTheTerminalWhole(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			term := newPerson(t).shell(0)
			term.types("postern practice; echo left $?\n", "Use 587")
			if err := syscall.Kill(term.job(), signal); err != nil {
				t.Fatal(err)
			}
			term.types("", "left 130", "ready>")
			term.whole()
			term.own()
		})
	}
}

// TestNobodyToGoOnFor: without a shell there is nobody who could let the program go on, and
// ctrl+z does not stop it.
func TestNobodyToGoOnFor(t *testing.T) {
	t.Parallel()
	term := newPerson(t).open(80, 24)
	term.types("", "Where is your mailbox")
	term.types("\x1afastmail", "› fastmail", "esc clear")
	term.types(termtest.CtrlC)
	term.ends(130)
}

// TestATerminalThatDoesNotKnowItsSize is on a serial line: its size is what the environment
// says, or what terminals of that kind have.
func TestATerminalThatDoesNotKnowItsSize(t *testing.T) {
	t.Parallel()
	for _, at := range []struct {
		width, height int
		environ       []string
	}{
		{80, 24, nil},
		{40, 15, []string{"COLUMNS=40", "LINES=15"}},
	} {
		cmd := newPerson(t).postern("practice")
		cmd.Args = append([]string{"sh", "-c", `stty rows 0 columns 0 && exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
		cmd.Path, cmd.Env = "/bin/sh", append(cmd.Env, at.environ...)
		screen, err := termtest.Start(cmd, at.width, at.height, true)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(screen.Close)
		term := terminal{Terminal: screen, t: t}
		term.types("", "2 of 6", "enter use 587")
		if rows := strings.Split(term.Screen(), "\n"); len(rows) != at.height || !strings.HasPrefix(rows[at.height-1], "enter use 587") {
			t.Errorf("on %d rows it is:\n%s", at.height, term.Screen())
		}
		term.types(termtest.CtrlC)
		term.ends(130)
	}
}
