package cli

import (
	"fmt"
	"io"
	"slices"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// A signInProgress tells a person who waits what is being done. The nil progress
// tells nobody.
type signInProgress struct {
	w    io.Writer
	asks bool // the person is asked for the secret, which says enough
	few  bool // it is read out: no more than that the login and the message begin
	last string
}

// event tells of a step that has begun.
func (p *signInProgress) event(s *probe.SignIn) {
	switch {
	case p == nil, p.asks && s.Step == probe.SignInSecret:
		return
	case p.few:
		p.say(actWord(s))
		return
	}
	p.say(signInWord(s))
}

// still says what takes long, where no more than the beginnings are told.
func (p *signInProgress) still(s *probe.SignIn) {
	if word := signInWord(s); p != nil && p.few && word != "" && (!p.asks || s.Step != probe.SignInSecret) {
		fmt.Fprintln(p.w, sentence("still waiting: "+word))
	}
}

func signInWord(s *probe.SignIn) string {
	if s.Step == probe.SignInConnect {
		return wizard.StepWord(s.Door.Step)
	}
	return wizard.SignInWord(s.Step)
}

// say tells what is being done, unless that is nothing, or was said last.
func (p *signInProgress) say(word string) {
	if p != nil && word != "" && word != p.last {
		p.last = word
		fmt.Fprintln(p.w, sentence(word))
	}
}

// writeSignIn prints what came of a login, and of the message, for a person: with told in
// the order in which it happened, else what was wanted most comes first.
func writeSignIn(w io.Writer, c check, s *probe.SignIn, told bool) {
	who := "as " + shown(c.attempt.User)
	if c.attempt.NoLogin {
		who = "without a login"
	}
	fmt.Fprintf(w, "%s, door %d, %s\n", c.attempt.Host, c.attempt.Door.Port, who)
	parts := wizard.SignInParts(c.attempt.Host, s, c.provider, c.attempt.Message != nil)
	if told {
		slices.Reverse(parts)
	}
	for _, part := range parts {
		writePart(w, part)
	}
	if other := otherWay(c, s); other != "" {
		fmt.Fprintf(w, "\n%s\n", wrap(other, textWidth))
	}
	if user, why, ok := otherUser(c, s); ok {
		fmt.Fprintf(w, "\n%s\n", wrap(fmt.Sprintf("Another login name may be the right one: %s. %s Postern tries none unasked: --user %[1]s", user, why), textWidth))
	}
}

// writeTalk prints what was said, where that is wanted: with lined without columns.
func writeTalk(w io.Writer, c check, s *probe.SignIn, transcript, lined bool) {
	switch {
	case transcript && lined:
		writeReading(w, wizard.SignInConversationAloud(c.attempt.Host, s))
	case transcript:
		writeReading(w, wizard.SignInConversation(c.attempt.Host, s))
	}
}

// otherUser proposes another login name, where the one that was tried may be why it
// failed.
func otherUser(c check, s *probe.SignIn) (user, why string, ok bool) {
	return wizard.OtherUser(s, c.provider, c.address, c.attempt.User)
}

// otherWay says that encryption begins in the other way at the door, or that there may be
// no need of a login, where that is all that was wrong.
func otherWay(c check, s *probe.SignIn) string {
	other := ""
	switch advice.Judge(s.Door) {
	case advice.TLSOnSTARTTLSPort:
		other = "tls"
	case advice.PlaintextOnTLSPort:
		other = "starttls"
	default:
		return withoutLogin(c, s)
	}
	return fmt.Sprintf("Encryption may simply begin in the other way at %d: --security %s", c.attempt.Door.Port, other)
}

// withoutLogin says how to go without a login where none is offered, "" where that is not
// the matter.
func withoutLogin(c check, s *probe.SignIn) string {
	if s.Login != probe.LoginNotOffered || c.provider != nil && !c.provider.Loginless() {
		return ""
	}
	to := ""
	if c.attempt.Message == nil {
		to = ", with --to and an address"
	}
	return fmt.Sprintf("If %s is a relay that knows this computer by its address, it wants no login: --no-login%s", c.attempt.Host, to)
}

// writePart prints what a part came to, and the server's own words beneath.
func writePart(w io.Writer, p wizard.SignInPart) {
	fmt.Fprintf(w, "\n%s: %s\n", p.Name, p.Explanation.Word)
	for _, text := range p.Sentences() {
		fmt.Fprintln(w, hang("- ", text, textWidth))
	}
	if said := p.Said(); said != "" {
		fmt.Fprintln(w, "The server said:")
		fmt.Fprintln(w, hang("  ", said, textWidth))
	}
	if p.Explanation.Tone != advice.Good && p.Explanation.Lesson != "" {
		fmt.Fprintf(w, "More: postern explain %s\n", p.Explanation.Lesson)
	}
}
