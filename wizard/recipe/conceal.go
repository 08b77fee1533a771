package recipe

import "strings"

// Conceal returns text, settings of a program or a difference between two of them,
// fit for a screen: the value of every line that holds a password reads ***. The
// settings themselves are never changed by it.
func Conceal(program, text string) string {
	if program == "msmtp" {
		return concealMSMTP(text)
	}
	return text
}

// concealMSMTP hides the values of password lines; a line may begin with the mark
// of a difference.
func concealMSMTP(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		body := strings.TrimRight(line, "\r\n")
		start := strings.TrimLeft(body, " \t+-")
		rest, found := strings.CutPrefix(start, "password")
		if found && rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
			b.WriteString(body[:len(body)-len(rest)] + " ***" + line[len(body):])
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}
