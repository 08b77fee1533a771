package wizard

import (
	"postern/probe/discover"
)

// consents are what may be asked besides, if the person agrees: only where the
// domain's own settings were not read, and only where there is something to ask.
func (s Session) consents() []Choice {
	if s.world.Offline || !s.found.report.Settled() || s.found.report.Domain == "" {
		return nil
	}
	var out []Choice
	if !s.Answered(plainHTTP) && s.askable(reached) {
		out = append(out, Choice{
			Value: AskPlainHTTP, Label: "Ask without encryption", Remark: "anybody on the way could change the answer", Pinned: true,
		})
	}
	if !s.Answered(wholeAddress) && s.askable(answers) {
		out = append(out, Choice{
			Value: TellAddress, Label: "Tell the whole address", Remark: "some give out settings only then", Pinned: true,
		})
	}
	return out
}

// askable reports whether one of the domain's own settings servers gave no settings,
// for a reason that leaves hope, and none gave any.
func (s Session) askable(hope func(discover.Reason) bool) bool {
	some := false
	for _, id := range []discover.SourceID{discover.Autoconfig, discover.WellKnown} {
		a, ok := s.found.report.Answer(id)
		if !ok || len(a.Findings) > 0 {
			return false
		}
		some = some || hope(a.Reason)
	}
	return some
}

// reached reports whether there is a web server that gave this reason, which may speak
// without encryption too.
func reached(r discover.Reason) bool {
	switch r {
	case discover.NoConnection, discover.NoTLS, discover.BadCertificate, discover.BadHTTP, discover.BadRedirect, discover.ManyRedirects, discover.Timeout:
		return true
	}
	return answers(r)
}

// answers reports whether a web server that gave this reason could be spoken to.
func answers(r discover.Reason) bool {
	switch r {
	case discover.NoSuchPage, discover.WebPage, discover.NoServer, discover.BadStatus, discover.BadXML:
		return true
	}
	return false
}
