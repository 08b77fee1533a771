package wizard

import (
	"slices"

	"postern/probe"
	"postern/wizard/advice"
)

// ByAddress reports whether the person said that the server is a relay which knows this
// computer by its address, so that nobody signs in.
func (s Session) ByAddress() bool { return s.answers[byAddress] != "" && s.loginless() }

// WithByAddress returns a session in which that was said, or taken back.
func (s Session) WithByAddress(said bool) Session {
	s = s.withoutAnswers(byAddress, Door, Write)
	if said {
		s = s.withAnswer(byAddress, "yes")
	}
	return s
}

// MayGoByAddress reports whether that could be: a door is encrypted, and the server is not
// one whose owner is known to want a login.
func (s Session) MayGoByAddress() bool {
	return s.loginless() && slices.ContainsFunc(s.report.Doors, func(r probe.Result) bool { return advice.Encrypted(advice.Judge(r)) })
}

// loginless reports whether the server may be one that takes mail without a login.
func (s Session) loginless() bool {
	p, ok := s.provider()
	return !ok || p.Loginless()
}

// ByAddressWords say what such settings rest on, at the server of that name.
func ByAddressWords(host string) string {
	return "No login: " + host + " has to know the sending computer by its address. A refusal with 530, or with 550 or 554 and a word " +
		"about relaying, says that it does not: whoever runs it has to allow the address."
}
