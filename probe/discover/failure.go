package discover

import (
	"unicode/utf8"

	"postern/probe"
)

// A failure is the error of a source that has nothing: the reason, and what was met,
// not escaped yet.
type failure struct {
	reason Reason
	text   string
}

func (f failure) Error() string { return string(f.reason) + ": " + evidence(f.text).String() }

// state returns how a source ends for the reason.
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

// dnsFailure returns the failure of a lookup that found nothing.
func dnsFailure(end probe.DNS, name string) error {
	switch end {
	case probe.DNSNXDomain:
		return failure{NoSuchName, name}
	case probe.DNSNoData, probe.DNSOK:
		return failure{NoRecord, name}
	case probe.DNSTimeout:
		return failure{NameTimeout, name}
	default:
		return failure{NameServer, name}
	}
}

// evidence escapes the beginning of a text from outside, at most maxText bytes of it.
func evidence(s string) probe.Text {
	if len(s) <= maxText {
		return probe.NewText(s)
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return probe.NewText(s[:end] + "…")
}
