package wizard_test

import (
	"strings"
	"testing"

	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// atSettings is a session after the program was chosen, with the doors that are ready.
func atSettings(t *testing.T, program, door string, ready ...int) wizard.Session {
	t.Helper()
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@gmail.com")
	s = tried(t, s, ready...).Next()
	s = answer(t, s, wizard.Door, door).Next()
	return answer(t, s, wizard.Program, program)
}

// TestLenientProgramsUseTLSFromTheStart: settings for a program that would go on without
// encryption name 465 if that is ready and the person took what was recommended.
func TestLenientProgramsUseTLSFromTheStart(t *testing.T) {
	for _, tt := range []struct {
		name, program, door string
		ready               []int
		port                int
	}{
		{"both are ready", "gitea", "587", []int{465, 587}, 465},
		{"465 is not", "gitea", "587", []int{587}, 587},
		{"465 was chosen", "gitea", "465", []int{465, 587}, 465},
		{"it insists", "grafana", "587", []int{465, 587}, 587},
		{"a door that was not recommended", "gitea", "2525", []int{465, 587, 2525}, 2525},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := atSettings(t, tt.program, tt.door, tt.ready...)
			set := s.Settings()
			if set.Port != tt.port || (set.Security == recipe.ImplicitTLS) != (tt.port == 465) {
				t.Errorf("got %d with %s, want %d", set.Port, set.Security, tt.port)
			}
			moved := tt.door == "587" && tt.port == 465
			notes := strings.Join(s.Notes(), "\n")
			if said := strings.Contains("\n"+notes, "\n! "+programName(tt.program)+" would go on without encryption where a server stops offering STARTTLS, so these settings use 465, which is ready too"); said != moved {
				t.Errorf("says why: %t\n%s", said, notes)
			}
			if login, ok := s.Login(); ok && login.Door.Port != tt.port {
				t.Errorf("it would be tried at %d", login.Door.Port)
			}
		})
	}
}

// TestPracticeFilesNameEachOther: in practice a system mailer's files name each other
// where they are, and its last page says how to look at them.
func TestPracticeFilesNameEachOther(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "practise")
	s = s.WithPractice(wizard.Practice{Dir: "/tmp/practice", User: "ada@example.org", Address: "ada@example.org", CAFile: "/tmp/practice/ca.pem"})
	s = answer(t, s, wizard.Program, "postfix")
	if got := s.Settings().Dir; got != "/tmp/practice" {
		t.Errorf("got the folder %q", got)
	}
	s = answer(t, s, wizard.Program, "msmtp")
	if got := s.Settings().Dir; got != "" {
		t.Errorf("msmtp: got the folder %q", got)
	}
}

func programName(id string) string {
	p, _ := recipe.Find(id)
	return p.Name
}

// TestRootCommandNamesTheProgram: by its whole path where root would not find it, as one
// word for a shell.
func TestRootCommandNamesTheProgram(t *testing.T) {
	for name, want := range map[string]string{
		"": "sudo postern config postfix ", "postern": "sudo postern config postfix ",
		"/home/ada/my bin/postern": "sudo '/home/ada/my bin/postern' config postfix ",
	} {
		w := world()
		w.RootName = name
		s := answer(t, wizard.New(w), wizard.Program, "postfix")
		s = s.WithFiles(install.Current{Path: "/etc/postfix/main.cf", Owner: "root", Barred: true})
		if got := s.RootCommand(); !strings.HasPrefix(got, want) {
			t.Errorf("%q: got %q, want %q in front", name, got, want)
		}
	}
}
