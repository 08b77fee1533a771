package wizard

import (
	"fmt"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/journey"
	"postern/wizard/talk"
)

// Dialogue is what was said at one door, in the form of the lessons' sessions; false if
// nothing was.
func (s Session) Dialogue(port int) (talk.Dialogue, bool) {
	r, _ := s.report.Door(port)
	if len(r.Transcript) == 0 {
		return talk.Dialogue{}, false
	}
	d := talk.Dialogue{Title: fmt.Sprintf("%d: yours, at %s", port, s.report.Host)}
	e := newExplainer(r)
	for _, l := range r.Transcript {
		before := e.encrypted
		line := talk.Line{From: l.From, Text: l.Text.String(), Means: e.explain(l), Heard: talk.Clear}
		switch {
		case before && e.encrypted:
			line.Heard = talk.Sealed
		case e.encrypted:
			line.Heard = talk.Begins
		case l.From == probe.FromNote && strings.HasPrefix(line.Text, "connected to"):
			line.Heard = talk.Call
		}
		d.Lines = append(d.Lines, line)
	}
	return d, true
}

// Dialogues are those of all doors at which something was said: the recorded form of
// the two sessions, 587 and 465 first.
func (s Session) Dialogues() []talk.Dialogue {
	var first, rest []talk.Dialogue
	for _, r := range s.report.Doors {
		d, said := s.Dialogue(r.Door.Port)
		switch {
		case !said:
		case r.Door.Port == 587:
			first = append([]talk.Dialogue{d}, first...)
		case r.Door.Port == 465:
			first = append(first, d)
		default:
			rest = append(rest, d)
		}
	}
	return append(first, rest...)
}

// LineLesson is the ID of the lesson about a line of a session.
func LineLesson(l talk.Line) string {
	switch l.From {
	case probe.FromClient:
		return commandLesson(l.Text)
	case probe.FromServer:
		return replyLesson(l.Text)
	case probe.FromNote:
	}
	for _, about := range []struct{ word, lesson string }{
		{"certificate", "certificate"},
		{"in the clear, before TLS", "injected"},
		{"no TLS", "tls-failed"},
		{"TLS", "tls"},
		{"looked up", "no-such-name"},
		{"connected", "ports"},
		{"you call", "ports"},
		{"closed the connection", "closed-early"},
		{"was reset", "closed-early"},
		{"no complete answer", "silent"},
	} {
		if strings.Contains(l.Text, about.word) {
			return about.lesson
		}
	}
	return "reply-codes"
}

func commandLesson(text string) string {
	switch verb, _, _ := strings.Cut(text, " "); verb {
	case "EHLO", "HELO", "STARTTLS":
		return "starttls"
	case "AUTH":
		return "login"
	case "QUIT":
		return "codes-good"
	}
	return "envelope" // MAIL, RCPT, DATA, and the message
}

func replyLesson(text string) string {
	code, rest, _ := splitReply(text)
	keyword, _, _ := strings.Cut(strings.Replace(rest, "AUTH=", "AUTH ", 1), " ")
	switch _, able := lineWords()["can."+strings.ToUpper(keyword)]; {
	case code == 0:
		return "malformed"
	case code == 235 || code == 250 && strings.EqualFold(keyword, "AUTH"):
		return "login"
	case code == 220 && strings.Contains(rest, "TLS"), code == 250 && able:
		return "starttls" // which tells of the hello and of what it brings
	case code < 400:
		return "codes-good"
	case code == 535 || code == 550:
		return strconv.Itoa(code)
	case code < 500:
		return "codes-later"
	case code == 504 || code >= 530 && code < 540:
		return "codes-login"
	}
	return "codes-no"
}

// Traveller is what is known of the person's own mail, for the way of a message.
func (s Session) Traveller() journey.Traveller {
	t := journey.Traveller{Server: probe.NewText(s.Get(Host)).String()}
	if p, ok := s.provider(); ok {
		t.Provider = p.Name
	}
	if r, ok := s.Chosen(); ok {
		t.Port, t.Implicit, t.Ready = r.Door.Port, r.Door.Implicit(), true
	}
	if r, ok := s.report.Door(25); ok && r.Settled() {
		switch {
		case r.Greeting == probe.GreetingOK:
			t.Relay = journey.RelayOpen
		case r.Connect != probe.ConnectOK && r.Connect != probe.ConnectNotReached:
			t.Relay = journey.RelayClosed
		}
	}
	return t
}
