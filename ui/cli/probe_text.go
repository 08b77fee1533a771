package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// writeReport prints a report for a person: a line a door, then what to do, then
// what is wrong with the doors that are worth a word. With lined, no part of it is a
// table.
func writeReport(w io.Writer, o outcome, transcript, lined bool) {
	r := o.report
	fmt.Fprintln(w, withWritten(r.Host))
	if len(r.Addresses) > 0 {
		fmt.Fprintln(w, wrap("at "+addressList(r.Addresses), textWidth))
	}
	fmt.Fprintln(w)
	if lined {
		sayDoors(w, o)
	} else {
		writeDoors(w, o)
	}
	fmt.Fprintln(w)
	writeAdvice(w, o.advice)
	writeTroubles(w, r, o.advice, "postern explain ")
	if o.loginless {
		fmt.Fprintf(w, "\n%s\n", wrap(fmt.Sprintf("If %s is a relay that knows this computer by its address, it wants no login: --no-login", r.Host), textWidth))
	}
	if o.control != nil {
		writeControl(w, *o.control)
	}
	if o.compare != nil {
		writeChanges(w, *o.compare)
	}
	fmt.Fprintf(w, "\n%s\n", wrap(advice.Limits(), textWidth))
	if transcript {
		s := wizard.New(wizard.World{}).WithReport(r, r.Elapsed)
		for _, d := range r.Doors {
			if lined {
				writeReading(w, unaligned(s.Facts(d.Door.Port)))
				writeReading(w, s.ConversationAloud(d.Door.Port))
			} else {
				writeReading(w, s.Facts(d.Door.Port))
				writeReading(w, s.Conversation(d.Door.Port))
			}
		}
	}
}

// writeDoors prints a line a door. What holds for the name is said once.
func writeDoors(w io.Writer, o outcome) {
	if word, ok := nameTrouble(o.report); ok {
		fmt.Fprintf(w, "  %s: %s\n", portList(o.report.Doors), word)
		return
	}
	for _, d := range o.report.Doors {
		e := advice.Explain(o.report.Host, d)
		line := fmt.Sprintf("%5d  %-24s %-13s %7s  %s", d.Door.Port, wizard.Purpose(d.Door), e.Word, wizard.Duration(d.Elapsed),
			advice.Remark(o.advice, d))
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// sayDoors is writeDoors in sentences.
func sayDoors(w io.Writer, o outcome) {
	if word, ok := nameTrouble(o.report); ok {
		fmt.Fprintf(w, "%s: %s.\n", portList(o.report.Doors), word)
		return
	}
	for _, d := range o.report.Doors {
		e := advice.Explain(o.report.Host, d)
		line := fmt.Sprintf("%d: %s after %s", d.Door.Port, doorWord(e), wizard.Duration(d.Elapsed))
		if advice.Usable(e.Verdict) {
			line += ", " + wizard.Purpose(d.Door)
		}
		fmt.Fprintln(w, wrap(strings.Join(nonEmpty(line+".", sentence(advice.Remark(o.advice, d))), " "), textWidth))
	}
}

// nameTrouble returns what went wrong with the host's name, the same for all doors.
func nameTrouble(r probe.Report) (word string, ok bool) {
	for _, d := range r.Doors {
		if !d.Settled() || d.DNS == probe.DNSOK {
			return "", false
		}
	}
	if len(r.Doors) == 0 {
		return "", false
	}
	return advice.Explain(r.Host, r.Doors[0]).Word, true
}

// writeAdvice prints which door to use and why, what the doors suggest together
// and, where none is of use, what to write to those who can change that.
func writeAdvice(w io.Writer, a advice.Advice) {
	fmt.Fprintln(w, wrap(a.Headline, textWidth))
	likely := a.Likely
	for _, reason := range a.Reasons {
		fmt.Fprintln(w, hang("- ", reason.Text, textWidth))
		if reason.Text == likely {
			likely = ""
		}
	}
	if likely != "" {
		fmt.Fprintln(w, hang("- ", likely, textWidth))
	}
	if a.Ask != "" {
		fmt.Fprintf(w, "\nWhat to write to those who can change it:\n%s\n", hang("  ", a.Ask, textWidth))
	}
}

// writeTroubles explains the doors that are not as they should be, those alike
// together. A closed 25 and its like are usual and no trouble, nor is that a relay offers
// no login where none is wanted; and what is wrong with the host's name was said already. More is what leads to a lesson.
func writeTroubles(w io.Writer, r probe.Report, a advice.Advice, more string) {
	if _, ok := nameTrouble(r); ok {
		return
	}
	found := slices.DeleteFunc(advice.Findings(r), func(f advice.Finding) bool {
		return f.Tone != advice.Warn && f.Tone != advice.Bad || f.Verdict == advice.NoLogin && a.Label == advice.LabelByAddress
	})
	told := ""
	if a.Port == 0 && len(found) == 1 { // the reasons were about the same
		for _, reason := range a.Reasons {
			told += reason.Text + "\n"
		}
	}
	for _, f := range found {
		fmt.Fprintln(w)
		switch words := []string{f.Sentence, f.Cause, f.Next}; {
		case strings.Contains(told, f.Cause):
		case told != "" && a.Likely != "": // of all doors together, so of these
			fmt.Fprintln(w, wrap(f.Sentence, textWidth))
		case strings.Contains(told, f.Sentence):
			fmt.Fprintln(w, wrap(strings.Join(words[1:], " "), textWidth))
		default:
			fmt.Fprintln(w, wrap(strings.Join(words, " "), textWidth))
		}
		fmt.Fprintf(w, "More: %s%s\n", more, f.Lesson)
	}
}

// unaligned is a text whose tables are lines of words: "port: 465", and not "port   465".
func unaligned(r wizard.Reading) wizard.Reading {
	said := make([]string, 0, len(r.Paragraphs))
	for _, p := range r.Paragraphs {
		if strings.HasPrefix(p, "  ") {
			var lines []string
			for row := range strings.Lines(p) {
				lines = append(lines, unalignedRow(strings.TrimRight(row, "\n")))
			}
			p = strings.Join(lines, "\n")
		}
		said = append(said, p)
	}
	return wizard.Reading{Title: r.Title, Paragraphs: said}
}

// unalignedRow is a row of such a table: a name and a value, or a value that goes on.
func unalignedRow(row string) string {
	words := strings.TrimLeft(row, " ")
	name, value, both := strings.Cut(words, "  ")
	if further := len(row)-len(words) > 8; further || !both {
		return words
	}
	return sentence(name + ": " + strings.TrimLeft(value, " "))
}

// writeReading prints a text under its title.
func writeReading(w io.Writer, r wizard.Reading) {
	fmt.Fprintf(w, "\n%s\n\n%s", r.Title, layout(r.Paragraphs))
}

// writeLine prints a report on one line, for a list of many hosts.
func writeLine(w io.Writer, o outcome) {
	use := "none"
	if o.advice.Port != 0 {
		use = "use " + strconv.Itoa(o.advice.Port)
	}
	word, ok := nameTrouble(o.report)
	if !ok {
		var doors []string
		for _, d := range o.report.Doors {
			doors = append(doors, fmt.Sprintf("%d %s", d.Door.Port, advice.Explain(o.report.Host, d).Word))
		}
		word = strings.Join(doors, ", ")
	}
	changed := ""
	if o.compare != nil {
		changed = "; " + changesWord(*o.compare)
	}
	fmt.Fprintf(w, "%s: %s (%s)%s\n", o.report.Host, use, word, changed)
}
