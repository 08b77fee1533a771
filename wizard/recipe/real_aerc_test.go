//go:build unix

package recipe_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/ui/termtest"
	"postern/wizard/recipe"
)

// startAerc writes the settings and a way to write messages without a person, and
// starts aerc on a terminal.
func startAerc(t *testing.T, s sender, set *recipe.Settings) *termtest.Terminal {
	t.Helper()
	files, err := recipe.Render("aerc", set)
	if err != nil {
		t.Fatal(err)
	}
	accounts := s.write(t, inHome(files[0].Path), files[0].Body, 0o600)
	s.own(t, filepath.Dir(accounts))
	s.write(t, ".config/aerc/aerc.conf", "[compose]\neditor = sh -c 'printf \"It works.\\n\" >>\"$0\"'\n", 0o600)
	s.own(t, filepath.Join(s.home, ".config"))
	cmd := s.command(t, s.path)
	cmd.Env = append(cmd.Env, "TERM=xterm", "XDG_RUNTIME_DIR="+s.home, "SSL_CERT_FILE="+set.CAFile)
	term, err := termtest.Start(cmd, 100, 30, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(term.Close)
	if err := term.WaitFor("Incorrect maildir"); err != nil { // the test has none to read
		t.Fatalf("%v\n%s", err, term.Screen())
	}
	return term
}

// sendByAerc writes a message and says to send it.
func sendByAerc(t *testing.T, term *termtest.Terminal, address string) {
	t.Helper()
	command := ":compose -H 'To: " + address + "' -H 'Subject: A first message'\r"
	for _, step := range []struct{ keys, shown string }{{command, "Send this email?"}, {"y", ""}} {
		if err := term.Type(step.keys); err != nil {
			t.Fatal(err)
		}
		if err := term.WaitFor(step.shown); err != nil {
			t.Fatalf("%v\n%s", err, term.Screen())
		}
	}
}

func TestRealAercSends(t *testing.T) {
	s := realSender{id: "aerc"}.start(t, "open")
	s.server.User, s.server.Password = `ada "#$%&<\'`+"`;ü& /", `p "#$%&<\'`+"`;ü& /"
	s.write(t, "my password", s.server.Password+"\nnotes\n", 0o600)
	for _, port := range []int{587, 465} {
		set := s.settings(t, "practice", port)
		set.Secret.Command = `cat "$HOME/my password" | head -n1 # "it's; mine\`
		set.Name = "Ada #; Lovelace"
		sendByAerc(t, startAerc(t, s, set), s.server.Address)
		s.wantMessage(t, port)
		got := s.server.Messages()
		if m := string(got[len(got)-1].Data); !strings.Contains(m, "Ada #; Lovelace") {
			t.Errorf("the sender's name is missing in %q", m)
		}
	}
}

func TestRealAercRefuses(t *testing.T) {
	for scene, says := range map[string]string{
		"unknown-ca": "unknown authority", "wrong-name": "certificate is valid for", "no-starttls": "STARTTLS",
	} {
		for _, port := range []int{587, 465} {
			if scene == "no-starttls" && port == 465 {
				continue
			}
			t.Run(fmt.Sprint(scene, "/", port), func(t *testing.T) {
				s := realSender{id: "aerc"}.start(t, scene)
				term := startAerc(t, s, s.settings(t, "practice", port))
				sendByAerc(t, term, s.server.Address)
				err := term.Until(func(screen string) bool {
					return strings.Contains(strings.Join(strings.Fields(screen), " "), says)
				}, says)
				if err != nil {
					t.Errorf("%v\n%s", err, term.Screen())
				}
				time.Sleep(100 * time.Millisecond)
				if n := s.server.Logins(); n > 0 {
					t.Errorf("%d logins were sent", n)
				}
				if got := s.server.Messages(); len(got) > 0 {
					t.Errorf("the server got %+v, want no message", got)
				}
			})
		}
	}
}
