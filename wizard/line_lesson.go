package wizard

import (
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/talk"
)

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
