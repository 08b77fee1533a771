package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/practice"
	"postern/probe/smtptest"
	"postern/probe/submit"
	"postern/ui/termtest"
	"postern/wizard/advice"
)

// readVerifySchema reads the published description of the line of verify --json.
var readVerifySchema = sync.OnceValues(func() (schema map[string]any, err error) {
	body, err := os.ReadFile("verify.schema.json")
	if err == nil {
		err = json.Unmarshal(body, &schema)
	}
	return schema, err
})

func verifySchema(t *testing.T) map[string]any {
	t.Helper()
	schema, err := readVerifySchema()
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// printed is what verify prints for a sign-in, as JSON and for a person. The one is
// held against the schema, the other has to be harmless.
func printed(t *testing.T, c check, s *probe.SignIn) (line, text string) {
	t.Helper()
	var asJSON, asText bytes.Buffer
	for _, transcript := range []bool{false, true} {
		asJSON.Reset()
		writeJSON(&asJSON, newJSONSignIn(c, s, transcript))
		for _, wrong := range checkSchema(verifySchema(t), decoded(t, asJSON.Bytes())) {
			t.Error(wrong)
		}
	}
	writeSignIn(&asText, c, s, false)
	if err := termtest.CheckPrintable(asText.String()); err != nil {
		t.Error(err)
	}
	return asJSON.String(), asText.String()
}

// attempted is a check of a login, with a message to send, by this prober.
func attempted(p *probe.Prober, host string, door probe.Door) check {
	return check{prober: prober{Prober: *p}, attempt: submit.Attempt{
		Host: host, Door: door, User: "ada@example.org",
		Secret:  func(context.Context) ([]byte, error) { return []byte("correct horse"), nil },
		Message: &submit.Message{From: "ada@example.org", To: "ada@example.org"},
	}}
}

// tries makes the check at a scripted server, in no time.
func tries(t *testing.T, server *smtptest.Server, change func(*check)) (c check, s *probe.SignIn) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &probe.Prober{Roots: server.Roots(), Dial: server.Dial, Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
		}}
		c = attempted(p, "localhost", probe.DoorAt(587))
		if change != nil {
			change(&c)
		}
		s = c.run(t.Context(), nil)
		server.Close()
		time.Sleep(time.Minute) // whatever takes leave has done so
	})
	return c, s
}

