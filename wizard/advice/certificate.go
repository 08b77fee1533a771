package advice

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"postern/probe"
)

// problems are what can be wrong with a certificate, in the order it is told:
// first what says that this may be another server altogether.
var problems = []probe.CertificateProblem{
	probe.CertWrongHost, probe.CertSelfSigned, probe.CertUnknownCA, probe.CertIncompleteChain,
	probe.CertExpired, probe.CertNotYetValid, probe.CertWrongUsage, probe.CertWeakSignature,
}

// explainCertificate names every problem of the certificate in one sentence;
// cause and next step are those of the first.
func explainCertificate(host string, r *probe.Result, now time.Time, p doorNames) Explanation {
	f := doorFacts(host, r, p)
	addCertificate(f, r.Certificate, now)
	found := problemSections(host, r.Certificate, now)
	f["problems"] = phrases(found, f)
	names := sections(BadCertificate, host, r)
	own := len(names) - 1 // what is particular to the port goes before the problem
	e := explainBy(slices.Insert(names, own, withParents(found[0])...), f, p)
	if len(found) > 1 {
		e.Word = verdictWords().get(string(BadCertificate), "word")
	}
	e.Verdict = BadCertificate
	return e
}

// problemSections returns the section of each problem, the first to be told
// first; that of no problem in particular if none is named.
func problemSections(host string, c *probe.Certificate, now time.Time) []string {
	var found []string
	if c != nil {
		for _, p := range problems {
			if slices.Contains(c.Problems, p) {
				found = append(found, problemSection(p, host, c, now))
			}
		}
	}
	if len(found) == 0 {
		return []string{"problem"}
	}
	return found
}

// longExpired is how old an expiry is that no provider oversees for so long.
const longExpired = 30 * 24 * time.Hour

func problemSection(p probe.CertificateProblem, host string, c *probe.Certificate, now time.Time) string {
	section := "problem." + string(p)
	switch {
	case p == probe.CertWrongHost && len(c.Names) == 0:
		return section + ".nameless"
	case p == probe.CertWrongHost && documentedHost(host):
		return section + ".documented"
	case p == probe.CertWrongHost && len(otherNamesOf(c)) > 0:
		return section + ".leads"
	case (p == probe.CertSelfSigned || p == probe.CertUnknownCA) && isLocal(host):
		return section + ".local"
	case p == probe.CertUnknownCA && c.Alone:
		return section + ".alone"
	case p == probe.CertExpired && (now.IsZero() || now.Sub(c.NotAfter) > longExpired):
		return section + ".long"
	}
	return section
}

// otherNamesOf returns the names that a certificate is good for at the very server that
// showed it: those that lead there, if being for another host is all that is wrong.
func otherNamesOf(c *probe.Certificate) []probe.Text {
	if slices.ContainsFunc(c.Problems, func(p probe.CertificateProblem) bool { return failsVerification(p) && p != probe.CertWrongHost }) {
		return nil
	}
	return c.LeadsHere
}

// phrases joins what is wrong to one predicate.
func phrases(found []string, f facts) string {
	out := make([]string, len(found))
	for i, name := range found {
		out[i] = f.Line(verdictWords().get(name, "phrase"))
	}
	return strings.Join(out, "; it ")
}

// addCertificate adds what the texts can say about a certificate.
func addCertificate(f facts, c *probe.Certificate, now time.Time) {
	f["names"], f["name"], f["lead"], f["issuer"] = "another name", "", "", "an authority"
	f["until"], f["since"], f["ago"], f["ahead"] = "an unknown date", "an unknown date", "", ""
	if c == nil {
		return
	}
	if len(c.Names) > 0 {
		f["names"], f["name"] = namesOf(c), c.Names[0].String()
	}
	if names := otherNamesOf(c); len(names) > 0 {
		f["lead"] = names[0].String()
	}
	if !c.Issuer.Empty() {
		f["issuer"] = quoted(c.Issuer, "%s")
	}
	if !c.NotAfter.IsZero() {
		f["until"] = day(c.NotAfter)
		f["ago"] = between(c.NotAfter, now, " (%s ago)")
	}
	if !c.NotBefore.IsZero() {
		f["since"] = day(c.NotBefore)
		f["ahead"] = between(now, c.NotBefore, " (in %s)")
	}
}

// namesOf lists the names a certificate is for, three at most.
func namesOf(c *probe.Certificate) string {
	const most = 3
	var names []string
	for _, n := range c.Names[:min(most, len(c.Names))] {
		names = append(names, n.String())
	}
	if more := len(c.Names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names, ", "), more)
	}
	return join(names, "and")
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006") }

// between says how many days lie between two moments, nothing if one of them
// is not known or they are the wrong way round.
func between(from, to time.Time, format string) string {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return ""
	}
	days := int(to.Sub(from).Hours() / 24)
	switch days {
	case 0:
		return fmt.Sprintf(format, "less than a day")
	case 1:
		return fmt.Sprintf(format, "1 day")
	}
	return fmt.Sprintf(format, fmt.Sprintf("%d days", days))
}
