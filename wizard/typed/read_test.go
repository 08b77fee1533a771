package typed

import (
	"strings"
	"testing"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/catalog"
)

func reader() Reader { return Reader{Catalog: catalog.Default(), ISPs: catalog.ISPs} }

func TestRead(t *testing.T) {
	tests := []struct {
		typed string
		kind  Kind
		works string // the value, where what stands there can be used
		best  string // the first correction
		why   string // a part of its reason
	}{
		// Nothing to mend.
		{"ada@example.org", Address, "ada@example.org", "", ""},
		{"ada@gmail.com", Address, "ada@gmail.com", "", ""},
		{"smtp.gmail.com", Host, "smtp.gmail.com", "", ""},
		{"mail.example.org", Host, "mail.example.org", "", ""},
		{"smtps.example.org", Host, "smtps.example.org", "", ""},
		{"smtp2.example.org", Host, "smtp2.example.org", "", ""},
		{"localhost", Host, "localhost", "", ""},
		{"Fastmail", Words, "", "", ""},
		{"my provider", Words, "", "", ""},
		{"", Nothing, "", "", ""},
		{"  ", Nothing, "", "", ""},
		// Domains that were most likely meant.
		{"ada@gmial.com", Address, "ada@gmial.com", "ada@gmail.com", "did you mean gmail.com?"},
		{"ada@gmail.con", Address, "ada@gmail.con", "ada@gmail.com", "gmail.com"},
		{"ada@hotmial.com", Address, "ada@hotmial.com", "ada@hotmail.com", ""},
		{"ada@yaho.com", Address, "ada@yaho.com", "ada@yahoo.com", ""},
		{"ada@outlok.com", Address, "ada@outlok.com", "ada@outlook.com", ""},
		{"ada@gmail", Address, "", "ada@gmail.com", "did you mean"},
		{"ada@gmailcom", Address, "", "ada@gmail.com", ""},
		// Servers that were most likely meant.
		{"smpt.gmail.com", Host, "smpt.gmail.com", "smtp.gmail.com", ""},
		{"stmp.example.org", Host, "stmp.example.org", "smtp.example.org", "stmp. looks like a slip"},
		{"smptp.example.org", Host, "smptp.example.org", "smtp.example.org", ""},
		{"smtp.gmial.com", Host, "smtp.gmial.com", "smtp.gmail.com", "did you mean"},
		{"smtp.gmail.con:465", Host, "smtp.gmail.con", "smtp.gmail.com:465", ""},
		{"imap.example.org", Host, "imap.example.org", "smtp.example.org", "where mail is read"},
		{"imap.fastmail.com", Host, "imap.fastmail.com", "smtp.fastmail.com", "where mail is read there"},
		{"gmial.com", Host, "gmial.com", "gmail.com", ""},
		{"www.gmail.com", Host, "www.gmail.com", "gmail.com", ""},
		// Forms.
		{"ada@@example.org", Address, "", "ada@example.org", "with one @"},
		{"ada @example.org", Address, "", "ada@example.org", "without the spaces"},
		{"ada@ example.org", Address, "", "ada@example.org", "without the spaces"},
		{"ada@example .org", Address, "", "ada@example.org", "without the spaces"},
		{" ada@example.org ", Address, "ada@example.org", "", ""},
		{"ada@example,org", Address, "", "ada@example.org", "a dot for the comma"},
		{"ada@example..org", Address, "", "ada@example.org", "with one dot"},
		{"ada@.example.org", Address, "", "ada@example.org", "with one dot"},
		{"ada@example.org,", Address, "", "ada@example.org", "without the mark at its end"},
		{"mailto:ada@example.org?subject=Hello", Address, "", "ada@example.org", "out of the link"},
		{"MAILTO:ada%40example.org", Address, "", "ada@example.org", "out of the link"},
		{"Ada Lovelace <ada@example.org>", Address, "", "ada@example.org", "without the name"},
		{"<ada@example.org>", Address, "", "ada@example.org", "marks around it"},
		{"\u201cada@example.org\u201d", Address, "\u201cada@example.xn--org-9o0a", "ada@example.org", "marks around it"},
		{"ada\u200b@example.org", Address, "", "ada@example.org", "invisible"},
		{"ada＠example.org", Address, "", "ada@example.org", "a plain @"},
		{"ada at example dot org", Address, "", "ada@example.org", "the word at"},
		{"ada (at) example.org", Address, "", "ada@example.org", "the word at"},
		{"ada@@gmial.com", Address, "", "ada@gmail.com", "with one @; did you mean gmail.com?"},
		{"https://mail.example.org/inbox?x=1", Host, "", "mail.example.org", "out of the link"},
		{"https://mail.example.org:8443/", Host, "", "mail.example.org", "out of the link"},
		{"smtp://smtp.example.org:465", Host, "", "smtp.example.org:465", "out of the link"},
		{"smtps://smtp.example.org", Host, "", "smtp.example.org", "out of the link"},
		{"smtps://ada@smtp.example.org:10465", Host, "", "smtp.example.org:10465:tls", "without the login name"},
		{"mail.example.org/inbox", Host, "", "mail.example.org", "what follows"},
		{"smtp,example,org", Host, "", "smtp.example.org", "a dot for the comma"},
		{"smtp. example.org", Host, "", "smtp.example.org", "without the spaces"},
		{"smtp..example.org", Host, "", "smtp.example.org", "with one dot"},
		{"smtp.example.org.", Host, "smtp.example.org", "", ""},
		{"smtp.example.org:587", Host, "smtp.example.org", "", ""},
		{"smtp.example.org :587", Host, "", "smtp.example.org:587", "without the spaces"},
		// Numbers.
		{"456", Number, "", "465", "did you mean 465?"},
		{"578", Number, "", "587", "did you mean 587?"},
		{"465", Number, "", "", ""},
		{"8025", Number, "", "", ""},
		{"192.0.2.25", IP, "192.0.2.25", "", ""},
		{"192.0.2.25:465", IP, "192.0.2.25", "", ""},
		{"2001:db8::1", IP, "2001:db8::1", "", ""},
		{"[2001:db8::1]", IP, "2001:db8::1", "", ""},
		{"[2001:db8::1]:587", IP, "2001:db8::1", "", ""},
		{"https://192.0.2.25/", IP, "", "192.0.2.25", "out of the link"},
		// Other alphabets.
		{"ada@bücher.example", Address, "ada@xn--bcher-kva.example", "", ""},
		{"smtp.bücher.example", Host, "smtp.xn--bcher-kva.example", "", ""},
		{"ada@gm\u0430il.com", Address, "ada@xn--gmil-63d.com", "ada@gmail.com", "in Latin letters"},
		{"smtp.\u0430ol.com:465", Host, "smtp.xn--ol-6kc.com", "smtp.aol.com:465", "in Latin letters"},
		{"smtp.\u0441о\u0441о.example", Host, "smtp.xn--n1aahb.example", "", ""},
		{"адa@пример.рф", Address, "адa@xn--e1afmkfd.xn--p1ai", "", ""},
	}
	for _, tt := range tests {
		r := reader().Read(tt.typed)
		best := Correction{}
		if len(r.Corrections) > 0 {
			best = r.Corrections[0]
		}
		if r.Kind != tt.kind || r.Works != (tt.works != "") || r.Works && r.Value != tt.works || best.Value != tt.best || !strings.Contains(best.Why, tt.why) {
			t.Errorf("%q: %s, works %v as %q, corrections %v", tt.typed, r.Kind, r.Works, r.Value, r.Corrections)
		}
	}
}

