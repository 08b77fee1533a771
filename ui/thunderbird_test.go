package ui

import (
	"errors"
	"strings"
	"testing"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/profile"
	"postern/wizard/recipe"
)

// A birdhouse is a computer with Thunderbird.
type birdhouse struct {
	profiles []profile.Profile
	own      string // prefs.js
	user     string // user.js; "" means there is none
	runs     bool
	written  *install.Plan
	looks    int
}

func (b *birdhouse) engine() Engine {
	e := (&disk{}).engine()
	e.Profiles = func() []profile.Profile { return b.profiles }
	e.Look = func(places []recipe.Place) ([]install.Current, error) {
		b.looks++
		path := places[0].Paths[0]
		c := install.Current{Path: path, Real: path, Own: []byte(b.own), InUse: b.runs}
		if b.user != "" {
			c.Exists, c.Body, c.Mode = true, []byte(b.user), 0o600
		}
		return []install.Current{c}, nil
	}
	e.Apply = func(p []install.Plan) ([]install.Done, error) {
		if b.runs {
			return nil, install.ErrInUse
		}
		b.written = &p[0]
		return []install.Done{{Path: p[0].Current.Path, Real: p[0].Current.Path}}, nil
	}
	return e
}

func home(names ...string) []profile.Profile {
	var out []profile.Profile
	for i, n := range names {
		out = append(out, profile.Profile{Name: n, Dir: "/home/ada/.thunderbird/" + n, InUse: i == 0})
	}
	return out
}

// atThunderbird is the settings page, or the question before it.
func atThunderbird(t *testing.T, b *birdhouse, width, height int) model {
	t.Helper()
	s := fastmail(t)
	s = s.WithReport(report(s, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout}), 0)
	for _, a := range []struct {
		f wizard.Field
		v string
	}{{wizard.Door, "465"}, {wizard.Program, "thunderbird"}} {
		next, err := s.Put(a.f, a.v)
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	s, err := s.Answer(wizard.Name, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	m := newTest(s, b.engine(), width, height)
	return settle(t, m, m.screen.Init())
}

// unwrapped is a frame as one line.
func unwrapped(m model) string { return strings.Join(strings.Fields(frame(m)), " ") }

func TestThunderbirdScreen(t *testing.T) {
	golden(t, atThunderbird(t, &birdhouse{profiles: home("x.default-release")}, 80, 40))
}

func TestThunderbirdProfileQuestion(t *testing.T) {
	b := &birdhouse{profiles: home("x.default-release", "work")}
	m := atThunderbird(t, b, 80, 24)
	golden(t, m)
	m = press(t, m, "down", "enter", "w")
	if b.written == nil || b.written.Current.Path != "/home/ada/.thunderbird/work/user.js" {
		t.Errorf("got %+v in\n%s", b.written, frame(m))
	}
}

func TestThunderbirdWithoutAProfile(t *testing.T) {
	b := &birdhouse{}
	m := press(t, atThunderbird(t, b, 80, 40), "w")
	got := unwrapped(m)
	for _, want := range []string{"no profile here yet", "Start Thunderbird once", "SSL/TLS", "smtp.fastmail.com"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	b.profiles = home("new") // it was started meanwhile
	m = press(t, m, "w", "w")
	if b.written == nil || b.written.Current.Path != "/home/ada/.thunderbird/new/user.js" {
		t.Errorf("got %+v in\n%s", b.written, frame(m))
	}
}

func TestThunderbirdRuns(t *testing.T) {
	b := &birdhouse{profiles: home("x"), runs: true}
	m := press(t, atThunderbird(t, b, 80, 40), "w")
	if got := unwrapped(m); b.written != nil || !strings.Contains(got, "Close Thunderbird, then press w again") ||
		!strings.Contains(got, "Server Name") {
		t.Errorf("got %v and\n%s", b.written, got)
	}
	// It writes its own list when it ends; what is then written follows that.
	b.runs, b.own = false, "user_pref(\"mail.smtpservers\", \"smtp7\");\n"
	m = press(t, m, "w")
	if b.written == nil || !strings.Contains(string(b.written.New), "\"smtp7,postern1\"") {
		t.Errorf("got %+v in\n%s", b.written, frame(m))
	}
}

func TestThunderbirdStartedInBetween(t *testing.T) {
	b := &birdhouse{profiles: home("x")}
	m := atThunderbird(t, b, 80, 40)
	b.runs = true
	m = press(t, m, "w")
	if got := unwrapped(m); b.written != nil || !strings.Contains(got, "Close Thunderbird, then press w again") {
		t.Errorf("got %v and\n%s", b.written, got)
	}
	b.runs = false
	if m = press(t, m, "w"); b.written == nil {
		t.Errorf("nothing was written:\n%s", frame(m))
	}
}

func TestThunderbirdServerThereIsOnlyReplacedAfterAsking(t *testing.T) {
	b := &birdhouse{profiles: home("x"), own: "user_pref(\"mail.smtpservers\", \"smtp1\");\n" +
		"user_pref(\"mail.smtpserver.smtp1.hostname\", \"smtp.fastmail.com\");\nuser_pref(\"mail.smtpserver.smtp1.username\", \"ada@fastmail.com\");\n"}
	m := press(t, atThunderbird(t, b, 80, 24), "w")
	golden(t, m)
	if b.written != nil {
		t.Fatal("it was written without asking")
	}
	m = press(t, m, "w")
	if b.written == nil || !strings.Contains(string(b.written.New), "smtp1.port") {
		t.Errorf("got %+v in\n%s", b.written, frame(m))
	}
}

func TestThunderbirdWriteFails(t *testing.T) {
	b := &birdhouse{profiles: home("x")}
	e := b.engine()
	e.Apply = func([]install.Plan) ([]install.Done, error) { return nil, errors.New("the disk is full") }
	m := atThunderbird(t, b, 80, 40)
	m.engine = e
	s := m.screen.(settings)
	s.engine = e
	m.screen = s
	m = press(t, m, "w")
	if got := frame(m); !strings.Contains(got, "the disk is full") || m.session.Page() != wizard.PageSettings || b.looks < 2 {
		t.Errorf("looked %d times:\n%s", b.looks, got)
	}
	if ask, ok := m.session.Step().(wizard.Ask); !ok || ask.Field != wizard.Write {
		t.Errorf("the session is at %+v", m.session.Step())
	}
}
