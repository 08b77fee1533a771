//go:build unix

package recipe_test

import (
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestRealMailProgramsKeepTheLogin: where the server is not the one that it should be,
// nothing of the login leaves the program, which says that it failed.
func TestRealMailProgramsKeepTheLogin(t *testing.T) {
	places := []struct {
		name  string
		spy   *spy
		other bool // its authority is not the one to trust
		doors []recipe.Security
	}{
		{"another authority", &spy{name: "localhost"}, true, []recipe.Security{recipe.STARTTLS, recipe.ImplicitTLS}},
		{"another name", &spy{name: "other.example"}, false, []recipe.Security{recipe.STARTTLS, recipe.ImplicitTLS}},
		{"no STARTTLS", &spy{name: "localhost", stripped: true}, false, []recipe.Security{recipe.STARTTLS}},
	}
	for _, p := range append(senders(), realSender{id: "msmtp"}) {
		for _, place := range places {
			for _, door := range place.doors {
				t.Run(p.id+"/"+place.name+"/"+string(door), func(t *testing.T) {
					s := sender{realMSMTP: findProgram(t, mustFind(t, p.id).Command)}
					spy := &spy{name: place.spy.name, stripped: place.spy.stripped, logins: "PLAIN LOGIN"}
					spy.start(t)
					if place.other {
						_ = spy.certificate(t) // this one's authority is the one to trust
					}
					s.ca = s.write(t, "ca.pem", string(spy.ca), 0o644)
					out, err := s.run(t, p.install(t, s, spy.settings(s, door)))
					if p.deceived && place.name == "another name" {
						return // the notes of this program say so
					}
					if err == nil || strings.TrimSpace(out) == "" {
						t.Errorf("it ends with %v, and says %q", err, out)
					}
					spy.wantNoLogin(t)
				})
			}
		}
	}
}

// wantNoLogin fails the test if a login was begun, or a message.
func (s *spy) wantNoLogin(t *testing.T) {
	t.Helper()
	for _, line := range s.all() {
		if verb := strings.ToUpper(line); strings.HasPrefix(verb, "AUTH") || strings.HasPrefix(verb, "MAIL") || strings.Contains(line, spiedPassword) {
			t.Errorf("the server heard %q", line)
		}
	}
}

func mustFind(t *testing.T, id string) *recipe.Program {
	t.Helper()
	p, ok := recipe.Find(id)
	if !ok {
		t.Fatalf("there is no program %s", id)
	}
	return p
}

// TestRealAercKeepsTheLogin is the same for aerc, which has a screen of its own.
func TestRealAercKeepsTheLogin(t *testing.T) {
	for name, place := range map[string]struct {
		spy   *spy
		other bool // its authority is not the one to trust
		door  recipe.Security
		says  string
	}{
		"another name":               {&spy{name: "other.example"}, false, recipe.ImplicitTLS, "certificate is valid for"},
		"another name, upgrade":      {&spy{name: "other.example"}, false, recipe.STARTTLS, "certificate is valid for"},
		"another authority":          {&spy{name: "localhost"}, true, recipe.ImplicitTLS, "unknown authority"},
		"another authority, upgrade": {&spy{name: "localhost"}, true, recipe.STARTTLS, "unknown authority"},
		"no STARTTLS":                {&spy{name: "localhost", stripped: true}, false, recipe.STARTTLS, "STARTTLS"},
	} {
		t.Run(name, func(t *testing.T) {
			s := sender{realMSMTP: findProgram(t, "aerc")}
			place.spy.logins = "PLAIN LOGIN"
			place.spy.start(t)
			if place.other {
				_ = place.spy.certificate(t) // this one's authority is the one to trust
			}
			s.ca = s.write(t, "ca.pem", string(place.spy.ca), 0o644)
			term := startAerc(t, s, place.spy.settings(s, place.door))
			sendByAerc(t, term, "ada@example.org")
			said := func(screen string) bool {
				return strings.Contains(strings.Join(strings.Fields(screen), " "), place.says)
			}
			if err := term.Until(said, place.says); err != nil {
				t.Errorf("%v\n%s", err, term.Screen())
			}
			place.spy.wantNoLogin(t)
		})
	}
}
