package probe_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

func TestOffers(t *testing.T) {
	tests := map[string]struct {
		offers []string
		auth   []string
		want   map[string]string
	}{
		"plain":              {[]string{"AUTH PLAIN LOGIN", "SIZE 1000"}, []string{"PLAIN", "LOGIN"}, map[string]string{"AUTH": "PLAIN LOGIN", "SIZE": "1000"}},
		"lower case":         {[]string{"auth plain login", "size 1000"}, []string{"PLAIN", "LOGIN"}, map[string]string{"AUTH": "PLAIN LOGIN", "SIZE": "1000"}},
		"old form":           {[]string{"AUTH=PLAIN LOGIN"}, []string{"PLAIN", "LOGIN"}, map[string]string{"AUTH": "PLAIN LOGIN"}},
		"both forms":         {[]string{"AUTH PLAIN", "AUTH=LOGIN PLAIN"}, []string{"PLAIN", "LOGIN"}, map[string]string{"AUTH": "PLAIN LOGIN"}},
		"each once":          {[]string{"AUTH PLAIN plain Plain"}, []string{"PLAIN"}, map[string]string{"AUTH": "PLAIN"}},
		"no mechanism":       {[]string{"AUTH"}, nil, map[string]string{"AUTH": ""}},
		"tabs":               {[]string{"AUTH\tPLAIN\t LOGIN"}, []string{"PLAIN", "LOGIN"}, map[string]string{"AUTH": "PLAIN LOGIN"}},
		"said twice":         {[]string{"SIZE 1", "SIZE 2"}, nil, map[string]string{"SIZE": "1"}},
		"nothing on a line":  {[]string{"", "SIZE"}, nil, map[string]string{"SIZE": ""}},
		"none":               {[]string{}, nil, map[string]string{}},
		"old form, empty":    {[]string{"AUTH="}, nil, map[string]string{"AUTH": ""}},
		"old form, a space":  {[]string{"AUTH= PLAIN"}, []string{"PLAIN"}, map[string]string{"AUTH": "PLAIN"}},
		"spaces behind":      {[]string{"SIZE 1000  ", "AUTH PLAIN \t"}, []string{"PLAIN"}, map[string]string{"SIZE": "1000", "AUTH": "PLAIN"}},
		"no letter of ours":  {[]string{"AUTH PLAıN", "ſize 1"}, []string{"PLAıN"}, map[string]string{"AUTH": "PLAıN", "ſIZE": "1"}},
		"Latin-1":            {[]string{"AUTH pla\xefn", "caf\xe9 1"}, []string{`PLA\xEFN`}, map[string]string{"AUTH": `PLA\xEFN`, `CAF\xE9`: "1"}},
		"no space of ours":   {[]string{"AUTH PLAIN\u00a0LOGIN"}, []string{"PLAIN<U+00A0>LOGIN"}, map[string]string{"AUTH": "PLAIN<U+00A0>LOGIN"}},
		"two CR":             {[]string{"AUTH PLAIN\r", "SIZE\r"}, []string{"PLAIN"}, map[string]string{"AUTH": "PLAIN", "SIZE": ""}},
		"control characters": {[]string{"X\x1b[2J a\x07b", "AUTH \x1bX"}, []string{`\x1BX`}, map[string]string{`X\x1B[2J`: `a\x07b`, "AUTH": `\x1BX`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, &smtptest.Server{OffersTLS: test.offers})
			if !slices.Equal(r.AuthAfterTLS, test.auth) {
				t.Errorf("got mechanisms %q, want %q", r.AuthAfterTLS, test.auth)
			}
			got := map[string]string{}
			for k, v := range r.ExtensionsAfterTLS {
				got[k] = v.String()
			}
			if !maps.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestOffersOfTwoParts: what was said in the clear is forgotten in TLS (RFC
// 3207, section 4.2), and shown apart.
func TestOffersOfTwoParts(t *testing.T) {
	r := tryVirtual(t, &smtptest.Server{
		Offers: []string{"STARTTLS", "AUTH LOGIN", "PIPELINING"}, OffersTLS: []string{"AUTH XOAUTH2"},
	})
	if got := strings.Join(r.AuthBeforeTLS, " ") + ", " + strings.Join(r.AuthAfterTLS, " "); got != "LOGIN, XOAUTH2" {
		t.Errorf("got %s", got)
	}
	if _, ok := r.ExtensionsAfterTLS["PIPELINING"]; ok {
		t.Error("a capability of the clear part counts in TLS")
	}
	r = tryVirtual(t, &smtptest.Server{Implicit: true})
	if r.STARTTLSOffered || r.AuthBeforeTLS != nil || r.ExtensionsBeforeTLS != nil {
		t.Errorf("a door with implicit TLS has a clear part: %+v", r)
	}
}

// TestSTARTTLSOffered checks which replies to EHLO offer it. The first line is
// the server's name (RFC 5321, section 4.1.1.1), whatever stands there.
func TestSTARTTLSOffered(t *testing.T) {
	for say, want := range map[string]bool{
		"250-mail\n250 STARTTLS":           true,
		"250-mail\n250-STARTTLS\n250 SIZE": true,
		"250-mail\n250 Starttls ":          true,
		"250-\n250 STARTTLS":               true,
		"250-mail\n250-STARTTLS\n250":      true,
		"250 STARTTLS":                     false,
		"250-STARTTLS\n250 SIZE":           false,
		"250 mail STARTTLS":                false,
		"250-mail\n250 ſTARTTLS":           false,
		"250-mail\n250 STARTTLS\x00":       false,
		"250-mail\n250 X-STARTTLS":         false,
		"250-mail\n250 STARTTLS=no":        false,
		"250":                              false,
	} {
		t.Run(say, func(t *testing.T) {
			if r := tryVirtual(t, &smtptest.Server{SayHello: say}); r.STARTTLSOffered != want || r.Hello != probe.HelloOK {
				t.Errorf("offered is %v, want %v\n%s", r.STARTTLSOffered, want, print(r))
			}
		})
	}
}

// TestManyOffers: as many as a reply may hold, and each is kept.
func TestManyOffers(t *testing.T) {
	var many []string
	for i := range 254 {
		many = append(many, fmt.Sprintf("X%d %s", i, strings.Repeat("y", 200)))
	}
	r := tryVirtual(t, &smtptest.Server{OffersTLS: append(many, "AUTH PLAIN")})
	if len(r.ExtensionsAfterTLS) != 255 || !slices.Equal(r.AuthAfterTLS, []string{"PLAIN"}) {
		t.Errorf("got %d extensions, mechanisms %q", len(r.ExtensionsAfterTLS), r.AuthAfterTLS)
	}
	r = tryVirtual(t, &smtptest.Server{OffersTLS: append(many, "XX", "AUTH PLAIN")})
	if r.Hello != probe.HelloOversized || r.ExtensionsAfterTLS != nil || r.AuthAfterTLS != nil {
		t.Errorf("one more: hello %s, %d extensions, mechanisms %q", r.Hello, len(r.ExtensionsAfterTLS), r.AuthAfterTLS)
	}
}

// TestIncompleteOffers: a capability counts only from a complete 250.
func TestIncompleteOffers(t *testing.T) {
	for name, s := range map[string]*smtptest.Server{
		"not 250":   {SayHello: "220-mail\n220-AUTH PLAIN\n220 STARTTLS"},
		"malformed": {SayHello: "250-mail\n250-AUTH PLAIN\n250-STARTTLS\nwhat"},
		"cut off":   {Offers: []string{"AUTH PLAIN", "STARTTLS", strings.Repeat("X", 200)}, HalfAt: smtptest.Hello},
	} {
		t.Run(name, func(t *testing.T) {
			if r := tryVirtual(t, s); r.STARTTLSOffered || r.AuthBeforeTLS != nil || r.ExtensionsBeforeTLS != nil {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	tests := map[string]struct {
		server *smtptest.Server
		want   []probe.Warning
	}{
		"none":                     {&smtptest.Server{}, nil},
		"login in the clear":       {&smtptest.Server{Offers: []string{"STARTTLS", "AUTH PLAIN"}}, []probe.Warning{probe.WarnLoginInClear}},
		"login, and no TLS":        {&smtptest.Server{Offers: []string{"AUTH PLAIN"}}, []probe.Warning{probe.WarnLoginInClear}},
		"AUTH without a mechanism": {&smtptest.Server{Offers: []string{"STARTTLS", "AUTH"}}, nil},
		"bare line feeds":          {&smtptest.Server{BareLF: true}, []probe.Warning{probe.WarnBareLF}},
		"a line of asterisks":      {&smtptest.Server{SayGreeting: "220 ****************2***0*****"}, []probe.Warning{probe.WarnMaskedGreeting}},
		"a few asterisks":          {&smtptest.Server{SayGreeting: "220 mail ready *** no spam ***"}, nil},
		"masked keywords":          {&smtptest.Server{Offers: []string{"SIZE", "XXXXXXXA"}}, []probe.Warning{probe.WarnMaskedGreeting}},
		"a keyword with an X":      {&smtptest.Server{Offers: []string{"STARTTLS", "XCLIENT", "XVERP"}}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if r := tryVirtual(t, test.server); !slices.Equal(r.Warnings, test.want) {
				t.Errorf("got %q, want %q", r.Warnings, test.want)
			}
		})
	}
}
