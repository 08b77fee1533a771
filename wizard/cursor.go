package wizard

import "slices"

// Step returns the step the person is at.
func (s Session) Step() Step {
	steps := s.steps()
	return steps[s.index(steps)]
}

// Next returns the session one step further, past work that is already done.
// At the last step it stays there.
func (s Session) Next() Session {
	steps := s.steps()
	for i := s.index(steps) + 1; i < len(steps); i++ {
		if d, ok := steps[i].(Do); ok && s.finished(d.Work) {
			continue
		}
		s.at = steps[i].key()
		break
	}
	return s
}

// Back returns the session at the question or text before this page, with every
// answer kept, and false at the first page. Work is never gone back to: it is
// done anew where its ground has changed.
func (s Session) Back() (Session, bool) {
	steps := s.steps()
	here := steps[s.index(steps)].Page()
	for i := s.index(steps) - 1; i >= 0; i-- {
		if _, work := steps[i].(Do); work || steps[i].Page() == here {
			continue
		}
		return s.to(steps, i), true
	}
	return s, false
}

// BackOne returns the session at the question or text just before this one, and
// false at the first. It is Back for a front that asks one thing at a time.
func (s Session) BackOne() (Session, bool) {
	steps := s.steps()
	for i := s.index(steps) - 1; i >= 0; i-- {
		if _, work := steps[i].(Do); work {
			continue
		}
		s.at = steps[i].key()
		return s, true
	}
	return s, false
}

// to moves to the first question or text of the page of steps[i].
func (s Session) to(steps []Step, i int) Session {
	page := steps[i].Page()
	for j := i; j >= 0 && steps[j].Page() == page; j-- {
		if _, work := steps[j].(Do); !work {
			s.at = steps[j].key()
		}
	}
	return s
}

// Asks returns the questions of a page, in order: a front may put them into one form.
func (s Session) Asks(p Page) []Ask {
	var out []Ask
	for _, step := range s.steps() {
		if a, ok := step.(Ask); ok && a.page == p {
			out = append(out, a)
		}
	}
	return out
}

// index finds the cursor. A step that no longer applies is left for the first
// one of the list.
func (s Session) index(steps []Step) int {
	return max(0, slices.IndexFunc(steps, func(st Step) bool { return st.key() == s.at }))
}
