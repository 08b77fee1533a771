package submit

import (
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"postern/probe"
)

// letter is a message as the standard library reads it.
type letter struct {
	*mail.Message
	subject, text string
}

// readLetter parses a message by the standard library and checks its outer form.
func readLetter(t *testing.T, raw []byte) letter {
	t.Helper()
	for line := range bytes.SplitAfterSeq(raw, []byte("\n")) {
		body, ended := bytes.CutSuffix(line, []byte("\r\n"))
		if len(line) > 0 && !ended || bytes.ContainsAny(body, "\r\n") || len(body) > 998 {
			t.Errorf("a bad line: %q", line)
		}
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	l := letter{Message: m}
	if l.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Error(err)
	}
	body := m.Body
	switch encoding := m.Header.Get("Content-Transfer-Encoding"); encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "7bit", "8bit":
	default:
		t.Errorf("the encoding is %q", encoding)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Error(err)
	}
	l.text = string(text)
	media, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if media != "text/plain" || parameters["charset"] != "utf-8" || m.Header.Get("Mime-Version") != "1.0" || err != nil {
		t.Errorf("it is %s, %v, %v", media, parameters, err)
	}
	for name, values := range m.Header {
		if len(values) != 1 {
			t.Errorf("%s stands there %d times", name, len(values))
		}
		if name == "Auto-Submitted" || name == "Bcc" {
			t.Errorf("there is a %s", name)
		}
	}
	return l
}

// now is a moment in a zone of its own.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", -(3*60+30)*60))

func offering(keywords ...string) map[string]probe.Text {
	o := map[string]probe.Text{}
	for _, k := range keywords {
		o[k] = probe.Text{}
	}
	return o
}

var attempt = Attempt{Host: "smtp.example.org", Door: probe.DoorAt(587)}

func TestCompose(t *testing.T) {
	tests := map[string]struct {
		message  Message
		offers   map[string]probe.Text
		path     string
		utf8     bool
		encoding string
		name     string // of the sender
	}{
		"own words":        {Message{From: "ada@example.org", To: "ada@example.org"}, nil, "ada@example.org", false, "quoted-printable", ""},
		"own words, 8 bit": {Message{From: "ada@example.org", To: "ada@example.org"}, offering("8BITMIME"), "ada@example.org", false, "8bit", ""},
		"ASCII":            {Message{From: "ada@example.org", To: "ada@example.org", Text: "hello"}, offering("8BITMIME"), "ada@example.org", false, "7bit", ""},
		"a long line":      {Message{From: "ada@example.org", To: "ada@example.org", Text: strings.Repeat("x", 999)}, offering("8BITMIME"), "ada@example.org", false, "quoted-printable", ""},
		"dots":             {Message{From: "ada@example.org", To: "ada@example.org", Text: ".\n..\n.\r\n.x\r.\n"}, nil, "ada@example.org", false, "7bit", ""},
		"a name":           {Message{From: "Ada Lovelace <ada@example.org>", To: "ada@example.org"}, nil, "ada@example.org", false, "quoted-printable", "Ada Lovelace"},
		"a name, UTF-8":    {Message{From: "Gräfin 字 <ada@example.org>", To: "ada@example.org"}, nil, "ada@example.org", false, "quoted-printable", "Gräfin 字"},
		"a long name":      {Message{From: strings.Repeat("ä", 90) + " <ada@example.org>", To: "ada@example.org"}, nil, "ada@example.org", false, "quoted-printable", strings.Repeat("ä", 90)},
		"quoted":           {Message{From: `"a da>"@example.org`, To: "ada@example.org"}, nil, `"a da>"@example.org`, false, "quoted-printable", ""},
		"an IDN":           {Message{From: "ada@bücher.example", To: "ada@example.org"}, nil, "ada@xn--bcher-kva.example", false, "quoted-printable", ""},
		"upper case":       {Message{From: "Ada@EXAMPLE.org", To: "ada@example.org"}, nil, "Ada@example.org", false, "quoted-printable", ""},
		"SMTPUTF8":         {Message{From: "gräfin@bücher.example", To: "ada@example.org"}, offering("SMTPUTF8", "8BITMIME"), "gräfin@xn--bcher-kva.example", true, "8bit", ""},
		"a literal":        {Message{From: "ada@[127.0.0.1]", To: "ada@example.org"}, nil, "ada@[127.0.0.1]", false, "quoted-printable", ""},
		"a subject":        {Message{From: "ada@example.org", To: "ada@example.org", Subject: strings.Repeat("Überschrift ", 15)}, nil, "ada@example.org", false, "quoted-printable", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := test.message.compose(attempt, test.offers, now)
			if err != nil {
				t.Fatal(err)
			}
			if c.from != test.path || c.utf8 != test.utf8 || c.options().Size != int64(len(c.text)) {
				t.Errorf("got %q, %v", c.from, c.utf8)
			}
			l := readLetter(t, c.text)
			if got := l.Header.Get("Content-Transfer-Encoding"); got != test.encoding {
				t.Errorf("the encoding is %s, want %s", got, test.encoding)
			}
			if !test.utf8 && test.encoding != "8bit" && !isASCII(string(c.text)) {
				t.Error("it is not in ASCII")
			}
			from, err := l.Header.AddressList("From")
			if err != nil || len(from) != 1 || from[0].Name != test.name {
				t.Errorf("from %v, %v, want the name %q", from, err, test.name)
			}
			if date, err := l.Header.Date(); err != nil || !date.Equal(now) {
				t.Errorf("the date is %v, %v", date, err)
			}
			if want := test.message.subject(); l.subject != want {
				t.Errorf("the subject is %q, want %q", l.subject, want)
			}
			if want := test.message.Text; want != "" && lines(l.text) != lines(want) {
				t.Errorf("the text is %q, want %q", l.text, want)
			}
			if want := "    from    "; test.message.Text == "" && !strings.Contains(l.text, want) {
				t.Errorf("the text is %q", l.text)
			}
		})
	}
}

