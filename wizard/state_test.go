package wizard

import (
	"maps"
	"reflect"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/install"
	"postern/wizard/profile"
)

// TestSessionIsAValue changes a session in every way there is, and finds it as it
// was: its state is shared by all that hold it.
func TestSessionIsAValue(t *testing.T) {
	s, err := New(World{Catalog: catalog.Default(), Installed: []string{"msmtp"}}).Answer(Provider, "mail.example.org")
	if err != nil {
		t.Fatal(err)
	}
	s = s.WithDone(install.Done{})
	report := probe.Report{Host: "mail.example.org"}
	for name, change := range map[string]func() Session{
		"WithPractice":  func() Session { return s.WithPractice(Practice{Host: "localhost"}) },
		"WithReport":    func() Session { return s.WithReport(report, time.Second) },
		"WithPolicy":    func() Session { return s.WithPolicy(advice.Prefer465) },
		"WithProfiles":  func() Session { return s.WithProfiles([]profile.Profile{{Name: "one"}}) },
		"WithFiles":     func() Session { return s.WithFiles(install.Current{}) },
		"WithDone":      func() Session { return s.WithDone() },
		"WithAuthority": func() Session { return s.WithAuthority(Authority{Asked: "file", Problem: "none"}) },
		"said":          func() Session { return s.withAnswer(User, "ada") },
		"forget":        func() Session { return s.withoutAnswers(Provider) },
		"Back": func() Session {
			back, ok := s.Back()
			if !ok {
				t.Error("there is no way back")
			}
			return back
		},
	} {
		was, answers := *s.state, maps.Clone(s.answers)
		next := change()
		if was.answers = answers; !reflect.DeepEqual(*s.state, was) {
			t.Errorf("%s changed the session that it was called on", name)
		}
		if reflect.DeepEqual(*next.state, was) {
			t.Errorf("%s changed nothing", name)
		}
	}
}