func TestDoors(t *testing.T) {
	for typed, want := range map[string]probe.Door{
		"smtp.example.org":           {},
		"smtp.example.org:587":       {Port: 587, Security: probe.STARTTLS},
		"smtp.example.org:465":       {Port: 465, Security: probe.ImplicitTLS},
		"[2001:db8::1]:465":          {Port: 465, Security: probe.ImplicitTLS},
		"192.0.2.25:2525":            {Port: 2525, Security: probe.STARTTLS},
		"smtp.example.org:10465:tls": {Port: 10465, Security: probe.ImplicitTLS},
		"smtp.example.org:10465:ssl": {},
		"smtp.example.org:tls":       {},
		"2001:db8::1:tls":            {},
		"smtp.example.org:99999":     {},
		"smtp.example.org:-1":        {},
		"smtp.example.org:+25":       {},
	} {
		if got := reader().Read(typed).Door; got != want {
			t.Errorf("%q has door %v, want %v", typed, got, want)
		}
	}
}

func TestDoubts(t *testing.T) {
	for typed, want := range map[string]string{
		"192.0.2.25":               "A certificate is made for a name",
		"[2001:db8::1]:587":        "A certificate is made for a name",
		"ada@gm\u0430il.com":       "Letters of several alphabets", // with a Cyrillic a
		"ada@bücher.example":       "xn--bcher-kva.example",
		"grün@example.org":         "SMTPUTF8",
		"456":                      "A port is a door of a server",
		"https://mail.example.org": "server of web pages",
		"ada@日本語かな.jp":             "xn--",
	} {
		r := reader().Read(typed)
		if !strings.Contains(strings.Join(r.Doubts, " "), want) {
			t.Errorf("%q raises %q, want %q", typed, r.Doubts, want)
		}
	}
	for _, typed := range []string{"ada@example.org", "smtp.example.org:465", "ada@bücher.example", "ada@日本語かな.jp", "ada@пример.рф"} {
		if all := strings.Join(reader().Read(typed).Doubts, " "); strings.Contains(all, "several alphabets") {
			t.Errorf("%q raises a doubt about its alphabets", typed)
		}
	}
	if got := reader().Read("ada@xn--bcher-kva.example").Unicode; got != "bücher.example" {
		t.Errorf("the name reads %q", got)
	}
}

