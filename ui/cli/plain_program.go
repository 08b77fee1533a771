package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"postern/wizard"
	"postern/wizard/recipe"
)

// listPrograms numbers the programs that are found on this computer, or all of them: a
// list of dozens is long to listen to.
func (f *front) listPrograms(a *wizard.Ask) {
	here := a.Choices
	if !f.whole {
		for i, c := range here {
			if c.Group != here[0].Group {
				here = here[:i]
				break
			}
		}
	}
	f.list(here)
	f.whole = false // the next time the short list again
	if slices.ContainsFunc(here, func(c wizard.Choice) bool { return strings.HasSuffix(c.Remark, "from documentation") }) {
		f.gloss("documentation", "“From documentation” means: written by the program's documentation, and not tried with it yet.")
	}
	if more := len(a.Choices) - len(here); more > 0 {
		fmt.Fprintln(f.out, wrap(fmt.Sprintf("%d more: type a few letters of one, or l for the whole list.", more), textWidth))
	}
}

// programCommands are what can be typed at the programs besides an answer.
func (f *front) programCommands() []command {
	return []command{telling("w", "reads again why this door", nil, func(s wizard.Session, _ string) {
		f.readWhole(s, wizard.Why, s.Read(wizard.Why, textWidth))
	}).quietly(), doing("l", "lists all programs", func(_ context.Context, s wizard.Session) (wizard.Session, error) {
		f.whole = true
		return s, nil
	}).quietly()}
}

// nearProgram is the beginning of the program's name that was likely meant, "" if none is
// near.
func nearProgram(words string) string {
	var names []string
	for _, p := range recipe.Programs() {
		names = append(names, p.ID)
	}
	if near := nearest(words, names); len(near) > 3 && near != words {
		return near[:len(near)-1] // letters of it, to be sought as if they were typed
	}
	return ""
}
