package practice

import "strings"

// Logins returns how often somebody began to sign in at a door for submission, with
// whatever came of it. In the clear nobody is let in, but whoever tries has said a
// password already, and counts.
func (s *Server) Logins() int { return int(s.house.logins.Load()) }

// An ear listens for logins in what a guest says in the clear.
type ear struct{ line []byte } // what the line at hand begins with

// logins counts those that begin in b.
func (e *ear) logins(b []byte) (n int32) {
	const auth = "AUTH "
	for _, c := range b {
		switch {
		case c == '\n':
			e.line = e.line[:0]
		case len(e.line) < len(auth):
			if e.line = append(e.line, c); strings.EqualFold(string(e.line), auth) {
				n++
			}
		}
	}
	return n
}
