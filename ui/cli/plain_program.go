package cli

import (
	"context"
	"fmt"

	"postern/wizard"
)

// listPrograms numbers the programs that are found on this computer, or all of them: a
// list of dozens is long to listen to.
func (f *front) listPrograms(a wizard.Ask) {
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
	if more := len(a.Choices) - len(here); more > 0 {
		fmt.Fprintln(f.out, wrap(fmt.Sprintf("%d more: type a few letters of one, or l for the whole list.", more), textWidth))
	}
}

// programCommands are what can be typed at the programs besides an answer.
func (f *front) programCommands() []command {
	return []command{does("l", "lists all programs", func(_ context.Context, s wizard.Session) (wizard.Session, error) {
		f.whole = true
		return s, nil
	}).softly()}
}
