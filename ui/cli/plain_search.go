package cli

import (
	"fmt"

	"postern/wizard"
)

// mostMatches is how many matches are numbered at a time.
const mostMatches = 9

// matches are the choices that words lead to.
type matches struct {
	words  string
	found  []wizard.Choice // by the words
	always []wizard.Choice // there whatever the words are, such as one's own server
	paged  bool            // one of them has a page of its own
}

func match(a *wizard.Ask, words string) matches {
	m := matches{words: words}
	for _, c := range a.Find(words) {
		switch {
		case c.Pinned:
			m.always = append(m.always, c)
		case c.Value != words:
			m.found = append(m.found, c)
		}
		m.paged = m.paged || c.Page
	}
	return m
}

// search numbers what matches words that were no answer, and says how to go on.
func (f *front) search(a *wizard.Ask, words string) (how string) {
	m := match(a, words)
	if len(m.found)+len(m.always) == 0 {
		if near := nearProgram(words); a.Field == wizard.Program && near != "" {
			return f.search(a, near)
		}
		f.numbered = numbered{searched: true}
		return "Nothing is known as " + quoted(words) + ". Type a few letters of another name, or ? for what else there is."
	}
	if heading := m.heading(); heading != "" {
		f.say(heading)
	} else {
		fmt.Fprintln(f.out)
	}
	f.numbered.searched, f.numbered.only = words != "", ""
	if len(m.found) == 1 && words != "" {
		f.numbered.only = m.found[0].Value
	}
	more := max(0, len(m.found)+len(m.always)-mostMatches)
	f.list(append(append([]wizard.Choice{}, m.found[:len(m.found)-more]...), m.always...))
	if more > 0 {
		fmt.Fprintf(f.out, "%d more match; type more letters to find them.\n", more)
	}
	return m.how()
}

// heading is what is said above the matches, "" for nothing.
func (m matches) heading() string {
	switch {
	case len(m.found) > 0:
		return ""
	case m.words == "":
		return "Type a server's name, or choose:"
	}
	return "Nothing is known as " + quoted(m.words) + ". These are left:"
}

// how says how to go on.
func (m matches) how() string {
	page := "."
	if m.paged {
		page = "; i and a number shows all that is known of that one."
	}
	switch {
	case len(m.found) == 0 && m.words == "":
		return "Type a server's name, such as smtp.example.org, or a number."
	case len(m.found) == 0:
		return "Type a number, a few letters of another name, your address, or a server's name, such as smtp.example.org."
	case m.words == "":
		return "Type a number, or a few letters of the name" + page
	case len(m.found) == 1:
		return "Only " + m.found[0].Label + " matches: press enter for it, or type other words" + page
	}
	return "Type a number, or other words" + page
}

// correct numbers what was more likely meant than an address or a server's name that
// was typed, and with it what was typed, where that can be used; false if nothing was.
func (f *front) correct(a *wizard.Ask, line string) bool {
	if _, known := f.numbered.choice(line); known || a.Field != wizard.Provider && a.Field != wizard.Server && a.Field != wizard.Host {
		return false
	}
	r := read(line)
	if len(r.Corrections) == 0 {
		return false
	}
	var choices []wizard.Choice
	for _, c := range r.Corrections {
		choices = append(choices, wizard.Choice{Value: c.Value, Label: c.Value, Remark: c.Why})
	}
	if r.Works {
		choices = append(choices, wizard.Choice{Value: line, Label: r.Value, Remark: "as you typed it"})
	}
	f.say("Did you mean another one?")
	f.list(choices)
	fmt.Fprintln(f.out, "Type a number, or something else.")
	return true
}
