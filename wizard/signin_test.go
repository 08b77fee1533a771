package wizard

import (
	"fmt"
	"strings"
	"testing"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

func TestSignInStages(t *testing.T) {
	reply := probe.Reply{Code: 535}
	for name, tt := range map[string]struct {
		in   *probe.SignIn
		want string // a letter a stage: ahead, now, done, failed
	}{
		"beginning":       {&probe.SignIn{Login: probe.LoginNotAttempted}, "naaa"},
		"asking":          {&probe.SignIn{Step: probe.SignInSecret, Login: probe.LoginNotAttempted}, "dnaa"},
		"signing in":      {&probe.SignIn{Step: probe.SignInAuth, Login: probe.LoginNotAttempted}, "ddna"},
		"sending":         {&probe.SignIn{Step: probe.SignInData, Login: probe.LoginOK}, "dddn"},
		"done":            {&probe.SignIn{Step: probe.SignInSettled, SecretSent: true, Login: probe.LoginOK, LoginReply: probe.Reply{Code: 235}, Send: probe.SendOK}, "dddd"},
		"refused":         {&probe.SignIn{Step: probe.SignInSettled, SecretSent: true, Login: probe.LoginRefused, LoginReply: reply, Send: probe.SendNotAttempted}, "ddfa"},
		"message lost":    {&probe.SignIn{Step: probe.SignInSettled, SecretSent: true, Login: probe.LoginOK, LoginReply: probe.Reply{Code: 235}, Send: probe.SendLost}, "dddf"},
		"not safe":        {&probe.SignIn{Step: probe.SignInSettled, Login: probe.LoginNotAttempted, Send: probe.SendNotAttempted}, "faaa"},
		"no secret":       {&probe.SignIn{Step: probe.SignInSettled, Login: probe.LoginNoSecret, Send: probe.SendNotAttempted}, "dfaa"},
		"nothing offered": {&probe.SignIn{Step: probe.SignInSettled, Login: probe.LoginNotOffered, Send: probe.SendNotAttempted}, "dafa"},
	} {
		var got strings.Builder
		for _, st := range SignInStages(tt.in, true) {
			got.WriteByte("andf"[st.State])
		}
		if got.String() != tt.want {
			t.Errorf("%s: got %s, want %s", name, got.String(), tt.want)
		}
	}
	if n := len(SignInStages(&probe.SignIn{}, false)); n != 3 {
		t.Errorf("without a message: %d stages", n)
	}
}

func TestLogin(t *testing.T) {
	s, err := New(World{Catalog: catalog.Default(), Stores: []recipe.SecretKind{recipe.Pass, recipe.AskMe}}).Answer(Provider, "ada@fastmail.com")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Login(); ok {
		t.Error("a login although no door was tried")
	}
	s = s.WithReport(readyReport(s), 0)
	l, ok := s.Login()
	if !ok || l.Host != "smtp.fastmail.com" || l.Door.Port != 465 || l.User != "ada@fastmail.com" || l.Command != "pass show smtp/smtp.fastmail.com/ada@fastmail.com" || l.Token {
		t.Errorf("got %v, %+v", ok, l)
	}
	in := &probe.SignIn{Step: probe.SignInSettled, Login: probe.LoginRefused, LoginStatus: "5.7.8", LoginReply: probe.Reply{Code: 535, Text: probe.NewText("no way\x1b")}}
	told := strings.Join(s.ToldSignIn(l.Host, in, true), "\n")
	if !strings.Contains(told, "  535 no way\\x1B") || !strings.Contains(told, "app password") {
		t.Errorf("told:\n%s", told)
	}
}

// readyReport is a report of the session's doors, all of them ready.
func readyReport(s Session) probe.Report {
	r := probe.Report{Host: s.Get(Host)}
	for _, d := range s.Doors() {
		x := probe.NewResult(d)
		x.Step, x.Connect, x.Greeting, x.Hello = probe.StepSettled, probe.ConnectOK, probe.GreetingOK, probe.HelloOK
		x.TLS, x.TLSVersion, x.TLSVerified, x.TLSMode = probe.TLSOK, "1.3", true, probe.ModeSTARTTLS
		x.AuthAfterTLS = []string{"PLAIN"}
		r.Doors = append(r.Doors, x)
	}
	return r
}

func ExampleSession_Login() {
	s, _ := New(World{Catalog: catalog.Default()}).Answer(Provider, "ada@fastmail.com")
	l, ok := s.WithReport(readyReport(s), 0).Login()
	fmt.Println(l.Host, l.Door, l.User, ok)
	// Output: smtp.fastmail.com 465:tls ada@fastmail.com true
}
