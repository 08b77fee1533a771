//go:build unix

package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/probe/practice"
	"postern/probe/smtptest"
	"postern/ui/termtest"
)

// signedIn is the contract of verify --json, written down a second time.
type signedIn struct {
	Schema      int
	Host        string
	Port        int
	Security    string
	User        string
	ElapsedMS   int64 `json:"elapsed_ms"`
	Door        string
	Mechanism   string
	Login       string
	LoginCode   int    `json:"login_code"`
	LoginStatus string `json:"login_status"`
	LoginReply  string `json:"login_reply"`
	LoginHelp   string `json:"login_help"`
	OtherUser   string `json:"other_user"`
	Send        string
	SendCommand string `json:"send_command"`
	SendCode    int    `json:"send_code"`
	SendStatus  string `json:"send_status"`
	SendReply   string `json:"send_reply"`
	SendHelp    string `json:"send_help"`
	QueueID     string `json:"queue_id"`
	Reason      string
	Transcript  []struct {
		AtMS int64 `json:"at_ms"`
		From string
		Text string
	}
}

// readSignIn reads a line of verify --json.
func readSignIn(t *testing.T, line string) signedIn {
	t.Helper()
	var s signedIn
	d := json.NewDecoder(strings.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil || strings.Count(line, "\n") != 1 {
		t.Fatalf("%v in %q", err, line)
	}
	return s
}

// aloneWithShell is alone, with a shell to run commands by.
func aloneWithShell(t *testing.T) (home string) {
	t.Helper()
	home = alone(t)
	if err := os.Symlink("/bin/sh", filepath.Join(home, "bin", "sh")); err != nil {
		t.Fatal(err)
	}
	return home
}

// prints is a shell command that prints the first line of a file, and needs no
// other program for that.
func prints(file string) string { return "read -r line <'" + file + `'; echo "$line"` }

// atDoor are the arguments that verify a practice login at the door that is shown
// with this number, with the right password.
func atDoor(s *practice.Server, shown int, more ...string) []string {
	port, security, _ := strings.Cut(portFlag(s, shown), ":")
	return append([]string{
		"verify", "--host", "localhost", "--port", port, "--security", security, "--user", s.User,
		"--ca", s.CAFile, "--password-command", prints(s.PasswordFile),
	}, more...)
}

// verified are the scenes of practice in which something answers at the door, and
// what comes of a login there with a message.
var verified = []struct {
	scene             string
	shown             int
	login, send, door string
	code              int    // of the reply that decided
	says              string // to a person
}{
	{"open", 587, "ok", "ok", "ready", 250, "Message: accepted"},
	{"open", 465, "ok", "ok", "ready", 250, "under the name"},
	{"open", 2525, "ok", "ok", "ready", 250, "Message: accepted"},
	{"open", 25, "not_offered", "not_attempted", "no-login", 0, "Login: no login"},
	{"quiet", 465, "ok", "ok", "ready", 250, "Login: signed in"},

	{"wrong-password", 587, "bad_password", "not_attempted", "ready", 535, "Login: wrong login"},
	{"app-password", 465, "app_password", "not_attempted", "ready", 534, "Login: app password"},
	{"login-off", 587, "basic_auth_disabled", "not_attempted", "ready", 535, "5.7.139"},
	{"account-locked", 587, "bad_password", "not_attempted", "ready", 535, "locked"},
	{"too-busy-login", 587, "temp_fail", "not_attempted", "ready", 454, "454 4.7.0"},
	{"too-many", 587, "temp_fail", "not_attempted", "ready", 421, "Login: too many"},
	{"sender-not-yours", 587, "ok", "sender_rejected", "ready", 553, "Message: wrong sender"},
	{"greylist", 465, "ok", "temp_fail", "ready", 451, "Message: come back"},
	{"quota", 587, "ok", "rejected", "ready", 552, "552 5.2.2"},
	{"message-refused", 587, "ok", "rejected", "ready", 554, "looks like spam"},

	{"no-login", 587, "not_offered", "not_attempted", "no-login", 0, "Login: no login"},
	{"no-starttls", 587, "not_attempted", "not_attempted", "no-starttls", 0, "nothing secret left this computer"},
	{"wrong-name", 465, "not_attempted", "not_attempted", "bad-certificate", 0, "nothing secret left this computer"},
	{"expired", 587, "not_attempted", "not_attempted", "bad-certificate", 0, "expired"},
	{"self-signed", 587, "not_attempted", "not_attempted", "bad-certificate", 0, "nothing secret left this computer"},
	{"unknown-ca", 587, "not_attempted", "not_attempted", "bad-certificate", 0, "nothing secret left this computer"},
	{"not-yet-valid", 587, "not_attempted", "not_attempted", "bad-certificate", 0, "nothing secret left this computer"},
	{"starttls-refused", 587, "not_attempted", "not_attempted", "starttls-refused", 0, "nothing secret left this computer"},
	{"plaintext-injected", 587, "not_attempted", "not_attempted", "plaintext-injected", 0, "nothing secret left this computer"},
	{"tls-failed", 465, "not_attempted", "not_attempted", "tls-failed", 0, "nothing secret left this computer"},
	{"tls-too-old", 465, "not_attempted", "not_attempted", "tls-too-old", 0, "nothing secret left this computer"},
	{"plaintext-on-tls-port", 465, "not_attempted", "not_attempted", "plaintext-on-tls-port", 0, "nothing secret left this computer"},
	{"busy", 587, "temp_fail", "not_attempted", "temporary-refusal", 0, "says not now"},
	{"refuses", 587, "not_attempted", "not_attempted", "refuses-you", 0, "nothing secret left this computer"},
	{"not-smtp", 587, "not_attempted", "not_attempted", "not-smtp", 0, "nothing secret left this computer"},
	{"malformed", 587, "not_attempted", "not_attempted", "malformed", 0, "nothing secret left this computer"},
	{"too-long", 587, "not_attempted", "not_attempted", "too-long", 0, "nothing secret left this computer"},
	{"closed-early", 587, "not_attempted", "not_attempted", "closed-early", 0, "nothing secret left this computer"},
	{"reset", 587, "not_attempted", "not_attempted", "reset", 0, "nothing secret left this computer"},
	{"closed", 587, "not_attempted", "not_attempted", "refused", 0, "nothing secret left this computer"},
}

func TestVerifyInPractice(t *testing.T) {
	for _, tt := range verified {
		t.Run(tt.scene+"/"+strconv.Itoa(tt.shown), func(t *testing.T) {
			home := aloneWithShell(t)
			s := house(t, tt.scene)
			want := exitNot
			if tt.login == "ok" && tt.send == "ok" {
				want = exitDone
			}
			message := []string{"--from", s.Address, "--to", s.Address}
			code, out, errOut := run(t, "", atDoor(s, tt.shown, append(message, "--json")...)...)
			got := readSignIn(t, out)
			if code != want || errOut != "" || got.Transcript != nil {
				t.Errorf("got %d, %q and a transcript of %d lines", code, errOut, len(got.Transcript))
			}
			decided := got.LoginCode
			if got.SendCode != 0 {
				decided = got.SendCode
			}
			if got.Login != tt.login || got.Send != tt.send || got.Door != tt.door || decided != tt.code {
				t.Errorf("got %+v", got)
			}
			if (got.LoginHelp == "") != (tt.login == "ok") || (got.SendHelp == "") != (tt.login != "ok" || tt.send == "ok") {
				t.Errorf("the help: %q and %q", got.LoginHelp, got.SendHelp)
			}
			code, out, errOut = run(t, "", atDoor(s, tt.shown, message...)...)
			if code != want || errOut != "" || !strings.Contains(out, tt.says) {
				t.Errorf("got %d, %q and no %q in\n%s", code, errOut, tt.says, out)
			}
			if err := termtest.CheckPrintable(out); err != nil {
				t.Error(err)
			}
			if left, _ := filepath.Glob(home + "/*"); len(left) != 1 {
				t.Errorf("files were left: %v", left)
			}
		})
	}
}

// TestVerifyByAddress: without a login the message goes all the same, where the connection
// is safe; and a relay that does not know this computer is told from one that does.
func TestVerifyByAddress(t *testing.T) {
	for _, tt := range []struct {
		scene      string
		shown      int
		door, send string
		code       int
		says       string
	}{
		{"by-address", 25, "no-login", "ok", 250, "Message: accepted"},
		{"by-address", 587, "no-login", "ok", 250, "Login: none"},
		{"by-address", 465, "no-login", "ok", 250, "without a login"},
		{"open", 25, "no-login", "rcpt_rejected", 550, "Message: no relaying"},
		{"open", 587, "ready", "rejected", 530, "Message: wants a login"},
		{"no-login", 587, "no-login", "rejected", 530, "the relay does not know this computer"},
		{"unknown-ca", 587, "bad-certificate", "not_attempted", 0, "certificate"},
		{"no-starttls", 587, "no-starttls", "not_attempted", 0, "Message: not sent"},
	} {
		t.Run(tt.scene+"/"+strconv.Itoa(tt.shown), func(t *testing.T) {
			aloneWithShell(t)
			s := house(t, tt.scene)
			port, security, _ := strings.Cut(portFlag(s, tt.shown), ":")
			args := []string{
				"verify", "--no-login", "--host", "localhost", "--port", port, "--security", security, "--ca", s.CAFile,
				"--from", s.Address, "--to", "bob@example.com",
			}
			want := exitNot
			if tt.send == "ok" {
				want = exitDone
			}
			code, out, errOut := run(t, "", append(args, "--json")...)
			for _, wrong := range checkSchema(verifySchema(t), decoded(t, []byte(out))) {
				t.Error(wrong)
			}
			got := readSignIn(t, out)
			if code != want || errOut != "" || got.Door != tt.door || got.Login != "not_attempted" || got.Send != tt.send || got.SendCode != tt.code || got.User != "" {
				t.Errorf("got %d, %q and %+v", code, errOut, got)
			}
			if n := s.Logins(); n > 0 {
				t.Errorf("it began to sign in %d times", n)
			}
			if code, out, _ := run(t, "", args...); code != want || !strings.Contains(out, tt.says) {
				t.Errorf("got %d and no %q in\n%s", code, tt.says, out)
			}
		})
	}
}

// TestVerifyAtARelay: who asks for a login where there is none hears how to go without.
func TestVerifyAtARelay(t *testing.T) {
	aloneWithShell(t)
	s := house(t, "by-address")
	for _, to := range []string{"", "bob@example.com"} {
		args := atDoor(s, 587)
		if to != "" {
			args = append(args, "--to", to)
		}
		code, out, _ := run(t, "", args...)
		if code != exitNot || !strings.Contains(strings.Join(strings.Fields(out), " "), "knows this computer by its address, it wants no login: --no-login") {
			t.Errorf("got %d and\n%s", code, out)
		}
		if strings.Contains(out, "with --to") == (to != "") {
			t.Errorf("to %q:\n%s", to, out)
		}
	}
}

// TestVerifyAWrongPassword: it is tried once, and another login name is only
// proposed.
func TestVerifyAWrongPassword(t *testing.T) {
	aloneWithShell(t)
	s := house(t, "")
	args := append(atDoor(s, 587, "--json"), "--password-command", "echo nonsense")
	code, out, _ := run(t, "", args...)
	got := readSignIn(t, out)
	if code != exitNot || got.Login != "bad_password" || got.LoginCode != 535 || got.LoginStatus != "5.7.8" || got.OtherUser != "ada" {
		t.Errorf("got %d and %+v", code, got)
	}
	_, out, _ = run(t, "", slices.DeleteFunc(args, func(a string) bool { return a == "--json" })...)
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "--user ada") || !strings.Contains(out, "More: postern explain 535") {
		t.Errorf("got\n%s", out)
	}
}

