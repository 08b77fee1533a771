// Package fill puts values into the places of a text that is kept in a file.
//
//	host {host}
//	{?tls}tls on
//	{!tls}tls off
//
// {name} stands for a value. A line that begins with {?name} is kept only if the
// value is not empty, one that begins with {!name} only if it is; several may
// stand one behind the other. There is nothing else: whoever fills a text has
// decided everything before.
//
// It does what text/template could do too, but does not keep every method of
// every type in the program, which made the binary a fifth larger.
package fill

import "strings"

// Values are what the places of a text stand for, by name.
type Values map[string]string

// Flag is the value of a condition: not empty if it holds.
func Flag(holds bool) string {
	if holds {
		return "yes"
	}
	return ""
}

// Text fills a text line by line. A place whose name is not known stays as it is.
// What is put in is never looked at again, so that a stranger's words cannot call
// for other values.
func (v Values) Text(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if kept, ok := v.keep(line); ok {
			b.WriteString(v.Line(kept))
		}
	}
	return b.String()
}

// keep takes the conditions off a line, and reports whether all of them hold.
func (v Values) keep(line string) (string, bool) {
	for {
		rest, want := strings.CutPrefix(line, "{?")
		if !want {
			var not bool
			if rest, not = strings.CutPrefix(line, "{!"); !not {
				return line, true
			}
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return line, true
		}
		if (v[name] != "") != want {
			return "", false
		}
		line = after
	}
}

// Line fills the places of a piece of text that has no conditions.
func (v Values) Line(text string) string {
	before, rest, found := strings.Cut(text, "{")
	if !found {
		return text
	}
	var b strings.Builder
	for found {
		b.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		if value, known := v[name]; closed && known {
			b.WriteString(value)
			rest = after
		} else {
			b.WriteByte('{')
		}
		before, rest, found = strings.Cut(rest, "{")
	}
	b.WriteString(before)
	return b.String()
}
