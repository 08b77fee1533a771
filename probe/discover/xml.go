package discover

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// As much of XML 1.0 as settings files need: elements, attributes, text, and what
// has to be skipped. Whatever is not well-formed is refused. encoding/xml would add
// 57 kB to the program where this adds 20; FuzzMarkup compares the two.

// A markup is the rest of a document.
type markup struct {
	rest string
	in   []string // the names of the elements it is in, prefixes included
}

// A tag is the beginning or the end of an element.
type tag struct {
	name  string // without its prefix
	kind  string // the value of the attribute type
	ends  bool   // it is an end
	empty bool   // it is both
}

// readMarkup returns a document, if all of its characters may stand in one.
func readMarkup(body string) (*markup, error) {
	for i, r := range body {
		if !isCharacter(r) || r == utf8.RuneError && !strings.HasPrefix(body[i:], "\uFFFD") {
			return nil, errors.New("it has a character that XML does not have, or is not UTF-8")
		}
	}
	body = strings.ReplaceAll(body, "\r\n", "\n") // section 2.11
	return &markup{rest: strings.ReplaceAll(body, "\r", "\n")}, nil
}

// isCharacter reports whether XML has a character (section 2.2).
func isCharacter(r rune) bool {
	return r >= ' ' && r <= 0xD7FF || r == '\t' || r == '\n' || r == '\r' || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// next returns the next tag, or else the next piece of text. Both are empty where
// something was passed over.
func (m *markup) next() (t *tag, text string, err error) {
	switch {
	case !strings.HasPrefix(m.rest, "<"):
		text, err = m.text()
	case strings.HasPrefix(m.rest, "<![CDATA["):
		text, err = m.until("<![CDATA[", "]]>")
	case strings.HasPrefix(m.rest, "<!--"):
		err = m.comment()
	case strings.HasPrefix(m.rest, "<!"):
		err = m.declaration()
	case strings.HasPrefix(m.rest, "<?"):
		err = m.instruction()
	default:
		t, err = m.tag()
	}
	return t, text, err
}

// done reports whether nothing is left, and all elements have ended.
func (m *markup) done() (bool, error) {
	if m.rest == "" && len(m.in) > 0 {
		return false, errors.New("it ends inside of " + m.in[len(m.in)-1])
	}
	return m.rest == "", nil
}

// text reads up to the next markup.
func (m *markup) text() (string, error) {
	end := strings.IndexByte(m.rest, '<')
	if end < 0 {
		end = len(m.rest)
	}
	text := m.rest[:end]
	m.rest = m.rest[end:]
	if strings.Contains(text, "]]>") {
		return "", errors.New("]]> stands outside of CDATA")
	}
	return resolved(text)
}

// until reads what stands between a start, which is there, and an end.
func (m *markup) until(start, end string) (string, error) {
	inside, rest, ok := strings.Cut(m.rest[len(start):], end)
	if !ok {
		return "", errors.New("it ends behind " + start)
	}
	m.rest = rest
	return inside, nil
}

func (m *markup) comment() error {
	if _, err := m.until("<!--", "--"); err != nil {
		return err
	}
	if !strings.HasPrefix(m.rest, ">") {
		return errors.New("-- stands in a comment")
	}
	m.rest = m.rest[1:]
	return nil
}

// declaration passes over a DOCTYPE that declares nothing.
func (m *markup) declaration() error {
	const start = "<!DOCTYPE "
	if !strings.HasPrefix(m.rest, start) {
		return errors.New("a declaration of something else than the document's type")
	}
	quote := byte(0)
	for i := len(start); i < len(m.rest); i++ {
		switch c := m.rest[i]; {
		case c == '[':
			return errors.New("it brings entities of its own")
		case c == '<':
			return errors.New("< stands in a declaration")
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			m.rest = m.rest[i+1:]
			return nil
		}
	}
	return errors.New("it ends behind " + start)
}

// instruction passes over a processing instruction. The one called xml says how
// the document is written.
func (m *markup) instruction() error {
	inside, err := m.until("<?", "?>")
	if err != nil {
		return err
	}
	name, rest := cutName(inside)
	switch version, encoding := pseudo(rest, "version"), pseudo(rest, "encoding"); {
	case name == "":
		return errors.New("a processing instruction has no name")
	case name == "xml" && version != "" && version != "1.0":
		return fmt.Errorf("it is written in XML %s", version)
	case name == "xml" && encoding != "" && !strings.EqualFold(encoding, "utf-8"):
		return fmt.Errorf("it is written in %s, and not in UTF-8", encoding)
	}
	return nil
}

// pseudo returns what an XML declaration says of something.
func pseudo(s, name string) string {
	_, s, ok := strings.Cut(s, name+"=")
	if !ok || s == "" || s[0] != '"' && s[0] != '\'' {
		return ""
	}
	value, _, _ := strings.Cut(s[1:], s[:1])
	return value
}

// tag reads the beginning or the end of an element.
func (m *markup) tag() (*tag, error) {
	rest := m.rest[len("<"):]
	t := tag{ends: strings.HasPrefix(rest, "/")}
	full, rest := cutName(strings.TrimPrefix(rest, "/"))
	local, err := localName(full)
	if err != nil {
		return nil, err
	}
	t.name = local
	for {
		rest = strings.TrimLeft(rest, " \t\n")
		switch {
		case strings.HasPrefix(rest, ">"):
			m.rest = rest[1:]
			return &t, m.nest(full, t)
		case strings.HasPrefix(rest, "/>") && !t.ends:
			m.rest, t.empty = rest[2:], true
			return &t, nil
		case t.ends:
			return nil, errors.New("an end tag has attributes: " + full)
		}
		if rest, err = t.attribute(rest); err != nil {
			return nil, err
		}
	}
}

// nest goes into an element, or out of it.
func (m *markup) nest(full string, t tag) error {
	last := len(m.in) - 1
	switch {
	case !t.ends:
		m.in = append(m.in, full)
	case last < 0 || m.in[last] != full:
		return errors.New("an element ends that has not begun: " + full)
	default:
		m.in = m.in[:last]
	}
	return nil
}

// attribute reads an attribute and returns what follows.
func (t *tag) attribute(s string) (rest string, err error) {
	full, s := cutName(s)
	name, err := localName(full)
	if err != nil {
		return "", err
	}
	s = strings.TrimLeft(s, " \t\n")
	if !strings.HasPrefix(s, "=") {
		return "", errors.New("an attribute has no value: " + full)
	}
	s = strings.TrimLeft(s[1:], " \t\n")
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return "", errors.New("a value is not in quotation marks: " + full)
	}
	value, rest, ok := strings.Cut(s[1:], s[:1])
	if !ok || strings.Contains(value, "<") {
		return "", errors.New("a value does not end: " + full)
	}
	value, err = resolved(value)
	if name == "type" && t.kind == "" {
		t.kind = strings.TrimSpace(value)
	}
	return rest, err
}

