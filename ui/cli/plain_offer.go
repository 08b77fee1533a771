package cli

import (
	"fmt"

	"postern/wizard"
)

// offered is how many matches are numbered at a time.
const offered = 9

// offer numbers what matches words that were no answer, and says how to go on. The
// choices that are always there, such as one's own server, are among them.
func (f *front) offer(a wizard.Ask, words string) (how string) {
	var found, always []wizard.Choice
	paged := ""
	for _, c := range a.Find(words) {
		switch {
		case c.Pinned:
			always = append(always, c)
		case c.Value != words:
			found = append(found, c)
		}
		if c.Page {
			paged = "; i and a number shows all that is known of that one"
		}
	}
	how = "Type a number, or other words" + paged + "."
	switch {
	case len(found)+len(always) == 0 && a.Field == wizard.Program && nearProgram(words) != "":
		return f.offer(a, nearProgram(words))
	case len(found)+len(always) == 0:
		f.sought, f.only = true, ""
		f.numbered = nil
		return "Nothing is known as " + quoted(words) + ". Type a few letters of another name, or ? for what else there is."
	case len(found) == 0 && words == "":
		f.say("Type a server's name, or choose:")
		how = "Type a server's name, such as smtp.example.org, or a number."
	case len(found) == 0:
		f.say("Nothing is known as " + quoted(words) + ". These are left:")
		how = "Type a number, a few letters of another name, your address, or a server's name, such as smtp.example.org."
	case words == "":
		fmt.Fprintln(f.out)
		how = "Type a number, or a few letters of the name" + paged + "."
	default:
		fmt.Fprintln(f.out)
	}
	f.sought, f.only = words != "", ""
	if len(found) == 1 && words != "" {
		f.only = found[0].Value
		how = "Only " + found[0].Label + " matches: press enter for it, or type other words" + paged + "."
	}
	more := max(0, len(found)+len(always)-offered)
	f.list(append(append([]wizard.Choice{}, found[:len(found)-more]...), always...))
	if more > 0 {
		fmt.Fprintf(f.out, "%d more match; type more letters to find them.\n", more)
	}
	return how
}

// offerMeant numbers what was more likely meant than an address or a server's name that
// was typed, and with it what was typed, where that can be used; false if nothing was.
func (f *front) offerMeant(a wizard.Ask, line string) bool {
	if _, known := f.choice(line); known || a.Field != wizard.Provider && a.Field != wizard.Server && a.Field != wizard.Host {
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
