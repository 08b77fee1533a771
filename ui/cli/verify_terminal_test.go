//go:build unix

package cli

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"postern/probe/practice"
	"postern/probe/smtptest"
	"postern/ui/termtest"
)

// builds builds the real program, for a test and its parts.
func builds(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "postern")
	if out, err := exec.Command("go", "build", "-o", path, "postern").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// real is the program with an environment of its own.
func real(t *testing.T, program string, args ...string) (cmd *exec.Cmd, home string) {
	t.Helper()
	home = t.TempDir()
	cmd = exec.Command(program, args...)
	cmd.Dir = home
	cmd.Env = []string{"HOME=" + home, "TMPDIR=" + home, "PATH=/usr/bin:/bin", "TERM=xterm-256color", "LANG=C.UTF-8"}
	return cmd, home
}

// prompted are the arguments of atDoor without a password.
func prompted(s *practice.Server, shown int, more ...string) []string {
	args := atDoor(s, shown, more...)
	i := slices.Index(args, "--password-command")
	return slices.Delete(args, i, i+2)
}

// TestVerifyOnATerminal: the real program asks for the password there, and shows
// nothing of it.
func TestVerifyOnATerminal(t *testing.T) {
	program := builds(t)
	t.Run("the right password", func(t *testing.T) {
		s := house(t, "")
		term, home := onScreen(t, program, prompted(s, 587, "--to", s.Address, "--transcript")...)
		types(t, term, s.Password+termtest.Enter, "Password of", "does not show")
		ends(t, term, exitDone, "not show): \r\nSigning in.", "Login: signed in", "Message: accepted")
		holdsNone(t, "the terminal", string(term.Raw()), s.Password)
		nowhereIn(t, home, s.Password)
		nowhereIn(t, s.Dir, s.Password, s.PasswordFile)
		said := string(term.Raw())
		for _, step := range []string{"Trying the door.", "Signing in.", "Naming sender.", "Addressing.", "Handing over."} {
			if !strings.Contains(said, step) {
				t.Errorf("nothing is said of %q:\n%s", step, said)
			}
		}
	})
	t.Run("a wrong password", func(t *testing.T) {
		s := house(t, "")
		term, home := onScreen(t, program, prompted(s, 465, "--json", "--transcript")...)
		types(t, term, secret+termtest.Enter, "Password of")
		ends(t, term, exitNot, `"login":"bad_password"`)
		holdsNone(t, "the terminal", string(term.Raw()), secret)
		nowhereIn(t, home, secret)
	})
	t.Run("no password", func(t *testing.T) {
		s := house(t, "")
		term, _ := onScreen(t, program, prompted(s, 465)...)
		types(t, term, termtest.Enter, "Password of")
		ends(t, term, exitNot, "Login: not tried", "no password was typed")
	})
	t.Run("not where it is not safe", func(t *testing.T) {
		s := house(t, "no-starttls")
		term, _ := onScreen(t, program, prompted(s, 587)...)
		ends(t, term, exitNot, "Login: not tried")
		if strings.Contains(string(term.Raw()), "Password") {
			t.Errorf("it asked:\n%s", term.Raw())
		}
	})
	t.Run("a server that repeats it", func(t *testing.T) {
		s := &smtptest.Server{CA: smtptest.NewCA("Echo Test Authority"), AnswerLogin: func(said []string) string {
			return "535 5.7.8 you said " + secret + " as " + strings.Join(said, " ")
		}}
		s.Start()
		defer s.Close()
		term, _ := onScreen(t, program, atPort(s.Port(), "starttls", trusting(t, s.CA), "--transcript")...)
		types(t, term, secret+termtest.Enter, "Password of")
		ends(t, term, exitNot, "***")
		holdsNone(t, "the terminal", string(term.Raw()), secret)
	})
	t.Run("ctrl+c while the server is silent", func(t *testing.T) {
		s := house(t, "silent-login")
		term, _ := onScreen(t, program, prompted(s, 587)...)
		types(t, term, s.Password+termtest.Enter, "Password of")
		types(t, term, termtest.CtrlC, "Signing in.")
		ends(t, term, exitInterrupted)
	})
	t.Run("the output goes elsewhere", func(t *testing.T) {
		elsewhere(t, program)
	})
	t.Run("nobody to ask", func(t *testing.T) {
		s := house(t, "")
		cmd, _ := real(t, program, prompted(s, 587)...)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != exitUsage || !strings.HasPrefix(string(out), "postern: there is nobody to ask") {
			t.Errorf("got %v and %s", err, out)
		}
	})
	t.Run("a command that is left", func(t *testing.T) { leaves(t, program) })
	t.Run("a command that asks", func(t *testing.T) { asksItself(t, program) })
	t.Run("a password from the input", func(t *testing.T) {
		s := house(t, "")
		cmd, _ := real(t, program, atDoor(s, 587, "--password-command", "cat")...)
		cmd.Stdin = strings.NewReader(s.Password + "\n")
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "Login: signed in") {
			t.Errorf("got %v and %s", err, out)
		}
	})
	t.Run("ctrl+c at the question", func(t *testing.T) { interrupted(t, program) })
}

