package advice

import (
	"slices"

	"postern/probe"
)

// likely says what a pattern means for this report: the likely cause, and the
// next step.
func (v *view) likely(p Pattern) string {
	if p == "" {
		return ""
	}
	f := v.patternFacts()
	if p == CertificatesAlike {
		v.addProblems(f)
	}
	return f.Line(patternWords().get(v.section(p), "sentence"))
}

// ask is what to write to whoever can change what a pattern means, "" if nobody can.
func (v *view) ask(p Pattern) string {
	for _, name := range withParents(v.section(p)) {
		if text, ok := patternWords()[name]["ask"]; ok {
			return v.patternFacts().Line(text)
		}
	}
	return ""
}

// patternFacts are what the texts about a pattern can speak of.
func (v *view) patternFacts() facts {
	f := facts{
		"host": v.Report.Host, "provider": v.owner(), "begins": begins(v.Report.Host), "look": look(v.Report.Host, v.Meant),
		"as": v.examples(), "ports": v.ports(), "masked": list(v.only(isMasked).shownPorts(), "and"),
	}
	v.submission().addMet(f)
	f["tried"] = countedPorts(v.shownPorts())
	if v.opened.at != 0 {
		f["product"], f["port"] = v.opened.by.name, portName(v.opened.at)
	}
	if certs := v.certificates(); len(certs) > 0 {
		c := inCommon(certs)
		f["names"] = namesOf(&c)
	}
	if len(v.Report.Addresses) > 0 {
		f["address"] = v.Report.Addresses[0].String()
	}
	return f
}

// look says where the right name of a host is to be had, and which one was more
// likely meant, where that is known.
func look(host, meant string) string {
	if meant != "" {
		return "Did you mean " + meant + "?"
	}
	return "Look it up at the provider." + begins(host)
}

// addMet adds which doors showed what.
func (v *view) addMet(f facts) {
	for name, is := range map[string]func(door) bool{
		"painted": isMasked, "opened": isOpened, "held": isHeld, "refused": isVerdict(Refused), "filtered": isFiltered,
	} {
		f[name] = countedPorts(v.only(is).shownPorts())
	}
}

// ports names the doors to be opened: those of the two standard ones that ought to
// work and do not, or if neither was tried, all that do not but 25.
func (v *view) ports() string {
	lost := v.submission().only(func(d door) bool { return v.expected(d) && !d.usable() })
	if standard := lost.only(door.standard); len(standard.doors) > 0 {
		lost = standard
	}
	return countedPorts(lost.shownPorts())
}

// countedPorts is "port 587" or "ports 465 and 587"; both standard ones if there
// is none.
func countedPorts(ports []int) string {
	switch len(ports) {
	case 0:
		return countedPorts([]int{465, 587})
	case 1:
		return "port " + portName(ports[0])
	}
	return "ports " + list(ports, "and")
}

// shownPorts are the doors' numbers in rising order.
func (v *view) shownPorts() []int {
	var ports []int
	for _, d := range v.doors {
		ports = append(ports, d.port())
	}
	slices.Sort(ports)
	return ports
}

// section returns the section of patterns.txt that fits.
func (v *view) section(p Pattern) string {
	name := string(p)
	if particular := v.particular(p); particular != "" {
		name += "." + particular
	}
	return name
}

// particular returns the variant of a pattern that fits, "" if none does. There
// need not be words of its own for it.
func (v *view) particular(p Pattern) string {
	switch p {
	case HomeLine:
		return v.only(func(d door) bool { return d.port() == 25 }).shared()
	case EverythingFiltered:
		return v.only(door.standard).shared()
	case NothingListens, ServerFirewall, NoNameService:
		return v.place()
	case ReceivesOnly:
		switch {
		case isLocal(v.Report.Host):
			return "local"
		case isOwn(v.Report.Host):
			return "own"
		}
	case CertificatesAlike:
		return "problem"
	case CaptivePortal:
		return v.portalVariant()
	case Intercepted:
		return v.openedAt()
	case Rewritten:
		if v.any(door.usable) {
			return "works"
		}
	}
	return ""
}

