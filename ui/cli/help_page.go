package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// A Page is the help of a command, taken apart: for whoever shows it in another form.
type Page struct {
	Name     string // of the command, "postern" for the bare one
	Short    string // what it does, in a few words
	Sections []Section
}

// A Section is what stands beneath one heading; the first has none.
type Section struct {
	Title string
	Parts []Part
}

// A Part is a paragraph, which has no Term; or one item of a list, a flag, say, and
// what it does; or a command to be shown as it is, which has no Text.
type Part struct{ Term, Text string }

// Pages returns the help of all commands, the bare one first.
func Pages() []Page {
	a := &app{out: &sink{}, getenv: func(string) string { return "" }}
	root, all := a.root(), carried()
	root.InitDefaultHelpCmd()
	pages := []Page{{"postern", root.Short, Sections(all["postern.txt"])}}
	for _, cmd := range root.Commands() {
		if !cmd.Hidden {
			pages = append(pages, Page{cmd.Name(), cmd.Short, Sections(all[cmd.Name()+".txt"])})
		}
	}
	return pages
}

// headMark begins the line of a heading.
const headMark = "# "

// Sections takes a help text apart. What is indented by two is an item, two blanks part
// it from its words; what is indented further goes on with it.
func Sections(text string) []Section {
	sections := []Section{{}}
	open := false // the last part may go on
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		now := &sections[len(sections)-1]
		words := strings.TrimLeft(line, " ")
		title, isTitle := strings.CutPrefix(line, headMark)
		switch indent := len(line) - len(words); {
		case words == "":
			open = false
		case isTitle:
			sections, open = append(sections, Section{Title: title}), false
		case indent == 2:
			term, what, _ := strings.Cut(words, "  ")
			now.Parts, open = append(now.Parts, Part{term, strings.TrimLeft(what, " ")}), true
		case open:
			now.Parts[len(now.Parts)-1].goOn(indent, words)
		default:
			now.Parts, open = append(now.Parts, Part{Text: words}), true
		}
	}
	return sections
}

// goOn adds a line to a part.
func (p *Part) goOn(indent int, words string) {
	switch {
	case p.Text == "" && p.Term != "" && indent < column: // a command of several lines
		p.Term += "\n" + strings.Repeat(" ", indent-2) + words
	case p.Text == "": // the term took the whole of its line
		p.Text = words
	default:
		p.Text += " " + words
	}
}

// column is where the words of an item begin at the least.
const column = 10

// describeFlags gives each flag the words that its help has for it, for completions.
func describeFlags(root *cobra.Command) {
	all := carried()
	everywhere := flagWords(all["postern.txt"])
	for _, cmd := range append(root.Commands(), root) {
		cmd.InitDefaultHelpFlag() // else it comes later, with words of cobra's
		own := flagWords(all[cmd.Name()+".txt"])
		for name, words := range everywhere {
			if f := cmd.Flag(name); f != nil {
				f.Usage = words
			}
		}
		for name, words := range own {
			if f := cmd.Flag(name); f != nil {
				f.Usage = words
			}
		}
	}
}

// flagWords are what a help text says of each flag, up to a semicolon: a shell has one
// line for it.
func flagWords(text string) map[string]string {
	words := make(map[string]string)
	for _, s := range Sections(text) {
		for _, p := range s.Parts {
			if _, flag, ok := strings.Cut(p.Term, "--"); ok && p.Text != "" {
				name, _, _ := strings.Cut(flag, " ")
				words[name], _, _ = strings.Cut(p.Text, "; ")
			}
		}
	}
	return words
}
