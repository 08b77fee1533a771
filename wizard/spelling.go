package wizard

import "maps"

// A spelling is how an answer was typed, and what was kept of it.
type spelling struct{ typed, kept string }

// spelled returns a session that knows how an answer was typed, as that may be more, or
// another word, than what is kept of it: an address of a known provider, or a port behind
// a server's name.
func (s Session) spelled(f Field, typed string) Session {
	switch f {
	case Provider, Server, Host:
		return s.with(func(n *state) {
			n.typed = maps.Clone(n.typed)
			if n.typed == nil {
				n.typed = map[Field]spelling{}
			}
			n.typed[f] = spelling{typed, n.answers[f]}
		})
	}
	return s
}

// spelling is how the answer that holds was typed; false where it is kept as it was.
func (s Session) spelling(f Field) (string, bool) {
	t := s.typed[f]
	return t.typed, t.typed != "" && t.typed != t.kept && t.kept != "" && t.kept == s.answers[f]
}

// asTyped is the answer as the person typed it, or else as it is kept or suggested.
func (s Session) asTyped(f Field) string {
	if t, ok := s.spelling(f); ok {
		return t
	}
	return s.Get(f)
}

// Draft returns what was typed where a field was left before it was an answer, "" if
// nothing.
func (s Session) Draft(f Field) string { return s.drafts[f] }

// WithDraft returns a session that keeps what was typed and is no answer, for the person
// to go on with when they come back; "" keeps nothing. An answer ends it.
func (s Session) WithDraft(f Field, text string) Session {
	if s.drafts[f] == text {
		return s
	}
	return s.with(func(n *state) {
		n.drafts = maps.Clone(n.drafts)
		if n.drafts == nil {
			n.drafts = map[Field]string{}
		}
		n.drafts[f] = text
	})
}
