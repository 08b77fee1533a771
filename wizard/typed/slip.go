package typed

import (
	"slices"
	"strings"

	"postern/wizard/catalog"
)

// slips are the known mail domains that one most likely meant.
func (r Reader) slips(domain string) []string {
	if r.Catalog == nil {
		return nil
	}
	if _, ok := r.Catalog.ByDomain(domain); ok {
		return nil // without the table
	}
	return r.Catalog.Slips(domain, r.table())
}

func (r Reader) table() *catalog.Table {
	if r.ISPs == nil {
		return nil
	}
	return r.ISPs()
}

// hostSlips are the servers that a name most likely meant: what stands in for the name
// alone, without a port.
func (r Reader) hostSlips(name string) []Correction {
	name = strings.ToLower(name)
	label, rest, ok := strings.Cut(name, ".")
	if !ok || r.Catalog == nil || r.knowsHost(name) {
		return nil
	}
	var out []Correction
	if p, ok := r.sendsFor(name); ok {
		return append(out, Correction{p, say("documented", name, p)})
	}
	fixed, why := name, ""
	switch {
	case mistypedSMTP(label):
		fixed, why = "smtp."+rest, say("smtp", label, "")
	case slices.Contains([]string{"imap", "imaps", "pop", "pop3", "pops", "pop3s"}, label):
		fixed, why = "smtp."+rest, say("reading", label, "")
	case slices.Contains([]string{"www", "webmail"}, label) && len(r.domainOrSlip(rest)) > 0:
		fixed = r.domainOrSlip(rest)
		return append(out, Correction{fixed, say("slip", name, fixed)})
	}
	for _, known := range r.Catalog.HostSlips(fixed, r.table()) {
		out = append(out, Correction{known, say("slip", name, known)})
	}
	if fixed != name && !slices.ContainsFunc(out, func(c Correction) bool { return c.Value == fixed }) {
		out = append(out, Correction{fixed, why})
	}
	if fixed == name {
		for _, known := range r.slips(name) {
			out = append(out, Correction{known, say("slip", name, known)})
		}
	}
	return out
}

// domainOrSlip is a known mail domain, or the one that was most likely meant.
func (r Reader) domainOrSlip(domain string) string {
	if _, ok := r.Catalog.ByDomain(domain); ok {
		return domain
	}
	if near := r.slips(domain); len(near) > 0 {
		return near[0]
	}
	return ""
}

// knowsHost reports whether the catalogue has the server, or the mail domain.
func (r Reader) knowsHost(name string) bool {
	if _, ok := r.Catalog.ByHost(name); ok {
		return true
	}
	if _, ok := r.Catalog.ByDomain(name); ok {
		return true
	}
	t := r.table()
	if t == nil {
		return false
	}
	_, ok := t.ByDomain(name)
	return ok || slices.ContainsFunc(t.ISPs, func(isp catalog.ISP) bool {
		return slices.ContainsFunc(isp.Servers, func(o catalog.Outgoing) bool { return o.Host == name })
	})
}

// sendsFor returns the server that sends, where the name is one that a provider's mail
// is read at.
func (r Reader) sendsFor(name string) (string, bool) {
	for _, p := range r.Catalog.Providers {
		if p.IMAP != nil && p.IMAP.Host == name && len(p.Hosts()) > 0 && p.Hosts()[0] != name {
			return p.Hosts()[0], true
		}
	}
	return "", false
}

// mistypedSMTP reports whether a label is the word smtp with its letters in another
// order, or one of them twice or with a further p.
func mistypedSMTP(label string) bool {
	if label == "smtp" || len(label) < 4 || len(label) > 5 {
		return false
	}
	if len(label) == 5 { // smtpp, smmtp, smptp: one letter too many
		for i := range label {
			if without := label[:i] + label[i+1:]; without == "smtp" && strings.ContainsRune("smtp", rune(label[i])) && label != "smtps" {
				return true
			}
		}
		return false
	}
	letters := []byte(label)
	slices.Sort(letters)
	return string(letters) == "mpst"
}
