package lesson

import (
	"slices"
	"strings"
	"testing"
)

func TestGetKnowsOtherNames(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"25", "25"},
		{"port 25", "25"},
		{"Port-465", "465"},
		{" 587 ", "587"},
		{"STARTTLS", "starttls"},
		{"tls", "tls"},
		{"ssl", "names"},
		{"SSL/TLS", "names"},
		{"auth", "login"},
		{"mx", "relay"},
		{"open-relay", "relay"},
		{"open relay", "relay"},
		{"smtps", "465"},
		{"submissions", "465"},
		{"535", "535"},
		{"5.7.8", "535"},
		{"421", "codes-later"},
		{"spf", "spf-dkim"},
		{"what is smtp?", "what-is-smtp"},
		{"app passwords", ""},
		{"nonsense", ""},
		{"", ""},
		{"port", "ports"},
	} {
		l, ok := Get(tt.typed)
		if ok != (tt.want != "") || l.ID != tt.want {
			t.Errorf("Get(%q) = %q, %v; want %q", tt.typed, l.ID, ok, tt.want)
		}
	}
}

// verdicts are the words a door can end in; each must lead to a page.
var verdicts = map[string]string{
	"ready": "submission-or-relay", "ready-for-relay": "relay", "no-login": "login",
	"no-starttls": "no-starttls", "starttls-refused": "no-starttls", "plaintext-injected": "injected",
	"tls-failed": "tls-failed", "tls-too-old": "tls-failed", "bad-certificate": "certificate",
	"tls-on-starttls-port": "tls-mismatch", "plaintext-on-tls-port": "tls-mismatch",
	"temporary-refusal": "temporary-refusal", "refuses-you": "refuses-you", "not-smtp": "not-smtp",
	"malformed": "malformed", "too-long": "malformed", "silent": "silent", "closed-early": "closed-early",
	"reset": "closed-early", "refused": "refused", "no-answer": "no-answer",
	"rejected-by-firewall": "unreachable", "unreachable": "unreachable", "no-such-name": "no-such-name",
	"no-address": "no-such-name", "name-lookup-failed": "no-such-name", "name-lookup-timeout": "no-such-name",
	"cancelled": "cancelled",
}

func TestEveryVerdictHasAPage(t *testing.T) {
	for verdict, want := range verdicts {
		if l, ok := Get(verdict); !ok || l.ID != want {
			t.Errorf("Get(%q) = %q, %v; want %q", verdict, l.ID, ok, want)
		}
	}
}

func TestOtherNamesCanBeMet(t *testing.T) {
	for _, l := range All() {
		for _, name := range l.also {
			if got, ok := Get(name); !ok || got.ID != l.ID {
				t.Errorf("%s: the name %q leads to %q", l.ID, name, got.ID)
			}
		}
	}
}

func TestFind(t *testing.T) {
	for _, tt := range []struct{ words, want string }{
		{"465", "465"},
		{"app passwords", "app-password"},
		{"app pasword", "app-password"},
		{"blokced ports", "blocked-ports"},
		{"why is port 25 blocked?", "blocked-ports"},
		{"what is STARTTLS", "starttls"},
		{"what does 535 mean", "535"},
		{"change my port in thunderbird", "port-thunderbird"},
		{"How do I change the port in WP Mail SMTP?", "port-wordpress"},
		{"msmtp port", "port-msmtp"},
		{"How do I change my port?", "change-port"},
		{"is 465 deprecated?", "myths-465"},
		{"which port should I use", "which-door"},
		{"465 vs 587", "which-door"},
		{"SSL or TLS?", "names"},
		{"what is the difference between submission and relay?", "submission-or-relay"},
		{"email not arriving", "bounce"},
		{"rfc 8314", "timeline"},
		{"rfc8314", "timeline"},
		{"RFC-8314", "timeline"},
		{"RFC8314s", ""},
		{"what does RFC8314 change?", "timeline"},
		{"nonsense", ""},
		{"", ""},
	} {
		if l, ok := Find(tt.words); ok != (tt.want != "") || l.ID != tt.want {
			t.Errorf("Find(%q) = %q, %v; want %q", tt.words, l.ID, ok, tt.want)
		}
	}
}

func TestSuggest(t *testing.T) {
	for _, tt := range []struct{ name, typed, want string }{
		{"an ID", "starttls", "starttls"},
		{"an alias", "dmarc", "spf-dkim"},
		{"a letter missing", "startls", "starttls"},
		{"letters swapped", "statrtls", "starttls"},
		{"a letter too many", "relayy", "relay"},
		{"a wrong letter", "submissiom", "submission"},
		{"digits swapped", "456", "465"},
		{"a digit wrong", "2526", "2525"},
		{"a digit missing", "58", "587"},
		{"a plural", "app passwords", "app-password"},
		{"the beginning", "impl", "implicit-tls"},
		{"the beginning, several words", "blocked-po", "blocked-ports"},
		{"another spelling", "smart hosts", "smarthost"},
		{"capitals", "CERTIFCATE", "certificate"},
		{"a short one", "tsl", "tls"},
		{"a short one that is far", "www", ""},
		{"another short word", "nope", ""},
		{"letters of a short one swapped", "noed", "port-nodemailer"},
		{"a number that is far", "8080", ""},
		{"nothing near", "wireguard", ""},
		{"empty", "", ""},
		{"blank", " \t ", ""},
		{"endless", strings.Repeat("starttls", 1000), ""},
		{"not ASCII", "zertifikät", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := Suggest(tt.typed); got != tt.want {
				t.Errorf("Suggest(%q) = %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "", 1},
		{"", "ab", 2},
		{"relay", "relay", 0},
		{"realy", "relay", 1},
		{"rely", "relay", 1},
		{"replay", "relay", 1},
		{"rolay", "relay", 1},
		{"kitten", "sitting", 3},
	} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func FuzzSuggest(f *testing.F) {
	f.Add("startls")
	f.Add("port 2526")
	f.Add("\xff\x00!")
	f.Fuzz(func(t *testing.T, typed string) {
		got, name := Suggest(typed)
		if l, ok := Get(name); got != "" && (!ok || l.ID != got) {
			t.Errorf("Suggest(%q) says %q, which does not lead to %s", typed, name, got)
		}
		if got != "" && !slices.Contains(ids(), got) {
			t.Errorf("Suggest(%q) = %q, which is no lesson", typed, got)
		}
		if l, ok := Find(typed); ok && len(typed) <= longest && l.ID != got {
			t.Errorf("Find(%q) finds %s, Suggest says %q", typed, l.ID, got)
		}
	})
}

func TestAllIsTheCallersOwn(t *testing.T) {
	all := All()
	all[0] = Lesson{}
	if All()[0].ID != "what-is-smtp" {
		t.Error("changing what All returned changed the library")
	}
}
