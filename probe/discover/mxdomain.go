package discover

import "strings"

// mxDomains returns the domains of an MX host whose settings may be worth asking
// for, the nearest first: the host's name without its first label, and, where it
// has more than three, without its first two. A host of two labels is its own.
//
// Nothing here knows where the public part of a name begins. So that nobody who
// took autoconfig.co.uk is asked, a domain is left out that has nothing but one or
// two labels such as those: one, or a country's with at most three letters before.
func mxDomains(host string) []string {
	labels := strings.Split(host, ".")
	if len(labels) == 2 {
		return []string{host}
	}
	var domains []string
	for cut := 1; cut <= 2 && (cut == 1 || len(labels) > 3); cut++ {
		if own := labels[cut:]; ownable(own) {
			domains = append(domains, strings.Join(own, "."))
		}
	}
	return domains
}

// ownable reports whether a domain looks like one that somebody has registered.
func ownable(labels []string) bool {
	switch n := len(labels); n {
	case 0, 1:
		return false
	case 2:
		return len(labels[1]) != 2 || len(labels[0]) > 3
	default:
		return true
	}
}
