package main

import (
	"regexp"
	"slices"

	"postern/probe"
	"postern/wizard/advice"
)

// A claim is something definite that programs say, and where it is so. Where it
// is not so and the cause is not named either, the program is wrong: somebody
// would look for a fault that is not there.
type claim struct {
	that  string
	says  *regexp.Regexp
	truly []advice.Verdict
	// problem, if set, makes the claim true of certificates with that problem only.
	problem probe.CertificateProblem
}

// claims are those met in the answers of the programs, in their words.
var claims = []claim{
	{
		that:  "the server does not offer STARTTLS",
		says:  regexp.MustCompile(`(?i)didn't find starttls|not advertise starttls|does not support tls|no starttls`),
		truly: []advice.Verdict{advice.NoSTARTTLS},
	},
	{
		that:  "the name does not exist or has no address",
		says:  regexp.MustCompile(`(?i)name or service not known|unknown host|bad hostname|no address associated`),
		truly: []advice.Verdict{advice.NoSuchName, advice.NoAddress},
	},
	{
		that:  "the connection was refused",
		says:  regexp.MustCompile(`(?i)connection refused`),
		truly: []advice.Verdict{advice.Refused},
	},
	{
		that: "time ran out",
		says: regexp.MustCompile(`(?i)timed out|timeout`),
		truly: []advice.Verdict{
			advice.NoAnswer, advice.Silent, advice.NameLookupTimeout, advice.NameLookupFailed,
			advice.TLSFailed, advice.TLSOnSTARTTLSPort, advice.TooLong,
		},
	},
	{
		that: "the certificate has expired", says: regexp.MustCompile(`(?i)certificate (has|chain has)? ?expired`),
		truly: []advice.Verdict{advice.BadCertificate}, problem: probe.CertExpired,
	},
	{
		that: "the certificate signs itself", says: regexp.MustCompile(`(?i)self[- ]signed certificate\b`),
		truly: []advice.Verdict{advice.BadCertificate}, problem: probe.CertSelfSigned,
	},
	{
		that: "the certificate is for another host", says: regexp.MustCompile(`(?i)hostname mismatch|does not match hostname|not match the (expected )?(name|host)`),
		truly: []advice.Verdict{advice.BadCertificate}, problem: probe.CertWrongHost,
	},
}

// falsehood returns the first claim in the text that is not so, "" if all are.
func falsehood(s situation, text string) string {
	for _, c := range claims {
		if c.says.MatchString(text) && !c.holds(s) {
			return c.that
		}
	}
	return ""
}

// holds reports whether the claim is true of the situation.
func (c claim) holds(s situation) bool {
	return slices.Contains(c.truly, s.verdict) && (c.problem == "" || slices.Contains(s.problems, c.problem))
}
