package submit

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-smtp"

	"postern/probe"
	"postern/probe/mailbox"
)

// A Message is what is sent to see whether mail leaves.
type Message struct {
	// From and To are addresses, with or without a name in front:
	// "ada@example.org", "Ada <ada@example.org>".
	From, To string
	// Subject and Text are Postern's own words if they are empty.
	Subject, Text string
}

const (
	maxSubject = 250      // bytes
	maxText    = 64 << 10 // bytes
	maxTextRow = 998      // bytes (RFC 5322, section 2.1.1)
)

// mailboxes are the sender and the recipient of a message.
type mailboxes struct{ from, to mailbox.Address }

// parse returns who the message is from and to, or what is wrong with it.
func (m Message) parse() (e mailboxes, err error) {
	if e.from, err = readMailbox(m.From); err != nil {
		return mailboxes{}, fmt.Errorf("the sender's address: %w", err)
	}
	if e.to, err = readMailbox(m.To); err != nil {
		return mailboxes{}, fmt.Errorf("the recipient's address: %w", err)
	}
	unfit := func(r rune) bool { return isControl(r) && r != '\t' && r != '\n' && r != '\r' }
	switch {
	case len(m.Subject) > maxSubject || len(m.Text) > maxText:
		return mailboxes{}, errors.New("the message is too long")
	case !utf8.ValidString(m.Subject) || strings.ContainsFunc(m.Subject, isControl):
		return mailboxes{}, errors.New("the subject has a line break or another control character in it")
	case !utf8.ValidString(m.Text) || strings.ContainsFunc(m.Text, unfit):
		return mailboxes{}, errors.New("the text has control characters in it")
	}
	return e, nil
}

// A message is a Message as it is sent.
type message struct {
	from, to string // for MAIL and RCPT
	utf8     bool   // SMTPUTF8 is needed (RFC 6531)
	text     []byte // with CRLF; dots are not doubled yet
}

func (m message) options() *smtp.MailOptions {
	return &smtp.MailOptions{Size: int64(len(m.text)), UTF8: m.utf8}
}

// compose writes the message as this server can take it.
func (m Message) compose(a Attempt, offers map[string]probe.Text, now time.Time) (message, error) {
	e, err := m.parse()
	if err != nil {
		return message{}, err
	}
	c := message{from: path(e.from), to: path(e.to), utf8: !isASCII(e.from.Local) || !isASCII(e.to.Local)}
	if _, offered := offers["SMTPUTF8"]; c.utf8 && !offered {
		return message{}, errors.New("an address with letters beyond ASCII before the @ " +
			"needs SMTPUTF8, which this server does not offer")
	}
	body := m.Text
	if body == "" {
		body = ownText(a, e)
	}
	_, eightBit := offers["8BITMIME"]
	body, encoding := encodeBody(body, eightBit)
	var b bytes.Buffer
	field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	field("Date", now.Format(time.RFC1123Z))
	field("From", e.from.Header())
	field("To", e.to.Header())
	field("Message-ID", "<"+strings.ToLower(rand.Text())+".postern@"+e.from.Domain+">")
	field("Subject", mailbox.Words(m.subject()))
	field("MIME-Version", "1.0")
	field("Content-Type", "text/plain; charset=utf-8")
	field("Content-Transfer-Encoding", encoding)
	b.WriteString("\r\n" + body)
	c.text = b.Bytes()
	return c, nil
}

func (m Message) subject() string {
	if s := strings.TrimSpace(m.Subject); s != "" {
		return s
	}
	return "Postern: a test message ✓"
}

// ownText says what this message is, in a few words.
func ownText(a Attempt, e mailboxes) string {
	way := "STARTTLS"
	if a.Door.Implicit() {
		way = "TLS from the start"
	}
	return "This is a test message.\n\n" +
		"You asked Postern to send it, to see whether your mail leaves:\n\n" +
		"    from    " + e.from.String() + "\n" +
		"    to      " + e.to.String() + "\n" +
		fmt.Sprintf("    by      %s, port %d, %s\n\n", a.Host, a.Door.Port, way) +
		"You are reading it, so it does. Nothing else is to be done, and\n" +
		"you can delete this message.\n\n" +
		"Letters beyond ASCII, to see that they arrive whole: äöü é ñ ł λ ж 字\n"
}

// encodeBody returns the text with CRLF, as it is sent, and what that is called.
func encodeBody(text string, eightBit bool) (body, encoding string) {
	text = strings.NewReplacer("\r\n", "\r\n", "\r", "\r\n", "\n", "\r\n").Replace(text)
	if !strings.HasSuffix(text, "\r\n") {
		text += "\r\n"
	}
	switch long := longest(text) > maxTextRow; {
	case !long && isASCII(text):
		return text, "7bit"
	case !long && eightBit:
		return text, "8bit"
	}
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // a strings.Builder takes everything
	_ = w.Close()
	return b.String(), "quoted-printable"
}

// longest returns the length of the longest line.
func longest(text string) (n int) {
	for _, l := range strings.Split(text, "\r\n") {
		n = max(n, len(l))
	}
	return n
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}
