package recipe

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A pref is one preference as Thunderbird would read it from user.js or prefs.js.
type pref struct {
	name  string
	value any    // a string, an int or a bool
	raw   string // the statement as it stands, from user_pref to its semicolon
}

// prefs are the statements of a file; a later one wins over an earlier one.
type prefs []pref

// readPrefs reads a file of preferences by Thunderbird's own rules. Thunderbird
// drops what it cannot read, and after a quote too few much that follows; here any
// such place is an error that names its line.
func readPrefs(file string, body []byte) (prefs, error) {
	r := prefReader{text: strings.TrimPrefix(string(body), "\ufeff")}
	var all prefs
	for {
		more, err := r.skip()
		if err == nil && !more {
			return all, nil
		}
		var p pref
		if err == nil {
			p, err = r.statement()
		}
		if err != nil {
			line := 1 + strings.Count(r.text[:min(r.began, len(r.text))], "\n")
			return nil, fmt.Errorf("line %d of %s cannot be read by Thunderbird: %w; mend that, then try again", line, file, err)
		}
		all = append(all, p)
	}
}

// text returns a preference of words. Like Thunderbird it takes no number for one.
func (p prefs) text(name string) (string, bool) {
	v, ok := p.last(name).(string)
	return v, ok
}

func (p prefs) last(name string) any {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i].name == name {
			return p[i].value
		}
	}
	return nil
}

// A prefReader stands at a place in the text. began is where the statement or the
// comment began that it is in.
type prefReader struct {
	text      string
	at, began int
}

// skip goes past blanks and the three kinds of comment, and reports whether
// anything follows.
func (r *prefReader) skip() (more bool, err error) {
	for r.at < len(r.text) {
		rest := r.text[r.at:]
		switch {
		case strings.ContainsRune(" \t\r\n\v\f", rune(rest[0])):
			r.at++
		case rest[0] == '#', strings.HasPrefix(rest, "//"):
			n := strings.IndexAny(rest, "\r\n")
			if n < 0 {
				n = len(rest)
			}
			r.at += n
		case strings.HasPrefix(rest, "/*"):
			r.began = r.at
			n := strings.Index(rest, "*/")
			if n < 2 {
				return false, errors.New("a comment that begins there has no end")
			}
			r.at += n + 2
		default:
			return true, nil
		}
	}
	return false, nil
}

// statement reads user_pref("name", value); and its two relatives.
func (r *prefReader) statement() (pref, error) {
	r.began = r.at
	word := r.word()
	if word != "user_pref" && word != "pref" && word != "sticky_pref" {
		return pref{}, errors.New("it does not begin with user_pref")
	}
	var p pref
	var err error
	if err = r.sign('('); err != nil {
		return pref{}, err
	}
	if p.name, err = r.quoted(); err != nil {
		return pref{}, err
	}
	if err = r.sign(','); err != nil {
		return pref{}, err
	}
	if p.value, err = r.value(); err != nil {
		return pref{}, err
	}
	for _, sign := range []byte(");") {
		if err = r.sign(sign); err != nil {
			return pref{}, err
		}
	}
	p.raw = r.text[r.began:r.at]
	return p, nil
}

// word takes letters, digits and _.
func (r *prefReader) word() string {
	rest := r.text[r.at:]
	n := len(rest) - len(strings.TrimLeft(rest, letters+digits+"_"))
	r.at += n
	return rest[:n]
}

// sign takes the character that must come next.
func (r *prefReader) sign(want byte) error {
	more, err := r.skip()
	if err != nil {
		return err
	}
	if !more || r.text[r.at] != want {
		return fmt.Errorf("the sign %c is missing", want)
	}
	r.at++
	return nil
}

func (r *prefReader) value() (any, error) {
	more, err := r.skip()
	if err != nil || !more {
		return nil, errors.Join(err, errors.New("the value is missing"))
	}
	if c := r.text[r.at]; c == '"' || c == '\'' {
		return r.quoted()
	}
	start := r.at
	if c := r.text[r.at]; c == '-' || c == '+' {
		r.at++
	}
	r.word()
	switch word := r.text[start:r.at]; word {
	case "true", "false":
		return word == "true", nil
	default:
		n, err := strconv.ParseInt(word, 10, 32)
		if err != nil {
			return nil, errors.New("the value is no text in quotes, no whole number, and not true or false")
		}
		return int(n), nil
	}
}

// quoted reads a text in single or double quotes. Line breaks may stand within.
func (r *prefReader) quoted() (string, error) {
	if more, err := r.skip(); err != nil || !more || r.text[r.at] != '"' && r.text[r.at] != '\'' {
		return "", errors.Join(err, errors.New("a quote is missing"))
	}
	quote := r.text[r.at]
	var b bytes.Buffer
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case quote:
			r.at++
			return b.String(), nil
		case 0:
			return "", errors.New("there is a NUL byte, so this is not a text file")
		case '\\':
			if err := r.escape(&b); err != nil {
				return "", err
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", errors.New("a text that begins there has no closing quote")
}

// escape reads what follows a backslash, and stays on its last character.
func (r *prefReader) escape(b *bytes.Buffer) error {
	r.at++
	if r.at == len(r.text) {
		return errors.New("a text that begins there has no closing quote")
	}
	switch c := r.text[r.at]; c {
	case '"', '\'', '\\':
		b.WriteByte(c)
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 'x':
		return r.code(b, 2)
	case 'u':
		return r.code(b, 4)
	default:
		return fmt.Errorf(`there is no escape \%s`, string(c))
	}
	return nil
}

// code reads the hexadecimal digits of a character; two \u may be one character.
func (r *prefReader) code(b *bytes.Buffer, digits int) error {
	n, err := r.hex(digits)
	if err != nil {
		return err
	}
	if n>>10 == 0xd800>>10 && strings.HasPrefix(r.text[r.at+1:], `\u`) {
		r.at += 2
		low, err := r.hex(4)
		if err != nil {
			return err
		}
		n = (n-0xd800)<<10 + (low - 0xdc00) + 0x10000
	}
	if n == 0 || !utf8.ValidRune(rune(n)) {
		return errors.New("there is an escape that is no character")
	}
	b.WriteRune(rune(n))
	return nil
}

func (r *prefReader) hex(digits int) (uint64, error) {
	end := r.at + 1 + digits
	if end > len(r.text) {
		return 0, errors.New("a text that begins there has no closing quote")
	}
	n, err := strconv.ParseUint(r.text[r.at+1:end], 16, 32)
	if err != nil {
		return 0, errors.New("there is an escape without its hexadecimal digits")
	}
	r.at = end - 1
	return n, nil
}
