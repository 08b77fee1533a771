package wizard

import (
	"fmt"
	"strings"

	"postern/probe/discover"
)

// Evidence is all that was asked outside and all that was answered, source by source,
// and why a source gave nothing.
func Evidence(r discover.Report) Reading {
	text := Reading{Title: "What was asked about " + r.Domain + ", and what was answered"}
	if len(r.Answers) == 0 {
		text.Paragraphs = append(text.Paragraphs, "Nothing was asked outside.")
		return text
	}
	for _, a := range r.Answers {
		text.Paragraphs = append(text.Paragraphs, evidenceOf(a)...)
	}
	return text
}

// evidenceOf is a source in two paragraphs: how it ended, and what was said, word for
// word.
func evidenceOf(a discover.Answer) []string {
	head := a.Words + ": " + stateWord(a)
	if a.Settled() && a.State != discover.Skipped {
		head += ", " + Duration(a.Elapsed-a.Since)
	}
	head += "."
	if why := whyNothing(a.Reason); why != "" && a.State != discover.Found {
		head += " " + why
	}
	var out []string
	for _, q := range a.Asked {
		out = append(out, "  asked: "+q.String())
	}
	if why := a.Why.String(); why != "" && !strings.Contains(strings.Join(out, "\n"), why) { // often it is the name that was asked for
		out = append(out, "  heard: "+why)
	}
	for _, f := range a.Findings {
		out = append(out, "  says: "+findingLine(f))
	}
	for _, x := range a.Exchanges {
		out = append(out, fmt.Sprintf("  says: mail is taken by %s (preference %d)", x.Host, x.Preference))
	}
	if a.Reason != "" && a.State == discover.Found {
		out = append(out, "  not all of it: "+string(a.Reason))
	}
	for _, n := range a.Notes {
		out = append(out, "  left out: "+n.String())
	}
	if len(out) == 0 {
		return []string{head}
	}
	return []string{head, strings.Join(out, "\n")}
}

func stateWord(a discover.Answer) string {
	switch a.State {
	case discover.Waiting:
		return "not asked yet"
	case discover.Asking:
		return "being asked"
	case discover.Found:
		return "found something"
	case discover.None:
		return "has nothing"
	case discover.Skipped:
		return "not asked"
	default:
		return "no answer that can be used"
	}
}

// findingLine is a server as a source names it.
func findingLine(f discover.Finding) string {
	if f.Guess {
		word := map[string]string{
			"ok": "there is such a host", "nxdomain": "no such name", "nodata": "the name has no address",
			"servfail": "the name servers have trouble", "timeout": "no name server answered",
		}[string(f.DNS)]
		return f.Host + " (a guess): " + word
	}
	out := fmt.Sprintf("%s, port %d, %s", f.Host, f.Port, map[string]string{
		"tls": "TLS at once", "starttls": "STARTTLS", "none": "no encryption",
	}[string(f.Security)])
	if f.Source == discover.SRVSubmission || f.Source == discover.SRVSubmissions {
		out += fmt.Sprintf(", priority %d, weight %d", f.Priority, f.Weight)
	}
	if user := f.User.String(); user != "" {
		out += ", login name " + user
	}
	if len(f.Logins) > 0 {
		logins := make([]string, 0, len(f.Logins))
		for _, l := range f.Logins {
			logins = append(logins, string(l))
		}
		out += ", login by " + strings.Join(logins, " or ")
	}
	return out
}

// whyNothing is a sentence about why a source has nothing, or was not asked.
func whyNothing(r discover.Reason) string {
	switch r {
	case discover.NoSuchName:
		return "DNS says that there is no such name."
	case discover.NoRecord:
		return "The name exists, but has no such record."
	case discover.NotOffered:
		return "The domain says in so many words that it does not offer this (a record of a dot)."
	case discover.NullMX:
		return "The domain says that it takes no mail at all."
	case discover.NoSuchPage:
		return "The web server has no such file, which is usual."
	case discover.WebPage:
		return "The web server answered with a page for people instead of the file, as many do for any address."
	case discover.NoServer:
		return "There is a file, but no outgoing server in it that can be used."
	case discover.SameDomain:
		return "The mail host is in the domain itself, or in one that may not be asked."
	case discover.NoMX:
		return "No host is known that takes the domain's mail, so there is no other domain to ask."
	case discover.LocalDomain:
		return "The domain means something in one network only, so nobody outside is asked."
	case discover.BadQuery:
		return "That is no domain that can be asked about."
	case discover.NameServer:
		return "The name servers could not be reached, or have trouble of their own."
	case discover.NameTimeout:
		return "No name server answered in time."
	case discover.BadRecords:
		return "There are records, but none that can be used."
	case discover.NoConnection:
		return "The web server could not be reached."
	case discover.BadProxy:
		return "The proxy that this computer is set up with could not be used."
	case discover.BadCertificate:
		return "The web server's certificate is not one to trust for that name, so nothing was read. Often the name leads to a web host that knows nothing of it."
	case discover.NoTLS:
		return "The web server offers no encryption that is safe, so nothing was read."
	case discover.BadHTTP:
		return "What answered there does not speak HTTP properly."
	case discover.BadStatus:
		return "The web server says that it has trouble of its own."
	case discover.BadRedirect:
		return "The web server sends on to where Postern does not follow: away from encryption, or to no named host."
	case discover.ManyRedirects:
		return "The web server sends on and on; Postern follows three times."
	case discover.TooLong:
		return "What came is far too long for such a file."
	case discover.CutOff:
		return "The file broke off before its end."
	case discover.BadXML:
		return "The file is damaged, or not what it should be."
	case discover.Timeout:
		return "It did not end within the time that all places have together."
	case discover.Cancelled:
		return "It was stopped before it ended."
	}
	return ""
}
