package wizard

import "slices"

// Step returns the step the person is at.
func (s Session) Step() Step {
	stops := s.stops()
	return stops[s.index(stops)].step(s)
}

// Page returns the page the person is at.
func (s Session) Page() Page {
	stops := s.stops()
	return stops[s.index(stops)].page
}

// Next returns the session one step further, skipping work that is done already. At
// the last step it stays there.
func (s Session) Next() Session {
	stops := s.stops()
	for _, st := range stops[s.index(stops)+1:] {
		if st.work() && s.finished(st.step(s).(Do).Work) {
			continue
		}
		return s.movedTo(st.key)
	}
	return s
}

// Back returns the session at the first question or text of the page before, with
// every answer kept, and false at the first page. It never goes back to work, which is
// done again only if what it depends on has changed. On the provider's page it goes
// back to the choice of servers, if there is one.
func (s Session) Back() (Session, bool) {
	stops := s.stops()
	here := stops[s.index(stops)].page
	first := -1
	for i, st := range stops {
		if st.page >= here {
			break
		}
		if !st.work() && (first < 0 || stops[first].page != st.page || st.key == (Ask{Field: Server}).key()) {
			first = i
		}
	}
	if first < 0 {
		return s, false
	}
	return s.movedTo(stops[first].key), true
}

// BackOne returns the session at the question or text just before this one, and
// false at the first. It is Back for a front that asks one thing at a time.
func (s Session) BackOne() (Session, bool) {
	stops := s.stops()
	for _, st := range slices.Backward(stops[:s.index(stops)]) {
		if !st.work() {
			return s.movedTo(st.key), true
		}
	}
	return s, false
}

// BackTo returns the session at the beginning of an earlier page, as Back does a page at a
// time, and false if it is not behind.
func (s Session) BackTo(p Page) (Session, bool) {
	back, ok := s.Back()
	for ok && back.Page() != p {
		back, ok = back.Back()
	}
	return back, ok
}

// AskOf returns the question about a field; false where it is not asked.
func (s Session) AskOf(f Field) (Ask, bool) {
	for _, st := range s.stops() {
		if st.key == (Ask{Field: f}).key() {
			a, ok := st.step(s).(Ask)
			return a, ok
		}
	}
	return Ask{}, false
}

// Asks returns the questions of a page, in order: a front may put them into one form.
func (s Session) Asks(p Page) []Ask {
	var out []Ask
	for _, st := range s.stops() {
		if st.page != p || st.work() {
			continue
		}
		if a, ok := st.step(s).(Ask); ok {
			out = append(out, a)
		}
	}
	return out
}

// index returns the index of the cursor's stop; 0 if that stop no longer applies.
func (s Session) index(stops []stop) int {
	return max(0, slices.IndexFunc(stops, func(st stop) bool { return st.key == s.at }))
}
