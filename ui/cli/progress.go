package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// progressEvery is how often a person hears what is still being tried.
const progressEvery = 3 * time.Second

// A progress tells line by line how a probe goes: one line as each door settles,
// and one now and then while nothing does. Nothing is ever redrawn.
// The nil progress tells nobody.
type progress struct {
	w     io.Writer
	name  string // of this computer, may be empty
	said  map[int]bool
	began time.Time     // when the trying began
	most  time.Duration // that one door can take; 0 where that is not said
	told  bool          // what is the same for all doors, such as a name that does not exist
	stops bool          // the person can stop it, which is said once
	once  bool          // each door is said at the end, and need not be before
}

// A tally counts hosts for a person who waits for many.
type tally struct {
	w            io.Writer // nil: nobody waits
	done, usable int
}

// tally counts on standard error, where that is a terminal.
func (a *app) tally() *tally {
	if !isTerminal(a.errOut) {
		return &tally{}
	}
	return &tally{w: a.errOut}
}

func (t *tally) count(o outcome) {
	t.done++
	if o.advice.Port != 0 {
		t.usable++
	}
}

// tell says how many hosts are done.
func (t *tally) tell() {
	if t.w != nil {
		fmt.Fprintf(t.w, "%d hosts tried so far, %d of them with a door to use.\n", t.done, t.usable)
	}
}

// say says something else.
func (p *progress) say(words string) {
	if p != nil {
		fmt.Fprintln(p.w, wrap(words, textWidth))
	}
}

// begin says what is tried.
func (p *progress) begin(r probe.Report) {
	if p == nil {
		return
	}
	p.said, p.told, p.began = make(map[int]bool), false, time.Now()
	from := ""
	if p.name != "" {
		from = " from this computer, named " + p.name
	}
	fmt.Fprintf(p.w, "Trying %s%s: %s.\n", r.Host, from, portList(r.Doors))
}

// event says how the door ended, if it did.
func (p *progress) event(r probe.Report, door int) {
	if p == nil {
		return
	}
	d := r.Doors[door]
	if p.once || !d.Settled() || p.said[door] {
		return
	}
	p.said[door] = true
	e := advice.Explain(r.Host, d)
	if d.DNS != probe.DNSOK { // about the name, so the same for every door
		if !p.told {
			p.told = true
			fmt.Fprintf(p.w, "%s: %s.\n", r.Host, e.Word)
		}
		return
	}
	fmt.Fprintf(p.w, "%d: %s, %s.\n", d.Door.Port, doorWord(e), wizard.Duration(d.Elapsed))
}

// doorWord is how a door ended, for somebody who hears it before anything was explained.
func doorWord(e advice.Explanation) string {
	if e.Verdict == advice.ReadyForRelay {
		return "open, but only for mail between servers"
	}
	return e.Word
}

// still says what has not settled.
func (p *progress) still(r probe.Report) {
	if p == nil {
		return
	}
	var waiting []string
	for _, d := range r.Doors {
		if !d.Settled() {
			waiting = append(waiting, fmt.Sprintf("%d (%s)", d.Door.Port, wizard.StepWord(d.Step)))
		}
	}
	if len(waiting) > 0 {
		how := ""
		if p.stops {
			p.stops, how = false, " Type x and enter to stop."
		}
		fmt.Fprintln(p.w, wrap("Still trying "+strings.Join(waiting, ", ")+p.soFar()+"."+how, textWidth))
	}
}

// soFar says how long it has been, once that is worth a word, and how long it can be.
func (p *progress) soFar() string {
	seconds := int(time.Since(p.began) / time.Second)
	if p.began.IsZero() || seconds == 0 {
		return ""
	}
	if p.most == 0 {
		return fmt.Sprintf(": %d s so far", seconds)
	}
	return fmt.Sprintf(": %d s so far, %d s at most", seconds, p.most/time.Second)
}

func portList(doors []probe.Result) string {
	words := make([]string, 0, len(doors))
	for _, d := range doors {
		words = append(words, strconv.Itoa(d.Door.Port))
	}
	return strings.Join(words, ", ")
}
