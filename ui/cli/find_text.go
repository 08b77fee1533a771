package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/candidate"
	"postern/wizard/catalog"
)

// A findProgress tells line by line how a search goes: one line as each source
// ends, and one now and then while none does. The nil progress tells nobody.
type findProgress struct {
	w     io.Writer
	lines func(discover.Report) []wizard.SearchLine
	said  map[candidate.SourceID]bool
	few   bool // only what names something is told, and how many others there are
	once  bool // what each source said is told at the end, and need not be before
}

// watch takes in a search to its end, and tells how it goes.
func (p *findProgress) watch(report discover.Report, events <-chan discover.Event) (discover.Report, *sleepDetector) {
	p.begin(report)
	sleep := newSleepDetector(nil)
	drain(events, sleep, func(e discover.Event) {
		report = report.With(e)
		p.event(report)
	}, func() { p.still(report) })
	return report, sleep
}

// say says something else.
func (p *findProgress) say(words string) {
	if p != nil {
		fmt.Fprintln(p.w, wrap(words, textWidth))
	}
}

// begin says what is looked for.
func (p *findProgress) begin(r discover.Report) {
	if p == nil {
		return
	}
	p.said = make(map[candidate.SourceID]bool)
	fmt.Fprintf(p.w, "Looking for the servers of %s, in %s.\n", withWritten(r.Domain), counted(len(p.lines(r)), "place"))
	p.event(r)
}

// event says how sources ended that have.
func (p *findProgress) event(r discover.Report) {
	if p == nil || p.once {
		return
	}
	for _, l := range p.lines(r) {
		if !settled(l) || p.said[l.ID] {
			continue
		}
		p.said[l.ID] = true
		if !p.few || l.State == discover.Found {
			fmt.Fprintln(p.w, wrap(searchSentence(l), textWidth))
		}
	}
}

// others says how many places came to nothing, where they were not told one by one.
func (p *findProgress) others(r discover.Report) {
	all, none := p.lines(r), 0
	for _, l := range all {
		if settled(l) && l.State != discover.Found {
			none++
		}
	}
	switch {
	case none == 0:
	case none == len(all):
		fmt.Fprintln(p.w, wrap("None of these places names a server; t shows what each answered.", textWidth))
	default:
		fmt.Fprintln(p.w, wrap(fmt.Sprintf("Of the others, %d name none; t shows what each answered.", none), textWidth))
	}
}

// searchSentence is a source and what came of it, in a sentence.
func searchSentence(l wizard.SearchLine) string {
	out := l.Words + ": " + strings.Replace(l.Result, ": ", "; ", 1)
	if l.Elapsed > 0 && l.State != discover.Skipped {
		out += ", " + wizard.Duration(l.Elapsed)
	}
	return out + "."
}

// settled reports whether a source has come to its end.
func settled(l wizard.SearchLine) bool {
	return l.State != discover.Waiting && l.State != discover.Asking
}

// still says which sources have not ended.
func (p *findProgress) still(r discover.Report) {
	if p == nil {
		return
	}
	var waiting []string
	for _, l := range p.lines(r) {
		if !settled(l) {
			waiting = append(waiting, l.Words)
		}
	}
	if len(waiting) > 0 {
		fmt.Fprintln(p.w, wrap("Still asking: "+strings.Join(waiting, ", ")+".", textWidth))
	}
}

// writeFound prints what was found for a person: what each source said, the servers
// with the reasons for their places, what was asked outside, and what to do next.
func writeFound(w io.Writer, f found) {
	fmt.Fprintln(w, f.subject())
	fmt.Fprintln(w)
	writeSources(w, f.lines(f.report))
	writeCandidates(w, f)
	for _, note := range f.ranking.Notes {
		fmt.Fprintf(w, "\n%s\n", wrap(note, textWidth))
	}
	writeAsked(w, f)
	writeNext(w, f)
}

// sayFound is writeFound for somebody to whom it is read out: what was found, and what to
// do with it, come before where it was looked for. Nothing stands in columns.
func sayFound(w io.Writer, f found) {
	fmt.Fprintln(w, f.subject())
	writeCandidates(w, f)
	for _, note := range f.ranking.Notes {
		fmt.Fprintf(w, "\n%s\n", wrap(note, textWidth))
	}
	writeNext(w, f)
	fmt.Fprintln(w, "\nWhere Postern looked:")
	for _, l := range f.lines(f.report) {
		fmt.Fprintln(w, wrap(l.Words+": "+strings.Replace(l.Result, ": ", "; ", 1)+".", textWidth))
	}
	writeAsked(w, f)
}

