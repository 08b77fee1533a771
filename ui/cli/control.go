package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// A control is the control question as it was put, and what follows.
type control struct {
	question   advice.Control // the zero value if nobody was asked
	report     probe.Report
	conclusion advice.Conclusion
	slept      time.Duration // as an outcome's
}

// ask puts the control question about a report, if there is one: it tries the doors
// that failed on one other host. The person asked for it by a flag.
func (p prober) ask(ctx context.Context, about probe.Report, show *progress) *control {
	c := p.caseOf(about)
	out := new(control)
	if q, ok := advice.ControlFor(c, catalog.Default()); ok && ctx.Err() == nil {
		out.question = q
		out.report, out.slept = p.watch(ctx, q.Host, q.Doors, show)
	}
	out.conclusion = advice.Conclude(c, out.report)
	return out
}

// writeControl prints who was asked, what came back, and what follows.
func writeControl(w io.Writer, c control) {
	fmt.Fprintln(w)
	if c.question.Host != "" {
		fmt.Fprintf(w, "The control question went to %s (%s):\n", c.question.Host, c.question.Name)
		writeControlDoors(w, c.report)
		fmt.Fprintln(w)
	}
	said := c.conclusion
	fmt.Fprintln(w, wrap(said.Headline, textWidth))
	for _, text := range []string{said.Meaning, said.Next} {
		if text != "" {
			fmt.Fprintln(w, hang("- ", text, textWidth))
		}
	}
	if said.Ask != "" {
		fmt.Fprintf(w, "\nWhat to write, now that this is known:\n%s\n", hang("  ", said.Ask, textWidth))
	}
	if said.ID != advice.ConcludeNotNeeded {
		fmt.Fprintf(w, "More: postern explain %s\n", said.Lesson)
	}
}

// writeControlDoors prints a line a door.
func writeControlDoors(w io.Writer, r probe.Report) {
	if word, ok := nameTrouble(r); ok {
		fmt.Fprintf(w, "  %s: %s\n", portList(r.Doors), word)
		return
	}
	for _, d := range r.Doors {
		word := advice.Explain(r.Host, d).Word
		line := fmt.Sprintf("%5d  %-24s %-13s %7s", d.Door.Port, wizard.Purpose(d.Door), word, wizard.Duration(d.Elapsed))
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

type jsonControl struct {
	Host       string            `json:"host"` // "" if nobody was asked
	Ports      []jsonControlPort `json:"ports"`
	Conclusion string            `json:"conclusion"`
}

type jsonControlPort struct {
	Port    int    `json:"port"`
	Verdict string `json:"verdict"`
	Connect string `json:"connect"`
}

// newJSONControl puts a control question into its JSON form; nil stays nil.
func newJSONControl(c *control) *jsonControl {
	if c == nil {
		return nil
	}
	out := &jsonControl{Host: c.question.Host, Ports: []jsonControlPort{}, Conclusion: string(c.conclusion.ID)}
	for _, d := range c.report.Doors {
		out.Ports = append(out.Ports, jsonControlPort{d.Door.Port, string(advice.Judge(d)), string(d.Connect)})
	}
	return out
}
