package probe_test

import (
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestForeignProtocols names what answers where SMTP was expected, and takes
// nothing for another protocol that only looks a little like it.
func TestForeignProtocols(t *testing.T) {
	const none = probe.HelloNotReached
	malformed := early(probe.GreetingMalformed, none, 0)
	page := "<!DOCTYPE html><html>" + strings.Repeat("<p>Sign in", maxLine)
	runFacts(t, map[string]factsTest{
		"HTTP":                 {&smtptest.Server{SayGreeting: "HTTP/1.1 400 Bad Request\nContent-Length: 0\n"}, foreign("HTTP")},
		"HTTP, in lower case":  {&smtptest.Server{SayGreeting: "http/1.0 400 bad"}, foreign("HTTP")},
		"a page":               {&smtptest.Server{SayGreeting: "<html><body>Sign in"}, foreign("HTTP")},
		"a page in one line":   {&smtptest.Server{SayGreeting: page}, foreign("HTTP")},
		"HTTP, half a line":    {&smtptest.Server{SayGreeting: "HTTP/1.1 400 Bad Request", HalfAt: smtptest.Greeting}, foreign("HTTP")},
		"SSH":                  {&smtptest.Server{SayGreeting: "SSH-2.0-OpenSSH_9.6"}, foreign("SSH")},
		"IMAP":                 {&smtptest.Server{SayGreeting: "* OK [CAPABILITY IMAP4rev1] ready"}, foreign("IMAP")},
		"IMAP, known":          {&smtptest.Server{SayGreeting: "* PREAUTH hello"}, foreign("IMAP")},
		"IMAP, busy":           {&smtptest.Server{SayGreeting: "* BYE busy"}, foreign("IMAP")},
		"POP3":                 {&smtptest.Server{SayGreeting: "+OK ready"}, foreign("POP3")},
		"POP3, busy":           {&smtptest.Server{SayGreeting: "-ERR busy"}, foreign("POP3")},
		"MySQL":                {&smtptest.Server{SayGreeting: "J\x00\x00\x00\x0a8.0.36"}, foreign("binary")},
		"Telnet":               {&smtptest.Server{SayGreeting: "\xff\xfd\x18", DripAt: smtptest.Greeting}, foreign("binary")},
		"SMTP with a bell":     {&smtptest.Server{SayGreeting: "220-hi\a\n221 ho"}, malformed},
		"a code and an escape": {&smtptest.Server{SayGreeting: "220x \x1b[31mhi"}, malformed},
		"cut after a bell":     {&smtptest.Server{SayGreeting: "220 \a" + strings.Repeat("x", 99), HalfAt: smtptest.Greeting}, early(probe.GreetingClosed, none, 0)},
		"NNTP":                 {&smtptest.Server{SayGreeting: "200 news.example.org ready"}, early(probe.GreetingMalformed, none, 200)},
		"words with an OK":     {&smtptest.Server{SayGreeting: "OK"}, malformed},
		"FTP that knows no EHLO": {&smtptest.Server{SayGreeting: "220 ProFTPD Server", SayHello: "500 EHLO not understood"}, foreign("FTP").but(func(f *facts) {
			f.Hello, f.Code = probe.HelloFailed, 500
		})},
	})
}

// TestOldHello: HELO is tried where EHLO is not understood (RFC 5321, section
// 3.2; RFC 1869, section 4.5 also knew 501 and 504), and nowhere else.
func TestOldHello(t *testing.T) {
	for say, want := range map[string]probe.Hello{
		"500 what": probe.HelloHELOOnly, "501 what": probe.HelloHELOOnly,
		"502 what": probe.HelloHELOOnly, "504 what": probe.HelloHELOOnly,
		"500-what\n500 is that": probe.HelloHELOOnly,
		"503 not now":           probe.HelloFailed,
		"550 no":                probe.HelloFailed, "554 no": probe.HelloFailed,
		"421 busy": probe.HelloFailed, "450 later": probe.HelloFailed,
		"220 what": probe.HelloFailed, "what": probe.HelloMalformed,
	} {
		t.Run(say, func(t *testing.T) {
			s := &smtptest.Server{SayHello: say}
			r := tryVirtual(t, s)
			asked := slices.Contains(s.Commands(), "HELO [127.0.0.1]")
			if r.Hello != want || asked != (want == probe.HelloHELOOnly) {
				t.Errorf("got %s, HELO was asked %v, want %s\n%s", r.Hello, asked, want, print(r))
			}
			if r.TLS != probe.TLSNotReached || r.TLSMode != probe.ModeNone {
				t.Errorf("tls %s, mode %s", r.TLS, r.TLSMode)
			}
		})
	}
}

// TestOldHelloFails: whatever becomes of HELO, EHLO's answer is the fact.
func TestOldHelloFails(t *testing.T) {
	for name, s := range map[string]*smtptest.Server{
		"refused":   {SayOldHello: "554 nor that"},
		"busy":      {SayOldHello: "421 too much"},
		"malformed": {SayOldHello: "what"},
		"silent":    {SilentAt: smtptest.OldHello},
		"closed":    {CloseAt: smtptest.OldHello},
		"reset":     {ResetAt: smtptest.OldHello},
		"endless":   {EndlessAt: smtptest.OldHello},
	} {
		t.Run(name, func(t *testing.T) {
			s.SayHello = "500 what"
			if got, want := factsOf(tryVirtual(t, s)), early(probe.GreetingOK, probe.HelloFailed, 500); got != want {
				t.Errorf("\ngot  %+v\nwant %+v", got, want)
			}
		})
	}
}

// TestReplyCodes are forms of a code at every place where one is read.
func TestReplyCodes(t *testing.T) {
	bad := []string{
		"abc hi", "99 hi", "2500 hi", "+22 hi", "-20 hi", "999 hi", "220x", "199 hi", "600 hi", "260 hi",
		"22", "2 20", " 220 hi", "\t220 hi", "220\thi", "220\x00", "0220 hi", "220\r", "220_hi",
	}
	for _, say := range bad {
		t.Run(say, func(t *testing.T) {
			for where, test := range map[string]factsTest{
				"greeting":    {&smtptest.Server{SayGreeting: say}, early(probe.GreetingMalformed, probe.HelloNotReached, 0)},
				"hello":       {&smtptest.Server{SayHello: say}, early(probe.GreetingOK, probe.HelloMalformed, 0)},
				"starttls":    {&smtptest.Server{SaySTARTTLS: say}, noTLS.but(func(f *facts) { f.TLS = probe.TLSRefused })},
				"hello again": {&smtptest.Server{SayHelloAgain: say}, good.but(func(f *facts) { f.Hello = probe.HelloMalformed })},
			} {
				if got := factsOf(tryVirtual(t, test.server)); got != test.want {
					t.Errorf("%s:\ngot  %+v\nwant %+v", where, got, test.want)
				}
			}
		})
	}
}
