package cli

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"postern/wizard/profile"
)

// bird gives the home a Thunderbird with the profiles named, the first in use, and
// returns their folders.
func bird(t *testing.T, home string, names ...string) (dirs []string) {
	t.Helper()
	root := profile.System{GOOS: runtime.GOOS, Home: home}.Roots()[0]
	list := "[InstallX]\nDefault=" + names[0] + "\n"
	for i, n := range names {
		list += "[Profile" + strconv.Itoa(i) + "]\nName=" + n + "\nIsRelative=1\nPath=" + n + "\n"
		dir := filepath.Join(root, n)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		place(t, filepath.Join(dir, "prefs.js"), "user_pref(\"mail.smtpservers\", \"smtp1,smtp2\");\n"+
			"user_pref(\"mail.smtpserver.smtp2.hostname\", \"smtp.work.example\");\nuser_pref(\"mail.smtpserver.smtp2.username\", \"ada\");\n")
		dirs = append(dirs, dir)
	}
	place(t, filepath.Join(root, "profiles.ini"), list)
	return dirs
}

func place(t *testing.T, path, body string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// thunderbird is the command for a server of the person's own, with more flags.
func thunderbird(more ...string) []string {
	return append([]string{"config", "thunderbird", "--address", "ada@example.org", "--host", "mail.example.org"}, more...)
}

func TestConfigThunderbird(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "", thunderbird()...)
	if code != 0 || !strings.Contains(out, `user_pref("mail.smtpserver.postern1.hostname", "mail.example.org");`) {
		t.Fatalf("got %d, %q and\n%s", code, errOut, out)
	}
	if !strings.Contains(errOut, "user.js, in the profile's folder") || strings.Contains(errOut, "Store the password") {
		t.Errorf("got %q", errOut)
	}
	// Where only a browser signs in, no command has to print a token.
	if code, out, errOut = run(t, "", "config", "thunderbird", "--address", "ada@outlook.com"); code != 0 || !strings.Contains(out, `authMethod", 10);`) {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
}

func TestConfigThunderbirdForms(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "", "config", "thunderbird", "--address", "ada@fastmail.com", "--format", "autoconfig")
	if code != 0 || xml.Unmarshal([]byte(out), new(struct{})) != nil || !strings.Contains(out, "<hostname>imap.fastmail.com</hostname>") {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
	code, out, _ = run(t, "", thunderbird("--format", "autoconfig", "--imap", "imap.example.org:143")...)
	if code != 0 || !strings.Contains(out, "<port>143</port>\n      <socketType>STARTTLS</socketType>") {
		t.Errorf("got %d and\n%s", code, out)
	}
	code, out, errOut = run(t, "", thunderbird("--format", "policies")...)
	if code != 0 || !json.Valid([]byte(out)) || !strings.Contains(errOut, "/etc/thunderbird/policies/policies.json") {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
}

func TestConfigThunderbirdRefuses(t *testing.T) {
	alone(t)
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"a form without its server", thunderbird("--format", "autoconfig"), "name it with --imap"},
		{"an IMAP server that is none", thunderbird("--format", "autoconfig", "--imap", "a b"), "--imap:"},
		{"an IMAP port that is none", thunderbird("--format", "autoconfig", "--imap", "imap.example.org:0"), "--imap:"},
		{"another form", thunderbird("--format", "toml"), "say user.js, autoconfig, policies"},
		{"a form of another program", []string{"config", "msmtp", "--address", "a@fastmail.com", "--format", "policies"}, "one form only"},
		{"a profile of another program", []string{"config", "msmtp", "--address", "a@fastmail.com", "--write", "--profile", "x"}, "no profiles"},
		{"a profile and nothing written", thunderbird("--profile", "x"), "goes with --write"},
		{"a form that is not written", thunderbird("--write", "--format", "policies"), "--output"},
		{"a password store", thunderbird("--password-store", "pass"), "asks for the password itself"},
		{"a name its files cannot hold", thunderbird("--user", "ädä"), "plain letters"},
	} {
		code, out, errOut := run(t, "", tt.args...)
		if code != exitUsage || out != "" || !strings.Contains(errOut, tt.want) {
			t.Errorf("%s: got %d, %q and %q, want %q", tt.name, code, out, errOut, tt.want)
		}
	}
	code, _, errOut := run(t, "", thunderbird("--write")...)
	if code != exitNot || !strings.Contains(errOut, "start it once") {
		t.Errorf("no profile: got %d and %q", code, errOut)
	}
}

