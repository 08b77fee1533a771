package practice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

var submissionDoors = []int{465, 587, 2525}

func TestNoLoginBeforeTLS(t *testing.T) {
	s := start(t, "open")
	for _, port := range []int{587, 2525} {
		c := ring(t, s, port, 220)
		caps := strings.Split(c.say("EHLO laptop.test", 250), "\n")
		if !slices.Contains(caps, "STARTTLS") {
			t.Errorf("%d: got %q, want STARTTLS among them", port, caps)
		}
		if i := slices.IndexFunc(caps, func(l string) bool { return strings.HasPrefix(l, "AUTH") }); i >= 0 {
			t.Errorf("%d: %q is offered in the clear", port, caps[i])
		}
		c.say(plain(s.User, s.Password), 523)
		got := c.say("MAIL FROM:<"+s.Address+">", 530)
		if want := "5.7.0 Must issue a STARTTLS command first"; got != want {
			t.Errorf("%d: got %q, want %q", port, got, want)
		}
	}
}

func TestLoginAfterTLS(t *testing.T) {
	s := start(t, "open")
	for _, port := range submissionDoors {
		c := ring(t, s, port, 220)
		caps := c.secure()
		if !slices.Contains(caps, "AUTH PLAIN LOGIN") {
			t.Errorf("%d: got %q, want AUTH PLAIN LOGIN among them", port, caps)
		}
		if slices.Contains(caps, "STARTTLS") {
			t.Errorf("%d: STARTTLS is offered within TLS", port)
		}
		c.say("MAIL FROM:<"+s.Address+">", 530)
		c.say(plain(s.User, s.Password), 235)
		c.say("MAIL FROM:<"+s.Address+">", 250)
		c.say("RCPT TO:<bob@elsewhere.example>", 250)
		c.say("QUIT", 221)
	}
}

func TestLoginForgottenByStartTLS(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 587, 220)
	c.say("EHLO laptop.test", 250)
	// Pipelined behind STARTTLS, in the clear: must not be taken for a command within TLS.
	c.send("STARTTLS\r\nNOOP\r\n")
	c.hear(220)
	c.encrypt()
	got := c.say("EHLO laptop.test", 250)
	if !strings.HasPrefix(got, "Hello laptop.test") {
		t.Errorf("got %q, want the reply to EHLO", got)
	}
}

func TestLogins(t *testing.T) {
	t.Parallel()
	s := start(t, "open")
	type exchange struct {
		say  string
		want int
	}
	tests := []struct {
		name string
		talk []exchange
		in   bool // signed in at the end
	}{
		{"plain at once", []exchange{{plain(s.User, s.Password), 235}}, true},
		{"plain when asked", []exchange{{"AUTH PLAIN", 334}, {b64("\x00" + s.User + "\x00" + s.Password), 235}}, true},
		{"plain for oneself", []exchange{{"AUTH PLAIN " + b64(s.User+"\x00"+s.User+"\x00"+s.Password), 235}}, true},
		{"plain for another", []exchange{{"AUTH PLAIN " + b64("bob\x00"+s.User+"\x00"+s.Password), 535}}, false},
		{"plain, malformed", []exchange{{"AUTH PLAIN " + b64("nothing"), 501}}, false},
		{"plain, no base64", []exchange{{"AUTH PLAIN !", 454}}, false},
		{"plain, cancelled", []exchange{{"AUTH PLAIN", 334}, {"*", 501}}, false},
		{"login when asked", []exchange{{"AUTH LOGIN", 334}, {b64(s.User), 334}, {b64(s.Password), 235}}, true},
		{"login with the name", []exchange{{"AUTH LOGIN " + b64(s.User), 334}, {b64(s.Password), 235}}, true},
		{"login, empty name", []exchange{{"AUTH LOGIN =", 334}, {b64(s.Password), 535}}, false},
		{"login, wrong", []exchange{{"AUTH LOGIN", 334}, {b64(s.User), 334}, {b64("guess"), 535}}, false},
		{"login, cancelled", []exchange{{"AUTH LOGIN", 334}, {b64(s.User), 334}, {"*", 501}}, false},
		{"lower case", []exchange{{"auth login " + b64(strings.ToUpper(s.User)), 334}, {b64(s.Password), 235}}, true},
		{"wrong password", []exchange{{plain(s.User, "guess"), 535}}, false},
		{"wrong user", []exchange{{plain("bob@"+domain, s.Password), 535}}, false},
		{"empty", []exchange{{plain("", ""), 535}}, false},
		{"right after wrong", []exchange{{plain(s.User, "guess"), 535}, {plain(s.User, s.Password), 235}}, true},
		{"twice", []exchange{{plain(s.User, s.Password), 235}, {plain(s.User, s.Password), 503}}, true},
		{"unknown mechanism", []exchange{{"AUTH CRAM-MD5", 504}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := ring(t, s, 465, 220)
			c.secure()
			for _, e := range tt.talk {
				c.say(e.say, e.want)
			}
			want := 530
			if tt.in {
				want = 250
			}
			c.say("MAIL FROM:<"+s.Address+">", want)
		})
	}
}

