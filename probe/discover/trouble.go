package discover

import (
	"unicode/utf8"

	"postern/probe"
)

// A trouble is why a source has nothing: the reason, and evidence as it came.
type trouble struct {
	reason Reason
	text   string
}

func (t trouble) Error() string { return string(t.reason) + ": " + clip(t.text).String() }

// state is how a source ends for the reason.
func (r Reason) state() State {
	switch r {
	case NoSuchName, NoRecord, NotOffered, NullMX, NoSuchPage, WebPage, NoServer:
		return None
	case SameDomain, NoMX, LocalDomain, BadQuery:
		return Skipped
	default:
		return Failed
	}
}

// ofDNS returns the trouble of a lookup that ended without an answer to use.
//
//go:noinline
func ofDNS(end probe.DNS, name string) error {
	switch end {
	case probe.DNSNXDomain:
		return trouble{NoSuchName, name}
	case probe.DNSNoData, probe.DNSOK:
		return trouble{NoRecord, name}
	case probe.DNSTimeout:
		return trouble{NameTimeout, name}
	default:
		return trouble{NameServer, name}
	}
}

// clip makes the beginning of a text from outside safe to print.
func clip(s string) probe.Text {
	if len(s) <= maxText {
		return probe.NewText(s)
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return probe.NewText(s[:end] + "…")
}
