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
					for _, line := range spy.all() {
						if strings.HasPrefix(strings.ToUpper(line), "AUTH") || strings.HasPrefix(strings.ToUpper(line), "MAIL") ||
							strings.Contains(line, spiedPassword) {
							t.Errorf("the server heard %q", line)
						}
					}
				})
			}
		}
	}
}

func mustFind(t *testing.T, id string) recipe.Program {
	t.Helper()
	p, ok := recipe.Find(id)
	if !ok {
		t.Fatalf("there is no program %s", id)
	}
	return p
}
