package submit_test

import (
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/submit"
)

// TestScenes meets what goes wrong behind doors that are ready, as people practise it.
func TestScenes(t *testing.T) {
	tests := map[string]struct {
		login   probe.Login
		send    probe.Send
		command string
		code    int
		status  string
	}{
		"open":               {probe.LoginOK, probe.SendOK, ".", 250, "2.0.0"},
		"wrong-password":     {probe.LoginRefused, probe.SendNotAttempted, "", 535, "5.7.8"},
		"app-password":       {probe.LoginRefused, probe.SendNotAttempted, "", 534, "5.7.9"},
		"login-off":          {probe.LoginRefused, probe.SendNotAttempted, "", 535, "5.7.139"},
		"account-locked":     {probe.LoginRefused, probe.SendNotAttempted, "", 535, "5.7.1"},
		"too-busy-login":     {probe.LoginRefused, probe.SendNotAttempted, "", 454, "4.7.0"},
		"too-many":           {probe.LoginRefused, probe.SendNotAttempted, "", 421, "4.7.0"},
		"sender-not-yours":   {probe.LoginOK, probe.SendRefused, "MAIL", 553, "5.7.1"},
		"greylist":           {probe.LoginOK, probe.SendRefused, "RCPT", 451, "4.7.1"},
		"quota":              {probe.LoginOK, probe.SendRefused, ".", 552, "5.2.2"},
		"message-refused":    {probe.LoginOK, probe.SendRefused, ".", 554, "5.7.1"},
		"no-login":           {probe.LoginNotOffered, probe.SendNotAttempted, "", 0, ""},
		"no-starttls":        {probe.LoginNotAttempted, probe.SendNotAttempted, "", 0, ""},
		"wrong-name":         {probe.LoginNotAttempted, probe.SendNotAttempted, "", 0, ""},
		"self-signed":        {probe.LoginNotAttempted, probe.SendNotAttempted, "", 0, ""},
		"plaintext-injected": {probe.LoginNotAttempted, probe.SendNotAttempted, "", 0, ""},
		"starttls-refused":   {probe.LoginNotAttempted, probe.SendNotAttempted, "", 0, ""},
	}
	for scene, test := range tests {
		t.Run(scene, func(t *testing.T) {
			t.Parallel()
			s := starts(t, scene)
			r := (&submit.Submitter{Prober: s.Prober()}).Submit(t.Context(), submit.Attempt{
				Host: s.Host, Door: doorOf(s, 587), User: s.User, Secret: says(s.Password),
				Message: &submit.Message{From: s.Address, To: s.Address},
			})
			if r.Login != test.login || r.Send != test.send || r.SendCommand != test.command {
				t.Errorf("got %s, %s at %q, want %s, %s at %q", r.Login, r.Send, r.SendCommand, test.login, test.send, test.command)
			}
			reply, status := r.LoginReply, r.LoginStatus
			if test.login == probe.LoginOK {
				reply, status = r.SendReply, r.SendStatus
			}
			if reply.Code != test.code || status != test.status {
				t.Errorf("got %d %q, want %d %q", reply.Code, status, test.code, test.status)
			}
			if found := leak(transcript(r), s.Password); found != "" {
				t.Errorf("the transcript holds the secret, as %q", found)
			}
			if id := r.QueueID.String(); (id != "") != (scene == "open") || strings.Contains(id, "/") {
				t.Errorf("the queue ID is %q", id)
			}
			if got := len(s.Messages()); got > 0 != (scene == "open") {
				t.Errorf("got %d messages", got)
			}
		})
	}
}