// TestKnownNamesAreNotCorrected: whatever a built-in list has is left alone.
func TestKnownNamesAreNotCorrected(t *testing.T) {
	r := reader()
	for _, p := range r.Catalog.Providers {
		for _, h := range p.Hosts() {
			if got := r.Read(h); !got.Works || len(got.Corrections) > 0 {
				t.Errorf("%s of %s is corrected to %v", h, p.ID, got.Corrections)
			}
		}
		for _, d := range p.Domains {
			if got := r.Read("ada@" + d); !got.Works || len(got.Corrections) > 0 {
				t.Errorf("%s of %s is corrected to %v", d, p.ID, got.Corrections)
			}
		}
	}
	for _, isp := range catalog.ISPs().ISPs {
		for _, d := range isp.Domains {
			if got := r.Read("ada@" + d); !got.Works || len(got.Corrections) > 0 {
				t.Errorf("%s of %s is corrected to %v", d, isp.ID, got.Corrections)
			}
		}
		for _, o := range isp.Servers {
			if h := o.HostFor("example.org"); !strings.Contains(o.Host, "{") {
				if got := r.Read(h); !got.Works || len(got.Corrections) > 0 {
					t.Errorf("%s of %s is corrected to %v", h, isp.ID, got.Corrections)
				}
			}
		}
	}
}

func TestZeroReader(t *testing.T) {
	r := Reader{}.Read("ada@gmial.com")
	if !r.Works || r.Corrections != nil {
		t.Errorf("a reader that knows nobody makes %+v of it", r)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"ada@@gmial.com", "mailto:ada%40example.org?x", "smtp://ada@host:465/", "[2001:db8::1]:587", "Ada <ada@example.org>",
		"ada at example dot org", "smpt.gmail.com:465", "https://[::1]:25/x", "456", "a,b.c", "ada＠bücher。example", "\u202eada@x.y", "@", "<@>", "mailto:", "://", ":", "[", "a:b:c",
		"000αA0\xfd000,0",
	} {
		f.Add(s)
	}
	r := reader()
	f.Fuzz(func(t *testing.T, s string) {
		got := r.Read(s)
		if got.Typed != s {
			t.Errorf("%q became %q", s, got.Typed)
		}
		for _, c := range got.Corrections {
			if c.Value == strings.TrimSpace(s) || c.Why == "" || !utf8.ValidString(c.Value) || probe.NewText(c.Value).String() != c.Value && got.Kind != Address {
				t.Errorf("%q is corrected to %q: %q", s, c.Value, c.Why)
			}
			switch got.Kind {
			case Address:
				if _, err := CheckAddress(c.Value); err != nil {
					t.Errorf("%q is corrected to %q: %v", s, c.Value, err)
				}
			case Number:
			default:
				if _, _, err := Server(c.Value); err != nil {
					t.Errorf("%q is corrected to %q: %v", s, c.Value, err)
				}
			}
		}
		for _, d := range got.Doubts {
			if probe.NewText(d).String() != d {
				t.Errorf("%q raises %q", s, d)
			}
		}
	})
}
