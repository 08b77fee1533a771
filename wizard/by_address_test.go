package wizard_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// atARelay is a session whose doors are encrypted; only those in login offer one.
func atARelay(t *testing.T, login ...int) wizard.Session {
	t.Helper()
	s := answer(t, wizard.New(world()), wizard.Provider, "relay.example.org")
	s = tried(t, s, 25, 465, 587)
	r := s.Report()
	r.Doors = slices.Clone(r.Doors)
	for i, d := range r.Doors {
		if !slices.Contains(login, d.Door.Port) {
			r.Doors[i].AuthAfterTLS = nil
		}
	}
	return s.WithReport(r, 2*time.Second)
}

// TestARelayThatKnowsTheComputer: the road is open once the person says so, from the doors
// to the test message, and nobody is asked for a login.
func TestARelayThatKnowsTheComputer(t *testing.T) {
	s := atARelay(t)
	if a := s.Advice(); a.Port != 0 || !s.MayGoByAddress() || s.ByAddress() {
		t.Fatalf("before it is said: got %d, may %t, said %t", a.Port, s.MayGoByAddress(), s.ByAddress())
	}
	if _, err := s.Answer(wizard.Door, "587"); err == nil {
		t.Error("a door without a login was taken before it is said")
	}
	s = s.WithByAddress(true)
	if a := s.Advice(); a.Port != 587 || a.Security != "starttls" || a.Label != advice.LabelByAddress || !slices.Equal(a.Also, []int{25, 465}) {
		t.Fatalf("got %+v", a)
	}
	for port, security := range map[string]recipe.Security{"25": recipe.STARTTLS, "587": recipe.STARTTLS, "465": recipe.ImplicitTLS} {
		at := answer(t, s, wizard.Door, port).Next()
		at = answer(t, at, wizard.Program, "postfix")
		for _, a := range at.Asks(wizard.PageAccount) {
			if a.Field == wizard.User || a.Field == wizard.Secret {
				t.Errorf("%s: it asks for %s", port, a.Field)
			}
		}
		at = answer(t, at, wizard.Address, "root@example.org")
		set := at.Settings()
		if set.User != "" || set.Security != security || !strings.Contains(strings.Join(at.Notes(), "\n"), "No login: relay.example.org has to know") {
			t.Errorf("%s: got %+v and %q", port, set, at.Notes())
		}
		if text, err := at.Config(); err != nil || !strings.Contains(text, "smtp_sasl_auth_enable = no") || !strings.Contains(text, "smtp_tls_security_level = secure") {
			t.Errorf("%s: %v in\n%s", port, err, text)
		}
		login, ok := at.Login()
		if !ok || !login.NoLogin || login.User != "" || login.Address != "root@example.org" {
			t.Errorf("%s: got %+v, %t", port, login, ok)
		}
	}
	if back := s.WithByAddress(false); back.ByAddress() || back.Advice().Port != 0 {
		t.Error("it cannot be taken back")
	}
	if other := answer(t, s, wizard.Provider, "mail.example.com"); other.ByAddress() {
		t.Error("it holds for another server too")
	}
}

// TestARelayWithLoginsToo: doors that offer no login come before those that do, and even
// there none is asked for.
func TestARelayWithLoginsToo(t *testing.T) {
	s := atARelay(t, 465, 587)
	if a := s.Advice(); a.Port != 587 || a.Label != "" {
		t.Fatalf("with a login: got %+v", a)
	}
	s = s.WithByAddress(true)
	if a := s.Advice(); a.Port != 25 || !slices.Equal(a.Also, []int{587, 465}) {
		t.Errorf("without one: got %+v", a)
	}
	s = answer(t, s, wizard.Door, "587").Next()
	s = answer(t, s, wizard.Program, "msmtp")
	s = answer(t, s, wizard.Address, "root@example.org")
	if set := s.Settings(); set.User != "" || set.Port != 587 || set.OAuth {
		t.Errorf("got %+v", set)
	}
}

// TestNotByAddress: not at a provider that is known to want a login, and not where nothing
// is encrypted.
func TestNotByAddress(t *testing.T) {
	gmail := tried(t, answer(t, wizard.New(world()), wizard.Provider, "ada@gmail.com"), 465, 587)
	if gmail.MayGoByAddress() || gmail.WithByAddress(true).ByAddress() {
		t.Error("Gmail wants a login")
	}
	clear := atARelay(t)
	r := clear.Report()
	r.Doors = slices.Clone(r.Doors)
	for i := range r.Doors {
		r.Doors[i].TLS, r.Doors[i].TLSVerified = probe.TLSNone, false
	}
	clear = clear.WithReport(r, 2*time.Second)
	if clear.MayGoByAddress() || clear.WithByAddress(true).Advice().Port != 0 {
		t.Errorf("in the clear: got %+v", clear.WithByAddress(true).Advice())
	}
}

// TestRootCommandByAddress: the command for root says it too.
func TestRootCommandByAddress(t *testing.T) {
	s := atARelay(t).WithByAddress(true)
	s = answer(t, s, wizard.Door, "25").Next()
	s = answer(t, s, wizard.Program, "postfix")
	s = answer(t, s, wizard.Address, "root@example.org")
	s = s.WithFiles(install.Current{Path: "/etc/postfix/main.cf", Owner: "root", Barred: true})
	if got := s.RootCommand(); !strings.Contains(got, "--security starttls") || !strings.HasSuffix(got, "--no-login") {
		t.Errorf("got %q", got)
	}
}