// onScreen starts the real program on a terminal.
func onScreen(t *testing.T, program string, args ...string) (screen *termtest.Terminal, home string) {
	t.Helper()
	cmd, home := real(t, program, args...)
	screen, err := termtest.Start(cmd, 80, 60, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(screen.Close)
	return screen, home
}

// types waits for words, and types.
func types(t *testing.T, screen *termtest.Terminal, keys string, words ...string) {
	t.Helper()
	if err := screen.WaitFor(words...); err != nil {
		t.Fatal(err)
	}
	if err := screen.Type(keys); err != nil {
		t.Fatal(err)
	}
}

// ends waits for the end, and looks for words in all that was written.
func ends(t *testing.T, screen *termtest.Terminal, want int, words ...string) {
	t.Helper()
	if code, err := screen.Wait(); err != nil || code != want {
		t.Errorf("it ended with %d and %v, want %d:\n%s", code, err, want, screen.Raw())
	}
	for _, w := range words {
		if !strings.Contains(string(screen.Raw()), w) {
			t.Errorf("no %q in\n%s", w, screen.Raw())
		}
	}
}

// A seat is a terminal that stays when the program on it ends.
type seat struct{ outside, inside *os.File }

func newSeat(t *testing.T) seat {
	t.Helper()
	outside, inside, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { inside.Close(); outside.Close() })
	return seat{outside, inside}
}

// runs starts a program on the terminal, as the one that gets its signals.
func (s seat) runs(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.Stdin = s.inside
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
}

// reads reads what is written until these words come.
func (s seat) reads(t *testing.T, words string) (text string) {
	t.Helper()
	if err := s.outside.SetReadDeadline(time.Now().Add(termtest.Patience)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 1024)
	for !strings.Contains(text, words) {
		n, err := s.outside.Read(buf)
		if err != nil {
			t.Fatalf("%v after %q", err, text)
		}
		text += string(buf[:n])
	}
	return text
}