// ended are servers, one and more for each way a login or a message can end.
var ended = []struct {
	name        string
	server      *smtptest.Server
	login, send string
}{
	{"ok", &smtptest.Server{}, "ok", "ok"},
	{"not offered", &smtptest.Server{OffersTLS: []string{"SIZE 1000"}}, "not_offered", "not_attempted"},
	{"strange mechanisms", &smtptest.Server{OffersTLS: []string{"AUTH GSSAPI NTLM"}}, "unsupported_mech", "not_attempted"},
	{"tokens only", &smtptest.Server{OffersTLS: []string{"AUTH XOAUTH2"}}, "unsupported_mech", "not_attempted"},
	{"a mechanism taken back", &smtptest.Server{SayLogin: "504 5.5.4 unrecognized"}, "unsupported_mech", "not_attempted"},
	{"wrong password", &smtptest.Server{SayLogin: "535 5.7.8 no"}, "bad_password", "not_attempted"},
	{"wrong password, no status", &smtptest.Server{SayLogin: "535 no\n535 and again \x1b[31mno\a"}, "bad_password", "not_attempted"},
	{"app password", &smtptest.Server{SayLogin: "534-5.7.9 Application-specific password required.\n534 5.7.9 see there"}, "app_password", "not_attempted"},
	{"login off", &smtptest.Server{SayLogin: "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."}, "basic_auth_disabled", "not_attempted"},
	{"530", &smtptest.Server{SayLogin: "530 5.7.0 STARTTLS first"}, "need_tls", "not_attempted"},
	{"538", &smtptest.Server{SayLogin: "538 5.7.11 encryption required"}, "need_tls", "not_attempted"},
	{"454", &smtptest.Server{SayLogin: "454 4.7.0 later"}, "temp_fail", "not_attempted"},
	{"432", &smtptest.Server{SayLogin: "432 4.7.12 a transition is needed"}, "temp_fail", "not_attempted"},
	{"421", &smtptest.Server{SayLogin: "421 4.7.0 too many"}, "temp_fail", "not_attempted"},
	{"451 at the door", &smtptest.Server{SayGreeting: "451 4.3.0 later"}, "temp_fail", "not_attempted"},
	{"silent", &smtptest.Server{SilentAt: smtptest.Login}, "silent", "not_attempted"},
	{"closed", &smtptest.Server{CloseAt: smtptest.Login}, "connection_lost", "not_attempted"},
	{"no reply", &smtptest.Server{SayLogin: "yes, come in"}, "connection_lost", "not_attempted"},
	{"another success", &smtptest.Server{SayLogin: "250 2.0.0 ok"}, "connection_lost", "not_attempted"},
	{"no STARTTLS", &smtptest.Server{Offers: []string{"AUTH PLAIN"}}, "not_attempted", "not_attempted"},
	{"silent door", &smtptest.Server{SilentAt: smtptest.Greeting}, "not_attempted", "not_attempted"},
	{"expired", &smtptest.Server{Certificate: smtptest.Expired}, "not_attempted", "not_attempted"},

	{"sender", &smtptest.Server{SayMail: "550 5.7.60 not allowed to send as this"}, "ok", "sender_rejected"},
	{"sender, at RCPT", &smtptest.Server{SayRcpt: "553 5.7.1 Sender address rejected: not owned by user"}, "ok", "sender_rejected"},
	{"sender, without words", &smtptest.Server{SayMail: "553 no"}, "ok", "sender_rejected"},
	{"recipient", &smtptest.Server{SayRcpt: "550 5.1.1 no such user"}, "ok", "rcpt_rejected"},
	{"greylisted", &smtptest.Server{SayRcpt: "450 4.2.0 greylisted, come back"}, "ok", "temp_fail"},
	{"too busy for it", &smtptest.Server{SayMail: "421 4.3.2 closing"}, "ok", "temp_fail"},
	{"DATA refused", &smtptest.Server{SayData: "554 5.5.1 no"}, "ok", "rejected"},
	{"quota", &smtptest.Server{SayMessage: "552 5.2.2 over quota"}, "ok", "rejected"},
	{"spam", &smtptest.Server{SayMessage: "554 5.7.1 spam"}, "ok", "rejected"},
	{"lost at MAIL", &smtptest.Server{CloseAt: smtptest.Mail}, "ok", "connection_lost"},
	{"lost after the message", &smtptest.Server{CloseAt: smtptest.Message}, "ok", "connection_lost"},
	{"silent after the message", &smtptest.Server{SilentAt: smtptest.Message}, "ok", "connection_lost"},
	{"no reply to MAIL", &smtptest.Server{SayMail: "what?"}, "ok", "connection_lost"},
}

// TestSchemaOfEveryVerdict holds what is printed for every end of a login and of a
// message against the schema. Each verdict is there at least once.
func TestSchemaOfEveryVerdict(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range ended {
		t.Run(tt.name, func(t *testing.T) {
			c, s := tries(t, tt.server, nil)
			line, text := printed(t, c, s)
			got := decoded(t, []byte(line))
			if got["login"] != tt.login || got["send"] != tt.send {
				t.Errorf("got %v and %v, want %s and %s", got["login"], got["send"], tt.login, tt.send)
			}
			seen["login "+tt.login], seen["send "+tt.send] = true, true
			if strings.Contains(text, "Message: ") != (tt.login == "ok") {
				t.Errorf("got\n%s", text)
			}
		})
	}
	for _, v := range advice.LoginVerdicts() {
		if !seen["login "+string(v)] {
			t.Errorf("no login ended with %s", v)
		}
	}
	for _, v := range advice.SendVerdicts() {
		if !seen["send "+string(v)] {
			t.Errorf("no message ended with %s", v)
		}
	}
}

