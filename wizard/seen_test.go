package wizard_test

import (
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/lesson"
	"postern/wizard/talk"
)

// seenSession is a session of Fastmail whose doors came to the given ends.
func seenSession(t *testing.T, doors ...probe.Result) wizard.Session {
	t.Helper()
	s, err := wizard.New(world()).Answer(wizard.Provider, "fastmail")
	if err != nil {
		t.Fatal(err)
	}
	r := probe.NewReport(s.Get(wizard.Host), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), nil)
	r.Doors = doors
	return s.WithReport(r, 2*time.Second)
}

func seenDoor(port int, security probe.Security, change func(*probe.Result)) probe.Result {
	r := probe.NewResult(probe.Door{Port: port, Security: security})
	r.Step, r.DNS, r.Elapsed = probe.StepSettled, probe.DNSOK, time.Second
	change(&r)
	return r
}

func seenReady(r *probe.Result) {
	r.Connect, r.Greeting, r.GreetingCode, r.Hello = probe.ConnectOK, probe.GreetingOK, 220, probe.HelloOK
	r.TLS, r.TLSVerified, r.TLSVersion, r.TLSMode = probe.TLSOK, true, "1.3", probe.ModeSTARTTLS
	r.STARTTLSOffered = true
	if r.Door.Implicit() {
		r.TLSMode, r.STARTTLSOffered = probe.ModeImplicit, false
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
	r.Certificate = &probe.Certificate{
		Subject: probe.NewText("smtp.fastmail.com"), Issuer: probe.NewText("An Authority"),
		Names: []probe.Text{probe.NewText("smtp.fastmail.com")}, NotAfter: time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC),
	}
}

func seenOpen25(r *probe.Result) {
	seenReady(r)
	r.AuthAfterTLS = nil
}

func seenTimeout(r *probe.Result) { r.Connect = probe.ConnectTimeout }