func TestLoginChallenges(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 465, 220)
	c.secure()
	if got, want := c.say("AUTH LOGIN", 334), b64("Username:"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := c.say(b64(s.User), 334), b64("Password:"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWrongPasswordText(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 587, 220)
	c.secure()
	if got := c.say(plain(s.User, "guess"), 535); !strings.HasPrefix(got, "5.7.8 ") {
		t.Errorf("got %q, want the enhanced code 5.7.8", got)
	}
}

func TestGuessingEndsTheConversation(t *testing.T) {
	s := start(t, "open")
	for _, port := range []int{465, 587} {
		c := ring(t, s, port, 220)
		c.secure()
		for range maxWrongLogins - 1 {
			c.say(plain(s.User, "guess"), 535)
		}
		c.say(plain(s.User, "guess"), 421)
		c.ended()
	}
}

func TestSenders(t *testing.T) {
	s := start(t, "open")
	tests := []struct {
		name, mail string
		want       int
	}{
		{"own address", "<" + s.Address + ">", 250},
		{"own domain", "<newsletter@" + domain + ">", 250},
		{"own domain in capitals", "<Ada@PRACTICE.EXAMPLE>", 250},
		{"another domain", "<ada@elsewhere.example>", 553},
		{"a domain that ends alike", "<ada@not" + domain + ">", 553},
		{"a sub-domain", "<ada@sub." + domain + ">", 553},
		{"own domain in the quoted part", `<"ada@` + domain + `"@elsewhere.example>`, 553},
		{"null", "<>", 553},
		{"escape byte", "<\"a\x1bb\"@" + domain + ">", 501},
		{"bare CR", "<\"a\rb\"@" + domain + ">", 501},
		{"Latin-1", "<\xe4@" + domain + ">", 501},
		{"direction override", "<a\u202eb@" + domain + ">", 501},
		{"UTF-8 unasked", "<ädä@" + domain + ">", 553},
		{"UTF-8 asked", "<ädä@" + domain + "> SMTPUTF8", 250},
		{"too large", fmt.Sprintf("<%s> SIZE=%d", s.Address, maxMessage+1), 552},
	}
	c := ring(t, s, 465, 220)
	c.signIn()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c.t = t
			c.say("MAIL FROM:"+tt.mail, tt.want)
			c.say("RSET", 250)
		})
	}
}

func TestRecipients(t *testing.T) {
	t.Parallel()
	s := start(t, "open")
	c := ring(t, s, 465, 220)
	c.signIn()
	c.say("MAIL FROM:<"+s.Address+">", 250)
	c.say("RCPT TO:<a\x00b@elsewhere.example>", 501)
	c.say("RCPT TO:<ädä@elsewhere.example>", 553)
	for i := range maxRecipients {
		c.say(fmt.Sprintf("RCPT TO:<r%d@elsewhere.example>", i), 250)
	}
	c.say("RCPT TO:<one-more@elsewhere.example>", 452)
}

