package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/wizard"
)

// TestPlainEnterAfterASearch: enter takes the one match, and never something that the
// search did not show.
func TestPlainEnterAfterASearch(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		want        string // the program taken after enter; "" for none
		says        string
	}{
		{"one match", "postf", "postfix", "Only Postfix matches: press enter for it"},
		{"several", "mail", "", "Enter alone chooses nothing after a search."},
		{"none", "xyzzyplugh", "", "Enter alone chooses nothing after a search."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := newStage(t, "")
			s, _ := st.walk(t, "fastmail", "", tt.typed, "", "q")
			if got := s.Said(wizard.Program); got != tt.want {
				t.Errorf("got %q, want %q in\n%s", got, tt.want, st.out)
			}
			st.shows(t, tt.says)
		})
	}
	st := newStage(t, "")
	s, _ := st.walk(t, "fastmai", "", "q")
	if got := s.Said(wizard.Provider); got != "fastmail" {
		t.Errorf("the provider is %q in\n%s", got, st.out)
	}
}

// TestPlainSaysWhatWasTaken: a line after each choice.
func TestPlainSaysWhatWasTaken(t *testing.T) {
	st := newStage(t, "")
	st.walk(t, "fastmail", "", "1", "ada@fastmail.com", "", "", "2", "q")
	st.shows(t, "> fastmail Provider: Fastmail.", "Door: 465.", "Program: msmtp.", "Login name: ada@fastmail.com.", "Full name: none.", "Password from: ask each time.")
	if strings.Contains(st.out.String(), "Address: ada@") {
		t.Errorf("a text that was typed is said again:\n%s", st.out)
	}
}

// TestPlainWaysOnWhereNoDoorIsReady: nothing typed there is met with the same line.
func TestPlainWaysOnWhereNoDoorIsReady(t *testing.T) {
	st := newStage(t, "closed")
	s, _ := st.walk(t, "mail.work.example", "587", "999", "nonsense", "", "p", "w", "?", "mail.other.example", "w", "practise")
	st.shows(t, "Door 587 was tried and is not ready.", "There is no door 999 here.", "“nonsense” was not understood.", "Enter alone chooses nothing here.",
		"Words to copy:", "postern config msmtp --address you@example.org --host mail.work.example --port 587 --security starttls",
		"Trying mail.other.example", "--host mail.other.example", "Or type the name of another server")
	if got := s.Said(wizard.Provider); got != wizard.Practise {
		t.Errorf("practise leads to %q in\n%s", got, st.out)
	}
	st = newStage(t, "closed")
	st.walk(t, "ada@fastmail.com", "w", "q")
	st.shows(t, "postern config msmtp --address ada@fastmail.com --provider fastmail")
}

// TestPlainUntriedCommandWorks: the command that is named is one that config takes.
func TestPlainUntriedCommandWorks(t *testing.T) {
	for _, host := range []string{"localhost", "mail.work.example", "fastmail", "amazon-ses\n2"} {
		st := newStage(t, "closed")
		s, _ := st.walk(t, host, "q")
		if s.Step().Page() != wizard.PageDoors {
			t.Fatalf("%s does not come to the doors:\n%s", host, st.out)
		}
		args := strings.Fields(strings.ReplaceAll(configCommandOf(s), "'", ""))
		if code, out, errOut := run(t, "", args[1:]...); code != 0 || !strings.Contains(out, "host ") {
			t.Errorf("%v: got %d, %q and %q", args, code, out, errOut)
		}
	}
}

// TestPlainUntriedAtARelay: where a relay may do without a login, the command for that is
// named too, with the door for it, and config takes it.
func TestPlainUntriedAtARelay(t *testing.T) {
	for scene, door := range map[string]int{"by-address": 587, "relay-only": 25} {
		st := newStage(t, scene)
		s, _ := st.walk(t, "mail.work.example", "q")
		r := s.Report()
		r.Addresses = []netip.Addr{netip.MustParseAddr("192.0.2.25")} // for on this computer it is its own
		s = s.WithReport(r, time.Second)
		st.app.front(st.ui).sayUntried(s)
		want := fmt.Sprintf("postern config msmtp --address you@example.org --host mail.work.example --port %d --security starttls --no-login", door)
		st.shows(t, "--port 587 --security starttls For a relay that knows this computer by its address: "+want)
		if code, out, errOut := run(t, "", strings.Fields(relayCommandOf(s))[1:]...); code != 0 || !strings.Contains(out, "auth off") {
			t.Errorf("%s: got %d, %q and %q", scene, code, out, errOut)
		}
	}
}

// TestPlainReadsOnce: what was read is said in a line the second time.
func TestPlainReadsOnce(t *testing.T) {
	st := newStage(t, "")
	st.walk(t, "fastmail", "", "l", "b", "", "w", "b", "587", "q")
	st.shows(t, "Why door 465: as before; w reads it again.", "> w Why door 465. The way of a message")
	out := st.out.String()
	if n := strings.Count(out, "Submission is your part."); n != 3 { // once for each door, and once for w
		t.Errorf("read %d times in\n%s", n, out)
	}
	if n := strings.Count(out, "or l for the whole list"); n != 4 {
		t.Errorf("the short list %d times in\n%s", n, out)
	}
	if n := strings.Count(out, "submission is handing in"); n != 1 {
		t.Errorf("explained %d times in\n%s", n, out)
	}
}

// TestPlainPracticeIsStopped: by q alone, and said.
func TestPlainPracticeIsStopped(t *testing.T) {
	home := alone(t, "msmtp")
	answers := strings.Repeat("\n", 7) + "s " + filepath.Join(home, "none", "x") + "\ns ~/copy\n2\nwhat\n\n?\nc\nq\n"
	_, out, errOut := run(t, answers, "practice", "--plain")
	said := strings.Join(strings.Fields(out), " ")
	for _, want := range []string{
		"there is no folder " + home + "/none;", "Saved a copy: ~/copy. The program's own file was not changed.",
		"The settings stand above; c shows them again.", "“what” was not understood.", "You are at the end.", "> c account practice", "Practice servers stopped.",
	} {
		if !strings.Contains(strings.ReplaceAll(said, "\"", ""), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if n := strings.Count(said, "Type q and enter to stop"); n != 5 {
		t.Errorf("asked %d times in\n%s", n, out)
	}
	if strings.Contains(said, "No file was changed") || errOut != "" {
		t.Errorf("got %q and\n%s", errOut, out)
	}
	if _, err := os.Stat(filepath.Join(home, "none")); err == nil {
		t.Error("a folder was made")
	}
}

// TestPlainInterruptedAtTheEnd: there nothing is left before the end.
func TestPlainInterruptedAtTheEnd(t *testing.T) {
	alone(t, "msmtp")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, answers := io.Pipe()
	defer answers.Close()
	go io.WriteString(answers, strings.Repeat("\n", 7)+"write\n")
	var out, errOut bytes.Buffer
	code := Main(ctx, []string{"practice", "--plain"}, in, &watcher{w: &out, text: "Type q and enter", do: cancel}, &errOut)
	if code != exitInterrupted || strings.Contains(errOut.String(), "Left before the end") || !strings.Contains(out.String(), "Practice servers stopped. Your settings stay in") {
		t.Errorf("got %d, %q and\n%s", code, errOut.String(), out.String())
	}
}
