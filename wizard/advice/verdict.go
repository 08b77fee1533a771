package advice

import (
	"slices"
	"strings"

	"postern/probe"
)

// Usable reports whether a door with this verdict may be given a password:
// encrypted, verified, nothing injected, and a login that a person can use.
func Usable(v Verdict) bool { return v == Ready }

// Verdicts returns every verdict a settled door can have, the best first.
func Verdicts() []Verdict {
	return []Verdict{
		Ready, ReadyForRelay, NoLogin, NoSTARTTLS, STARTTLSRefused, PlaintextInjected,
		TLSFailed, TLSTooOld, BadCertificate, TLSOnSTARTTLSPort, PlaintextOnTLSPort,
		TemporaryRefusal, RefusesYou, NotSMTP, Malformed, TooLong, Silent, ClosedEarly,
		Reset, Refused, NoAnswer, RejectedByFirewall, Unreachable,
		NoSuchName, NoAddress, NameLookupFailed, NameLookupTimeout, Cancelled,
	}
}

// passwordLogin reports whether the mechanism signs in with a name and a password.
func passwordLogin(mechanism string) bool {
	return mechanism == "PLAIN" || mechanism == "LOGIN" || mechanism == "CRAM-MD5" ||
		strings.HasPrefix(mechanism, "SCRAM-")
}

// tokenLogin reports whether the mechanism signs in with an OAuth token.
func tokenLogin(mechanism string) bool {
	return mechanism == "XOAUTH2" || mechanism == "OAUTHBEARER"
}

func usableLogin(mechanism string) bool {
	return passwordLogin(mechanism) || tokenLogin(mechanism)
}

// tokenOnly reports whether the door's only usable logins take a token.
func tokenOnly(r *probe.Result) bool {
	return slices.ContainsFunc(r.AuthAfterTLS, tokenLogin) && !slices.ContainsFunc(r.AuthAfterTLS, passwordLogin)
}

// filtered reports whether a door looks as if something on the way closed it,
// rather than the host itself.
func filtered(v Verdict) bool {
	return v == NoAnswer || v == RejectedByFirewall || v == Unreachable
}

// sleepMayCause reports whether the only cause of a verdict may be that the computer
// slept meanwhile.
func sleepMayCause(v Verdict) bool {
	switch v {
	case TLSFailed, Silent, ClosedEarly, Reset, NameLookupFailed, NameLookupTimeout:
		return true
	}
	return filtered(v)
}

// shut reports whether no connection to a door was made.
func shut(v Verdict) bool { return filtered(v) || v == Refused }

// nameUnresolved reports whether the host's name was not resolved, so that no door was
// tried.
func nameUnresolved(v Verdict) bool {
	return v == NoSuchName || v == NoAddress || v == NameLookupFailed || v == NameLookupTimeout
}