func TestRelay(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 25, 220)
	caps := c.say("EHLO mx.elsewhere.example", 250)
	if !strings.Contains(caps, "STARTTLS") || strings.Contains(caps, "AUTH") {
		t.Errorf("got %q, want STARTTLS and no AUTH", caps)
	}
	for range 2 { // in the clear, then within TLS
		c.say("MAIL FROM:<bob@elsewhere.example>", 250)
		if got := c.say("RCPT TO:<eve@elsewhere.example>", 550); !strings.Contains(got, "Relaying denied") {
			t.Errorf("got %q, want it to say that relaying is denied", got)
		}
		c.say("RCPT TO:<"+s.Address+">", 250)
		c.say("RSET", 250)
		if caps := strings.Join(c.secure(), " "); strings.Contains(caps, "AUTH") {
			t.Errorf("got %q within TLS, want no AUTH", caps)
		}
		c.say(plain(s.User, s.Password), 503)
	}
}

func TestMessage(t *testing.T) {
	s := start(t, "open")
	text := "Subject: dots\r\n\r\n..two dots\r\nlast\r\n"
	stuffed := "Subject: dots\r\n\r\n...two dots\r\nlast\r\n.\r\n"
	tests := []struct {
		name string
		port int
		send func(c *caller)
		want Message
	}{
		{
			"data on 587", 587, func(c *caller) { c.signIn(); envelope(c); c.say("DATA", 354); c.send(stuffed); c.hear(250) },
			Message{TLS: true, User: s.User, Mechanism: "PLAIN"},
		},
		{
			"bdat on 465", 465, func(c *caller) {
				c.signIn()
				envelope(c)
				c.send(fmt.Sprintf("BDAT 5\r\n%s", text[:5]))
				c.hear(250)
				c.send(fmt.Sprintf("BDAT %d LAST\r\n%s", len(text)-5, text[5:]))
				c.hear(250)
			},
			Message{TLS: true, User: s.User, Mechanism: "PLAIN"},
		},
		{
			"data on 25 in the clear", 25, func(c *caller) {
				c.say("EHLO laptop.test", 250)
				envelope(c)
				c.say("DATA", 354)
				c.send(stuffed)
				c.hear(250)
			},
			Message{},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := ring(t, s, tt.port, 220)
			tt.send(c)
			got, err := s.Wait(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if string(got.Data) != text {
				t.Errorf("data: got %q, want %q", got.Data, text)
			}
			if got.Port != tt.port || got.Hello != "laptop.test" || got.From != s.Address || !slices.Equal(got.To, []string{"bob@" + domain}) {
				t.Errorf("envelope: got %+v", got)
			}
			if got.TLS != tt.want.TLS || got.User != tt.want.User || got.Mechanism != tt.want.Mechanism {
				t.Errorf("got TLS %v, user %q, mechanism %q; want %+v", got.TLS, got.User, got.Mechanism, tt.want)
			}
			if got.TLS != (got.TLSVersion == "1.3") {
				t.Errorf("got TLS %v with version %q", got.TLS, got.TLSVersion)
			}
		})
	}
}

// envelope sends from the practice address to a neighbour: allowed everywhere.
func envelope(c *caller) {
	c.t.Helper()
	c.say("MAIL FROM:<"+c.s.Address+">", 250)
	c.say("RCPT TO:<bob@"+domain+">", 250)
}

func TestLineLimit(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 587, 220)
	c.send("EHLO " + strings.Repeat("x", 2*maxLine) + "\r\n")
	c.hear(500)
}

func TestMessageLimit(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 465, 220)
	c.signIn()
	envelope(c)
	c.say(fmt.Sprintf("BDAT %d LAST", maxMessage+1), 552)
	if got := len(s.Messages()); got != 0 {
		t.Errorf("got %d messages kept, want none", got)
	}
}

func TestConnectionLimit(t *testing.T) {
	s := start(t, "open")
	first := ring(t, s, 587, 220)
	for range maxGuests - 1 {
		ring(t, s, 2525, 220)
	}
	ring(t, s, 587, 421).ended()
	first.say("QUIT", 221)
	first.ended()
	// The server counts a guest out just after the connection has ended.
	deadline, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	for deadline.Err() == nil {
		c := dial(t, s, 587)
		buf := make([]byte, 3)
		if _, err := c.Read(buf); err == nil && string(buf) == "220" {
			return
		}
		_ = c.Close()
	}
	t.Error("no room again after a guest left")
}
