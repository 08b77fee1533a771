//go:build unix

package recipe_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/wizard/recipe"
)

// TestRealMailProgramsBringTheToken: the token that a helper prints is what the server
// gets, from each program that can sign in with one.
func TestRealMailProgramsBringTheToken(t *testing.T) {
	for _, p := range append(senders(), realSender{id: "msmtp"}) {
		if !mustFind(t, p.id).OAuth {
			continue
		}
		for _, door := range []recipe.Security{recipe.STARTTLS, recipe.ImplicitTLS} {
			t.Run(p.id+"/"+string(door), func(t *testing.T) {
				s, spy := tokenServer(t, p.id)
				run := p.install(t, s, tokenSettings(s, spy, door))
				if p.id == "git" {
					if err := os.CopyFS(filepath.Join(s.home, "perl5"), os.DirFS(library(t, "authen-sasl/usr/lib/perl5"))); err != nil {
						t.Fatal(err)
					}
					run = "export PERL5LIB=~/perl5; " + run
				}
				out, err := s.run(t, run)
				if err != nil || !slices.ContainsFunc(spy.all(), isToken) {
					t.Errorf("the server heard %q, %v\n%s", spy.all(), err, out)
				}
			})
		}
	}
}

func TestRealAercBringsTheToken(t *testing.T) {
	s, spy := tokenServer(t, "aerc")
	sendByAerc(t, startAerc(t, s, tokenSettings(s, spy, recipe.STARTTLS)), "ada@example.org")
	for range 50 {
		if slices.ContainsFunc(spy.all(), isToken) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("the server heard %q", spy.all())
}

// aToken is as long as real ones are, and ends as some do.
var aToken = strings.Repeat("EwBAA8l6BAAU-_.~", 90) + "Zz8="

// isToken: XOAUTH2 as Google and Microsoft describe it, or OAUTHBEARER (RFC 7628).
func isToken(heard string) bool {
	return heard == "user=ada@example.org\x01auth=Bearer "+aToken+"\x01\x01" ||
		strings.HasPrefix(heard, "n,a=ada@example.org,\x01") && strings.HasSuffix(heard, "\x01auth=Bearer "+aToken+"\x01\x01")
}

func tokenServer(t *testing.T, program string) (sender, *spy) {
	t.Helper()
	s := sender{realMSMTP: findProgram(t, mustFind(t, program).Command)}
	spy := &spy{name: "localhost", logins: "XOAUTH2"} // as at outlook.com, but for LOGIN
	spy.start(t)
	s.ca = s.write(t, "ca.pem", string(spy.ca), 0o644)
	s.write(t, "bin/token-helper", "#!/bin/sh\necho '"+aToken+"'\necho more\n", 0o755)
	return s, spy
}

func tokenSettings(s sender, spy *spy, door recipe.Security) *recipe.Settings {
	set := spy.settings(s, door)
	set.OAuth, set.Secret.Command = true, "token-helper 'ada@example.org' # it's mine"
	return set
}