// interrupted: after ctrl+c the terminal is as it was, so that the person sees what
// they type next. Often, since the program ends in that moment.
func interrupted(t *testing.T, program string) {
	s := house(t, "")
	for i := range 25 {
		at := newSeat(t)
		before, err := term.GetState(int(at.inside.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		cmd, home := real(t, program, prompted(s, 587)...)
		cmd.Stdout, cmd.Stderr = at.inside, at.inside
		at.runs(t, cmd)
		at.reads(t, "does not show")
		if i%5 == 4 {
			err = cmd.Process.Signal(syscall.SIGTERM)
		} else {
			_, err = at.outside.WriteString("half" + termtest.CtrlC)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); cmd.ProcessState.ExitCode() != exitInterrupted {
			t.Fatalf("it ended with %v", err)
		}
		after, err := term.GetState(int(at.inside.Fd()))
		if err != nil || *after != *before {
			t.Fatalf("the terminal was left as %+v, and was %+v, %v", after, before, err)
		}
		if left, _ := os.ReadDir(home); len(left) != 0 {
			t.Fatalf("files were left: %v", left)
		}
	}
}

// elsewhere: a person is asked on the terminal, also where all that is printed goes
// to files. Those hold no secret.
func elsewhere(t *testing.T, program string) {
	s := house(t, "")
	at := newSeat(t)
	cmd, home := real(t, program, prompted(s, 587, "--json", "--transcript")...)
	var out, errOut strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errOut
	at.runs(t, cmd)
	shown := at.reads(t, "does not show")
	if _, err := at.outside.WriteString(s.Password + "\n"); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || errOut.String() != "" {
		t.Fatalf("%v and %q", err, errOut.String())
	}
	if got := readSignIn(t, out.String()); got.Login != "ok" {
		t.Errorf("got %+v", got)
	}
	holdsNone(t, "the output", out.String()+shown, s.Password)
	nowhereIn(t, home, s.Password)
}

// leaves: all that the command has started ends with the program, and the terminal is as
// it was.
func leaves(t *testing.T, program string) {
	s := house(t, "")
	pipe := filepath.Join(t.TempDir(), "alive")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	at := newSeat(t)
	before, err := term.GetState(int(at.inside.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	cmd, _ := real(t, program, atDoor(s, 587, "--password-command", "exec 2>'"+pipe+"'; stty -echo; echo begun >&2; sleep 600; echo late")...)
	at.runs(t, cmd)
	alive, err := os.Open(pipe) // waits for whoever writes
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	if err := alive.SetReadDeadline(time.Now().Add(termtest.Patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := alive.Read(make([]byte, 6)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("it ended with %v", err)
	}
	if _, err := io.ReadAll(alive); err != nil { // comes to an end once nobody is left
		t.Errorf("what the command started still runs: %v", err)
	}
	if after, err := term.GetState(int(at.inside.Fd())); err != nil || *after != *before {
		t.Errorf("the terminal was left as %+v, and was %+v, %v", after, before, err)
	}
}

// asksItself: a command may ask at the terminal, and finds that as its input.
func asksItself(t *testing.T, program string) {
	s := house(t, "")
	for name, command := range map[string]string{
		"at the terminal":     `printf "Say: " >/dev/tty; read -r line </dev/tty; echo "$line"`,
		"at its input":        `test -t 0 && printf "Say: " >/dev/tty; read -r line; echo "$line"`,
		"in a pipe":           `(printf "Say: " >/dev/tty; head -n1 </dev/tty) | cat`,
		"behind two programs": `sh -c 'sh -c "stty -echo; printf \"Say: \" >/dev/tty; head -n1; stty echo"; true'`,
	} {
		t.Run(name, func(t *testing.T) {
			screen, _ := onScreen(t, program, atDoor(s, 587, "--password-command", command)...)
			types(t, screen, s.Password+"\n", "Say:")
			ends(t, screen, exitDone, "Login: signed in")
		})
	}
}

// TestAPasswordStaysUnseenAfterAStop: a shell lets the program go on with a terminal that
// shows what is typed.
func TestAPasswordStaysUnseenAfterAStop(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed: what a shell does was not tried")
	}
	s := house(t, "")
	cmd, _ := real(t, bash, "--norc", "--noprofile", "--noediting", "-i")
	cmd.Env = append(cmd.Env, "PS1=ready> ")
	screen, err := termtest.Start(cmd, 80, 24, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(screen.Close)
	types(t, screen, "'"+strings.Join(append([]string{builds(t)}, prompted(s, 587)...), "' '")+"'\n", "ready>")
	for range 2 {
		types(t, screen, "\x1a", "Password of", "does not show")
		types(t, screen, "clear; fg\n", "Stopped", "ready>")
		if err := screen.Until(func(s string) bool { return !strings.Contains(s, "Stopped") && strings.Contains(s, "does not show") }, "the question"); err != nil {
			t.Fatal(err)
		}
	}
	types(t, screen, s.Password+"\n")
	types(t, screen, "exit\n", "Login: signed in", "ready>")
	holdsNone(t, "the terminal", string(screen.Raw()), s.Password)
}
