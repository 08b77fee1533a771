package discover

import (
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"postern/probe"
)

func mustParse(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil {
		panic(err)
	}
	return u
}

// laughs is the billion laughs.
const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<clientConfig><emailProvider><displayName>&lol2;</displayName></emailProvider></clientConfig>`

// files are settings files, and what is read in them.
var files = map[string]struct {
	body   string
	reason Reason
	want   string
	notes  int
}{
	"one":                {good, "", "smtp.example.org:465 tls", 0},
	"several, in order":  {settings(outgoing("b.example.org", "587", "STARTTLS"), outgoing("a.example.org", "465", "SSL"), outgoing("c.example.org", "25", "plain")), "", "b.example.org:587 starttls, a.example.org:465 tls, c.example.org:25 none", 0},
	"a byte order mark":  {"\ufeff" + good, "", "smtp.example.org:465 tls", 0},
	"spaces":             {settings(outgoing(" smtp.example.org\n", " 465 ", "\tSSL")), "", "smtp.example.org:465 tls", 0},
	"upper case":         {settings(outgoing("SMTP.Example.ORG", "465", "ssl")), "", "smtp.example.org:465 tls", 0},
	"international":      {settings(outgoing("smtp.bücher.example", "465", "SSL")), "", "smtp.xn--bcher-kva.example:465 tls", 0},
	"place of domain":    {settings(outgoing("mail.%EMAILDOMAIN%", "465", "SSL")), "", "mail.%EMAILDOMAIN%:465 tls", 0},
	"only the place":     {settings(outgoing("%EMAILDOMAIN%", "465", "SSL")), "", "%EMAILDOMAIN%:465 tls", 0},
	"place of a person":  {settings(outgoing("%EMAILLOCALPART%.example.org", "465", "SSL")), NoServer, "", 0},
	"twice":              {settings(outgoing("a.example.org", "465", "SSL"), outgoing("A.example.org", "465", "SSL")), "", "a.example.org:465 tls", 1},
	"port 0":             {settings(outgoing("a.example.org", "0", "SSL"), outgoing("b.example.org", "465", "SSL")), "", "b.example.org:465 tls", 1},
	"port -1":            {settings(outgoing("a.example.org", "-1", "SSL")), NoServer, "", 0},
	"port +465":          {settings(outgoing("a.example.org", "+465", "SSL")), NoServer, "", 0},
	"port 65536":         {settings(outgoing("a.example.org", "65536", "SSL")), NoServer, "", 0},
	"no port":            {settings(outgoing("a.example.org", "", "SSL")), NoServer, "", 0},
	"a huge port":        {settings(outgoing("a.example.org", strings.Repeat("9", 9999), "SSL")), NoServer, "", 0},
	"no host":            {settings(outgoing("", "465", "SSL")), NoServer, "", 0},
	"a bad host":         {settings(outgoing("a b", "465", "SSL")), NoServer, "", 0},
	"no encryption said": {settings(outgoing("a.example.org", "465", "")), NoServer, "", 0},
	"odd encryption":     {settings(outgoing("a.example.org", "465", "ROT13")), NoServer, "", 0},
	"another type":       {settings(strings.Replace(outgoing("a.example.org", "465", "SSL"), `"smtp"`, `"x400"`, 1)), NoServer, "", 0},
	"an IP address":      {settings(outgoing("192.0.2.1", "465", "SSL")), "", "192.0.2.1:465 tls", 0},
	"first counts":       {settings(strings.Replace(outgoing("a.example.org", "465", "SSL"), "<port>", "<hostname>b.example.org</hostname><port>", 1)), "", "a.example.org:465 tls", 0},
	"comments, unknown":  {settings(`<!-- hi --><outgoingServer type="smtp"><x><hostname>x.example.org</hostname></x><hostname>a.<!-- -->example.org</hostname><port>465</port><socketType><![CDATA[SSL]]></socketType></outgoingServer>`), "", "a.example.org:465 tls", 0},
	"a namespace":        {strings.Replace(good, "<clientConfig", `<clientConfig xmlns="urn:x"`, 1), "", "smtp.example.org:465 tls", 0},
	"elsewhere":          {`<clientConfig>` + outgoing("a.example.org", "465", "SSL") + `</clientConfig>`, NoServer, "", 0},
	"many servers":       {settings(strings.Repeat(outgoing("a.example.org", "465", "SSL"), 1000)), "", "a.example.org:465 tls", maxNotes},
	"plain DOCTYPE":      {`<!DOCTYPE clientConfig>` + good[strings.Index(good, "<clientConfig"):], "", "smtp.example.org:465 tls", 0},
	"billion laughs":     {laughs, BadXML, "", 0},
	"external entity":    {`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><clientConfig>&e;</clientConfig>`, BadXML, "", 0},
	"unknown entity":     {`<clientConfig>&lol;</clientConfig>`, BadXML, "", 0},
	"deep":               {`<clientConfig>` + strings.Repeat("<a>", 10000), BadXML, "", 0},
	"another encoding":   {strings.Replace(good, "UTF-8", "ISO-8859-1", 1), BadXML, "", 0},
	"no UTF-8":           {strings.Replace(good, "Example Mail", "caf\xe9", 1), BadXML, "", 0},
	"control character":  {strings.Replace(good, "Example Mail", "\x1b[2J", 1), BadXML, "", 0},
	"the same, escaped":  {strings.Replace(good, "Example Mail", "&#27;[2J", 1), BadXML, "", 0},
	"two roots":          {good + good[strings.Index(good, "<clientConfig"):], BadXML, "", 0},
	"JSON":               {`{"host": "smtp.example.org"}`, BadXML, "", 0},
	"not closed":         {`<clientConfig><emailProvider>`, BadXML, "", 0},
	"wrongly closed":     {`<clientConfig></emailProvider>`, BadXML, "", 0},
	"a web page":         {"\n<HTML><body>", WebPage, "", 0},
}

func TestReadFile(t *testing.T) {
	for label, test := range files {
		t.Run(label, func(t *testing.T) {
			f, err := readFile([]byte(test.body), "text/xml")
			var why failure
			if errors.As(err, &why); why.reason != test.reason {
				t.Fatalf("got %v, want %q", err, test.reason)
			}
			if got := briefs(Answer{Findings: f.findings}); got != test.want || len(f.notes) != test.notes {
				t.Errorf("got %q %q", got, f.notes)
			}
			for _, s := range f.findings {
				checkFinding(t, s)
			}
		})
	}
}

func TestManyServers(t *testing.T) {
	var all []string
	for i := range 100 {
		all = append(all, outgoing("smtp"+hex(i)+".example.org", "465", "SSL"))
	}
	f, err := readFile([]byte(settings(all...)), "")
	if err != nil || len(f.findings) != maxServers || len(f.notes) != maxNotes {
		t.Errorf("got %d servers, %d notes, %v", len(f.findings), len(f.notes), err)
	}
}

func TestLogins(t *testing.T) {
	s := server{host: "a.example.org", port: "465", security: "SSL"}
	for _, w := range []string{"OAUTH2", "plain", "password-cleartext", "secure", "x\x1by"} {
		s.set("authentication", w)
	}
	f, err := s.finding()
	if want := []Login{LoginOAuth2, LoginPassword, LoginEncrypted, `x\x1By`}; err != nil || !slices.Equal(f.Logins, want) {
		t.Errorf("got %q, %v", f.Logins, err)
	}
}

func TestUserForm(t *testing.T) {
	for form, want := range map[string]string{
		"%EMAILADDRESS%": "%EMAILADDRESS%", "%EMAILLOCALPART%.example": "%EMAILLOCALPART%.example", "": "",
		"a\u202eb": "", strings.Repeat("x", 500): "",
	} {
		if got := userForm(form).String(); got != want {
			t.Errorf("%q: got %q", form, got)
		}
	}
}

func TestFilled(t *testing.T) {
	f := Finding{Host: "mail.%EMAILDOMAIN%", Port: 465, User: probe.NewText("%EMAILLOCALPART%/%EMAILADDRESS%/%EMAILDOMAIN%")}
	got, err := f.Filled("Ada%EMAILDOMAIN%@Example.ORG")
	want := Finding{Host: "mail.example.org", Port: 465, User: probe.NewText("Ada%EMAILDOMAIN%/Ada%EMAILDOMAIN%@Example.ORG/example.org")}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, bad := range []string{"", "ada", "@example.org", "ada@", "ada@192.0.2.1", "ada@a b"} {
		if _, err := f.Filled(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if _, err := f.Filled("a@" + strings.Repeat("a123456789.", 22) + "example"); err == nil {
		t.Error("a host that is too long was taken")
	}
}
