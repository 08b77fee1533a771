package probe

import "strings"

// otherProtocol returns the name of the protocol whose server begins a conversation
// like this, where SMTP would say 220; "" if it is none that is known.
func otherProtocol(first string) string {
	upper := strings.ToUpper(first)
	begins := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if strings.HasPrefix(upper, p) {
				return true
			}
		}
		return false
	}
	switch {
	case begins("HTTP/", "<!DOCTYPE", "<HTML", "<?XML"):
		return "HTTP"
	case begins("SSH-"):
		return "SSH"
	case begins("* OK", "* PREAUTH", "* BYE"):
		return "IMAP"
	case begins("+OK", "-ERR"):
		return "POP3"
	case recordStart([]byte(first)) == 0:
		return "TLS"
	case isBinary(first):
		return binaryProtocol
	default:
		return ""
	}
}

// binaryProtocol is what a protocol is called that does not speak in lines of text.
const binaryProtocol = "binary"

// isBinary reports whether a conversation does not begin with text. One that begins
// with a number of three digits is SMTP, or meant to be, whatever follows.
func isBinary(first string) bool {
	if len(first) >= 3 && !strings.ContainsFunc(first[:3], func(r rune) bool { return r < '0' || r > '9' }) {
		return false
	}
	return first != "" && startsBinary(first[0]) ||
		strings.ContainsFunc(first, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' })
}

// isFTP reports whether a server that greeted with 220 and then refused EHLO is
// an FTP server. Those say 220 too; 530 asks for USER and PASS, which no SMTP
// server wants to hear.
func isFTP(greeting, refusal reply) bool {
	said := strings.ToUpper(strings.Join(append(greeting.texts(), refusal.texts()...), "\n"))
	if strings.Contains(said, "SMTP") {
		return false
	}
	return strings.Contains(said, "FTP") || strings.Contains(said, "FILEZILLA") ||
		refusal.code == 530 && strings.Contains(said, "USER")
}
