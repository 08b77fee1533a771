package wizard

import (
	"fmt"
	"strings"

	"postern/probe"
	"postern/wizard/talk"
)

// Dialogue is what was said at one door as data, in the form of the lessons' sessions;
// false if nothing was. Conversation and its kin are the texts.
func (s Session) Dialogue(port int) (talk.Dialogue, bool) {
	r, _ := s.report.Door(port)
	if len(r.Transcript) == 0 {
		return talk.Dialogue{}, false
	}
	d := talk.Dialogue{Title: fmt.Sprintf("%d: yours, at %s", port, s.report.Host)}
	e := newExplainer(r)
	for _, l := range r.Transcript {
		before := e.encrypted
		line := talk.Line{From: l.From, Text: l.Text.String(), Means: e.explain(l), Heard: talk.Clear}
		switch {
		case before && e.encrypted:
			line.Heard = talk.Sealed
		case e.encrypted:
			line.Heard = talk.Begins
		case l.From == probe.FromNote && strings.HasPrefix(line.Text, "connected to"):
			line.Heard = talk.Call
		}
		d.Lines = append(d.Lines, line)
	}
	return d, true
}

// Dialogues are those of all doors at which something was said: the recorded form of
// the two sessions, 587 and 465 first.
func (s Session) Dialogues() []talk.Dialogue {
	var first, rest []talk.Dialogue
	for _, r := range s.report.Doors {
		d, said := s.Dialogue(r.Door.Port)
		switch {
		case !said:
		case r.Door.Port == 587:
			first = append([]talk.Dialogue{d}, first...)
		case r.Door.Port == 465:
			first = append(first, d)
		default:
			rest = append(rest, d)
		}
	}
	return append(first, rest...)
}
