package discover

import (
	"slices"
	"time"

	"postern/probe"
)

// An Event says that one source began, said something, or settled.
type Event struct {
	// Source is the index of the source in Report.Answers.
	Source int
	// At is the time since the run began.
	At time.Duration
	// Answer holds all that the source has said so far.
	Answer Answer
}

// A Report is what was found for a domain: the fold of the events of one run. It
// is a value; With leaves the report it is called on as it was.
type Report struct {
	Domain  string
	Started time.Time
	Elapsed time.Duration // of the latest event
	Answers []Answer      // one for each source
}

// With returns the report with the event's answer in it. An event of a source that the
// report does not have is ignored.
func (r Report) With(e Event) Report {
	if e.Source < 0 || e.Source >= len(r.Answers) {
		return r
	}
	r.Answers = slices.Clone(r.Answers)
	r.Answers[e.Source] = e.Answer
	r.Elapsed = max(r.Elapsed, e.At)
	return r
}

// Settled reports whether every source has settled.
func (r Report) Settled() bool {
	return !slices.ContainsFunc(r.Answers, func(a Answer) bool { return !a.Settled() })
}

// Stopped returns the report of a run that is no longer waited for: sources that had
// not settled are settled in it as Cancelled, with what they had found.
func (r Report) Stopped() Report {
	r.Answers = slices.Clone(r.Answers)
	for i := range r.Answers {
		if a := &r.Answers[i]; !a.Settled() {
			a.settle(Cancelled)
		}
	}
	return r
}

// Answer returns what a source has said; false if it is not among those asked.
func (r Report) Answer(s SourceID) (Answer, bool) {
	i := slices.IndexFunc(r.Answers, func(a Answer) bool { return a.Source == s })
	if i < 0 {
		return Answer{}, false
	}
	return r.Answers[i], true
}

// Findings returns what all sources have found so far.
func (r Report) Findings() []Finding {
	var all []Finding
	for _, a := range r.Answers {
		all = append(all, a.Findings...)
	}
	return all
}

// Asked returns every question sent to other computers so far, each once.
func (r Report) Asked() []probe.Text {
	var all []probe.Text
	for _, a := range r.Answers {
		for _, q := range a.Asked {
			if !slices.Contains(all, q) {
				all = append(all, q)
			}
		}
	}
	return all
}
