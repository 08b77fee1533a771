package wizard_test

import (
	"slices"
	"strings"
	"testing"

	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/profile"
)

const thunderbirds = "/home/ada/.thunderbird/"

func inThunderbird(names ...string) []profile.Profile {
	var out []profile.Profile
	for i, n := range names {
		out = append(out, profile.Profile{Name: n, Dir: thunderbirds + n, InUse: i == 0})
	}
	return out
}

// atProfiles is a session that has to find Thunderbird's profiles next.
func atProfiles(t *testing.T) wizard.Session {
	t.Helper()
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@fastmail.com")
	s = tried(t, s, 465, 587).Next()
	s = answer(t, s, wizard.Door, "465").Next()
	s = answer(t, s, wizard.Program, "thunderbird")
	for _, f := range []wizard.Field{wizard.Address, wizard.User, wizard.Name} {
		if got := at(s); got != "ask "+string(f) {
			t.Fatalf("at %s, want to be asked %s", got, f)
		}
		s = answer(t, s, f, s.Get(f))
	}
	if got := at(s); got != "do profiles" {
		t.Fatalf("after the account, whose password Thunderbird keeps: at %s", got)
	}
	return s
}

func TestOneProfile(t *testing.T) {
	s := atProfiles(t).WithProfiles(inThunderbird("a")).Next()
	if got := at(s); got != "do look" {
		t.Fatalf("at %s, want to look at the file: one profile is no question", got)
	}
	if got := firstPaths(s); !slices.Equal(got, []string{thunderbirds + "a/user.js"}) {
		t.Errorf("got %q", got)
	}
	if got := s.ShownPath(); got != "~/.thunderbird/a/user.js" {
		t.Errorf("got %q", got)
	}
}

func TestSeveralProfiles(t *testing.T) {
	s := atProfiles(t).WithProfiles(inThunderbird("a", "b")).Next()
	ask, ok := s.Step().(wizard.Ask)
	if !ok || ask.Field != wizard.Profile || ask.Default != thunderbirds+"a" || len(ask.Choices) != 2 {
		t.Fatalf("got %+v", s.Step())
	}
	if got, want := ask.Choices[0].Remark, "in use, ~/.thunderbird/a"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := s.Put(wizard.Profile, "/somewhere"); err == nil {
		t.Error("a profile that does not exist is taken")
	}
	s = answer(t, s, wizard.Profile, thunderbirds+"b")
	if got := at(s); got != "do look" || s.Path() != thunderbirds+"b/user.js" {
		t.Errorf("at %s, for %s", got, s.Path())
	}
}

func TestNoProfile(t *testing.T) {
	s := atProfiles(t).WithProfiles(nil).Next()
	ask, ok := s.Step().(wizard.Ask)
	if !ok || ask.Field != wizard.Write || len(ask.Choices) != 1 || ask.Choices[0].Value != wizard.WriteLeave {
		t.Fatalf("got %+v", s.Step())
	}
	for _, text := range []string{ask.Prompt, s.FileRemark()} {
		if !strings.Contains(text, "Start Thunderbird once") {
			t.Errorf("got %q", text)
		}
	}
	if _, err := s.Put(wizard.Write, wizard.WriteFile); err == nil {
		t.Error("there is a file to write")
	}
	if dialog, lines := s.Card(); !strings.Contains(dialog, "Outgoing Server (SMTP)") || len(lines) != 6 {
		t.Errorf("got the card %q %q", dialog, lines)
	}
	if config, err := s.Config(); err != nil || !strings.Contains(config, `"smtp.fastmail.com"`) {
		t.Errorf("got %v and %q", err, config)
	}
	if s = answer(t, s, wizard.Write, wizard.WriteLeave); at(s) != "show outcome" {
		t.Errorf("at %s", at(s))
	}
}

func TestServerThatThunderbirdHas(t *testing.T) {
	own := "user_pref(\"mail.smtpservers\", \"smtp1\");\nuser_pref(\"mail.smtpserver.smtp1.hostname\", \"smtp.fastmail.com\");\n" +
		"user_pref(\"mail.smtpserver.smtp1.username\", \"ada@fastmail.com\");\n"
	s := atProfiles(t).WithProfiles(inThunderbird("a")).Next()
	s = s.WithFiles(install.Current{Path: s.Path(), Own: []byte(own)}).Next()
	ask := s.Step().(wizard.Ask)
	if want := "There is the outgoing server smtp.fastmail.com for ada@fastmail.com already. Replace it?"; ask.Prompt != want {
		t.Errorf("got %q, want %q", ask.Prompt, want)
	}
	if _, err := s.Put(wizard.Write, wizard.WriteFile); err == nil {
		t.Error("it is written without asking")
	}
	s = answer(t, s, wizard.Write, wizard.WriteReplace)
	plans, err := s.Plans(s.Replacing())
	if err != nil {
		t.Fatal(err)
	}
	plan := plans[0]
	if !strings.Contains(string(plan.New), `"mail.smtpserver.smtp1.port", 465`) {
		t.Errorf("got %v and\n%s", err, plan.New)
	}
	// Copied by hand, the settings are for the same server.
	if config, err := s.Config(); err != nil || config != string(plan.New) {
		t.Errorf("got %v and %q", err, config)
	}
}

func TestThunderbirdRuns(t *testing.T) {
	s := atProfiles(t).WithProfiles(inThunderbird("a")).Next()
	s = s.WithFiles(install.Current{Path: s.Path(), InUse: true}).Next()
	if !s.InUse() || !strings.Contains(s.FileRemark(), "close it before you write") {
		t.Errorf("got %t and %q", s.InUse(), s.FileRemark())
	}
	// Another program's file is another matter.
	s = answer(t, s, wizard.Program, "msmtp")
	if s.InUse() || s.Path() != "/home/ada/.msmtprc" {
		t.Errorf("got %t and %s", s.InUse(), s.Path())
	}
}

func TestThunderbirdOutcome(t *testing.T) {
	s := atProfiles(t).WithProfiles(inThunderbird("a")).Next()
	s = s.WithFiles(install.Current{Path: s.Path()}).Next()
	s = answer(t, s, wizard.Write, wizard.WriteFile).WithDone(install.Done{Path: s.Path(), Real: s.Path()}).Next()
	text := strings.Join(s.Read(wizard.Outcome, 76).Paragraphs, "\n")
	for _, want := range []string{"Start Thunderbird", "delete the lines from “Postern begin” to “Postern end”"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
}

func TestThunderbirdPractice(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, wizard.Practise)
	s = s.WithPractice(wizard.Practice{Host: "localhost", Dir: "/tmp/practice", CAFile: "/tmp/practice/ca.pem"})
	s, err := s.Put(wizard.Program, "thunderbird")
	if err != nil {
		t.Fatal(err)
	}
	if got := firstPaths(s); !slices.Equal(got, []string{"/tmp/practice/thunderbird/user.js"}) {
		t.Errorf("got %q: practice never touches real files", got)
	}
	s = s.WithDone(install.Done{Path: s.Path()})
	text := strings.Join(s.Read(wizard.Outcome, 76).Paragraphs, "\n")
	if !strings.Contains(text, " --profile /tmp/practice/thunderbird\n") || strings.Contains(text, "Start Thunderbird") {
		t.Errorf("got\n%s", text)
	}
}

// firstPaths are where the program's first file may lie.
func firstPaths(s wizard.Session) []string {
	if places := s.Places(); len(places) > 0 {
		return places[0].Paths
	}
	return nil
}
