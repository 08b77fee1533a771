package wizard

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"postern/wizard/catalog"
)

// TestEachFactIsOnThePage walks over every value that the data holds for every
// provider, and looks for it on that provider's page. A field that this test does not
// know fails it, until it is shown.
func TestEachFactIsOnThePage(t *testing.T) {
	body, err := os.ReadFile("catalog/data/curated.json")
	if err != nil {
		t.Fatal(err)
	}
	var data struct {
		AsOf      string           `json:"as_of"`
		Providers []map[string]any `json:"providers"`
	}
	if err := json.Unmarshal(body, &data); err != nil {
		t.Fatal(err)
	}
	for _, raw := range data.Providers {
		id := raw["id"].(string)
		p, ok := catalog.Default().Find(id)
		if !ok {
			t.Fatalf("no provider %s", id)
		}
		page := ProviderPage(p, data.AsOf)
		text := page.Title + "\n" + strings.Join(page.Paragraphs, "\n")
		eachFact("", raw, func(field string, value any) {
			shown, known := onPage[field]
			if !known {
				t.Fatalf("%s: nobody shows the field %s", id, field)
			}
			for _, want := range shown(value) {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %s is %v, and %q is not on the page:\n%s", id, field, value, want, text)
				}
			}
		})
		if !strings.Contains(text, data.AsOf) || !strings.Contains(text, p.Headline()) {
			t.Errorf("%s: the page has no date or no headline", id)
		}
		claim := strings.Contains(text, "Every port here is a claim to be tried")
		if claim != p.SMTPAvailable {
			t.Errorf("%s: the page says that its ports are claims: %v", id, claim)
		}
	}
}

// eachFact calls tell for every value in the tree, the fields of a list being named
// once: "smtp.port".
func eachFact(field string, tree any, tell func(field string, value any)) {
	switch v := tree.(type) {
	case map[string]any:
		for name, sub := range v {
			eachFact(strings.TrimPrefix(field+"."+name, "."), sub, tell)
		}
	case []any:
		for _, sub := range v {
			eachFact(field, sub, tell)
		}
	default:
		tell(field, v)
	}
}

// A showing is what must stand on the page for a value of a field.
type showing func(value any) []string

// asIs: the value itself.
func asIs(v any) []string {
	if v == nil {
		return nil
	}
	return []string{strings.TrimSuffix(fmt.Sprint(v), ".")}
}

// unsaid: null says something of its own.
func unsaid(absent string) showing {
	return func(v any) []string {
		if v == nil {
			return []string{absent}
		}
		return asIs(v)
	}
}

// inWords: a closed set, each value with its words.
func inWords(words map[any]string) showing {
	return func(v any) []string {
		if w, ok := words[v]; ok {
			return []string{w}
		}
		return []string{fmt.Sprintf("no words for %v", v)}
	}
}

var (
	securityShown = inWords(map[any]string{"tls": "TLS at once", "starttls": "STARTTLS", "plain": "without encryption"})
	passwordShown = inWords(map[any]string{
		"account": "the account's own password", "app-password": "an app password, which you make",
		"oauth2-only": "no password: the program signs in through the browser", "api-key": "an API key",
		"smtp-credentials": "a password for SMTP alone", "bridge": "the password that its Bridge program shows", "none": "there is no login by a password",
	})
	usernameShown = inWords(map[any]string{
		"email": "the whole address", "localpart": "what stands before the @", "literal": "exactly ",
		"credential": "one that the provider issues", "any": "any; the server does not look",
	})
)

var onPage = map[string]showing{
	"id": asIs, "name": asIs, "setup_note": asIs, "caution": asIs, "domains": func(v any) []string { return []string{"@" + v.(string)} },
	"group":          inWords(map[any]string{"mailbox": "A mailbox provider", "sending-service": "A service that only sends"}),
	"smtp_available": inWords(map[any]string{true: "Doors, as documented", false: "no other program can send through it"}),
	"smtp.host":      asIs, "smtp.port": asIs, "smtp.security": securityShown, "smtp.region": asIs,
	"smtp.preferred":    inWords(map[any]string{nil: "", true: "named as the one to use", false: "named as second choice"}),
	"smtp.tls_optional": inWords(map[any]string{true: "would also go on without encryption"}),
	"smtp_local.port":   asIs, "smtp_local.security": securityShown, "smtp_local.note": asIs,
	"host_template": asIs, "regions": asIs,
	"imap": unsaid("no server is known here"), "imap.host": asIs, "imap.port": asIs, "imap.security": securityShown, "imap.username_form": usernameShown,
	"username.form": usernameShown, "username.value": asIs, "username.hint": asIs,
	"auth": func(v any) []string { return []string{strings.ToUpper(v.(string))} },
	"auth_basis": inWords(map[any]string{
		"provider": "by the provider's own page", "ispdb": "by Thunderbird's list", "nodemailer": "by nodemailer's list",
		"third-party": "by somebody else's page", "assumed": "assumed; ask the server", "none": "none is known",
	}),
	"password_kind": passwordShown, "password_kind_alt": passwordShown,
	"setup_url": asIs,
	"setup_url_status": inWords(map[any]string{
		nil: "", "read": "on a page that was read", "read-copy": "of which a copy was read", "linked": "but that was not read",
	}),
	"limits": unsaid("not known here"), "limits.count": asIs, "limits.note": asIs, "limits.source": asIs,
	"limits.unit":   inWords(map[any]string{"messages/day": "messages a day", "messages/month": "messages a month"}),
	"timeline.date": asIs, "timeline.event": asIs,
	"sources.ref": func(v any) []string {
		_, entry, ok := strings.Cut(v.(string), ":")
		if !ok {
			return asIs(v)
		}
		return []string{entry}
	},
	"sources.kind": inWords(map[any]string{"repository": "list of", "provider-page": "the provider's own page: ", "third-party-page": "somebody else's page: ", "config-survey": "several public configurations"}),
	"confidence":   inWords(map[any]string{"documented": "How sure this is: documented", "single-source": "a single source"}),
}

func TestDoorsAreOnThePageAsDocumented(t *testing.T) {
	for id, want := range map[string][]string{
		"fastmail":      {"- smtp.fastmail.com 465, TLS at once; named as the one to use.", "- smtp.fastmail.com 587, STARTTLS; named as second choice."},
		"gmail":         {"- smtp.gmail.com 587, STARTTLS."},
		"mailgun":       {"- smtp.eu.mailgun.org 2525, STARTTLS, for eu, the European Union; the server would also go on without encryption, so the program must insist on it."},
		"microsoft-365": {"- 2027-H2 (the second half of 2027): Microsoft announces the final removal date."},
		"proton-bridge": {"- 127.0.0.1 1025 (this computer), STARTTLS: Bridge's usual default"},
	} {
		p, _ := catalog.Default().Find(id)
		page := strings.Join(ProviderPage(p, "2026-11-22").Paragraphs, "\n")
		for _, line := range want {
			if !strings.Contains(page, line) {
				t.Errorf("%s: %q is not on\n%s", id, line, page)
			}
		}
	}
}
