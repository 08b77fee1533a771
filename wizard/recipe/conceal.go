package recipe

import (
	"strings"

	"postern/probe"
)

// Conceal returns text, the n-th of the files that [Render] returns or a difference
// between two of them, fit for a screen: the value of every line that holds a password
// reads ***, and what does not show, but for tabs and line ends, is escaped. The settings
// themselves are never changed by it.
func Conceal(program string, n int, s *Settings, text string) string {
	e, _ := find(program)
	if parts := e.partsFor(s); n < len(parts) && parts[n].conceal != nil {
		text = parts[n].conceal(text)
	}
	return visible(text)
}

// concealLines hides a part of every line. secret returns where in the line, which
// comes without the mark of a difference and without its line end, the password
// begins, and -1 where there is none. [Placeholder] is no secret.
func concealLines(text string, secret func(line string) int) string {
	var b strings.Builder
	for _, line := range linesOf(text) {
		body := strings.TrimRight(line, "\r\n")
		start := strings.TrimLeft(body, " \t+-")
		at := secret(start)
		if at < 0 || strings.Contains(start[at:], Placeholder) || strings.TrimSpace(start[at:]) == "" {
			b.WriteString(line)
			continue
		}
		b.WriteString(body[:len(body)-len(start)+at] + "***" + line[len(body):])
	}
	return b.String()
}

// concealAfter hides what follows the name of a setting, which may be set by a
// command too: that is no secret, and begins with a backtick.
func concealAfter(name string) func(string) string {
	return func(text string) string {
		return concealLines(text, func(line string) int { return valueIn(line, name) })
	}
}

func valueIn(line, name string) int {
	at := strings.Index(line, name)
	if at < 0 || strings.Contains(line[at:], "`") || line[0] == '#' {
		return -1
	}
	rest := line[at+len(name):]
	value := strings.TrimLeft(rest, " \t=\"'")
	if value == rest {
		return -1
	}
	return len(line) - len(value)
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

// concealMSMTP hides the values of password lines.
func concealMSMTP(text string) string {
	return concealLines(text, func(line string) int {
		rest, found := strings.CutPrefix(line, "password")
		if !found || rest == "" || rest[0] != ' ' && rest[0] != '\t' {
			return -1
		}
		return len("password ")
	})
}
