package recipe

import "strings"

// refuseGit refuses what git itself refuses: with such a file no git command works.
func refuseGit(old []byte, _ *Settings) error {
	r := gitReader{text: strings.ReplaceAll(string(old), "\r\n", "\n"), line: 1}
	for r.at < len(r.text) {
		line := r.line
		if why := r.statement(); why != "" {
			return unreadable("git", line, why)
		}
	}
	return nil
}

// A gitReader reads a file as git does (git-config(1), Syntax), character by character.
type gitReader struct {
	text     string
	at, line int
}

// next is the next character; the end is a line end.
func (r *gitReader) next() byte {
	if r.at >= len(r.text) {
		return '\n'
	}
	c := r.text[r.at]
	r.at++
	if c == '\n' {
		r.line++
	}
	return c
}

// statement reads a section's name, a setting or a comment, and returns what is wrong
// with it, "" if nothing is.
func (r *gitReader) statement() string {
	switch c := r.next(); {
	case strings.IndexByte(" \t\r\n", c) >= 0:
		return ""
	case c == '#' || c == ';':
		for r.next() != '\n' {
		}
		return ""
	case c == '[':
		return r.section()
	case strings.IndexByte(letters, c) >= 0:
		return r.setting()
	}
	return "it is neither a section nor a setting"
}

const gitName = letters + digits + "-"

func (r *gitReader) section() string {
	const wrong = "the name of a section is not what git knows"
	for n := 0; ; n++ {
		switch c := r.next(); {
		case c == ']' && n > 0:
			return ""
		case (c == ' ' || c == '\t') && n > 0:
			if !r.subsection() {
				return wrong
			}
			return ""
		case strings.IndexByte(gitName+".", c) < 0:
			return wrong
		}
	}
}

// subsection reads the rest of a name like [sendemail "work"].
func (r *gitReader) subsection() bool {
	c := r.next()
	for c == ' ' || c == '\t' {
		c = r.next()
	}
	if c != '"' {
		return false
	}
	for c = r.next(); c != '"'; c = r.next() {
		if c == '\\' {
			c = r.next()
		}
		if c == '\n' {
			return false
		}
	}
	return r.next() == ']'
}

func (r *gitReader) setting() string {
	c := r.next()
	for strings.IndexByte(gitName, c) >= 0 {
		c = r.next()
	}
	for c == ' ' || c == '\t' {
		c = r.next()
	}
	switch c {
	case '\n': // it is switched on
		return ""
	case '=':
		return r.value()
	}
	return "there is no = behind the name of a setting"
}

func (r *gitReader) value() string {
	quoted, comment := false, false
	for {
		switch c := r.next(); {
		case c == '\n' && quoted:
			return "a quote is not closed"
		case c == '\n':
			return ""
		case comment:
		case !quoted && (c == '#' || c == ';'):
			comment = true
		case c == '"':
			quoted = !quoted
		case c == '\\' && strings.IndexByte("\n\\\"tbn", r.next()) < 0:
			return `there is a \ that git does not know`
		}
	}
}
