package recipe_test

import (
	"slices"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// TestDocumentedFilesSaySo: each file whose settings nobody has tried says in a comment
// where they come from, and as of when; no other does.
func TestDocumentedFilesSaySo(t *testing.T) {
	for _, p := range recipe.Programs() {
		if p.Group == recipe.Devices {
			continue // nothing reads it as a file
		}
		forms := recipe.Formats(p.ID)
		if forms == nil {
			forms = []string{""}
		}
		for _, form := range forms {
			files, err := recipe.RenderAs(p.ID, form, ada(func(s *recipe.Settings) {
				s.Incoming = &recipe.Incoming{Host: "imap.example.org", Port: 993, Security: recipe.ImplicitTLS}
			}))
			if err != nil {
				t.Errorf("%s %s: %v", p.ID, form, err)
				continue
			}
			for _, file := range files {
				want, proven := "From documentation, "+p.AsOf+": "+p.Source+"\n", p.Proven()
				if form == "mailers" { // of a Django that nobody has tried
					want, proven = "From documentation, 2026-11-27: docs.djangoproject.com", false
				}
				if said := strings.Contains(file.Body, want); said == proven {
					t.Errorf("%s %s: says it is from documentation: %t; a line of comment with {documented} in its template does\n%s",
						p.ID, form, said, file.Body)
				}
			}
		}
	}
}

// TestLenientProgramsWarn: whoever takes STARTTLS for a program that does not insist on
// it is told so, and who takes TLS from the start has nothing to fear.
func TestLenientProgramsWarn(t *testing.T) {
	var lenient []string
	for _, p := range recipe.Programs() {
		warns := func(s *recipe.Settings) bool {
			return slices.ContainsFunc(recipe.Notes(p.ID, s), func(note string) bool {
				return strings.HasPrefix(note, "! ") &&
					(strings.Contains(note, "only where the server offers it") || strings.Contains(note, "without encryption"))
			})
		}
		if p.Lenient {
			lenient = append(lenient, p.ID)
			if !warns(ada(ask)) || warns(ada(ask, implicitTLS)) {
				t.Errorf("%s: at 587 it warns: %t, at 465: %t", p.ID, warns(ada(ask)), warns(ada(ask, implicitTLS)))
			}
		}
	}
	if want := "laravel gitea nextcloud gitlab discourse keycloak uptimekuma"; strings.Join(lenient, " ") != want {
		t.Errorf("got %q, want %s", lenient, want)
	}
}

// TestAlertmanagerElsewhere: TLS from the start has to be told on another port than 465,
// where an old Alertmanager knows no such word.
func TestAlertmanagerElsewhere(t *testing.T) {
	at := func(port int) string {
		files, err := recipe.Render("alertmanager", ada(implicitTLS, ask, func(s *recipe.Settings) { s.Port = port }))
		if err != nil {
			t.Fatal(err)
		}
		return files[0].Body
	}
	if strings.Contains(at(465), "force_implicit") || !strings.Contains(at(8465), "smtp_force_implicit_tls: true") {
		t.Errorf("at 465:\n%s\nat 8465:\n%s", at(465), at(8465))
	}
}
