package cli

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
)

// A change is one thing that is not as it was in an earlier report.
type change struct {
	Port int    `json:"port"` // 0: of the host as a whole
	What string `json:"what"` // the field of the report
	Was  string `json:"was"`
	Is   string `json:"is"`
}

// changes lists what differs between two reports of one host and is no chance:
// times, addresses and the words of greetings change from one moment to the next.
// Doors that only one of them has are told as asked or not asked.
func changes(was, is jsonReport) []change {
	out := differing(0, hostFacts(was), hostFacts(is))
	for _, p := range is.Ports {
		i := slices.IndexFunc(was.Ports, func(o jsonPort) bool { return o.Port == p.Port })
		if i < 0 {
			out = append(out, change{p.Port, "asked", "no", "yes"})
			continue
		}
		before := was.Ports[i]
		before.Security = cmp.Or(before.Security, p.Security) // which older reports do not say
		out = append(out, differing(p.Port, doorFacts(before), doorFacts(p))...)
	}
	for _, p := range was.Ports {
		if !slices.ContainsFunc(is.Ports, func(o jsonPort) bool { return o.Port == p.Port }) {
			out = append(out, change{p.Port, "asked", "yes", "no"})
		}
	}
	return out
}

// A fact is a field and what it says.
type fact struct{ what, says string }

// differing are the facts that are not as they were. The earlier ones come from a
// file that somebody else may have had in hand, so they are escaped anew.
func differing(port int, was, is []fact) []change {
	var out []change
	for i, f := range is {
		if f.says != was[i].says {
			out = append(out, change{port, f.what, probe.NewText(was[i].says).String(), f.says})
		}
	}
	return out
}

func hostFacts(r jsonReport) []fact {
	use := "none"
	if p := r.Recommendation.Port; p != nil {
		use = strconv.Itoa(*p)
	}
	return []fact{{"recommendation", use}, {"pattern", orNone(r.Pattern)}}
}

// doorFacts are those of one door, the verdict first, in the order of the dialogue.
func doorFacts(p jsonPort) []fact {
	c := jsonCertificate{}
	if p.Certificate != nil {
		c = *p.Certificate
	}
	return []fact{
		{"verdict", p.Verdict},
		{"security", p.Security},
		{"dns", p.DNS},
		{"connect", p.Connect},
		{"greeting", p.Greeting},
		{"ehlo", p.Hello},
		{"tls_mode", p.TLSMode},
		{"starttls_offered", yesNo(p.STARTTLSOffered)},
		{"tls", p.TLS},
		{"tls_version", orNone(p.TLSVersion)},
		{"tls_verified", yesNo(p.TLSVerified)},
		{"certificate problems", all(c.Problems)},
		{"certificate subject", orNone(c.Subject)},
		{"certificate issuer", orNone(c.Issuer)},
		{"certificate names", all(c.Names)},
		{"certificate not_after", orNone(c.NotAfter)},
		{"auth_before_tls", all(p.AuthBefore)},
		{"auth_after_tls", all(p.AuthAfter)},
		{"extensions_before_tls", listing(p.ExtensionsBefore)},
		{"extensions_after_tls", listing(p.ExtensionsAfter)},
		{"injected", yesNo(p.Injected)},
		{"warnings", all(p.Warnings)},
	}
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func orNone(s string) string { return cmp.Or(s, "none") }

// all joins words whose order says nothing.
func all(words []string) string {
	return orNone(strings.Join(slices.Sorted(slices.Values(words)), ", "))
}

func listing(extensions map[string]string) string {
	var words []string
	for _, k := range slices.Sorted(maps.Keys(extensions)) {
		words = append(words, strings.TrimSpace(k+" "+extensions[k]))
	}
	return orNone(strings.Join(words, ", "))
}