// openedAt says which doors an interceptor is at: "works" if the recommended one is
// among them, "beside" if it is not, and what it is if no door can be used.
func (v *view) openedAt() string {
	best := slices.IndexFunc(v.doors, door.usable)
	if best < 0 {
		return v.opened.by.kind
	}
	if _, ok := interceptorOf(v.doors[best].Certificate); ok {
		return "works"
	}
	return "beside"
}

// shared is the verdict that all doors have, "" if they differ.
func (v *view) shared() string {
	if len(v.doors) == 0 || !v.all(isVerdict(v.doors[0].verdict)) {
		return ""
	}
	return string(v.doors[0].verdict)
}

// place says what is special about where the host is, "" if nothing is.
func (v *view) place() string {
	switch host := v.Report.Host; {
	case v.Provider != nil && v.Provider.SMTPLocal != nil:
		return "bridge"
	case v.documented():
		return "documented"
	case isLocal(host):
		return "local"
	case isAddress(host):
		return "address"
	}
	return ""
}

// documented reports whether a provider is known to use the host's name.
func (v *view) documented() bool { return len(v.docs) > 0 || documentedHost(v.Report.Host) }

// addProblems adds what is wrong with all certificates, in the words that each
// door has for it.
func (v *view) addProblems(f facts) {
	certs := v.certificates()
	c, now := inCommon(certs), v.Report.Started
	found := problemSections(v.Report.Host, &c, now)
	addCertificate(f, &c, now)
	if !slices.MinFunc(certs, byEnd).NotAfter.Equal(c.NotAfter) {
		f["until"] += " or earlier"
	}
	if !slices.MaxFunc(certs, byBeginning).NotBefore.Equal(c.NotBefore) {
		f["since"] += " or later"
	}
	f["problems"] = phrases(found, f)
	for _, field := range []string{"cause", "next"} {
		f[field] = f.Line(verdictWords().get(found[0], field))
	}
}

// certificates are those that were shown, the most preferred door's first.
func (v *view) certificates() []*probe.Certificate {
	var certs []*probe.Certificate
	for _, d := range v.doors {
		if d.TLS == probe.TLSOK && d.Certificate != nil {
			certs = append(certs, d.Certificate)
		}
	}
	return certs
}

// inCommon makes a certificate with the problems that all have and the names that
// any has; of these lead to the server those that do for all. The issuer is left out where they differ; of the dates it has the last
// end and the first beginning.
func inCommon(certs []*probe.Certificate) probe.Certificate {
	c := probe.Certificate{
		Problems:  slices.Clone(certs[0].Problems),
		LeadsHere: slices.Clone(otherNamesOf(certs[0])),
		Issuer:    certs[0].Issuer,
		NotBefore: slices.MinFunc(certs, byBeginning).NotBefore,
		NotAfter:  slices.MaxFunc(certs, byEnd).NotAfter,
	}
	for _, other := range certs {
		for _, n := range other.Names {
			if !slices.Contains(c.Names, n) {
				c.Names = append(c.Names, n)
			}
		}
		c.Problems = slices.DeleteFunc(c.Problems, func(p probe.CertificateProblem) bool {
			return !slices.Contains(other.Problems, p)
		})
		c.LeadsHere = slices.DeleteFunc(c.LeadsHere, func(n probe.Text) bool {
			return !slices.Contains(otherNamesOf(other), n)
		})
		if other.Issuer != c.Issuer {
			c.Issuer = probe.Text{}
		}
	}
	return c
}

func byEnd(a, b *probe.Certificate) int { return a.NotAfter.Compare(b.NotAfter) }

func byBeginning(a, b *probe.Certificate) int { return a.NotBefore.Compare(b.NotBefore) }
