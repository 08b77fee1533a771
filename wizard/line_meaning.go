package wizard

import (
	"fmt"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/fill"
)

// lineWords are the sentences of text/lines.txt by their names.
var lineWords = fill.Later(texts, "lines.txt")

// An explainer says what each line of a conversation means. The lines must be
// given in their order: what a reply means depends on what was said before.
type explainer struct {
	implicit  bool
	said      string // the last command, "" while the greeting is due
	first     bool   // no line of the answer to it has come yet
	encrypted bool
}

func newExplainer(r probe.Result) *explainer {
	return &explainer{implicit: r.Door.Implicit(), first: true}
}

// explain returns a sentence, "" for a line that speaks for itself.
func (e *explainer) explain(l probe.Line) string {
	text := l.Text.String()
	var name, args string
	switch l.From {
	case probe.FromClient:
		name = e.command(text)
	case probe.FromServer:
		name, args = e.reply(text)
		e.first = false
	case probe.FromNote:
		name = e.note(text)
	}
	return fill.Values{"args": args}.Line(lineWords()[name])
}

// command names the meaning of what Postern said.
func (e *explainer) command(text string) string {
	verb, _, _ := strings.Cut(text, " ")
	again := e.encrypted && !e.implicit
	e.said, e.first = verb, true
	switch verb {
	case "EHLO":
		if again {
			return "hello.again"
		}
		return "hello"
	case "HELO":
		return "hello.old"
	case "STARTTLS":
		return "starttls"
	case "QUIT":
		return "goodbye"
	}
	return ""
}

// reply names the meaning of a line of the server's, and what it says more.
func (e *explainer) reply(text string) (name, args string) {
	code, rest, more := splitReply(text)
	switch {
	case code == 0:
		return "broken.strange", ""
	case e.said == "":
		return e.greeting(code), ""
	case e.said == "STARTTLS" && code == 220:
		return "starttls.yes", ""
	case e.said == "STARTTLS":
		return "starttls.no", ""
	case e.said == "QUIT":
		return "", ""
	case code == 250 && e.first && more && e.said == "EHLO":
		return "hello.yes", ""
	case code == 250 && e.first:
		return "hello.alone", ""
	case code == 250:
		return e.capability(rest)
	case e.first:
		return "hello.no", ""
	case code >= 500:
		return "reply.no", ""
	case code >= 400:
		return "reply.later", ""
	}
	return "", ""
}

func (e *explainer) greeting(code int) string {
	switch {
	case code >= 500:
		return "greeting.no"
	case code >= 400:
		return "greeting.later"
	case !e.first:
		return "greeting.more"
	}
	return "greeting"
}

// capability names the meaning of one thing a server says it can do.
func (e *explainer) capability(text string) (name, args string) {
	keyword, args, _ := strings.Cut(strings.Replace(text, "AUTH=", "AUTH ", 1), " ")
	keyword, args = strings.ToUpper(keyword), strings.TrimSpace(args)
	switch {
	case strings.HasPrefix(keyword, "XXX"):
		return "can.masked", ""
	case keyword == "AUTH" && !e.encrypted && !e.implicit:
		return "can.AUTH.clear", ""
	case keyword == "AUTH" && args == "":
		return "can.AUTH.none", ""
	case keyword == "SIZE":
		size := sizeWords(args)
		if size == "" {
			return "can.SIZE.open", ""
		}
		return "can.SIZE", size
	}
	if _, known := lineWords()["can."+keyword]; known {
		return "can." + keyword, args
	}
	return "can.other", ""
}

// sizeWords says a number of bytes as people do; "" for none, or no number.
func sizeWords(bytes string) string {
	n, err := strconv.ParseInt(bytes, 10, 64)
	switch {
	case err != nil || n <= 0:
		return ""
	case n < 1e6:
		return fmt.Sprintf("%d kB", max(1, n/1e3))
	}
	return fmt.Sprintf("%d MB", n/1e6)
}

// splitReply returns the code of a line of SMTP, what follows it, and whether
// more lines are announced; 0 for a line that is none.
func splitReply(text string) (code int, rest string, more bool) {
	if len(text) < 3 || len(text) > 3 && text[3] != ' ' && text[3] != '-' {
		return 0, "", false
	}
	code, err := strconv.Atoi(text[:3])
	if err != nil || code < 200 || code > 599 {
		return 0, "", false
	}
	return code, text[min(4, len(text)):], len(text) > 3 && text[3] == '-'
}

// noteMeanings are the beginnings of Postern's own notes, each with the name of
// its meaning, the longest beginning first.
var noteMeanings = []struct{ begins, name string }{
	{"connected to", "connected"},
	{"second connection: closed", "second.closed"},
	{"second connection: TLS from the start", "second"},
	{"second connection: in the clear", "second"},
	{"second connection: which version", "second"},
	{"second connection:", "second.failed"},
	{"no TLS of any version", "tls.none"},
	{"no TLS:", "tls.no"},
	{"certificate:", "certificate"},
	{"looked up", "names"},
	{"in the clear, before TLS", "injected"},
	{"not asked for", "unasked"},
	{"an alert of TLS", "alert"},
	{"no complete answer in time", "broken.silence"},
	{"the connection was reset", "broken.reset"},
	{"that is no SMTP reply", "broken.strange"},
	{"that reply is too long", "broken.long"},
	{"the server closed the connection", "broken.closed"},
	{"stopped", "broken.stopped"},
}

// note names the meaning of one of Postern's own notes.
func (e *explainer) note(text string) string {
	if strings.HasPrefix(text, "TLS ") {
		if strings.HasSuffix(text, "allowed") {
			return "tls.old"
		}
		e.encrypted = true
		return "tls"
	}
	for _, m := range noteMeanings {
		if strings.HasPrefix(text, m.begins) {
			if m.name == "second" {
				*e = explainer{implicit: strings.Contains(text, "TLS from the start"), first: true}
			}
			return m.name
		}
	}
	return ""
}
