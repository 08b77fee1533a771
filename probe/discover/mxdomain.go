package discover

import "strings"

// mxDomains returns the domains whose settings may be worth asking for where a mail
// domain's best MX is the host, the nearest first: the host's name without its first
// label, and, where it has more than three, without its first two. A host of two
// labels is its own. The mail domain itself, which is asked anyway, is left out.
//
// Nothing here knows where the public part of a name begins, and whoever took
// autoconfig.co.uk is not to be asked. So some are left out that would be right:
//
//   - what has two labels, the first of three letters at most, the second a
//     country's: co.uk, and web.de too;
//   - of what has lost two labels, what has no more than two left under a country
//     (info.pl), or is above the mail domain (uk.com, of example.uk.com);
//   - all, if the host is the mail domain itself.
func mxDomains(host, domain string) []string {
	labels := strings.Split(host, ".")
	switch {
	case host == domain, host == "":
		return nil
	case len(labels) == 2:
		return []string{host}
	}
	var domains []string
	near := labels[1:]
	if d := strings.Join(near, "."); ownable(near) && d != domain {
		domains = append(domains, d)
	}
	if len(labels) <= 3 {
		return domains
	}
	far := labels[2:]
	d := strings.Join(far, ".")
	if ownable(far) && (len(far) > 2 || !ofCountry(far)) && !strings.HasSuffix("."+domain, "."+d) {
		domains = append(domains, d)
	}
	return domains
}

// ownable reports whether a domain looks like one that somebody has registered.
func ownable(labels []string) bool {
	return len(labels) > 2 || len(labels) == 2 && (!ofCountry(labels) || len(labels[0]) > 3)
}

// ofCountry reports whether a name ends in a country's two letters.
func ofCountry(labels []string) bool { return len(labels[len(labels)-1]) == 2 }
