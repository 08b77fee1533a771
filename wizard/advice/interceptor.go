package advice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"postern/probe"
)

// An interceptor is a program or device that opens encrypted connections. It shows
// a certificate of its own making for the very host that was asked.
type interceptor struct {
	name string
	kind string // antivirus, filter
}

// interceptorOf recognises who made a certificate by the issuer's name. A server
// of such a maker has a certificate for another name, or one that vouches for
// itself, and does not count.
func interceptorOf(c *probe.Certificate) (interceptor, bool) {
	if c == nil || slices.Contains(c.Problems, probe.CertWrongHost) || slices.Contains(c.Problems, probe.CertSelfSigned) {
		return interceptor{}, false
	}
	issuer := strings.ToLower(c.Issuer.String())
	var found interceptor
	longest := 0 // the phrase that says most decides
	for kind, products := range interceptorWords() {
		for name, phrases := range products {
			for _, phrase := range strings.Split(phrases, ", ") {
				better := len(phrase) > longest || len(phrase) == longest && name < found.name
				if better && containsWords(issuer, phrase) {
					found, longest = interceptor{name, kind}, len(phrase)
				}
			}
		}
	}
	return found, longest > 0
}

// containsWords reports whether a phrase stands in a text, as words of its own; both
// are in lower case.
func containsWords(text, phrase string) bool {
	for {
		before, after, found := strings.Cut(text, phrase)
		if !found {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		first, _ := utf8.DecodeRuneInString(after)
		if !unicode.IsLetter(last) && !unicode.IsLetter(first) {
			return true
		}
		text = after
	}
}

// An interception is what an interceptor did: the most preferred door that shows it.
type interception struct {
	by interceptor
	at int // port; 0 if there is none
}

// interceptionAt looks for a certificate that an interceptor made, the most preferred
// door first. Between servers certificates prove nothing.
func interceptionAt(doors []door) interception {
	for _, d := range doors {
		if isOpened(d) && d.port() != 25 {
			by, _ := interceptorOf(d.Certificate)
			return interception{by, d.port()}
		}
	}
	return interception{}
}

// isOpened reports whether a door's certificate was made by an interceptor.
func isOpened(d door) bool {
	_, ok := interceptorOf(d.Certificate)
	return ok && d.TLS == probe.TLSOK
}

// intercepted reports the pattern of opened connections.
func (v *view) intercepted() Pattern {
	if v.opened.at != 0 {
		return Intercepted
	}
	return ""
}
