package wizard

import (
	"fmt"
	"strings"
	"time"

	"postern/probe"
)

// What was said at a door, its transcript, is shown as a text (a conversation) in these
// forms:
//
//	Conversation               when, who and what, a line each: to paste for somebody who knows
//	ConversationExplained      the same with what each line means beneath it: to read on a screen
//	ConversationAloud          a sentence for who, and what: for a screen reader
//	ConversationAloudExplained the same with what each line means
//
// That of a sign-in is SignInConversation and SignInConversationAloud. A Dialogue is the
// same transcript as data, for whoever draws the lines or asks about one of them.

// Conversation is what was said at one door, line by line.
func (s Session) Conversation(port int) Reading {
	r, _ := s.report.Door(port)
	return conversation(s.report.Host, r, port, func(rows *[]string, l probe.Line) {
		*rows = append(*rows, spoken(l))
	})
}

// ConversationExplained is Conversation with a sentence beneath each line that says what
// it means, wrapped to a width in cells.
func (s Session) ConversationExplained(port, width int) Reading {
	r, _ := s.report.Door(port)
	e := newExplainer(r)
	say, indent := spokenApart, spokenIndent+1
	if width < 60 {
		say, indent = spokenShort, 6
	}
	text := conversation(s.report.Host, r, port, func(rows *[]string, l probe.Line) {
		*rows = append(*rows, say(l))
		if meaning := e.explain(l); meaning != "" {
			*rows = append(*rows, wrapped(meaning, indent, width-2)...)
		}
	})
	if width < 60 && len(r.Transcript) > 0 {
		text.Paragraphs[0] = speakersNote + "."
	}
	return text
}

// speakersNote says who is who in a conversation.
const speakersNote = "“you” is this computer, “they” the server"

// conversation is the text of a transcript; tell adds the rows of a line.
func conversation(host string, r probe.Result, port int, tell func(*[]string, probe.Line)) Reading {
	text := Reading{Title: fmt.Sprintf("%s, door %d: the conversation", host, port)}
	if len(r.Transcript) == 0 {
		text.Paragraphs = []string{"Nothing was said at this door."}
		if !r.Settled() {
			text.Paragraphs[0] = "This door is still being tried. Nothing has been said there yet."
		}
		return text
	}
	var rows []string
	for _, l := range r.Transcript {
		tell(&rows, l)
	}
	text.Paragraphs = []string{
		speakersNote + "; the time counts from the start.",
		block(rows),
	}
	return text
}

// ConversationAloud is Conversation in the form for a screen reader: each line begins
// with who says it. The time is told only where nothing happened for a second or longer.
func (s Session) ConversationAloud(port int) Reading {
	r, _ := s.report.Door(port)
	return aloud(s.report.Host, r)
}

// ConversationAloudExplained is ConversationAloud with what each line means behind it, a
// paragraph each.
func (s Session) ConversationAloudExplained(port int) Reading {
	r, _ := s.report.Door(port)
	text := conversation(s.report.Host, r, port, func(*[]string, probe.Line) {})
	if len(r.Transcript) == 0 {
		return text
	}
	text.Paragraphs = linesAloud(r)
	e := newExplainer(r)
	for i, l := range r.Transcript {
		if meaning := e.explain(l); meaning != "" {
			text.Paragraphs[i] += "\n" + meaning
		}
	}
	return text
}

func aloud(host string, r probe.Result) Reading {
	text := conversation(host, r, r.Door.Port, func(*[]string, probe.Line) {})
	if len(r.Transcript) > 0 {
		text.Paragraphs = []string{strings.Join(linesAloud(r), "\n")}
	}
	return text
}

// linesAloud are the lines of a transcript in the form for a screen reader.
func linesAloud(r probe.Result) []string {
	before := time.Duration(0)
	lines := make([]string, 0, len(r.Transcript))
	for _, l := range r.Transcript {
		said := spokenLead(l.From) + l.Text.String()
		if pause := l.At - before; pause >= time.Second {
			said = "After " + Duration(pause) + ". " + said
		}
		before = l.At
		lines = append(lines, said)
	}
	return lines
}

// spokenLead is how a line begins in the form for a screen reader.
func spokenLead(from probe.Speaker) string {
	switch from {
	case probe.FromClient:
		return "You say: "
	case probe.FromServer:
		return "They say: "
	case probe.FromNote:
	}
	return "Here: "
}

// spokenIndent is how far the words of a spoken line are from its beginning.
const spokenIndent = 15

// spoken is a line as it stands in a conversation: when, who, what.
func spoken(l probe.Line) string {
	return fmt.Sprintf("%7s  %s  %s", Duration(l.At), speaker(l.From, "    "), l.Text)
}

// spokenApart is spoken with room for a mark before the time.
func spokenApart(l probe.Line) string { return " " + spoken(l) }

// spokenShort is spoken where there is no room for the time. What nobody says has a sign
// there, so that it is no explanation.
func spokenShort(l probe.Line) string {
	return "  " + speaker(l.From, "–   ") + "  " + l.Text.String()
}

// speaker is who speaks in a conversation, or else what stands for nobody.
func speaker(from probe.Speaker, nobody string) string {
	switch from {
	case probe.FromClient:
		return "you "
	case probe.FromServer:
		return "they"
	case probe.FromNote:
	}
	return nobody
}

// wrapped breaks a sentence between words into indented lines of at most width
// cells. The sentences are ours and hold no wide characters.
func wrapped(sentence string, indent, width int) []string {
	margin := strings.Repeat(" ", indent)
	var lines []string
	line := margin
	for _, word := range strings.Fields(sentence) {
		if len(line) > indent && len(line)+1+len(word) > width {
			lines, line = append(lines, line), margin
		}
		if len(line) > indent {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
