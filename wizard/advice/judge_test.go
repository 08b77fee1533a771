package advice

import (
	"math/rand/v2"
	"slices"
	"testing"

	"postern/probe"
)

type result = probe.Result

// verdictCases has a door for every verdict, and the odd ways to get there.
var verdictCases = []struct {
	name string
	r    result
	want Verdict
}{
	{"nothing learned yet", probe.NewResult(probe.DoorAt(587)), Pending},
	{"all learned, not settled", with(ready(587), func(r *result) { r.Step = probe.StepHelloAgain }), Pending},
	{"587", ready(587), Ready},
	{"465", ready(465), Ready},
	{"25 with a login", ready(25), Ready},
	{"TLS 1.2", with(ready(587), func(r *result) { r.TLSVersion = "1.2" }), Ready},
	{"version not told", with(ready(587), func(r *result) { r.TLSVersion = "" }), Ready},
	{"CRAM-MD5 only", with(ready(587), func(r *result) { r.AuthAfterTLS = []string{"CRAM-MD5"} }), Ready},
	{"SCRAM only", with(ready(587), func(r *result) { r.AuthAfterTLS = []string{"SCRAM-SHA-256"} }), Ready},
	{"token only", with(ready(587), func(r *result) { r.AuthAfterTLS = []string{"XOAUTH2"} }), Ready},
	{"OAUTHBEARER only", with(ready(587), func(r *result) { r.AuthAfterTLS = []string{"OAUTHBEARER"} }), Ready},
	{"weak key", with(badCertificate(587, probe.CertWeakKey), func(r *result) { r.TLSVerified = true }), Ready},
	{"login in the clear too", with(ready(587), func(r *result) { r.AuthBeforeTLS = []string{"PLAIN"} }), Ready},
	{"login in the clear only", with(ready(587), func(r *result) {
		r.AuthBeforeTLS, r.AuthAfterTLS = []string{"PLAIN"}, nil
	}), NoLogin},
	{"relay", with(ready(25), func(r *result) { r.AuthAfterTLS = nil }), ReadyForRelay},
	{"no login", with(ready(587), func(r *result) { r.AuthAfterTLS = nil }), NoLogin},
	{"GSSAPI and NTLM only", with(ready(587), func(r *result) { r.AuthAfterTLS = []string{"GSSAPI", "NTLM", "EXTERNAL"} }), NoLogin},
	{"GSSAPI on 25", with(ready(25), func(r *result) { r.AuthAfterTLS = []string{"GSSAPI"} }), NoLogin},
	{"HELO only, inside TLS", with(ready(465), func(r *result) { r.Hello, r.AuthAfterTLS = probe.HelloHELOOnly, nil }), NoLogin},
	{"no STARTTLS", inTheClear(587), NoSTARTTLS},
	{"HELO only", with(inTheClear(587), func(r *result) { r.Hello, r.TLS = probe.HelloHELOOnly, probe.TLSNotReached }), NoSTARTTLS},
	{"STARTTLS refused", with(inTheClear(587), func(r *result) {
		r.TLSMode, r.TLS, r.Refusal = probe.ModeSTARTTLS, probe.TLSRefused, probe.Reply{Code: 454}
	}), STARTTLSRefused},
	{"injected", with(ready(587), func(r *result) { r.Injected = true }), PlaintextInjected},
	{"injected and a bad certificate", with(badCertificate(587, probe.CertExpired), func(r *result) { r.Injected = true }), PlaintextInjected},
	{"injected, then no TLS", with(inTheClear(587), func(r *result) { r.Injected, r.TLS = true, probe.TLSFailed }), PlaintextInjected},
	{"injected, then stopped", with(ready(587), func(r *result) { r.Injected, r.End = true, probe.EndCancelled }), PlaintextInjected},
	{"TLS failed on 587", with(inTheClear(587), func(r *result) { r.TLSMode, r.TLS = probe.ModeSTARTTLS, probe.TLSFailed }), TLSFailed},
	{"TLS failed on 465", with(start(465), func(r *result) { r.TLSMode, r.TLS = probe.ModeImplicit, probe.TLSFailed }), TLSFailed},
	{"TLS 1.0", with(start(465), func(r *result) { r.TLS, r.TLSVersion = probe.TLSFailed, "1.0" }), TLSTooOld},
	{"TLS 1.1 called ok", with(ready(465), func(r *result) { r.TLSVersion = "1.1" }), TLSTooOld},
	{"expired", badCertificate(587, probe.CertExpired), BadCertificate},
	{"not verified, no problem named", badCertificate(587), BadCertificate},
	{"verified, with a grave problem", with(badCertificate(465, probe.CertWrongHost), func(r *result) { r.TLSVerified = true }), BadCertificate},
	{"bad certificate before no login", with(badCertificate(587, probe.CertSelfSigned), func(r *result) { r.AuthAfterTLS = nil }), BadCertificate},
	{"bad certificate before a refusal inside", with(badCertificate(465, probe.CertSelfSigned), func(r *result) {
		r.Greeting, r.Hello = probe.GreetingPermError, probe.HelloNotReached
	}), BadCertificate},
	{"bad certificate before a second EHLO cut off", with(badCertificate(587, probe.CertSelfSigned), func(r *result) { r.Hello = probe.HelloReset }), BadCertificate},
	{"TLS at once on 587", with(ready(587), func(r *result) {
		r.TLSMode, r.Greeting = probe.ModeImplicitOnSTARTTLS, probe.GreetingNone
	}), TLSOnSTARTTLSPort},
	{"clear text on 465", inTheClear(465), PlaintextOnTLSPort},
	{"421 at once", deaf(587, probe.GreetingTempError, 421, "busy"), TemporaryRefusal},
	{"421 inside TLS", with(ready(465), func(r *result) { r.Greeting, r.Hello = probe.GreetingTempError, probe.HelloNotReached }), TemporaryRefusal},
	{"EHLO answered with 421", with(inTheClear(587), func(r *result) {
		r.Hello, r.TLS, r.Refusal = probe.HelloFailed, probe.TLSNotReached, probe.Reply{Code: 421}
	}), TemporaryRefusal},
	{"554 at once", deaf(587, probe.GreetingPermError, 554, "go away"), RefusesYou},
	{"EHLO answered with 550", with(inTheClear(587), func(r *result) {
		r.Hello, r.TLS, r.Refusal = probe.HelloFailed, probe.TLSNotReached, probe.Reply{Code: 550}
	}), RefusesYou},
	{"second EHLO answered with 503", with(ready(587), func(r *result) {
		r.Hello, r.AuthAfterTLS, r.Refusal = probe.HelloFailed, nil, probe.Reply{Code: 503}
	}), RefusesYou},
	{"EHLO answered with 354", with(inTheClear(587), func(r *result) {
		r.Hello, r.TLS, r.Refusal = probe.HelloFailed, probe.TLSNotReached, probe.Reply{Code: 354}
	}), Malformed},
	{"HTTP", with(deaf(587, probe.GreetingNotSMTP, 0, "HTTP/1.1 400"), func(r *result) { r.Protocol = "HTTP" }), NotSMTP},
	{"SSH on 465", with(start(465), func(r *result) { r.TLS, r.Protocol = probe.TLSFailed, "SSH" }), NotSMTP},
	{"FTP, known by its EHLO", with(inTheClear(587), func(r *result) {
		r.Hello, r.TLS, r.Protocol, r.Refusal = probe.HelloFailed, probe.TLSNotReached, "FTP", probe.Reply{Code: 502}
	}), NotSMTP},
	{"malformed greeting", deaf(587, probe.GreetingMalformed, 0, "220x"), Malformed},
	{"malformed EHLO", with(inTheClear(587), func(r *result) { r.Hello, r.TLS = probe.HelloMalformed, probe.TLSNotReached }), Malformed},
	{"endless greeting", deaf(587, probe.GreetingOversized, 0, ""), TooLong},
	{"endless EHLO inside TLS", with(ready(465), func(r *result) { r.Hello = probe.HelloOversized }), TooLong},
	{"silent", deaf(587, probe.GreetingNone, 0, ""), Silent},
	{"silent inside TLS", with(ready(465), func(r *result) { r.Greeting, r.Hello = probe.GreetingNone, probe.HelloNotReached }), Silent},
	{"silent after EHLO", with(inTheClear(587), func(r *result) { r.Hello, r.TLS = probe.HelloNone, probe.TLSNotReached }), Silent},
	{"time up before the greeting", with(start(587), func(r *result) { r.End = probe.EndTimeout }), Silent},
	{"time up in the handshake", with(start(465), func(r *result) { r.End = probe.EndTimeout }), Silent},
	{"time up after STARTTLS", with(inTheClear(587), func(r *result) { r.TLS, r.End = probe.TLSNotReached, probe.EndTimeout }), Silent},
	{"closed at once", deaf(587, probe.GreetingClosed, 0, ""), ClosedEarly},
	{"closed after EHLO", with(inTheClear(587), func(r *result) { r.Hello, r.TLS = probe.HelloClosed, probe.TLSNotReached }), ClosedEarly},
	{"closed after the second EHLO", with(ready(587), func(r *result) { r.Hello = probe.HelloClosed }), ClosedEarly},
	{"reset at the greeting", deaf(587, probe.GreetingReset, 0, ""), Reset},
	{"reset while connecting", unconnected(587, probe.ConnectReset), Reset},
	{"reset after EHLO", with(inTheClear(587), func(r *result) { r.Hello, r.TLS = probe.HelloReset, probe.TLSNotReached }), Reset},
	{"refused", unconnected(587, probe.ConnectRefused), Refused},
	{"dropped", unconnected(587, probe.ConnectTimeout), NoAnswer},
	{"time up while connecting", with(unconnected(587, probe.ConnectNotReached), func(r *result) { r.End = probe.EndTimeout }), NoAnswer},
	{"ICMP", unconnected(587, probe.ConnectRejected), RejectedByFirewall},
	{"no route", unconnected(587, probe.ConnectUnreachable), Unreachable},
	{"NXDOMAIN", unnamed(587, probe.DNSNXDomain), NoSuchName},
	{"NODATA", unnamed(587, probe.DNSNoData), NoAddress},
	{"SERVFAIL", unnamed(587, probe.DNSServFail), NameLookupFailed},
	{"resolver silent", unnamed(587, probe.DNSTimeout), NameLookupTimeout},
	{"stopped", with(start(587), func(r *result) { r.End = probe.EndCancelled }), Cancelled},
	{"never tried", unconnected(587, probe.ConnectNotReached), Cancelled},
}