// TestSchemaOfOtherEnds: no secret, no message, a message that cannot be sent, a
// relay at door 25.
func TestSchemaOfOtherEnds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		server *smtptest.Server
		change func(*check)
		want   string // part of the line
	}{
		{"no secret", &smtptest.Server{}, func(c *check) {
			c.attempt.Secret = func(context.Context) ([]byte, error) { return nil, errors.New("the store is locked") }
		}, `"login":"not_attempted"`},
		{"the reason", &smtptest.Server{}, func(c *check) {
			c.attempt.Secret = func(context.Context) ([]byte, error) { return nil, errors.New("the store is locked") }
		}, `"reason":"the store is locked"`},
		{"no message", &smtptest.Server{}, func(c *check) { c.attempt.Message = nil }, `"send_help":""`},
		{"foreign letters", &smtptest.Server{}, func(c *check) { c.attempt.Message.To = "字@example.org" }, "SMTPUTF8"},
		{"a relay", &smtptest.Server{OffersTLS: []string{"SIZE 1000"}}, func(c *check) { c.attempt.Door = probe.DoorAt(25) }, `"login":"not_offered"`},
		{"a relay's door", &smtptest.Server{OffersTLS: []string{"SIZE 1000"}}, func(c *check) { c.attempt.Door = probe.DoorAt(25) }, `"door":"ready-for-relay"`},
		{"another user", &smtptest.Server{SayLogin: "535 5.7.8 no"}, func(c *check) { c.address = "ada@example.org" }, `"other_user":"ada"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := tries(t, tt.server, tt.change)
			if line, text := printed(t, c, s); !strings.Contains(line, tt.want) {
				t.Errorf("no %s in %s%s", tt.want, line, text)
			}
		})
	}
}

// TestVerifySchemaOfEveryScene does it for all that a server does in practice, with
// what only the practice dialler and resolver can make happen.
func TestVerifySchemaOfEveryScene(t *testing.T) {
	for _, scene := range practice.Scenes() {
		if scene.ID == "silent-login" {
			continue // half a minute; TestSchemaOfEveryVerdict waits for it in no time
		}
		t.Run(scene.ID, func(t *testing.T) {
			t.Parallel()
			h := house(t, scene.ID)
			for _, door := range h.Doors {
				p := h.Prober()
				p.Timeout = 500 * time.Millisecond
				c := attempted(p, h.Host, door)
				c.attempt.User, c.attempt.Message.From = h.User, h.Address
				c.attempt.Secret = func(context.Context) ([]byte, error) { return []byte(h.Password), nil }
				printed(t, c, c.run(t.Context(), nil))
			}
		})
	}
}

// A schema that lets everything through would hold too.
func TestVerifySchemaIsStrict(t *testing.T) {
	c, s := tries(t, &smtptest.Server{}, nil)
	line, _ := printed(t, c, s)
	for _, tt := range []struct{ old, new, want string }{
		{`"schema":1`, `"schema":2`, "want 1"},
		{`"schema":1`, `"schema":1,"extra":true`, "extra is not known"},
		{`"login_help":`, `"login_halp":`, "login_help is missing"},
		{`"login":"ok"`, `"login":"fine"`, "fine is none of"},
		{`"login":"ok"`, `"login":"bad_password"`, "login_code: 235"},
		{`"login":"ok"`, `"login":"not_attempted"`, "report.send: ok, want not_attempted"},
		{`"send":"ok"`, `"send":"sender_rejected"`, "send_code: 250"},
		{`"send":"ok"`, `"send":"not_attempted"`, "send_command: ., want"},
		{`"login_code":235`, `"login_code":"235"`, "235 is no integer"},
		{`"login_status":"2.7.0"`, `"login_status":"2.7"`, "does not match"},
		{`"security":"starttls"`, `"security":"none"`, "none is none of"},
		{`"mechanism":"PLAIN"`, `"mechanism":"NTLM"`, "NTLM is none of"},
		{`"mechanism":"PLAIN"`, `"mechanism":""`, "report.mechanism: "},
		{`"door":"ready"`, `"door":"no-starttls"`, "want ready"},
		{`"login_reply":"`, `"login_reply":"\u0007`, "does not match"},
	} {
		changed := strings.Replace(line, tt.old, tt.new, 1)
		wrong := strings.Join(checkSchema(verifySchema(t), decoded(t, []byte(changed))), "\n")
		if changed == line || !strings.Contains(wrong, tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.new, wrong, tt.want)
		}
	}
}

// TestVerifySchemaKnowsEveryWord compares its closed lists with the constants that
// the words come from.
func TestVerifySchemaKnowsEveryWord(t *testing.T) {
	schema := verifySchema(t)["properties"].(map[string]any)
	for field, kind := range map[string]string{"login": "LoginVerdict", "send": "SendVerdict", "door": "Verdict"} {
		want := slices.DeleteFunc(constants(t, "../../wizard/advice", kind), func(w string) bool { return w == "" })
		var got []string
		for _, w := range schema[field].(map[string]any)["enum"].([]any) {
			got = append(got, w.(string))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", field, got, want)
		}
	}
}

// FuzzSignIn: whatever a server says, the line is JSON by the schema, and no terminal
// obeys what a person is shown.
func FuzzSignIn(f *testing.F) {
	f.Add("535 5.7.8", "ada@example.org", uint8(0))
	f.Add("\x1b]52;c;aGk=\x07\u202e\u0085\n\n", "a\x1b[2Jb", uint8(1))
	f.Add("\xff\xfe\x00<>&\u2028", "\xff", uint8(3))
	f.Fuzz(func(t *testing.T, said, user string, kind uint8) {
		words := probe.NewText(said)
		s := readyToSignIn()
		s.Transcript = []probe.Line{{From: probe.FromServer, Text: words}}
		s.LoginReply = probe.Reply{Code: 235, Text: words}
		switch kind % 4 {
		case 0:
			s.Login, s.LoginReply.Code = probe.LoginRefused, 535
		case 1:
			s.Login, s.LoginReply, s.Why = probe.LoginNoSecret, probe.Reply{}, words
		case 2:
			s.Send, s.SendCommand, s.SendReply = probe.SendRefused, "RCPT", probe.Reply{Code: 550, Text: words}
		case 3:
			s.Send, s.SendCommand, s.SendReply = probe.SendOK, ".", probe.Reply{Code: 250, Text: words}
			s.QueueID = words
		}
		c := attempted(new(probe.Prober), "localhost", probe.DoorAt(587))
		c.attempt.User, c.address = user, "ada@example.org"
		printed(t, c, s)
	})
}

// readyToSignIn is a sign-in that worked, at a door that is ready.
func readyToSignIn() *probe.SignIn {
	r := probe.NewResult(probe.DoorAt(587))
	r.Step, r.End, r.DNS, r.Connect = probe.StepSettled, probe.EndNormal, probe.DNSOK, probe.ConnectOK
	r.Greeting, r.Hello, r.TLSMode = probe.GreetingOK, probe.HelloOK, probe.ModeSTARTTLS
	r.TLS, r.TLSVersion, r.TLSVerified, r.AuthAfterTLS = probe.TLSOK, "1.3", true, []string{"PLAIN"}
	return &probe.SignIn{
		Door: r, Step: probe.SignInSettled, Mechanism: "PLAIN",
		Login: probe.LoginOK, Send: probe.SendNotAttempted,
	}
}
