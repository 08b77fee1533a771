package advice

import (
	"slices"
	"strings"

	"postern/probe"
)

// A check looks at one part of a dialogue. It returns Pending if the dialogue got past
// that part, else the verdict.
type check func(*probe.Result) Verdict

// precedence is the order in which the checks decide. It is that of the dialogue: the
// verdict is what went wrong first, because everything after it was said by a server,
// or on a path, that had failed already. So a bad certificate outranks everything that
// was said under its protection: a second EHLO that fails, a login that is not offered.
// Two checks come before the rest: an injection outranks everything, and a dialogue
// that the person stopped proves nothing.
var precedence = []check{
	injection,
	cancellation,
	nameLookup,
	connecting,
	swappedTLS, // TLS where plain text was due, or plain text where TLS was
	greetingInClear,
	helloInClear,
	startOfTLS,
	certificate,
	greetingInTLS, // inside TLS, with implicit TLS
	helloInTLS,    // inside TLS
	login,         // ready, ready-for-relay or no-login: never Pending
}

// Judge returns the verdict on one door: Pending until it has settled, then
// exactly one. It is Ready only if the host was connected to, TLS 1.2 or newer
// is up, the certificate valid, nothing injected, EHLO inside TLS answered, and
// a login offered there that a person can use.
func Judge(r probe.Result) Verdict { return judge(&r) }

func judge(r *probe.Result) Verdict {
	if !r.Settled() {
		return Pending
	}
	for _, find := range precedence {
		if v := find(r); v != Pending {
			return v
		}
	}
	return Cancelled // not reached: login always decides
}

func injection(r *probe.Result) Verdict {
	if r.Injected {
		return PlaintextInjected
	}
	return Pending
}

func cancellation(r *probe.Result) Verdict {
	if r.End == probe.EndCancelled {
		return Cancelled
	}
	return Pending
}

func nameLookup(r *probe.Result) Verdict {
	switch r.DNS {
	case probe.DNSOK:
		return Pending
	case probe.DNSNXDomain:
		return NoSuchName
	case probe.DNSNoData:
		return NoAddress
	case probe.DNSTimeout:
		return NameLookupTimeout
	case probe.DNSServFail:
	}
	return NameLookupFailed
}

func connecting(r *probe.Result) Verdict {
	switch r.Connect {
	case probe.ConnectOK:
		return Pending
	case probe.ConnectRefused:
		return Refused
	case probe.ConnectUnreachable:
		return Unreachable
	case probe.ConnectRejected:
		return RejectedByFirewall
	case probe.ConnectReset:
		return Reset
	case probe.ConnectNotReached:
		if r.End != probe.EndTimeout {
			return Cancelled // nobody tried
		}
	case probe.ConnectTimeout, probe.ConnectAbandoned:
	}
	return NoAnswer
}

func swappedTLS(r *probe.Result) Verdict {
	switch r.TLSMode {
	case probe.ModeImplicitOnSTARTTLS:
		return TLSOnSTARTTLSPort
	case probe.ModePlaintextOnTLS:
		return PlaintextOnTLSPort
	case probe.ModeSTARTTLS, probe.ModeImplicit, probe.ModeNone:
	}
	return Pending
}

func greetingInClear(r *probe.Result) Verdict {
	if r.Door.Implicit() {
		return Pending
	}
	return greeting(r)
}

func greetingInTLS(r *probe.Result) Verdict {
	if !r.Door.Implicit() {
		return Pending
	}
	return greeting(r)
}

func greeting(r *probe.Result) Verdict {
	switch r.Greeting {
	case probe.GreetingOK:
		return Pending
	case probe.GreetingClosed:
		return ClosedEarly
	case probe.GreetingReset:
		return Reset
	case probe.GreetingOversized:
		return TooLong
	case probe.GreetingTempError:
		return TemporaryRefusal
	case probe.GreetingPermError:
		return RefusesYou
	case probe.GreetingMalformed:
		return Malformed
	case probe.GreetingNotSMTP:
		return NotSMTP
	case probe.GreetingNone, probe.GreetingNotReached: // or the door's time was up
	}
	return Silent
}

// helloInClear judges the EHLO before STARTTLS. Hello is about the last EHLO sent,
// so once TLS is up the first one had been answered well.
func helloInClear(r *probe.Result) Verdict {
	if r.Door.Implicit() || r.TLS == probe.TLSOK {
		return Pending
	}
	if r.Hello == probe.HelloHELOOnly {
		return NoSTARTTLS
	}
	return hello(r)
}

// helloInTLS judges the EHLO inside TLS.
func helloInTLS(r *probe.Result) Verdict {
	if r.Hello == probe.HelloHELOOnly {
		return NoLogin
	}
	return hello(r)
}

func hello(r *probe.Result) Verdict {
	switch r.Hello {
	case probe.HelloOK:
		return Pending
	case probe.HelloFailed:
		return refusal(r)
	case probe.HelloClosed:
		return ClosedEarly
	case probe.HelloReset:
		return Reset
	case probe.HelloMalformed:
		return Malformed
	case probe.HelloOversized:
		return TooLong
	case probe.HelloNone, probe.HelloNotReached, probe.HelloHELOOnly: // or the door's time was up
	}
	return Silent
}

// refusal tells a "not now" from a "no" by the reply's first digit (RFC 5321,
// section 4.2.1). Any other digit makes no sense as an answer to EHLO.
func refusal(r *probe.Result) Verdict {
	switch {
	case r.Protocol != "":
		return NotSMTP
	case r.Refusal.Code/100 == 4:
		return TemporaryRefusal
	case r.Refusal.Code/100 == 5:
		return RefusesYou
	}
	return Malformed
}

func startOfTLS(r *probe.Result) Verdict {
	switch r.TLS {
	case probe.TLSOK:
		if tooOld(r.TLSVersion) {
			return TLSTooOld
		}
		return Pending
	case probe.TLSNone:
		return NoSTARTTLS
	case probe.TLSRefused:
		return STARTTLSRefused
	case probe.TLSNotReached: // the door's time was up meanwhile
		return Silent
	case probe.TLSFailed:
	}
	switch {
	case tooOld(r.TLSVersion):
		return TLSTooOld
	case r.Protocol != "":
		return NotSMTP
	}
	return TLSFailed
}

// tooOld reports whether a version of TLS is one that RFC 8996 retired, or SSL.
func tooOld(version string) bool {
	return version == "1.0" || version == "1.1" || strings.HasPrefix(version, "SSL")
}

// certificate trusts the verification, and holds it to the problems listed.
func certificate(r *probe.Result) Verdict {
	if !r.TLSVerified {
		return BadCertificate
	}
	if c := r.Certificate; c != nil && slices.ContainsFunc(c.Problems, failsVerification) {
		return BadCertificate
	}
	return Pending
}

// failsVerification reports whether a problem stops verification.
func failsVerification(p probe.CertificateProblem) bool { return p != probe.CertWeakKey }

func login(r *probe.Result) Verdict {
	switch {
	case slices.ContainsFunc(r.AuthAfterTLS, usableLogin):
		return Ready
	case r.Door.Port == 25 && len(r.AuthAfterTLS) == 0:
		return ReadyForRelay
	}
	return NoLogin
}
