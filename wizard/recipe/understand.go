package recipe

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// unreadable is for a file that its own program could not read: nothing that is added
// to it would count, and where things belong in it cannot be known.
func unreadable(program string, line int, why string) error {
	return fmt.Errorf("%s could not read this file, line %d: %s; mend that, then try again", program, line, why)
}

// refuseAerc refuses what is no INI file to aerc's reader.
func refuseAerc(old []byte, _ *Settings) error {
	n, began, until := 0, 0, "" // until closes a value that goes on over lines
	for _, line := range linesOf(string(old)) {
		n++
		text := strings.TrimSpace(line)
		if until != "" {
			if until == `\` && !strings.HasSuffix(text, until) || until != `\` && strings.Contains(text, until) {
				until = ""
			}
			continue
		}
		switch {
		case text == "" || strings.ContainsRune("#;", rune(text[0])):
			continue
		case text[0] == '[':
			if strings.LastIndexByte(text, ']') < 2 {
				return unreadable("aerc", n, "the name of a section is not closed with ]")
			}
			continue
		}
		end := strings.IndexAny(text, "=:")
		if end < 1 || text[0] == '"' && strings.Count(text, `"`) < 2 {
			return unreadable("aerc", n, "it is neither a section nor a setting with =")
		}
		if until = opened(strings.TrimSpace(text[end+1:])); until != "" {
			began = n
		}
	}
	if until != "" && until != `\` {
		return unreadable("aerc", began, "a quoted value is not closed")
	}
	return nil
}

// opened is what closes a value of an INI file that goes on in the next line, "" where
// it is whole. What ends in a backslash goes on until a line does not.
func opened(value string) string {
	for _, quote := range []string{`"""`, "`"} {
		if rest, ok := strings.CutPrefix(value, quote); ok {
			if strings.Contains(rest, quote) {
				return ""
			}
			return quote
		}
	}
	if strings.HasSuffix(value, `\`) {
		return `\`
	}
	return ""
}

// refuseEmacs refuses Lisp that ends in the middle of a form: Emacs would read nothing
// that is added.
func refuseEmacs(old []byte, _ *Settings) error {
	text := string(old)
	var open []int // where the brackets begin that are not closed
	word := false  // inside of one, where ? has no meaning
	for at := 0; at < len(text); {
		c := text[at]
		switch {
		case c == ';':
			at += len(firstLine(text[at:]))
		case c == '"':
			end := endOfString(text, at+1)
			if end < 0 {
				return unreadable("Emacs", lineAt(text, at), "a text in quotes is not closed")
			}
			at = end
		case c == '?' && !word:
			at = endOfCharacter(text, at+1)
		case c == '\\':
			at += 2
			word = true
			continue
		case c == '#' && at+1 < len(text) && strings.IndexByte("@|", text[at+1]) >= 0:
			return nil // made by a compiler: not for this reader
		case c == '(' || c == '[':
			open = append(open, at)
			at++
		case c == ')' || c == ']':
			if len(open) == 0 {
				return unreadable("Emacs", lineAt(text, at), "it closes a bracket that was not opened")
			}
			open = open[:len(open)-1]
			at++
		default:
			at++
			word = strings.IndexByte(" \t\r\n\f'`,", c) < 0
			continue
		}
		word = false
	}
	if len(open) > 0 {
		return unreadable("Emacs", lineAt(text, open[0]), "the bracket that opens there is not closed")
	}
	return nil
}

// endOfString is behind the quote that closes a text, -1 where there is none.
func endOfString(text string, at int) int {
	for ; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return -1
}

// endOfCharacter is behind a character that is written after a question mark, as in
// ?a, ?\n and ?\C-\M-x.
func endOfCharacter(text string, at int) int {
	for at+1 < len(text) && text[at] == '\\' {
		at++
		switch {
		case text[at] == '^':
			at++
		case strings.IndexByte("CMSHAs", text[at]) >= 0 && strings.HasPrefix(text[at+1:], "-"):
			at += 2
		default:
			_, size := utf8.DecodeRuneInString(text[at:])
			return at + size
		}
	}
	_, size := utf8.DecodeRuneInString(text[min(at, len(text)):])
	return at + size
}

func lineAt(text string, at int) int { return 1 + strings.Count(text[:at], "\n") }