func TestSeen(t *testing.T) {
	ready := []probe.Result{
		seenDoor(465, probe.ImplicitTLS, seenReady), seenDoor(587, probe.STARTTLS, seenReady),
		seenDoor(2525, probe.STARTTLS, seenTimeout), seenDoor(25, probe.STARTTLS, seenOpen25),
	}
	shut := []probe.Result{
		seenDoor(465, probe.ImplicitTLS, seenTimeout), seenDoor(587, probe.STARTTLS, seenTimeout),
		seenDoor(2525, probe.STARTTLS, seenTimeout), seenDoor(25, probe.STARTTLS, seenTimeout),
	}
	clear := []probe.Result{seenDoor(587, probe.STARTTLS, func(r *probe.Result) {
		r.Connect, r.Greeting, r.Hello, r.TLS, r.TLSMode = probe.ConnectOK, probe.GreetingOK, probe.HelloOK, probe.TLSNone, probe.ModeNone
		r.AuthBeforeTLS = []string{"PLAIN"}
	})}
	busy := []probe.Result{seenDoor(587, probe.STARTTLS, func(r *probe.Result) {
		r.Connect, r.Greeting = probe.ConnectOK, probe.GreetingTempError
		r.Refusal = probe.Reply{Code: 421, Text: probe.NewText("too busy \x1b[31m")}
	})}
	for _, tt := range []struct {
		name   string
		doors  []probe.Result
		lesson string
		want   string // "" for nothing at all
	}{
		{"25 open", ready, "25", "Seen here, at smtp.fastmail.com: 25 is open, and still not your door."},
		{"25 open, as relay", ready, "relay", "25 is open, and still not your door."},
		{"25 open, as a myth", ready, "myths-25", "25 is open, and still not your door."},
		{"25 filtered", shut, "25", "You lose nothing: only servers need it."},
		{"the recommended door", ready, "465", "It is the door that Postern recommends."},
		{"another that is ready", ready, "587", "587 passed every check"},
		{"one that was not tried", ready, "2465", ""},
		{"the doors in a table", ready, "ports", "  465   ready\n  587   ready\n  2525  no answer\n  25    for servers"},
		{"where mail is handed in", ready, "submission", "your program hands its mail to Fastmail on 465, encrypted from the first byte."},
		{"the switch", ready, "starttls", "587 and 25 began in the clear and switched to TLS 1.3."},
		{"no switch", clear, "starttls", "no switch to encryption is offered on 587."},
		{"the first byte", ready, "implicit-tls", "on 465, TLS 1.3 held from the first byte."},
		{"one certificate for all", ready, "certificate", "the certificate on 465, 587 and 25 is for smtp.fastmail.com, signed by An Authority, and valid until 2027-05-01."},
		{"logins", ready, "login", "the login methods on 465 and 587 are PLAIN, LOGIN."},
		{"what menus call it", ready, "names", "465 is encrypted from the first byte. In menus that is called \"SSL/TLS\" as a rule."},
		{"a reply, escaped", busy, "codes-later", "587 answered 421 too busy \\x1B[31m."},
		{"a verdict", shut, "no-answer", "The same holds for 587 and 2525."},
		{"a verdict that no door has", ready, "refused", ""},
		{"the likely cause", shut, "blocked-ports", "ikely"},
		{"how it is lifted", shut, "patterns", "- Linode (Akamai): Set A and reverse DNS records, then open a support ticket."},
		{"no encryption", clear, "no-starttls", "587 answers, but offers no encryption"},
		{"the settings", ready, "settings-lines", "server smtp.fastmail.com, port 465"},
		{"the settings of a program", ready, "port-msmtp", "port 465"},
		{"nothing is ready", shut, "settings-lines", ""},
		{"the provider, without a door", nil, "app-password", "At Fastmail: "},
		{"no door yet", nil, "25", ""},
		{"a door that is still tried", []probe.Result{probe.NewResult(probe.Door{Port: 587, Security: probe.STARTTLS})}, "587", ""},
		{"the program at hand", ready, "choosing-a-program", "At hand: msmtp sends"},
		{"a page about no door", ready, "full-name", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(seenSession(t, tt.doors...).Seen(tt.lesson), "\n")
			if !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
				t.Errorf("want %q in\n%s", tt.want, got)
			}
		})
	}
}

// TestSeenIsForReading holds everything that may stand in a lesson to being words.
func TestSeenIsForReading(t *testing.T) {
	s := seenSession(t, seenDoor(465, probe.ImplicitTLS, seenReady), seenDoor(587, probe.STARTTLS, seenReady), seenDoor(25, probe.STARTTLS, seenOpen25))
	for _, l := range lesson.All() {
		for i, p := range s.Seen(l.ID) {
			if strings.TrimSpace(p) == "" || strings.ContainsAny(p, "{}!") || strings.Contains(p, "<nil>") {
				t.Errorf("%s, paragraph %d: %q", l.ID, i, p)
			}
		}
		if l.ID == "submission" && len(s.Seen(l.ID)) == 0 {
			t.Error("nothing is seen on submission")
		}
	}
	if got := wizard.New(world()).Seen("25"); got != nil {
		t.Errorf("before anything was asked: %q", got)
	}
}

// TestSeenIsOfThisHost: what another host answered, chosen before, is not told.
func TestSeenIsOfThisHost(t *testing.T) {
	s := seenSession(t, seenDoor(25, probe.STARTTLS, seenOpen25))
	s, err := s.Put(wizard.Provider, "gmail")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Seen("25"); got != nil {
		t.Errorf("of gmail: %q", got)
	}
}

