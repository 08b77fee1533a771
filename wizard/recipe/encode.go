package recipe

import (
	"fmt"
	"net/netip"
	"strings"
)

// An encoder of a format is a function in a file encode_FORMAT.go. It gets one value
// and what it is called in a sentence, and returns it written so that the program
// reads exactly that, or refuses it with a sentence that says why the format cannot
// hold it. checkRunes comes first: no format here holds a line break.

// escapeURL percent-encodes a value for any part of a URL (RFC 3986, section 2.1).
// What is left are letters, digits, and - . _ ~ %, which mean themselves in every
// format that quotes.
func escapeURL(value string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(value) {
		c := value[i]
		if strings.IndexByte(letters+digits+"-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
	}
	return b.String()
}

// hostURL is a server's name or address in a URL, or behind which a port stands.
func hostURL(host string) string {
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() {
		return "[" + host + "]"
	}
	return host
}

// backslashed writes a value between quotes, with a backslash before each of the
// special characters.
func backslashed(value, quote, special string) string {
	var b strings.Builder
	b.WriteString(quote)
	for _, r := range value {
		if strings.ContainsRune(special, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	b.WriteString(quote)
	return b.String()
}

// encodeRest is for formats that take the rest of a line as it stands, but for the
// blanks around it.
func encodeRest(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if value != strings.Trim(value, " \t") {
		return "", fmt.Errorf("%s begins or ends with a blank, which this program would leave out", name)
	}
	return value, nil
}
