package ui

import (
	"io"
	"runtime"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// goesOn begins a row in which the one above it goes on.
const goesOn = "↳ "

// tab is what a tab takes on the screen.
const tab = "    "

// fold sets lines that must be kept as they are: one that is too long goes on in
// the next row, behind a sign. Without the sign the rows are the line, space for space.
func fold(text string, width int) string {
	var out []string
	for _, line := range strings.Split(strings.ReplaceAll(text, "\t", tab), "\n") {
		out = append(out, strings.Join(foldLine(line, max(1, width)), "\n"+goesOn))
	}
	return strings.Join(out, "\n")
}

// foldLine breaks a line. It takes time with the line's length and no more: a server
// may say long ones.
func foldLine(line string, room int) []string {
	if lipgloss.Width(line) <= room {
		return []string{line}
	}
	if strings.Contains(line, "\x1b") {
		return foldHard(line, room, room-len("> "))
	}
	return foldWords(line, room)
}

// foldWords breaks a line before the spaces in it, and within a word only where that is
// longer than a row.
func foldWords(line string, room int) []string {
	var rows []string
	var row strings.Builder
	left, next := room, max(1, room-lipgloss.Width(goesOn))
	for _, word := range words(line) {
		width := lipgloss.Width(word)
		if width > left && (width <= next || left < next/4) {
			rows = append(rows, row.String())
			row.Reset()
			left = next
		}
		if width > left {
			parts := foldHard(word, left, next)
			row.WriteString(parts[0])
			for _, part := range parts[1:] {
				rows = append(rows, row.String())
				row.Reset()
				row.WriteString(part)
			}
			left = next - lipgloss.Width(row.String())
			continue
		}
		row.WriteString(word)
		left -= width
	}
	return append(rows, row.String())
}

// words splits a line into its words, each with the spaces before it.
func words(line string) []string {
	var out []string
	begin := 0
	for i := 1; i < len(line); i++ {
		if line[i] == ' ' && line[i-1] != ' ' && strings.TrimLeft(line[begin:i], " ") != "" {
			out = append(out, line[begin:i])
			begin = i
		}
	}
	return append(out, line[begin:])
}

// foldHard breaks a text wherever a row ends: the first has its room, the others theirs.
func foldHard(text string, first, others int) []string {
	head := ansi.Truncate(text, first, "")
	if head == "" && first >= others { // not even one wide character fits
		return []string{text}
	}
	var rest strings.Builder
	w := lipgloss.NewWrapWriter(&rest) // styles begin anew in each row
	_, _ = io.WriteString(w, ansi.Hardwrap(ansi.TruncateLeft(text, lipgloss.Width(head), ""), max(1, others), true))
	_ = w.Close()
	return append([]string{head}, strings.Split(rest.String(), "\n")...)
}

// foldCommand sets a command for a shell so that what is copied from the screen is still
// the command: a row that is not the last ends in a backslash. Where one word is longer
// than a row, that word is folded.
func foldCommand(line string, width int) string {
	if lipgloss.Width(line) <= width {
		return line
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	var rows []string
	row := ""
	for _, word := range shellWords(line) {
		if row != "" && lipgloss.Width(row+" "+word) > width-len(` \`) {
			rows = append(rows, row+` \`)
			row = ""
		}
		if row == "" {
			row = indent + word
		} else {
			row += " " + word
		}
	}
	return fold(strings.Join(append(rows, row), "\n"), width)
}

// commandRows is foldCommand where the shell is one that knows the backslash.
func commandRows(command string, width int) string {
	if runtime.GOOS == "windows" {
		return fold(command, width)
	}
	return foldCommand(command, width)
}

// shellWords splits a command at the spaces that part words for a shell: those that are
// neither quoted nor escaped. The quotes stay.
func shellWords(command string) []string {
	var out []string
	begin, quote, escaped := 0, byte(0), false
	end := func(i int) {
		if i > begin {
			out = append(out, command[begin:i])
		}
		begin = i + 1
	}
	for i := range len(command) {
		c := command[i]
		switch {
		case escaped:
			escaped = false
		case c == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == ' ':
			end(i)
		}
	}
	end(len(command))
	return out
}
