package cli

import (
	"fmt"
	"io"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// A signInProgress tells a person who waits what is being done. The nil progress
// tells nobody.
type signInProgress struct {
	w    io.Writer
	asks bool // the person is asked for the secret, which says enough
	last string
}

// event tells of a step that has begun.
func (p *signInProgress) event(s probe.SignIn) {
	if p == nil || p.asks && s.Step == probe.SignInSecret {
		return
	}
	word := wizard.SignInWord(s.Step)
	if s.Step == probe.SignInEnter {
		word = wizard.StepWord(s.Entered.Step)
	}
	p.say(word)
}

// say tells what is being done, unless that is nothing, or was said last.
func (p *signInProgress) say(word string) {
	if p != nil && word != "" && word != p.last {
		p.last = word
		fmt.Fprintln(p.w, sentence(word))
	}
}

// writeSignIn prints what came of a login, and of the message, for a person.
func writeSignIn(w io.Writer, c check, s probe.SignIn, transcript bool) {
	fmt.Fprintf(w, "%s, door %d, as %s\n", c.attempt.Host, c.attempt.Door.Port, shown(c.attempt.User))
	told := advice.ExplainLogin(c.attempt.Host, s, c.provider)
	writeTold(w, "Login", told, s.LoginReply, reason(s, s.Login != probe.LoginOK))
	if user, why, ok := otherUser(c, s); ok {
		fmt.Fprintf(w, "\n%s\n", wrap(fmt.Sprintf("Another login name may be the right one: %s. %s Postern tries none unasked: --user %[1]s", user, why), textWidth))
	}
	if c.attempt.Message != nil && s.Login == probe.LoginOK {
		writeTold(w, "Message", advice.ExplainSend(c.attempt.Host, s, c.provider), s.SendReply, reason(s, true))
		if !s.QueueID.Empty() {
			fmt.Fprintf(w, "\nThe server keeps it under the name %s.\n", s.QueueID)
		}
	}
	if transcript {
		writeReading(w, wizard.SignInTalk(c.attempt.Host, s))
	}
}

// otherUser proposes another login name, where the one that was tried may be why it
// failed.
func otherUser(c check, s probe.SignIn) (user, why string, ok bool) {
	if !advice.UserDoubtful(s, c.provider) {
		return "", "", false
	}
	return advice.OtherUser(c.provider, c.address, c.attempt.User)
}

// reason says why Postern itself went no further, if it did and that belongs here.
func reason(s probe.SignIn, here bool) string {
	if s.Why.Empty() || !here {
		return ""
	}
	return "The reason: " + s.Why.String() + "."
}

// writeTold prints what something came to, and the server's own words beneath.
func writeTold(w io.Writer, what string, t advice.Told, reply probe.Reply, reason string) {
	fmt.Fprintf(w, "\n%s: %s\n", what, t.Word)
	for _, text := range append([]string{t.Sentence, reason, t.Cause, t.Next, t.Note, t.Link}, t.Dates...) {
		if text != "" {
			fmt.Fprintln(w, hang("- ", text, textWidth))
		}
	}
	if reply.Code != 0 {
		fmt.Fprintln(w, "The server said:")
		fmt.Fprintln(w, hang("  ", fmt.Sprintf("%d %s", reply.Code, reply.Text), textWidth))
	}
	if t.Tone != advice.Good && t.Lesson != "" {
		fmt.Fprintf(w, "More: postern explain %s\n", t.Lesson)
	}
}
