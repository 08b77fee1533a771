package journey

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/fill"
)

// routeWords are the sentences of text/routes.txt by their names.
var routeWords = fill.Later(texts, "routes.txt")

// RouteAsks says what is asked, and of whom, where the name servers are asked for a
// domain's MX records.
const RouteAsks = "Of an address, only the part after the @ is used. Where there is no MX record, they are asked for the domain's own address too. " +
	"No mail server is called, and nobody else is told."

// An Answer is what a lookup came to, in words.
type Answer struct {
	Headline string
	Rows     []string // a server each: its preference, its name, when it is called
	Why      []string // what that means, a sentence or two each
	Asked    string   // what was asked outside, and how long it took
}

// Explain says in words where the mail of a domain goes.
func Explain(r discover.Route) Answer {
	name, why := reading(r)
	v := fill.Values{"domain": probe.NewText(r.Domain).String(), "first": called(r), "addresses": addresses(r)}
	a := Answer{Headline: v.Line(routeWords()[name]), Rows: rows(r.Exchanges), Asked: asked(r)}
	for _, w := range why {
		a.Why = append(a.Why, v.Line(routeWords()[w]))
	}
	if r.Slept > 0 && name != "slept" {
		a.Why = append(a.Why, v.Line(routeWords()["asked-again"]))
	}
	for _, n := range r.Notes {
		a.Why = append(a.Why, fill.Values{"note": n.String()}.Line(routeWords()["left-out"]))
	}
	return a
}

// reading names the headline of a route, and the sentences beneath it.
func reading(r discover.Route) (headline string, why []string) {
	if n := len(r.Exchanges); n > 0 {
		headline, why = "found", []string{"order.one", home(r), "port"}
		switch {
		case n > 1 && equals(r.Exchanges) > 1:
			headline, why = "found.equal", []string{"order", "order.equal", "port"}
		case n > 1:
			headline, why = "found.several", []string{"order", "port"}
			if repeated(r.Exchanges) {
				why = []string{"order", "order.equal", "port"}
			}
		}
		return headline, why
	}
	if r.SleptAgain && (r.Reason == discover.NameTimeout || r.Reason == discover.NameServer) {
		return "slept", []string{"slept.why"}
	}
	headline = string(r.Reason)
	if r.Reason == discover.NoRecord {
		switch {
		case len(r.Addresses) > 0:
			headline += ".address"
		case r.AddressReason == discover.NoRecord || r.AddressReason == discover.NoSuchName:
			headline += ".nothing"
		default:
			headline += ".unknown"
		}
	}
	return headline, []string{headline + ".why"}
}

// home says whether the only server lies in the domain itself.
func home(r discover.Route) string {
	host := r.Exchanges[0].Host
	if host == r.Domain || strings.HasSuffix(host, "."+r.Domain) {
		return "own"
	}
	return "elsewhere"
}

// equals is how many servers share the lowest number.
func equals(all []discover.Exchange) int {
	n := slices.IndexFunc(all, func(x discover.Exchange) bool { return x.Preference != all[0].Preference })
	if n < 0 {
		return len(all)
	}
	return n
}

// repeated reports whether two servers share a number.
func repeated(all []discover.Exchange) bool {
	for i := 1; i < len(all); i++ {
		if all[i].Preference == all[i-1].Preference {
			return true
		}
	}
	return false
}

// rows is a line a server.
func rows(all []discover.Exchange) []string {
	var out []string
	for i, x := range all {
		when := ""
		switch {
		case len(all) == 1:
		case x.Preference == all[0].Preference && equals(all) > 1:
			when = "  one of the first"
		case i == 0:
			when = "  called first"
		}
		out = append(out, fmt.Sprintf("%5d  %s%s", x.Preference, x.Host, when))
	}
	return out
}

func addresses(r discover.Route) string {
	var out []string
	for _, a := range r.Addresses {
		out = append(out, a.String())
	}
	return strings.Join(out, ", ")
}

func asked(r discover.Route) string {
	if len(r.Asked) == 0 {
		return "Asked: nothing."
	}
	var out []string
	for _, q := range r.Asked {
		out = append(out, q.String())
	}
	return fmt.Sprintf("Asked: %s. It took %d ms.", strings.Join(out, ", "), r.Elapsed.Milliseconds())
}

// Domain returns the domain whose mail is asked about: what was typed, or the part of
// it after the @, for nothing else is anybody's business. The error is a sentence for
// the person.
func Domain(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if at := strings.LastIndexByte(typed, '@'); at >= 0 {
		typed = typed[at+1:]
	}
	typed = strings.TrimSuffix(typed, ".")
	switch {
	case typed == "":
		return "", errors.New("type a domain, such as example.org, or an address in it")
	case utf8.RuneCountInString(typed) > 253:
		return "", errors.New("that is too long for a domain")
	case !strings.Contains(typed, "."):
		return "", fmt.Errorf("%s is no whole domain; it looks like example.org", "“"+probe.NewText(typed).String()+"”")
	}
	domain, err := discover.CheckDomain(typed)
	if err != nil {
		return "", fmt.Errorf("that is no domain: %w", err)
	}
	return domain, nil
}