func TestJudge(t *testing.T) {
	seen := make(map[Verdict]bool)
	for _, tt := range verdictCases {
		t.Run(tt.name, func(t *testing.T) {
			if got := Judge(tt.r); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
		seen[tt.want] = true
	}
	for _, v := range Verdicts() {
		if !seen[v] {
			t.Errorf("no row for %q", v)
		}
		if Usable(v) != (v == Ready) {
			t.Errorf("Usable(%q) = %v", v, Usable(v))
		}
	}
}

// random returns a result of facts in any combination, likely or not; each fact
// is more often right than wrong, or next to no door would be ready.
func random(rnd *rand.Rand) probe.Result {
	r := probe.NewResult(probe.DoorAt(pick(rnd, 25, 465, 587, 2525, 2465)))
	r.Step = probe.StepSettled
	r.End = mostly(rnd, probe.EndNormal, probe.EndCancelled, probe.EndTimeout)
	r.DNS = mostly(rnd, probe.DNSOK, probe.DNSNXDomain, probe.DNSNoData, probe.DNSServFail, probe.DNSTimeout, "odd")
	r.Connect = mostly(rnd, probe.ConnectOK, probe.ConnectRefused, probe.ConnectTimeout,
		probe.ConnectUnreachable, probe.ConnectRejected, probe.ConnectReset, probe.ConnectAbandoned, probe.ConnectNotReached, "odd")
	r.Greeting = mostly(rnd, probe.GreetingOK, probe.GreetingNone, probe.GreetingClosed, probe.GreetingReset, probe.GreetingOversized,
		probe.GreetingTempError, probe.GreetingPermError, probe.GreetingMalformed, probe.GreetingNotSMTP, probe.GreetingNotReached, "odd")
	r.GreetingText = probe.NewText(pick(rnd, "", "hello", "a\nb"))
	r.Hello = mostly(rnd, probe.HelloOK, probe.HelloFailed, probe.HelloNone, probe.HelloClosed, probe.HelloReset,
		probe.HelloHELOOnly, probe.HelloMalformed, probe.HelloOversized, probe.HelloNotReached, "odd")
	r.Refusal = probe.Reply{Code: pick(rnd, 0, 220, 354, 421, 454, 550), Text: probe.NewText(pick(rnd, "", "no"))}
	r.Protocol = mostly(rnd, "", "HTTP", "SSH", "IMAP", "POP3", "FTP", "binary", "gopher")
	r.TLSMode = mostly(rnd, probe.ModeSTARTTLS, probe.ModeImplicit, probe.ModeNone, probe.ModeImplicitOnSTARTTLS, probe.ModePlaintextOnTLS)
	r.TLS = mostly(rnd, probe.TLSOK, probe.TLSFailed, probe.TLSNone, probe.TLSRefused, probe.TLSNotReached, "odd")
	r.TLSVersion = mostly(rnd, "1.3", "1.2", "", "1.1", "1.0", "SSL 3.0")
	r.TLSVerified = mostly(rnd, true, false)
	r.TLSError = probe.NewText(pick(rnd, "", "x509: no"))
	r.Injected = mostly(rnd, false, true)
	r.InjectedExcerpt = probe.NewText(pick(rnd, "", "250 AUTH"))
	r.Certificate = randomCertificate(rnd)
	r.AuthAfterTLS = some(rnd, "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "XOAUTH2", "OAUTHBEARER", "GSSAPI", "NTLM")
	r.Warnings = some(rnd, probe.WarnLoginInClear, probe.WarnMaskedGreeting, probe.WarnIPv6Broken, probe.WarnExpiresSoon,
		probe.WarnWeakKey, probe.WarnBareLF, probe.WarnSlowGreeting, probe.WarnUnaskedReply)
	return r
}

func randomCertificate(rnd *rand.Rand) *probe.Certificate {
	if rnd.IntN(4) == 0 {
		return nil
	}
	c := &probe.Certificate{Issuer: probe.NewText(pick(rnd, "", "CN=CA")), NotAfter: date(2026, 1+rnd.IntN(12), 1)}
	if rnd.IntN(4) == 0 {
		c.Problems = some(rnd, slices.Concat(problems, []probe.CertificateProblem{probe.CertWeakKey})...)
	}
	for range rnd.IntN(6) {
		c.Names = append(c.Names, probe.NewText("a.example"))
	}
	return c
}

// some returns about a fifth of the values.
func some[T any](rnd *rand.Rand, from ...T) []T {
	return slices.DeleteFunc(slices.Clone(from), func(T) bool { return rnd.IntN(5) > 0 })
}

// mostly returns the first value four times in five.
func mostly[T any](rnd *rand.Rand, first T, rest ...T) T {
	if rnd.IntN(5) > 0 {
		return first
	}
	return pick(rnd, rest...)
}

func pick[T any](rnd *rand.Rand, from ...T) T { return from[rnd.IntN(len(from))] }

// TestReadyOnlyIfEveryConditionHolds: whatever the facts, a settled door has a verdict of the
// list, and is ready only if every single condition holds.
func TestReadyOnlyIfEveryConditionHolds(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	known := Verdicts()
	readies := 0
	for range 20_000 {
		r := random(rnd)
		v := Judge(r)
		if !slices.Contains(known, v) {
			t.Fatalf("verdict %q for %+v", v, r)
		}
		if v != Ready {
			continue
		}
		readies++
		conditions := map[string]bool{
			"connected":     r.DNS == probe.DNSOK && r.Connect == probe.ConnectOK,
			"greeted":       r.Greeting == probe.GreetingOK,
			"TLS is up":     r.TLS == probe.TLSOK && r.TLSVersion != "1.0" && r.TLSVersion != "1.1" && r.TLSVersion != "SSL 3.0",
			"verified":      r.TLSVerified && (r.Certificate == nil || !slices.ContainsFunc(r.Certificate.Problems, failsVerification)),
			"not injected":  !r.Injected,
			"the usual way": r.TLSMode != probe.ModeImplicitOnSTARTTLS && r.TLSMode != probe.ModePlaintextOnTLS,
			"EHLO answered": r.Hello == probe.HelloOK,
			"a login":       slices.ContainsFunc(r.AuthAfterTLS, func(m string) bool { return m != "GSSAPI" && m != "NTLM" }),
			"not stopped":   r.End != probe.EndCancelled,
		}
		for name, holds := range conditions {
			if !holds {
				t.Fatalf("ready, but not %s: %+v", name, r)
			}
		}
	}
	if readies < 100 {
		t.Errorf("only %d of the doors were ready: the test looks at too little", readies)
	}
}
