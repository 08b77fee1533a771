package recipe

import (
	"strings"

	"postern/probe"
)

// Conceal returns text, settings of a program or a difference between two of them,
// fit for a screen: the value of every line that holds a password reads ***, and
// what does not show, but for tabs and line ends, is escaped. The settings
// themselves are never changed by it.
func Conceal(program, text string) string {
	if program == "msmtp" {
		text = concealMSMTP(text)
	}
	return visible(text)
}

// visible escapes what a file may hold and a terminal must not get. The carriage return
// of a CRLF line end is left out.
func visible(text string) string {
	rows := strings.Split(text, "\n")
	for i, row := range rows {
		cells := strings.Split(strings.TrimSuffix(row, "\r"), "\t")
		for j, cell := range cells {
			cells[j] = probe.NewText(cell).String()
		}
		rows[i] = strings.Join(cells, "\t")
	}
	return strings.Join(rows, "\n")
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
