package wizard

import "postern/probe"

// TakeUser makes another login name the answer, and news of it.
func (s Session) TakeUser(user string) (Session, error) {
	next, err := s.Put(User, user)
	if err != nil {
		return s, err
	}
	return next.with(func(n *state) { n.news = "The login name is now " + probe.NewText(user).String() + "." }), nil
}

// News says what was changed at the person's word on another page, "" if nothing was: for
// the page that they see next.
func (s Session) News() string { return s.news }

// Heard returns a session whose news was read.
func (s Session) Heard() Session {
	if s.news == "" {
		return s
	}
	return s.with(func(n *state) { n.news = "" })
}
