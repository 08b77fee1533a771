package cli

import (
	"cmp"
	"fmt"

	"postern/wizard"
)

// sayTaken says what was taken as the answer. A text that was typed as it is kept needs
// no saying, and the end says what came of the last question.
func (f *front) sayTaken(next wizard.Session, a *wizard.Ask, line string) {
	value := next.Get(a.Field)
	listed := len(a.Choices) > 0 || a.Find != nil
	if a.Field == wizard.Write || a.Field == wizard.Command || line != "" && line == value && !listed {
		return
	}
	fmt.Fprintln(f.out, wrap(sentence(answerName(a)+": "+cmp.Or(f.takenWords(next, a, value), "none")), textWidth))
}

// withWritten is an address or a server's name, and after one in another alphabet how it
// is written there.
func withWritten(name string) string {
	if written := read(name).Unicode; written != "" {
		return name + " (" + written + ")"
	}
	return name
}

// answerName is what an answer to the question is called.
func answerName(a *wizard.Ask) string {
	switch a.Field {
	case wizard.Provider:
		return "Provider"
	case wizard.Server, wizard.Host:
		return "Server"
	case wizard.Door:
		return "Door"
	case wizard.Program:
		return "Program"
	case wizard.Region:
		return "Region"
	case wizard.Profile:
		return "Profile"
	case wizard.LocalPort:
		return "Port"
	case wizard.Certificate:
		return "Certificate"
	}
	return cmp.Or(a.Label, a.Prompt)
}

// takenWords are the words for what was taken: those of the list, where there was one.
func (f *front) takenWords(next wizard.Session, a *wizard.Ask, value string) string {
	if a.Field == wizard.Door {
		return value
	}
	if a.Field == wizard.Provider {
		switch p, known := next.World().Catalog.Find(value); {
		case known:
			return p.Name
		case value == wizard.Own:
			return "your own server"
		case value == wizard.Practise:
			return "practice"
		}
		return withWritten(value)
	}
	for _, c := range append(append([]wizard.Choice{}, f.numbered.choices...), a.Choices...) {
		if c.Value == value {
			return c.Label
		}
	}
	if a.Field == wizard.Server || a.Field == wizard.Host || a.Field == wizard.Address {
		return withWritten(value)
	}
	return value
}