// cutName cuts a name off the front, which is empty if there is none.
func cutName(s string) (name, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool { return !inName(r) })
	if end < 0 {
		end = len(s)
	}
	if strings.IndexAny(s[:end], "-.0123456789") == 0 {
		end = 0
	}
	return s[:end], s[end:]
}

// inName reports whether a name may hold a character. Of those that are not ASCII
// it takes all: no name that matters has one.
func inName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_:.-", r) || r >= utf8.RuneSelf
}

// localName returns a name without its prefix.
func localName(full string) (string, error) {
	prefix, local, ok := strings.Cut(full, ":")
	switch {
	case full == "":
		return "", errors.New("a name is missing")
	case strings.Contains(local, ":"):
		return "", errors.New("a name with two prefixes: " + full)
	case !ok || prefix == "" || local == "":
		return full, nil
	}
	return local, nil
}

// resolved returns text with its references resolved: those to characters, and to
// the five entities that need no declaration.
func resolved(s string) (string, error) {
	if !strings.Contains(s, "&") {
		return s, nil
	}
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "&")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		name, rest, ok := strings.Cut(after, ";")
		r := reference(name)
		if !ok || r == 0 {
			return "", errors.New("& stands alone, or begins what is not known")
		}
		b.WriteRune(r)
		s = rest
	}
}

// reference returns the character that a reference is to; 0 for none.
func reference(name string) rune {
	switch name {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "apos":
		return '\''
	case "quot":
		return '"'
	}
	digits, isNumber := strings.CutPrefix(name, "#")
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if !isNumber || err != nil || !isCharacter(rune(n)) { //nolint:gosec // 21 bits
		return 0
	}
	return rune(n) //nolint:gosec // the same
}