// writeSources prints what each source came to, in two columns where the first leaves
// room for the second.
func writeSources(w io.Writer, lines []wizard.SearchLine) {
	widest := 0
	for _, l := range lines {
		widest = max(widest, ansi.StringWidth(l.Words))
	}
	for _, l := range lines {
		label := "  " + l.Words + ": "
		if widest <= textWidth-24 {
			label = "  " + l.Words + strings.Repeat(" ", widest-ansi.StringWidth(l.Words)+2)
		}
		fmt.Fprintln(w, hang(label, l.Result, textWidth))
	}
}

// writeCandidates prints the servers, the best first.
func writeCandidates(w io.Writer, f found) {
	for i, c := range f.ranking.Candidates {
		if i == 0 || heading(c) != heading(f.ranking.Candidates[i-1]) {
			fmt.Fprintf(w, "\n%s\n", heading(c))
		}
		fmt.Fprintln(w, hang(fmt.Sprintf("%2d. ", i+1), candidateLine(c), textWidth))
		for _, said := range nonEmpty(c.Reason, c.Disagreement) {
			fmt.Fprintln(w, hang("    ", said, textWidth))
		}
	}
}

func heading(c candidate.Candidate) string {
	switch {
	case c.Guess:
		return "Guesses: there are hosts of these names, which nobody names as mail servers."
	case c.Plaintext:
		return "Named without encryption, and so last:"
	}
	return "Servers, the best named first:"
}

// candidateLine is a server in a line.
func candidateLine(c candidate.Candidate) string {
	out := withWritten(c.Host)
	if c.Port != 0 {
		out += fmt.Sprintf(", %d, %s", c.Port, securityWords(c.Security))
	}
	if c.Name != "" {
		out += ", " + c.Name
	}
	if c.User != "" {
		out += ", login name " + c.User
	}
	return out
}

func securityWords(s probe.Security) string {
	switch s {
	case probe.ImplicitTLS:
		return "TLS at once"
	case probe.STARTTLS:
		return "STARTTLS"
	default:
		return "no encryption"
	}
}

// writeAsked lists every question that went outside.
func writeAsked(w io.Writer, f found) {
	if len(f.ranking.Asked) == 0 {
		fmt.Fprintln(w, "\nAsked: nothing outside.")
		return
	}
	fmt.Fprintln(w, "\nAsked:")
	for _, q := range f.ranking.Asked {
		fmt.Fprintln(w, "  "+q.String())
	}
}

// writeNext says what to do with it.
func writeNext(w io.Writer, f found) {
	fmt.Fprintln(w)
	best, named := f.ranking.Best()
	switch {
	case named && best.Plaintext:
		fmt.Fprintln(w, "Next, see whether it takes mail with encryption after all:")
		fmt.Fprintln(w, "  postern probe "+best.Host)
		fmt.Fprintln(w, "If not:")
	case named:
		fmt.Fprintln(w, "Next, see whether its doors open, and take the settings:")
		fmt.Fprintln(w, "  postern probe "+best.Host)
		fmt.Fprintln(w, "  "+f.configCommand(best))
		return
	case len(f.ranking.Candidates) > 0:
		fmt.Fprintln(w, "Next, see whether a guess is a mail server:")
		fmt.Fprintln(w, "  postern probe "+f.ranking.Candidates[0].Host)
		fmt.Fprintln(w, "If not:")
	case f.flags.offline:
		fmt.Fprintln(w, "Nothing built in names a server. Next, look outside too:")
		fmt.Fprintln(w, "  postern find "+cmp.Or(f.address, f.query.Domain))
		fmt.Fprintln(w, "Or ask your provider:")
	default:
		fmt.Fprintln(w, "No place names a server. Next:")
	}
	fmt.Fprintln(w)
	fmt.Fprint(w, layout(f.others().Paragraphs))
}

// configCommand prints the settings for a server.
func (f found) configCommand(c candidate.Candidate) string {
	out := "postern config msmtp --address " + f.sender()
	if c.Provider != "" {
		return out + " --provider " + c.Provider
	}
	door, _ := c.Door() // never without encryption, even if it is named so
	return fmt.Sprintf("%s --host %s --port %d --security %s", out, c.Host, door.Port, door.Security)
}

// others is what to ask the provider.
func (f found) others() wizard.Reading {
	s, _ := wizard.New(wizard.World{Catalog: catalog.Default()}).Put(wizard.Address, f.address) // or none
	return s.AskProvider()
}
