package probe_test

import (
	"crypto/tls"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// maxLine is the longest line a reply may have.
const maxLine = 4 << 10

// facts are those of a result that stand for one word each.
type facts struct {
	Greeting probe.Greeting
	Hello    probe.Hello
	Mode     probe.TLSMode
	TLS      probe.TLSResult
	Offered  bool
	Verified bool
	Injected bool
	Protocol string
	Code     int // of the refusal
	Version  string
}

func factsOf(r probe.Result) facts {
	return facts{
		r.Greeting, r.Hello, r.TLSMode, r.TLS, r.STARTTLSOffered, r.TLSVerified, r.Injected,
		r.Protocol, r.Refusal.Code, r.TLSVersion,
	}
}

// good are the facts of a good STARTTLS door.
var good = facts{
	Greeting: probe.GreetingOK, Hello: probe.HelloOK, Mode: probe.ModeSTARTTLS, TLS: probe.TLSOK,
	Offered: true, Verified: true, Version: "1.3",
}

// but returns the facts with changes.
func (f facts) but(change func(*facts)) facts {
	change(&f)
	return f
}

// early returns the facts of a dialogue that ended before TLS.
func early(g probe.Greeting, h probe.Hello, code int) facts {
	return facts{Greeting: g, Hello: h, Mode: probe.ModeNone, TLS: probe.TLSNotReached, Code: code}
}

// foreign returns the facts of a door where another protocol was met.
func foreign(protocol string) facts {
	f := early(probe.GreetingNotSMTP, probe.HelloNotReached, 0)
	f.Protocol = protocol
	return f
}

type factsTest struct {
	server *smtptest.Server
	want   facts
}

func runFacts(t *testing.T, tests map[string]factsTest) {
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, test.server)
			if got := factsOf(r); got != test.want {
				t.Errorf("\ngot  %+v\nwant %+v\n%s", got, test.want, print(r))
			}
		})
	}
}

func TestGreetings(t *testing.T) {
	const none = probe.HelloNotReached
	runFacts(t, map[string]factsTest{
		"ok":                  {&smtptest.Server{}, good},
		"several lines":       {&smtptest.Server{SayGreeting: "220-mail\n220-is\n220 here"}, good},
		"code alone":          {&smtptest.Server{SayGreeting: "220"}, good},
		"bare line feeds":     {&smtptest.Server{BareLF: true}, good},
		"more than was asked": {&smtptest.Server{SayGreeting: "220 hello\n250 and more"}, good},
		"long and binary":     {&smtptest.Server{SayGreeting: strings.Repeat("a\x00", maxLine)}, early(probe.GreetingOversized, none, 0)},
		"silent":              {&smtptest.Server{SilentAt: smtptest.Greeting}, early(probe.GreetingNone, none, 0)},
		"closed":              {&smtptest.Server{CloseAt: smtptest.Greeting}, early(probe.GreetingClosed, none, 0)},
		"closed in mid word":  {&smtptest.Server{HalfAt: smtptest.Greeting}, early(probe.GreetingClosed, none, 0)},
		"reset":               {&smtptest.Server{ResetAt: smtptest.Greeting}, early(probe.GreetingReset, none, 0)},
		"endless":             {&smtptest.Server{EndlessAt: smtptest.Greeting}, early(probe.GreetingOversized, none, 0)},
		"a line without end":  {&smtptest.Server{LongLineAt: smtptest.Greeting}, early(probe.GreetingOversized, none, 0)},
		"temporary":           {&smtptest.Server{SayGreeting: "421 4.7.0 later"}, early(probe.GreetingTempError, none, 421)},
		"temporary, 450":      {&smtptest.Server{SayGreeting: "450 later"}, early(probe.GreetingTempError, none, 450)},
		"permanent":           {&smtptest.Server{SayGreeting: "554 5.7.1 listed"}, early(probe.GreetingPermError, none, 554)},
		"permanent, 521":      {&smtptest.Server{SayGreeting: "521 no mail"}, early(probe.GreetingPermError, none, 521)},
		"another 2yz":         {&smtptest.Server{SayGreeting: "250 hello"}, early(probe.GreetingMalformed, none, 250)},
		"3yz":                 {&smtptest.Server{SayGreeting: "354 go"}, early(probe.GreetingMalformed, none, 354)},
		"codes that differ":   {&smtptest.Server{SayGreeting: "220-mail\n221 here"}, early(probe.GreetingMalformed, none, 0)},
		"an empty line first": {&smtptest.Server{SayGreeting: "\n220 hello"}, early(probe.GreetingMalformed, none, 0)},
		"TLS alert":           {&smtptest.Server{SayGreeting: "\x15\x03\x01\x00\x02\x02\x28"}, foreign("TLS")},
		"FTP": {
			&smtptest.Server{SayGreeting: "220 (vsFTPd 3.0.5)", SayHello: "530 Please login with USER and PASS."},
			foreign("FTP").but(func(f *facts) { f.Hello, f.Code = probe.HelloFailed, 530 }),
		},
		"FTP of no name": {
			&smtptest.Server{SayGreeting: "220 ready", SayHello: "530 Please login with USER and PASS."},
			foreign("FTP").but(func(f *facts) { f.Hello, f.Code = probe.HelloFailed, 530 }),
		},
	})
}