// lines returns a text with line feeds, and one at its end.
func lines(s string) string {
	return strings.TrimSuffix(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n") + "\n"
}

// TestMessageID: it is another each time, at the sender's domain, and well-formed.
func TestMessageID(t *testing.T) {
	seen := map[string]bool{}
	for range 10 {
		c, err := Message{From: "ada@bücher.example", To: "ada@example.org"}.compose(attempt, nil, now)
		if err != nil {
			t.Fatal(err)
		}
		id := readLetter(t, c.text).Header.Get("Message-Id")
		left, right, ok := strings.Cut(strings.Trim(id, "<>"), "@")
		if !ok || len(left) < 20 || right != "xn--bcher-kva.example" || seen[id] {
			t.Errorf("got %q", id)
		}
		seen[id] = true
	}
}

// TestNeedsSMTPUTF8: such an address is not sent to a server that cannot take it.
func TestNeedsSMTPUTF8(t *testing.T) {
	for _, m := range []Message{{From: "gräfin@example.org", To: "ada@example.org"}, {From: "ada@example.org", To: "字@example.org"}} {
		_, err := m.compose(attempt, offering("8BITMIME"), now)
		if err == nil || !strings.Contains(err.Error(), "SMTPUTF8") {
			t.Errorf("got %v", err)
		}
	}
}

// FuzzMessage: whatever Check lets pass is a message that reads back the same.
func FuzzMessage(f *testing.F) {
	f.Add("ada@example.org", "Ada <eve@example.org>", "hello", "one\ntwo", true)
	f.Add("=?utf-8?q?A=0D=0A?= <a@b.c>", "\"a\\\"b\"@c.d", " ✓ =?utf-8?q?x?=", ".\r.\n", false)
	f.Add("gräfin@bücher.example", "(c) ada @ example.org", "\u2028", "\ufeff\u0085", true)
	f.Fuzz(func(t *testing.T, from, to, subject, text string, eightBit bool) {
		m := Message{From: from, To: to, Subject: subject, Text: text}
		a := attempt
		a.User, a.Secret, a.Message = "ada", FromCommand("", nil), &m
		if a.Check() != nil {
			return
		}
		offers := offering("SMTPUTF8")
		if eightBit {
			offers = offering("SMTPUTF8", "8BITMIME")
		}
		c, err := m.compose(a, offers, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{c.from, c.to} {
			if strings.ContainsAny(path, "\r\n\x00") || !utf8.ValidString(path) {
				t.Errorf("the path is %q", path)
			}
			if back, err := mail.ParseAddress("<" + path + ">"); err != nil {
				t.Errorf("the path is %q, %v", path, err)
			} else if at := strings.LastIndexByte(back.Address, '@'); !isASCII(back.Address[at:]) {
				t.Errorf("the domain of %q is not in ASCII", path)
			}
		}
		l := readLetter(t, c.text)
		if len(l.Header) != 8 {
			t.Errorf("there are %d fields: %v", len(l.Header), l.Header)
		}
		for _, field := range []string{"From", "To"} {
			if list, err := l.Header.AddressList(field); err != nil || len(list) != 1 {
				t.Errorf("%s: %v, %v", field, list, err)
			}
		}
		if text != "" && lines(l.text) != lines(text) {
			t.Errorf("the text is %q, want %q", l.text, text)
		}
	})
}