func TestConfigThunderbirdWrites(t *testing.T) {
	home := alone(t)
	dir := bird(t, home, "work", "play")[0]
	file := filepath.Join(dir, "user.js")
	place(t, file, "// mine\nuser_pref(\"a\", 1);\n")
	code, out, errOut := run(t, "", thunderbird("--write")...)
	if code != 0 || out != file+"\n" {
		t.Fatalf("got %d, %q and %q", code, out, errOut)
	}
	body := get(t, file)
	if !strings.HasPrefix(body, "// mine\nuser_pref(\"a\", 1);\n// Postern begin") ||
		!strings.Contains(body, `user_pref("mail.smtpservers", "smtp1,smtp2,postern1");`) || strings.Contains(body, "defaultserver") {
		t.Errorf("got\n%s", body)
	}
	if !strings.Contains(errOut, "delete the lines from") {
		t.Errorf("it does not say what is left to do: %q", errOut)
	}
	if code, _, errOut = run(t, "", thunderbird("--write", "--port", "465")...); code != exitNot || !strings.Contains(errOut, "--replace") || get(t, file) != body {
		t.Errorf("the same server again: got %d and %q", code, errOut)
	}
	if code, _, errOut = run(t, "", thunderbird("--write", "--port", "465", "--replace")...); code != 0 ||
		get(t, file) != strings.NewReplacer("587", "465", `try_ssl", 2`, `try_ssl", 3`, "with STARTTLS", "with TLS from the start").Replace(body) {
		t.Errorf("got %d, %q and\n%s", code, errOut, get(t, file))
	}
}

func TestConfigThunderbirdProfile(t *testing.T) {
	home := alone(t)
	dirs := bird(t, home, "work", "play")
	for _, named := range []string{"play", dirs[1]} {
		code, out, errOut := run(t, "", thunderbird("--write", "--replace", "--profile", named)...)
		if code != 0 || out != filepath.Join(dirs[1], "user.js")+"\n" {
			t.Errorf("%s: got %d, %q and %q", named, code, out, errOut)
		}
	}
	code, _, errOut := run(t, "", thunderbird("--write", "--profile", "games")...)
	if code != exitUsage || !strings.Contains(errOut, filepath.Base(dirs[0])+", ~") {
		t.Errorf("got %d and %q", code, errOut)
	}
}

func TestConfigThunderbirdIntoAProfileByHand(t *testing.T) {
	home := alone(t)
	file := filepath.Join(bird(t, home, "work")[0], "user.js")
	code, _, errOut := run(t, "", thunderbird("--output", file)...)
	if code != 0 || !strings.Contains(get(t, file), `"smtp1,smtp2,postern1"`) {
		t.Errorf("the person's servers are lost: got %d, %q and\n%s", code, errOut, get(t, file))
	}
}

func TestConfigThunderbirdWhileItRuns(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the lock is another there")
	}
	home := alone(t)
	dir := bird(t, home, "work")[0]
	if err := os.Symlink("127.0.1.1:+"+strconv.Itoa(os.Getpid()), filepath.Join(dir, "lock")); err != nil {
		t.Fatal(err)
	}
	code, out, errOut := run(t, "", thunderbird("--write")...)
	if code != exitNot || out != "" || !strings.Contains(errOut, "in use by Thunderbird") {
		t.Errorf("got %d, %q and %q", code, out, errOut)
	}
	if _, err := os.Stat(filepath.Join(dir, "user.js")); err == nil {
		t.Error("it was written all the same")
	}
}

func TestProgramsFindThunderbirdByItsProfile(t *testing.T) {
	bird(t, alone(t), "work")
	_, out, _ := run(t, "", "programs")
	if want := "mail programs, tested with Thunderbird 153.7 ESR, found on this computer"; !strings.Contains(out, want) {
		t.Errorf("got\n%s", out)
	}
}

func TestPlainThunderbird(t *testing.T) {
	st := newStage(t, "")
	st.ui.Profiles = profiles
	dirs := bird(t, st.home, "work", "play")
	link := filepath.Join(dirs[1], "lock")
	if runtime.GOOS != "windows" {
		if err := os.Symlink("127.0.1.1:+"+strconv.Itoa(os.Getpid()), link); err != nil {
			t.Fatal(err)
		}
	}
	// Program, address, login, name, the second profile, and then: write, while it
	// runs, which does not happen; leave.
	s, err := st.walk(t, "ada@fastmail.com", "465", "thunderbird", "", "", "", "2", "write", "leave")
	if err != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	if runtime.GOOS != "windows" && s.Done() != nil {
		t.Errorf("it was written while Thunderbird runs: %+v", s.Done())
	}
	_ = os.Remove(link)
	said := st.out.String()
	for _, want := range []string{
		"Which profile of Thunderbird?", "Account Settings, then Outgoing Server (SMTP), then Add…:\nDescription: Fastmail\nServer Name: smtp.fastmail.com\n",
		"Connection security: SSL/TLS\n", "in use by Thunderbird", `"smtp1,smtp2,postern1"`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	st.out.Reset()
	if s, err = st.walk(t, "ada@fastmail.com", "465", "thunderbird", "", "", "", "2", "write"); err != nil || s.Done() == nil || s.Done()[0].Path != filepath.Join(dirs[1], "user.js") {
		t.Errorf("got %v and %+v in\n%s", err, s.Done(), st.out)
	}
}