func TestHellos(t *testing.T) {
	const ok = probe.GreetingOK
	runFacts(t, map[string]factsTest{
		"silent":          {&smtptest.Server{SilentAt: smtptest.Hello}, early(ok, probe.HelloNone, 0)},
		"closed":          {&smtptest.Server{CloseAt: smtptest.Hello}, early(ok, probe.HelloClosed, 0)},
		"closed half way": {&smtptest.Server{HalfAt: smtptest.Hello}, early(ok, probe.HelloClosed, 0)},
		"reset":           {&smtptest.Server{ResetAt: smtptest.Hello}, early(ok, probe.HelloReset, 0)},
		"endless":         {&smtptest.Server{EndlessAt: smtptest.Hello}, early(ok, probe.HelloOversized, 0)},
		"long line":       {&smtptest.Server{LongLineAt: smtptest.Hello}, early(ok, probe.HelloOversized, 0)},
		"malformed":       {&smtptest.Server{SayHello: "250-mail\n251 STARTTLS"}, early(ok, probe.HelloMalformed, 0)},
		"temporary":       {&smtptest.Server{SayHello: "421 too busy"}, early(ok, probe.HelloFailed, 421)},
		"permanent":       {&smtptest.Server{SayHello: "554 not you"}, early(ok, probe.HelloFailed, 554)},
		"named for FTP": {
			&smtptest.Server{SayGreeting: "220 ftp.example.org ESMTP", SayHello: "554 no"}, early(ok, probe.HelloFailed, 554),
		},
		"another 2yz":    {&smtptest.Server{SayHello: "220 STARTTLS"}, early(ok, probe.HelloFailed, 220)},
		"only HELO":      {&smtptest.Server{SayHello: "502 what"}, early(ok, probe.HelloHELOOnly, 502)},
		"only HELO, 500": {&smtptest.Server{SayHello: "500 what"}, early(ok, probe.HelloHELOOnly, 500)},
		"neither": {
			&smtptest.Server{SayHello: "502 what", SayOldHello: "550 nor that"},
			early(ok, probe.HelloFailed, 502),
		},
		"421, and HELO is not tried": {
			&smtptest.Server{SayHello: "421 first", SayOldHello: "250 second"},
			early(ok, probe.HelloFailed, 421),
		},
		"no STARTTLS": {
			&smtptest.Server{Offers: []string{"SIZE"}},
			facts{Greeting: ok, Hello: probe.HelloOK, Mode: probe.ModeNone, TLS: probe.TLSNone},
		},
		"STARTTLS overwritten": {
			&smtptest.Server{Offers: []string{"XXXXXXXA"}},
			facts{Greeting: ok, Hello: probe.HelloOK, Mode: probe.ModeNone, TLS: probe.TLSNone},
		},
		"lower case":   {&smtptest.Server{Offers: []string{"starttls"}}, good},
		"with a space": {&smtptest.Server{Offers: []string{"STARTTLS "}}, good},
		"again, silent": {
			&smtptest.Server{SilentAt: smtptest.HelloAgain},
			good.but(func(f *facts) { f.Hello = probe.HelloNone }),
		},
		"again, closed": {
			&smtptest.Server{CloseAt: smtptest.HelloAgain},
			good.but(func(f *facts) { f.Hello = probe.HelloClosed }),
		},
		"again, refused": {
			&smtptest.Server{SayHelloAgain: "554 no"},
			good.but(func(f *facts) { f.Hello, f.Code = probe.HelloFailed, 554 }),
		},
		"again, malformed": {
			&smtptest.Server{SayHelloAgain: "what"},
			good.but(func(f *facts) { f.Hello = probe.HelloMalformed }),
		},
	})
}

