package main

import (
	"fmt"
	"regexp"
	"strings"

	"postern/ui/cli"
)

// subsection begins the term of a part that is a heading within a section.
const subsection = "\x00"

// roff writes the page with the macros of man(7), which every man program reads.
func (m manual) roff() string {
	var b strings.Builder
	b.WriteString(".\\\" Made by go run ./ui/cli/manual from the texts of --help; edit those.\n")
	fmt.Fprintf(&b, ".TH %s 1 %s Postern \"User Commands\"\n", strings.ToUpper(escape(m.title)), m.day)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", escape(m.title), escape(m.short))
	for _, s := range m.sections {
		fmt.Fprintf(&b, ".SH %s\n", s.Title)
		for i, p := range s.Parts {
			first := i == 0 || strings.HasPrefix(s.Parts[i-1].Term, subsection)
			switch {
			case s.Title == "SYNOPSIS":
				writeSynopsis(&b, p, first)
			case isCommand(p):
				writeCommand(&b, p, i == 0 || !isCommand(s.Parts[i-1]), i+1 == len(s.Parts) || !isCommand(s.Parts[i+1]))
			default:
				writePart(&b, p, first, s.Title != "ENVIRONMENT")
			}
		}
	}
	return b.String()
}

func isCommand(p cli.Part) bool {
	return p.Term != "" && p.Text == "" && !strings.HasPrefix(p.Term, subsection)
}

// writeCommand writes one of several commands that stand beneath each other.
func writeCommand(b *strings.Builder, p cli.Part, begins, ends bool) {
	if begins {
		b.WriteString(".RS\n.nf\n")
	}
	for _, l := range strings.Split(p.Term, "\n") {
		b.WriteString(guard(escape(l)) + "\n")
	}
	if ends {
		b.WriteString(".fi\n.RE\n")
	}
}

// writePart writes a paragraph or an item; stands says that capitals in its term stand
// for something else.
func writePart(b *strings.Builder, p cli.Part, first, stands bool) {
	title, isTitle := strings.CutPrefix(p.Term, subsection)
	switch {
	case isTitle:
		fmt.Fprintf(b, ".SS %s\n", escape(title))
		return
	case p.Term != "":
		fmt.Fprintf(b, ".TP\n%s\n", term(p.Term, stands))
	case !first:
		b.WriteString(".PP\n")
	}
	writeText(b, p.Text)
}

// writeText breaks a text into lines that people can read and compare, too.
func writeText(b *strings.Builder, text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		word = escape(word)
		if line != "" && len(line)+1+len(word) > 78 {
			b.WriteString(guard(line) + "\n")
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	b.WriteString(guard(line) + "\n")
}

func writeSynopsis(b *strings.Builder, p cli.Part, first bool) {
	if !first {
		b.WriteString(".br\n")
	}
	b.WriteString(synopsis(p) + "\n")
}

// synopsis has the command bold and what stands for something else in italics.
func synopsis(p cli.Part) string {
	out := escape(p.Term)
	if at := strings.IndexAny(p.Term, "[ABCDEFGHIJKLMNOPQRSTUVWXYZ"); at > 0 {
		out = "\\fB" + escape(strings.TrimSpace(p.Term[:at])) + "\\fR " + placeholders(p.Term[at:])
	} else {
		out = "\\fB" + out + "\\fR"
	}
	return out
}

// term is what an item is about: flags and words of a command are bold, and what
// stands for something else is in italics.
func term(s string, stands bool) string {
	var words []string
	for _, w := range strings.Split(s, " ") {
		flag, comma := strings.CutSuffix(w, ",")
		switch {
		case stands && placeholder.MatchString(w) && w == strings.ToUpper(w):
			w = placeholders(w)
		case comma:
			w = "\\fB" + escape(flag) + "\\fR,"
		default:
			w = "\\fB" + escape(w) + "\\fR"
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// placeholder is a word that stands for what a person says.
var placeholder = regexp.MustCompile(`[A-Z][A-Z]+`)

func placeholders(s string) string {
	return placeholder.ReplaceAllString(escape(s), `\fI$0\fR`)
}

// guard keeps a line from being taken for a command of the typesetter.
func guard(line string) string {
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		return `\&` + line
	}
	return line
}

// escape keeps signs what they are: a hyphen that can be copied, a backslash, an
// apostrophe that is not a closing quote, and a tilde and a circumflex of full size.
var escape = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "~", `\(ti`, "^", `\(ha`).Replace