// TestVerifyUntrusted: without the authority nothing is sent, nor asked for.
func TestVerifyUntrusted(t *testing.T) {
	home := aloneWithShell(t)
	s := house(t, "")
	args := atDoor(s, 465, "--json", "--password-command", ": >'"+home+"/asked'")
	i := slices.Index(args, "--ca")
	code, out, _ := run(t, "", slices.Delete(args, i, i+2)...)
	if got := readSignIn(t, out); code != exitNot || got.Login != "not_attempted" || got.Door != "bad-certificate" {
		t.Errorf("got %d and %+v", code, got)
	}
	if _, err := os.Stat(home + "/asked"); err == nil {
		t.Error("the password was asked for")
	}
}

// TestVerifyTranscript: what was said is told line by line, and the login is hidden.
func TestVerifyTranscript(t *testing.T) {
	aloneWithShell(t)
	s := house(t, "")
	_, out, _ := run(t, "", atDoor(s, 587, "--transcript", "--to", s.Address)...)
	for _, want := range []string{"the conversation", "they  220 ", "you   AUTH PLAIN ***", "you   MAIL FROM:<", "you   QUIT"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	_, out, _ = run(t, "", atDoor(s, 465, "--transcript", "--json")...)
	got := readSignIn(t, out)
	if len(got.Transcript) < 6 || !slices.ContainsFunc(got.Transcript, func(l struct {
		AtMS int64 `json:"at_ms"`
		From string
		Text string
	},
	) bool {
		return l.From == "client" && l.Text == "AUTH PLAIN ***"
	}) {
		t.Errorf("got %+v", got.Transcript)
	}
}

// TestVerifyWithoutASecret: the person learns why there is none.
func TestVerifyWithoutASecret(t *testing.T) {
	aloneWithShell(t)
	s := house(t, "")
	for _, tt := range []struct{ command, says string }{
		{"exit 3", "exit status 3"},
		{":", "printed nothing"},
		{"echo nonsense; exit 1", "exit status 1"},
	} {
		args := atDoor(s, 587, "--password-command", tt.command)
		code, out, _ := run(t, "", args...)
		if code != exitNot || !strings.Contains(out, "Login: not tried") || !strings.Contains(out, tt.says) {
			t.Errorf("%s: got %d and\n%s", tt.command, code, out)
		}
		_, out, _ = run(t, "", append(args, "--json")...)
		if got := readSignIn(t, out); got.Login != "not_attempted" || !strings.Contains(got.Reason, tt.says) {
			t.Errorf("%s: got %+v", tt.command, got)
		}
	}
}

// TestVerifyByToken: where only passwords are taken, a token is sent to nobody.
func TestVerifyByToken(t *testing.T) {
	home := aloneWithShell(t)
	s := house(t, "")
	args := atDoor(s, 587, "--json", "--token-command", ": >'"+home+"/asked'")
	i := slices.Index(args, "--password-command")
	code, out, _ := run(t, "", slices.Delete(args, i, i+2)...)
	if got := readSignIn(t, out); code != exitNot || got.Login != "unsupported_mech" || got.Mechanism != "" {
		t.Errorf("got %d and %+v", code, got)
	}
	if _, err := os.Stat(home + "/asked"); err == nil {
		t.Error("the token was asked for")
	}
}

// TestVerifyInterrupted: while the server says nothing to the login.
func TestVerifyInterrupted(t *testing.T) {
	for _, scene := range []string{"silent-login", "filtered"} {
		home := aloneWithShell(t)
		s := house(t, scene)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*time.Millisecond, cancel)
		var out, errOut strings.Builder
		code := Main(ctx, atDoor(s, 587, "--json"), strings.NewReader(""), &out, &errOut)
		if code != exitInterrupted || out.String() != "" || errOut.String() != "" {
			t.Errorf("%s: got %d, %q and %q", scene, code, out.String(), errOut.String())
		}
		if left, _ := filepath.Glob(home + "/*"); len(left) != 1 {
			t.Errorf("files were left: %v", left)
		}
	}
}

// TestVerifyInterruptedAfterTheMessage: it may arrive, and that is said.
func TestVerifyInterruptedAfterTheMessage(t *testing.T) {
	aloneWithShell(t)
	s := &smtptest.Server{CA: smtptest.NewCA("Late Test Authority"), SilentAt: smtptest.Message}
	s.Start()
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(s.Messages()) == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	args := atPort(s.Port(), "starttls", trusting(t, s.CA), "--password-command", "echo x", "--to", "ada@example.org", "--json")
	var out, errOut strings.Builder
	code := Main(ctx, args, strings.NewReader(""), &out, &errOut)
	if code != exitInterrupted || out.String() != "" || !strings.Contains(errOut.String(), "it may arrive") {
		t.Errorf("got %d, %q and %q", code, out.String(), errOut.String())
	}
}