func TestTLS(t *testing.T) {
	failed := good.but(func(f *facts) { f.TLS, f.Verified, f.Version = probe.TLSFailed, false, "" })
	refused := func(code int) facts {
		return failed.but(func(f *facts) { f.TLS, f.Code = probe.TLSRefused, code })
	}
	implicit := good.but(func(f *facts) { f.Mode, f.Offered = probe.ModeImplicit, false })
	unimplicit := facts{
		Greeting: probe.GreetingNotReached, Hello: probe.HelloNotReached,
		Mode: probe.ModeImplicit, TLS: probe.TLSFailed,
	}
	runFacts(t, map[string]factsTest{
		"refused 454":         {&smtptest.Server{SaySTARTTLS: "454 later"}, refused(454)},
		"refused 502":         {&smtptest.Server{SaySTARTTLS: "502 no"}, refused(502)},
		"refused 250":         {&smtptest.Server{SaySTARTTLS: "250 ok"}, refused(250)},
		"refused 354":         {&smtptest.Server{SaySTARTTLS: "354 go"}, refused(354)},
		"refused 221":         {&smtptest.Server{SaySTARTTLS: "221 go"}, refused(221)},
		"refused, malformed":  {&smtptest.Server{SaySTARTTLS: "220x go"}, refused(0)},
		"no answer":           {&smtptest.Server{SilentAt: smtptest.STARTTLS}, failed},
		"closed at STARTTLS":  {&smtptest.Server{CloseAt: smtptest.STARTTLS}, failed},
		"closed at handshake": {&smtptest.Server{CloseAt: smtptest.Handshake}, failed},
		"reset at handshake":  {&smtptest.Server{ResetAt: smtptest.Handshake}, failed},
		"silent at handshake": {&smtptest.Server{SilentAt: smtptest.Handshake}, failed},
		"never starts":        {&smtptest.Server{ClearInstead: "500 what\r\n"}, failed},
		"never starts, early": {&smtptest.Server{Injected: "250 now\r\n", ClearInstead: "500 what\r\n"}, failed},
		"TLS 1.2":             {&smtptest.Server{Version: tls.VersionTLS12}, good.but(func(f *facts) { f.Version = "1.2" })},
		"TLS 1.2, RSA key exchange": {
			&smtptest.Server{Version: tls.VersionTLS12, Certificate: smtptest.RSAKey, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
			good.but(func(f *facts) { f.Version = "1.2" }),
		},
		"TLS 1.0": {&smtptest.Server{Version: tls.VersionTLS10}, failed.but(func(f *facts) { f.Version = "1.0" })},
		"TLS 1.0, RC4": {
			&smtptest.Server{Version: tls.VersionTLS10, Certificate: smtptest.RSAKey, CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}},
			failed.but(func(f *facts) { f.Version = "1.0" }),
		},
		"TLS 1.1": {&smtptest.Server{Version: tls.VersionTLS11}, failed.but(func(f *facts) { f.Version = "1.1" })},
		"TLS 1.2, only with what is unsafe": {
			&smtptest.Server{Version: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA}}, failed,
		},
		"expired": {&smtptest.Server{Certificate: smtptest.Expired}, good.but(func(f *facts) { f.Verified = false })},

		"injected":               {&smtptest.Server{Injected: "250 hello\r\n"}, good.but(func(f *facts) { f.Injected = true })},
		"injected, part of line": {&smtptest.Server{Injected: "25"}, good.but(func(f *facts) { f.Injected = true })},
		"injected later":         {&smtptest.Server{InjectedLater: "250 hello\r\n"}, good.but(func(f *facts) { f.Injected = true })},
		"injected later, a byte": {&smtptest.Server{InjectedLater: "\x16"}, good.but(func(f *facts) { f.Injected = true })},
		"injected, looks like TLS": {
			&smtptest.Server{Injected: "\x16\x03\x03\x00\x10"}, good.but(func(f *facts) { f.Injected = true }),
		},
		"injected, and then no TLS of an age": {
			&smtptest.Server{Injected: "250 hello\r\n", Version: tls.VersionTLS10},
			failed.but(func(f *facts) { f.Injected, f.Version = true, "1.0" }),
		},

		"implicit":              {&smtptest.Server{Implicit: true}, implicit},
		"implicit, bad":         {&smtptest.Server{Implicit: true, Certificate: smtptest.SelfSigned}, implicit.but(func(f *facts) { f.Verified = false })},
		"implicit, TLS 1.0":     {&smtptest.Server{Implicit: true, Version: tls.VersionTLS10}, unimplicit.but(func(f *facts) { f.Version = "1.0" })},
		"implicit, closed":      {&smtptest.Server{Implicit: true, CloseAt: smtptest.Handshake}, unimplicit},
		"implicit, silent":      {&smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake}, unimplicit},
		"implicit, HTTP":        {&smtptest.Server{Implicit: true, ClearInstead: "HTTP/1.0 400 Bad Request\r\n\r\n"}, unimplicit.but(func(f *facts) { f.Protocol = "HTTP" })},
		"implicit, no greeting": {&smtptest.Server{Implicit: true, SilentAt: smtptest.Greeting}, implicit.but(func(f *facts) { f.Greeting, f.Hello = probe.GreetingNone, probe.HelloNotReached })},
		"implicit, 554": {
			&smtptest.Server{Implicit: true, SayGreeting: "554 no"},
			implicit.but(func(f *facts) { f.Greeting, f.Hello, f.Code = probe.GreetingPermError, probe.HelloNotReached, 554 }),
		},
		"implicit, only HELO": {
			&smtptest.Server{Implicit: true, SayHello: "502 no"},
			implicit.but(func(f *facts) { f.Hello, f.Code = probe.HelloHELOOnly, 502 }),
		},
		"implicit, IMAP": {
			&smtptest.Server{Implicit: true, SayGreeting: "* OK ready"},
			implicit.but(func(f *facts) { f.Greeting, f.Hello, f.Protocol = probe.GreetingNotSMTP, probe.HelloNotReached, "IMAP" }),
		},
	})
}
