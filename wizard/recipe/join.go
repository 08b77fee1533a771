package recipe

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A join puts text, Postern's lines for the settings, into old, a file that may be
// empty, and returns the whole. What is there already in the same place is an
// [*ExistsError] unless replace is true, or unless it says the same.
type join func(old, text string, s *Settings, replace bool) (string, error)

// whole takes the whole file: its format has no place for anything else.
func whole(old, text string, _ *Settings, replace bool) (string, error) {
	if strings.TrimSpace(old) != "" && old != text && !replace {
		return "", &ExistsError{What: "a file with other settings", Block: old}
	}
	return text, nil
}

// block keeps Postern's lines between two comment lines, at the end of the file.
// comment is how a comment begins in its format.
func block(comment string) join { return blockBefore(comment, nil) }

// blockBefore puts new lines in front of the first line that before is true of, and
// at the end where there is none.
func blockBefore(comment string, before func(line string) bool) join {
	return func(old, text string, s *Settings, replace bool) (string, error) {
		f, err := readBlock(old, comment)
		if err != nil {
			return "", err
		}
		own := f.lines(comment+" Postern begin: "+title(s)+"\n"+text, comment+" Postern end")
		if f.start < f.end {
			was := f.text[f.start:f.end]
			if sameBut(strings.TrimRight(was, "\r\n"), strings.TrimRight(own, "\r\n")) {
				return old, nil
			}
			if !replace {
				return "", &ExistsError{What: "a part that Postern wrote before", Block: was}
			}
			if !strings.HasSuffix(was, "\n") {
				own = strings.TrimRight(own, "\r\n")
			}
			return f.text[:f.start] + own + f.text[f.end:], nil
		}
		return f.insert(own, before), nil
	}
}

// A blockFile is a text file with or without Postern's lines in it.
type blockFile struct {
	text       string
	start, end int // Postern's lines, with the comment lines around them; equal if none
	newline    string
}

// readBlock finds Postern's lines. A file that is no text is refused, and one in
// which a person's own lines could not be told from Postern's.
func readBlock(old, comment string) (blockFile, error) {
	f := blockFile{text: old, newline: "\n"}
	if err := checkTextFile(old); err != nil {
		return f, err
	}
	if strings.HasSuffix(firstLine(old), "\r\n") {
		f.newline = "\r\n"
	}
	at, inside := 0, false
	for _, line := range linesOf(old) {
		text := strings.TrimSpace(line)
		switch begin := strings.HasPrefix(text, comment+" Postern begin"); {
		case begin && (inside || f.end > 0):
			return f, fmt.Errorf("the line %q is there twice: delete what Postern wrote before, then try again", text)
		case begin:
			inside, f.start = true, at
		case text == comment+" Postern end" && !inside:
			return f, fmt.Errorf("the line %q is there without one before it that begins %q: delete it, then try again",
				text, comment+" Postern begin")
		case text == comment+" Postern end":
			inside, f.end = false, at+len(line)
		}
		at += len(line)
	}
	if inside {
		return f, fmt.Errorf("a line begins %q, and none after it reads %q: delete what Postern wrote before, then try again",
			comment+" Postern begin", comment+" Postern end")
	}
	return f, nil
}

func firstLine(text string) string {
	for _, line := range linesOf(text) {
		return line
	}
	return ""
}

// checkTextFile refuses what no reader of plain text settings understands.
func checkTextFile(text string) error {
	for _, mark := range []string{"\ufeff", "\xff\xfe", "\xfe\xff"} {
		if strings.HasPrefix(text, mark) {
			return fmt.Errorf("the file begins with a byte order mark: save it as plain UTF-8, then try again")
		}
	}
	if strings.IndexByte(text, 0) >= 0 {
		return fmt.Errorf("there is a NUL byte in the file, so it is not a text file")
	}
	return nil
}

// linesOf returns the lines of a text, each with its line end.
func linesOf(text string) []string { return slices.Collect(strings.Lines(text)) }

// lines are texts with the line ends of the file.
func (f blockFile) lines(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(strings.TrimSuffix(text, "\n") + "\n")
	}
	return strings.ReplaceAll(b.String(), "\n", f.newline)
}

// insert puts Postern's lines in, with a blank line between them and others.
func (f blockFile) insert(own string, before func(line string) bool) string {
	at := len(f.text)
	if before != nil {
		n := 0
		for _, line := range linesOf(f.text) {
			if before(line) {
				at = n
				break
			}
			n += len(line)
		}
	}
	head, tail := []byte(f.text[:at]), f.text[at:]
	if n := len(head); n > 0 && head[n-1] != '\n' {
		head = append(head, f.newline...)
	}
	if n := len(head); n > 0 && !blankEnd(head) {
		head = append(head, f.newline...)
	}
	if tail != "" {
		own += f.newline
	}
	return string(head) + own + tail
}

// blankEnd reports whether the last line is blank.
func blankEnd(text []byte) bool {
	last := text[bytes.LastIndexByte(text[:len(text)-1], '\n')+1:]
	return len(bytes.TrimSpace(last)) == 0
}

// findSection finds the section's lines; same compares the lines that name one. A
// section that is there twice is refused.
func (f *blockFile) findSection(head string, same func(a, b string) bool) error {
	at, inside := 0, false
	for _, line := range linesOf(f.text) {
		text := strings.TrimSpace(line)
		at += len(line)
		switch {
		case same(text, head) && f.end > 0:
			return fmt.Errorf("the section %s is there twice: make one of it, then try again", head)
		case same(text, head):
			inside, f.start, f.end = true, at-len(line), at
		case strings.HasPrefix(text, "["):
			inside = false
		case inside && text != "" && !strings.ContainsRune("#;", rune(text[0])):
			f.end = at
		}
	}
	return nil
}

// keyed keeps one line of a file in which each line begins with a key, such as the
// passwords for several servers. key returns it, "" for a line that has none. A line
// that differs in its password alone stays, with what the person put in. With first a
// new line comes before all others.
func keyed(key func(line string) string, first bool) join { return keyedLines{key, first}.join }

type keyedLines struct {
	key   func(line string) string
	first bool
}

func (k keyedLines) join(old, text string, _ *Settings, replace bool) (string, error) {
	if err := checkTextFile(old); err != nil {
		return "", err
	}
	own := strings.TrimRight(text[strings.LastIndexByte(strings.TrimRight(text, "\n"), '\n')+1:], "\n")
	lines := linesOf(old)
	at := slices.IndexFunc(lines, func(line string) bool { return k.key(line) == k.key(own) })
	switch {
	case at < 0:
		f := blockFile{text: old, newline: "\n"}
		if k.first {
			return f.insert(text, func(line string) bool { return k.key(line) != "" }), nil
		}
		return f.insert(text, nil), nil
	case sameBut(strings.TrimRight(lines[at], "\r\n"), own):
		return old, nil
	case !replace:
		return "", &ExistsError{Account: k.key(own), What: "a login for " + k.key(own), Block: lines[at]}
	}
	lines[at] = own + lines[at][len(strings.TrimRight(lines[at], "\r\n")):] // with its own line end
	return strings.Join(lines, ""), nil
}

// sameBut reports whether texts are the same but for the password that a person put
// in place of [Placeholder] in own.
func sameBut(was, own string) bool {
	before, after, ok := strings.Cut(own, Placeholder)
	if !ok {
		return was == own
	}
	return len(was) > len(before)+len(after) && strings.HasPrefix(was, before) && strings.HasSuffix(was, after) &&
		!strings.Contains(was[len(before):len(was)-len(after)], "\n")
}