func TestSignInLesson(t *testing.T) {
	s := seenSession(t, seenDoor(465, probe.ImplicitTLS, seenReady))
	in := &probe.SignIn{Login: probe.LoginRefused, LoginReply: probe.Reply{Code: 535, Text: probe.NewText("5.7.8 no \x1b[31m")}}
	id, seen := s.SignInLesson("smtp.fastmail.com", in, true)
	if _, ok := lesson.Get(id); !ok {
		t.Errorf("the lesson %q is none", id)
	}
	text := strings.Join(seen, "\n")
	if !strings.HasPrefix(text, "Seen here: ") || !strings.Contains(text, "  535 5.7.8 no \\x1B[31m") {
		t.Errorf("what was seen: %q", text)
	}
}

func TestDialogues(t *testing.T) {
	said := func(port int, security probe.Security, words ...string) probe.Result {
		return seenDoor(port, security, func(r *probe.Result) {
			seenReady(r)
			for _, w := range words {
				from, text, _ := strings.Cut(w, " ")
				r.Transcript = append(r.Transcript, probe.Line{From: probe.Speaker(from), Text: probe.NewText(text)})
			}
		})
	}
	s := seenSession(t,
		said(2525, probe.STARTTLS, "note connected to 192.0.2.1:2525"),
		said(465, probe.ImplicitTLS, "note connected to 192.0.2.1:465", "note TLS 1.3, X", "server 220 hello"),
		said(587, probe.STARTTLS, "note connected to 192.0.2.1:587", "server 220 hello", "client STARTTLS", "server 220 go", "note TLS 1.3, X", "client EHLO x"),
		said(25, probe.STARTTLS))
	var got []string
	for _, d := range s.Dialogues() {
		heard := strings.Fields(d.Title)[0]
		for _, l := range d.Lines {
			heard += " " + string(l.Heard)
		}
		got = append(got, heard)
	}
	want := "587: call clear clear clear begins sealed|465: call begins sealed|2525: call"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestLineLesson(t *testing.T) {
	for _, tt := range []struct {
		from       probe.Speaker
		text, want string
	}{
		{probe.FromClient, "EHLO laptop", "starttls"},
		{probe.FromClient, "STARTTLS", "starttls"},
		{probe.FromClient, "AUTH PLAIN AGF", "login"},
		{probe.FromClient, "MAIL FROM:<starttls@example.org>", "envelope"},
		{probe.FromClient, "QUIT", "codes-good"},
		{probe.FromServer, "220 auth.support.example ESMTP", "codes-good"},
		{probe.FromServer, "220 Ready to start TLS", "starttls"},
		{probe.FromServer, "250 STARTTLS", "starttls"},
		{probe.FromServer, "250-mail.example.net", "codes-good"},
		{probe.FromServer, "250 SIZE 1", "starttls"},
		{probe.FromServer, "250 AUTH PLAIN", "login"},
		{probe.FromServer, "250-AUTH=LOGIN", "login"},
		{probe.FromServer, "235 2.7.0 Authentication successful", "login"},
		{probe.FromServer, "354 go on", "codes-good"},
		{probe.FromServer, "421 4.7.0 no", "codes-later"},
		{probe.FromServer, "530 5.7.0 no", "codes-login"},
		{probe.FromServer, "535 5.7.8 no", "535"},
		{probe.FromServer, "550 5.1.1 no", "550"},
		{probe.FromServer, "554 no", "codes-no"},
		{probe.FromServer, "* OK IMAP ready", "malformed"},
		{probe.FromNote, "TLS begins; certificate checked", "certificate"},
		{probe.FromNote, "TLS 1.3, X", "tls"},
		{probe.FromNote, "no TLS: bad record", "tls-failed"},
		{probe.FromNote, "connected to 192.0.2.1:587", "ports"},
		{probe.FromNote, "you call mail.example.net:465", "ports"},
	} {
		if got := wizard.LineLesson(talk.Line{From: tt.from, Text: tt.text}); got != tt.want {
			t.Errorf("%q leads to %s, want %s", tt.text, got, tt.want)
		}
		if l, ok := lesson.Get(tt.want); !ok || l.ID != tt.want {
			t.Errorf("there is no lesson %s", tt.want)
		}
	}
}
