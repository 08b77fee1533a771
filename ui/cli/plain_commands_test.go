package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/wizard"
	"postern/wizard/install"
)

// TestPlainCommands: what may be typed in the place of an answer does what it says, and
// the question is asked again.
func TestPlainCommands(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []string
		text    string // printed in answer
		again   string // and then the question
	}{
		{"the whole list of programs", []string{"fastmail", "", "l"}, "Sites and apps:", "Press enter for 1, msmtp."},
		{"programs by letters", []string{"fastmail", "", "postf"}, "1) Postfix:", "Only Postfix matches: press enter for it"},
		{"a word", []string{"fastmail", "? relay"}, "Sources:", "Which door shall your mail leave through?"},
		{"no such word", []string{"fastmail", "? xyzzyplugh"}, "There is no lesson about “xyzzyplugh”", "Which door"},
		{"what else there is", []string{"fastmail", "?"}, "At this question you can type, besides an answer:", "?? is all there is to learn"},
		{"a report", []string{"fastmail", "s xml"}, "s json to save it as JSON", "Which door"},
		{"the settings again", []string{"fastmail", "", "", "a@fastmail.com", "", "", "ask", "c"}, "> c account fastmail", "Shall Postern write the file?"},
		{"another program", []string{"fastmail", "", "", "a@fastmail.com", "", "", "ask", "o"}, "> o", "Step 4 of 6: Program"},
		{"back in a word", []string{"fastmail", "back"}, "> back", "Where is your mailbox"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := newStage(t, "")
			st.walk(t, tt.answers...)
			if rest := after(t, st.out.String(), tt.text); !strings.Contains(rest, tt.again) {
				t.Errorf("no %q after %q in\n%s", tt.again, tt.text, st.out)
			}
		})
	}
}

// TestPlainTurnsThePolicy: as one key does on the screen.
func TestPlainTurnsThePolicy(t *testing.T) {
	st := newStage(t, "")
	s, _ := st.walk(t, "mail.unknown.example", "p", "", "q")
	if got := s.Get(wizard.Door); got != "465" {
		t.Errorf("door %s in\n%s", got, st.out)
	}
	st.shows(t, "p prefers 465 where it is as good", "Use 465.", "p prefers 587 where it is as good")
}

// TestPlainStopsADoor: a door that is still being tried can be stopped.
func TestPlainStopsADoor(t *testing.T) {
	st := newStage(t, "blocked")
	s, err := st.walk(t, "fastmail", "x 25", "q")
	if !errors.Is(err, errLeft) {
		t.Fatal(err)
	}
	st.shows(t, "x stops trying 25", "Stopped.")
	if r, _ := s.Report().Door(25); !r.Settled() {
		t.Errorf("25 is still tried: %v in\n%s", r.Step, st.out)
	}
	if rest := after(t, st.out.String(), "Stopped."); strings.Contains(rest, "x stops") {
		t.Errorf("it is offered still:\n%s", st.out)
	}
}

// TestPlainDoubtsNumbers: the number of a choice that is not there is no login name,
// unless it is typed once more.
func TestPlainDoubtsNumbers(t *testing.T) {
	for _, word := range []string{"1", "27", "v"} {
		st := newStage(t, "")
		s, _ := st.walk(t, "fastmail", "", "", "ada@fastmail.com", word, "lovelace", "-", "q")
		st.shows(t, "There is no list here, so “"+word+"” would be taken as the text itself.")
		if got := s.Get(wizard.User); got != "lovelace" {
			t.Errorf("the login name is %q", got)
		}
		st = newStage(t, "")
		s, _ = st.walk(t, "fastmail", "", "", "ada@fastmail.com", word, word, "q")
		if got := s.Get(wizard.User); got != word {
			t.Errorf("typed twice, the login name is %q and not %s", got, word)
		}
	}
	st := newStage(t, "")
	if s, _ := st.walk(t, "fastmail", "", "", "ada@fastmail.com", "12345678", "q"); s.Get(wizard.User) != "12345678" {
		t.Errorf("a customer's number is doubted:\n%s", st.out)
	}
}

// TestPlainStoresThePassword: without a terminal the command is said, and not run.
func TestPlainStoresThePassword(t *testing.T) {
	st := newStage(t, "")
	place(t, filepath.Join(st.home, "bin", "pass"), "#!/bin/sh\n")
	if err := os.Chmod(filepath.Join(st.home, "bin", "pass"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(st.home, ".password-store"), 0o700); err != nil {
		t.Fatal(err)
	}
	place(t, filepath.Join(st.home, ".password-store", ".gpg-id"), "ada\n")
	st.walk(t, "fastmail", "", "", "ada@fastmail.com", "", "", "pass", "p", "q")
	st.shows(t, "p stores the password", "There is no terminal here", "pass insert smtp/smtp.fastmail.com/ada@fastmail.com")
}

// TestPlainSavesACopy: into a new file, which only the person reads, and never into one
// that is there.
func TestPlainSavesACopy(t *testing.T) {
	home := alone(t, "msmtp")
	to := filepath.Join(home, "copy.txt")
	answers := strings.Repeat("\n", 7) + "s ~/copy.txt\ns " + to + "\n2\n\n"
	_, out, errOut := run(t, answers, "practice", "--plain")
	body := get(t, to)
	if !strings.HasPrefix(body, "account practice\n") || strings.Count(out, "Saved a copy:\n") != 1 || !strings.Contains(strings.Join(strings.Fields(out), " "), "is there already; name another file") {
		t.Errorf("got %q in\n%s", body, out)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: %v, %v", info.Mode(), err)
	}
	if strings.Contains(errOut, "Nothing was written") {
		t.Errorf("it says %q", errOut)
	}
}

// TestPlainSavesNothingElse: a failure is told.
func TestPlainSavesNothingElse(t *testing.T) {
	st := newStage(t, "")
	st.app.in = strings.NewReader("fastmail\n\n\nada@fastmail.com\n\n\nask\ns\ns x\nq\n")
	f := st.app.front(st.ui)
	defer f.in.close()
	f.keep = func(install.Plan) error { return errors.New("the disk is full") }
	if _, err := f.walk(t.Context(), wizard.New(st.app.world("", ""))); !errors.Is(err, errLeft) {
		t.Error(err)
	}
	st.shows(t, "Type s and the name of a new file", "Nothing was saved: the disk is full.")
}

// TestPlainOffersWhatWasMeant: a slip is asked about before anything is looked up, and
// what was typed can be had all the same.
func TestPlainOffersWhatWasMeant(t *testing.T) {
	st, asked := unlisted(t, agreeing)
	s, _ := st.walk(t, "ada@gmial.com", "1", "q")
	if got := s.Said(wizard.Provider); got != "gmail" || len(*asked) != 0 {
		t.Errorf("got %s, and %d searches in\n%s", got, len(*asked), st.out)
	}
	st.shows(t, "Did you mean another one? 1) ada@gmail.com: did you mean gmail.com? 2) ada@gmial.com: as you typed it")
	for _, again := range []string{"2", "ada@gmial.com"} {
		st, _ = unlisted(t, agreeing)
		if s, _ = st.walk(t, "ada@gmial.com", again, "q"); s.Said(wizard.Provider) != "ada@gmial.com" {
			t.Errorf("%s leads to %s in\n%s", again, s.Said(wizard.Provider), st.out)
		}
	}
	st, _ = unlisted(t, agreeing)
	s, _ = st.walk(t, "https://mail.example.org/", "1", "q")
	if got := s.Get(wizard.Host); got != "mail.example.org" {
		t.Errorf("got %q in\n%s", got, st.out)
	}
}
