package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// msmtp renders the config of a command line, which has to succeed.
func msmtp(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errOut := run(t, "", append([]string{"config", "msmtp"}, args...)...)
	if code != 0 {
		t.Fatalf("got %d and %q", code, errOut)
	}
	return out
}

// setting returns the value of a line of an msmtp config, without its quotes.
func setting(config, name string) string {
	for line := range strings.Lines(config) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key == name {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

func TestConfigWorksOutTheRest(t *testing.T) {
	for _, tt := range []struct {
		name, args                 string
		host, port, starttls, user string
	}{
		{"address of a provider", "--address ada@fastmail.com", "smtp.fastmail.com", "465", "off", "ada@fastmail.com"},
		{"provider by its id", "--address ada@example.org --provider fastmail", "smtp.fastmail.com", "465", "off", "ada@example.org"},
		{"provider by its name", "--address ada@example.org --provider FastMail", "smtp.fastmail.com", "465", "off", "ada@example.org"},
		{"a tie", "--address ada@gmail.com", "smtp.gmail.com", "587", "on", "ada@gmail.com"},
		{"a tie the other way", "--address ada@gmail.com --prefer 465", "smtp.gmail.com", "465", "off", "ada@gmail.com"},
		{"a host", "--address ada@example.org --host Mail.Example.ORG", "mail.example.org", "587", "on", "ada@example.org"},
		{"a host the other way", "--address ada@example.org --host mail.example.org --prefer 465", "mail.example.org", "465", "off", "ada@example.org"},
		{"a provider's host", "--address ada@example.org --host smtp.fastmail.com", "smtp.fastmail.com", "465", "off", "ada@example.org"},
		{"port 465", "--address ada@example.org --host mail.example.org --port 465", "mail.example.org", "465", "off", "ada@example.org"},
		{"another port", "--address ada@example.org --host mail.example.org --port 2525", "mail.example.org", "2525", "on", "ada@example.org"},
		{"TLS", "--address ada@example.org --host mail.example.org --security tls", "mail.example.org", "465", "off", "ada@example.org"},
		{"STARTTLS", "--address ada@fastmail.com --security starttls", "smtp.fastmail.com", "587", "on", "ada@fastmail.com"},
		{"both", "--address ada@example.org --host mail.example.org --port 4443 --security tls", "mail.example.org", "4443", "off", "ada@example.org"},
		{"a user", "--address ada@example.org --host mail.example.org --user lovelace", "mail.example.org", "587", "on", "lovelace"},
		{"the user is the address", "--user ada@example.org --host mail.example.org", "mail.example.org", "587", "on", "ada@example.org"},
		{"a region", "--address ada@example.org --host email-smtp.eu-west-1.amazonaws.com --user AKIA", "email-smtp.eu-west-1.amazonaws.com", "587", "on", "AKIA"},
		{"no encryption", "--address ada@example.org --host mx.example.org --security none", "mx.example.org", "25", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alone(t)
			out := msmtp(t, strings.Fields(tt.args)...)
			got := []string{setting(out, "host"), setting(out, "port"), setting(out, "tls_starttls"), setting(out, "user")}
			want := []string{tt.host, tt.port, tt.starttls, tt.user}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("got %q, want %q in\n%s", got, want, out)
					break
				}
			}
		})
	}
}

func TestConfigPrintsTheFileAndNothingElse(t *testing.T) {
	alone(t)
	args := []string{"config", "msmtp", "--address", "ada@fastmail.com", "--name", "Ada Lovelace", "--password-store", "pass"}
	code, out, errOut := run(t, "", args...)
	if code != 0 {
		t.Fatalf("got %d and %q", code, errOut)
	}
	files, err := recipe.Render("msmtp", &recipe.Settings{
		Account: recipe.AccountName("fastmail", "ada@fastmail.com"), Provider: "Fastmail", Host: "smtp.fastmail.com",
		Port: 465, Security: recipe.ImplicitTLS, Address: "ada@fastmail.com", User: "ada@fastmail.com",
		Name: "Ada Lovelace", Secret: recipe.Secret{Kind: recipe.Pass},
	})
	if err != nil {
		t.Fatal(err)
	}
	if out != files[0].Body {
		t.Errorf("got:\n%swant:\n%s", out, files[0].Body)
	}
	for _, want := range []string{"~/.msmtprc", "--write", "pass insert "} {
		if !strings.Contains(errOut, want) {
			t.Errorf("no %q in %q", want, errOut)
		}
	}
}

func TestConfigChoosesAStoreThatIsThere(t *testing.T) {
	for _, tt := range []struct {
		name      string
		installed []string
		bus       string
		want      string
	}{
		{"nothing", nil, "unix:path=/run/bus", ""},
		{"pass", []string{"pass"}, "", "pass show"},
		{"keyring", []string{"pass", "secret-tool"}, "unix:path=/run/bus", "secret-tool lookup"},
		{"keyring without a session", []string{"pass", "secret-tool"}, "", "pass show"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			touch(t, filepath.Join(alone(t, tt.installed...), ".password-store", ".gpg-id"))
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", tt.bus)
			got := setting(msmtp(t, "--address", "ada@fastmail.com"), "passwordeval")
			if tt.want == "" && got != "" || !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestConfigOn25: 25 is written as asked for, with a word about the door that is
// meant for people, and what the file says of it is true.
func TestConfigOn25(t *testing.T) {
	for _, tt := range []struct {
		args string
		hint string // on standard error; "" for none about 25
		note string // in the file
	}{
		{"--address ada@fastmail.com --port 25", "Fastmail's door for people is 465: leave out --port.", "Fastmail, port 25 with STARTTLS."},
		{"--address ada@gmail.com --port 25 --prefer 587", "Gmail's door for people is 587: leave out --port.", "Gmail, port 25 with STARTTLS."},
		{"--address ada@example.org --provider sendgrid --port 25 --user apikey", "Twilio SendGrid's door for people is 587", "Twilio SendGrid, port 25 with STARTTLS."},
		{"--address ada@example.org --host mail.example.org --port 25", "the doors for people, programs and sites are 465 and 587", "port 25 with STARTTLS."},
		{"--address ada@example.org --host mx.example.org --security none", "The doors for people and programs are 587 and 465, with a login.", "# No login: the server knows the computer by its address."},
		{"--address ada@fastmail.com", "", "port 465 with TLS from the start."},
	} {
		t.Run(tt.args, func(t *testing.T) {
			alone(t)
			code, out, errOut := run(t, "", append([]string{"config", "msmtp"}, strings.Fields(tt.args)...)...)
			said := strings.Join(strings.Fields(errOut), " ")
			if code != 0 || !strings.Contains(said, tt.hint) || strings.Contains(said, "door between servers") != (tt.hint != "") {
				t.Errorf("got %d and %q, want %q", code, said, tt.hint)
			}
			if !strings.Contains(out, tt.note) {
				t.Errorf("no %q in\n%s", tt.note, out)
			}
		})
	}
}

func TestConfigWithoutSMTPIsNoWrongUse(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "", "config", "msmtp", "--address", "ada@tuta.com")
	if code != exitNot || out != "" || !strings.Contains(errOut, "no SMTP") {
		t.Errorf("got %d, %q and %q", code, out, errOut)
	}
}

func TestOutput(t *testing.T) {
	home := alone(t)
	file := filepath.Join(home, "sub", "msmtp.conf")
	args := []string{"--address", "ada@fastmail.com", "--password-store", "ask"}
	want := msmtp(t, args...)
	if code, _, errOut := run(t, "", append([]string{"config", "msmtp", "--output", file}, args...)...); code != exitUsage || !strings.Contains(errOut, "no folder") {
		t.Errorf("into a folder that is not there: got %d and %q", code, errOut)
	}
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	out := msmtp(t, append(args, "--output", file)...)
	if out != file+"\n" {
		t.Errorf("got %q, want the path", out)
	}
	body, err := os.ReadFile(file)
	if err != nil || string(body) != want {
		t.Errorf("got %q and %v, want %q", body, err, want)
	}
	if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode: got %v and %v, want 600", info.Mode(), err)
	}
	args2 := append([]string{"config", "msmtp", "--output", filepath.Dir(file)}, args...)
	if code, _, errOut := run(t, "", args2...); code == 0 || !strings.Contains(errOut, "is a folder") {
		t.Errorf("in the place of a folder: got %d and %q", code, errOut)
	}
	msmtp(t, append(args, "--output", file, "--user", "lovelace")...)
	if backups, _ := filepath.Glob(file + ".bak-*"); len(backups) != 1 {
		t.Errorf("got %v, want one backup", backups)
	}
}

func TestWriteMerges(t *testing.T) {
	home := alone(t)
	file := filepath.Join(home, ".msmtprc")
	old := "# mine\naccount work\nhost smtp.work.example\nfrom ada@work.example\n\naccount default : work\n"
	if err := os.WriteFile(file, []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"config", "msmtp", "--address", "ada@fastmail.com", "--password-store", "ask", "--write"}
	code, out, errOut := run(t, "", args...)
	if code != 0 || out != file+"\n" {
		t.Fatalf("got %d, %q and %q", code, out, errOut)
	}
	body, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(body, []byte("account work\nhost smtp.work.example\nfrom ada@work.example\n")) ||
		!bytes.Contains(body, []byte("smtp.fastmail.com")) {
		t.Errorf("got %v and\n%s", err, body)
	}
	for _, want := range []string{"+", "Written: ~/.msmtprc", ".bak-"} {
		if !strings.Contains(errOut, want) {
			t.Errorf("no %q in\n%s", want, errOut)
		}
	}

	code, out, errOut = run(t, "", args...)
	same, _ := os.ReadFile(file)
	if code != 0 || out != file+"\n" || !strings.Contains(errOut, "held these settings already") || !bytes.Equal(same, body) {
		t.Errorf("a second time: got %d, %q and %q", code, out, errOut)
	}

	code, out, errOut = run(t, "", append(args, "--user", "lovelace")...)
	same, _ = os.ReadFile(file)
	if code != exitNot || out != "" || !strings.Contains(errOut, "--replace") || !bytes.Equal(same, body) {
		t.Errorf("with another login: got %d, %q and %q", code, out, errOut)
	}

	code, _, errOut = run(t, "", append(args, "--replace", "--user", "lovelace")...)
	replaced, _ := os.ReadFile(file)
	if code != 0 || !bytes.Contains(replaced, []byte("user lovelace")) || bytes.Count(replaced, []byte("smtp.fastmail.com")) != bytes.Count(body, []byte("smtp.fastmail.com")) {
		t.Errorf("with --replace: got %d, %q and\n%s", code, errOut, replaced)
	}
}

func TestWriteUsesTheFileThatIsThere(t *testing.T) {
	home := alone(t)
	file := filepath.Join(home, ".config", "msmtp", "config")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("account work\nhost smtp.work.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := msmtp(t, "--address", "ada@fastmail.com", "--password-store", "ask", "--write"); out != file+"\n" {
		t.Errorf("got %q, want %q", out, file)
	}
}

// TestConfigSaysWhatAProgramCannotDo: at the first try, and with the flags that help.
func TestConfigSaysWhatAProgramCannotDo(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"git --address ada@outlook.com", "--password-command"},
		{"git --address ada@outlook.com --password-store pass", "a fresh one each time"},
		{"swaks --address ada@outlook.com", "cannot sign in with a token"},
		{"msmtp --address ada@outlook.com", "--password-command"},
		{"aerc --address ada@example.org --host mail.example.org --password-store ask", "--password-store keyring or pass"},
		{"himalaya --address ada@example.org --host mail.example.org --password-store ask", "--password-command"},
		{"aerc --address ada@fastmail.com --write", "--password-store keyring or pass"},
		{"msmtp --address ada@fastmail.com --output -", "leave out --output"},
		{"thunderbird --address ada@outlook.com --password-command token", "opens the provider's sign-in page"},
		{"card --address ada@outlook.com --password-command token", "holds no password"},
	} {
		alone(t)
		code, _, errOut := run(t, "", append([]string{"config"}, strings.Fields(tt.args)...)...)
		if code != 2 || !strings.Contains(errOut, tt.want) {
			t.Errorf("%s: got %d and %q, want %q", tt.args, code, errOut, tt.want)
		}
	}
}

// TestConfigWithoutAStore: a program that has to fetch its password gets its settings
// also where no store is, with a word on what is lacking.
func TestConfigWithoutAStore(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("the keychain is always there")
	}
	for _, program := range []string{"aerc", "himalaya"} {
		alone(t)
		code, out, errOut := run(t, "", "config", program, "--address", "ada@fastmail.com")
		if code != 0 || !strings.Contains(out, "secret-tool lookup") || !strings.Contains(errOut, "cannot ask for a password") ||
			!strings.Contains(errOut, "--write --password-store keyring\n") {
			t.Errorf("%s: got %d, %q and %q", program, code, out, errOut)
		}
	}
}

// TestConfigByAddress: settings without a login, encrypted, and an address only where the
// program says who sends.
func TestConfigByAddress(t *testing.T) {
	for _, tt := range []struct {
		args, want, not, hint string
	}{
		{"postfix --host relay.example.org --no-login", "relayhost = [relay.example.org]:25\nsmtp_sasl_auth_enable = no\nsmtp_tls_security_level = secure", "sasl_passwd", "verify --no-login --host relay.example.org --port 25"},
		{"postfix --host relay.example.org --no-login --port 587 --security tls", "[relay.example.org]:587", "sasl_passwd", "! On 587 TLS usually begins with STARTTLS"},
		{"postfix --host relay.example.org --no-login --port 465", "smtp_tls_wrappermode = yes", "sasl_passwd", "No login: relay.example.org has to know"},
		{"postfix --provider google-workspace-relay --no-login", "[smtp-relay.gmail.com]:587", "sasl_passwd", "An administrator adds an SMTP relay rule"},
		{"postfix --host relay.example.org --security none", "smtp_tls_security_level = may", "sasl_passwd", "Without encryption and login"},
		{"postfix --host relay.example.org --user ada", "smtp_sasl_auth_enable = yes", "server knows", ""},
		{"msmtp --host relay.example.org --no-login --address ada@example.org", "auth off", "passwordeval", "No login"},
		{"nullmailer --host relay.example.org --no-login --port 587", "--starttls", "--user", "No login"},
		{"card --host relay.example.org --no-login", "none", "User name", "No login"},
		{"dma --host relay.example.org --no-login", "STARTTLS", "AUTHPATH", "and read the mail."},
	} {
		alone(t)
		code, out, errOut := run(t, "", append([]string{"config"}, strings.Fields(tt.args)...)...)
		said := strings.Join(strings.Fields(errOut), " ")
		if code != 0 || !strings.Contains(out, tt.want) || strings.Contains(out, tt.not) || !strings.Contains(said, tt.hint) {
			t.Errorf("%s: got %d and\n%s\n%s", tt.args, code, out, errOut)
		}
	}
	for args, want := range map[string]string{
		"postfix --no-login":                                                                  "--host",
		"msmtp --host relay.example.org --no-login":                                           "--address",
		"postfix --host relay.example.org":                                                    "--address",
		"postfix --host relay.example.org --no-login --user ada":                              "leave out --user",
		"msmtp --host h.example --no-login --address a@example.org --password-store pass":     "--password-store",
		"msmtp --host h.example --no-login --address a@example.org --password-command secret": "--password-command",
		"postfix --address ada@fastmail.com --no-login":                                       "only after a login",
	} {
		alone(t)
		if code, out, errOut := run(t, "", append([]string{"config"}, strings.Fields(args)...)...); code != exitUsage || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%s: got %d, %q and %q", args, code, out, errOut)
		}
	}
}

// TestConfigNamesTheFileThatChanges: a link is named before what it leads to changes,
// and a file that cannot be understood is named too.
func TestConfigNamesTheFileThatChanges(t *testing.T) {
	home := alone(t)
	path, real := filepath.Join(home, ".gitconfig"), filepath.Join(home, "dotfiles")
	if err := os.WriteFile(real, []byte("[user]\n\tname = Ada\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, path); err != nil {
		t.Skip(err)
	}
	args := strings.Fields("config git --address ada@example.org --host mail.example.org --write")
	code, _, errOut := run(t, "", args...)
	if want := "~/.gitconfig is a link to ~/dotfiles: that is the file that changes."; code != 0 || !strings.HasPrefix(errOut, want) {
		t.Errorf("got %d and %q, want first %q", code, errOut, want)
	}
	if err := os.WriteFile(real, []byte("[user\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errOut = run(t, "", args...)
	if want := "nothing was written: ~/.gitconfig: git could not read this file, line 1"; code != 1 || !strings.Contains(errOut, want) {
		t.Errorf("got %d and %q, want %q", code, errOut, want)
	}
}

// TestOutputIntoAFolder: several files go into a folder that is there, beside what is in it.
func TestOutputIntoAFolder(t *testing.T) {
	home := alone(t)
	args := []string{"config", "postfix", "--address", "ada@fastmail.com", "--output", home}
	code, out, errOut := run(t, "", args...)
	if want := filepath.Join(home, "main.cf") + "\n" + filepath.Join(home, "sasl_passwd") + "\n"; code != 0 || out != want {
		t.Errorf("got %d and %q, want %q\n%s", code, out, want, errOut)
	}
}

// TestInstalledWordsNameTheReader: a file that belongs to a program is not the person's.
func TestInstalledWordsNameTheReader(t *testing.T) {
	for owner, want := range map[string]string{"": "only by you.", "root": "only by you.", "mail:mail": "only by the user mail."} {
		if got := installedWords(install.Done{Path: "/etc/x", Mode: 0o600, Owner: owner}, ""); !strings.HasSuffix(got, want) {
			t.Errorf("%q: got %q, want %q at the end", owner, got, want)
		}
	}
}

// TestConfigNamesThePlaceHere: as a person types it.
func TestConfigNamesThePlaceHere(t *testing.T) {
	alone(t)
	args := strings.Fields("config neomutt --address ada@example.org --host mail.example.org --password-store ask")
	if _, _, errOut := run(t, "", args...); !strings.Contains(errOut, "It belongs in ~/.config/neomutt/neomuttrc.") {
		t.Errorf("got %q", errOut)
	}
	t.Setenv("XDG_CONFIG_HOME", "/srv/settings")
	if _, _, errOut := run(t, "", args...); !strings.Contains(errOut, "It belongs in /srv/settings/neomutt/neomuttrc.") {
		t.Errorf("got %q", errOut)
	}
}

// TestWriteShowsNewFiles: what is written is seen before, also where there was nothing,
// and never the password that a person put beside it.
func TestWriteShowsNewFiles(t *testing.T) {
	home := alone(t)
	args := strings.Fields("config msmtp --address ada@example.org --host mail.example.org --password-store ask --write")
	code, out, errOut := run(t, "", args...)
	body, err := os.ReadFile(filepath.Join(home, ".msmtprc"))
	if code != 0 || err != nil || out != filepath.Join(home, ".msmtprc")+"\n" {
		t.Fatalf("got %d, %q, %v and %q", code, out, err, errOut)
	}
	shown, rest, _ := strings.Cut(errOut, "Written: ~/.msmtprc")
	if want := "+++ ~/.msmtprc\n+" + strings.ReplaceAll(strings.TrimRight(string(body), "\n"), "\n", "\n+") + "\n"; shown != want || rest == "" {
		t.Errorf("got %q before it was written, want %q", shown, want)
	}
}

// TestNameAmong: root finds the program by its name only where root looks, and only if
// that is this one.
func TestNameAmong(t *testing.T) {
	own, roots := t.TempDir(), t.TempDir()
	self := filepath.Join(own, "postern")
	write := func(path, body string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(body), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(self, "this one")
	for _, tt := range []struct {
		name string
		make func()
		want string
	}{
		{"in a person's folder", func() {}, self},
		{"another one for root", func() { write(filepath.Join(roots, "postern"), "another") }, self},
		{"a link for root", func() {
			_ = os.Remove(filepath.Join(roots, "postern"))
			if err := os.Symlink(self, filepath.Join(roots, "postern")); err != nil {
				t.Skip(err)
			}
		}, "postern"},
	} {
		tt.make()
		if got := nameAmong(self, []string{filepath.Join(roots, "none"), roots}); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := nameAmong(filepath.Join(own, "gone"), []string{roots}); got != "postern" {
		t.Errorf("one that is gone: got %q", got)
	}
}

// TestReplacingTellsOfThePassword: one that a person put into the file is never shown, and
// where it goes, that is said before.
func TestReplacingTellsOfThePassword(t *testing.T) {
	home := alone(t)
	file := filepath.Join(home, ".msmtprc")
	old := "account fastmail\nhost smtp.fastmail.com\nfrom ada@fastmail.com\nuser ada@fastmail.com\npassword \"s3cret\"\n"
	if err := os.WriteFile(file, []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	args := strings.Fields("config msmtp --address ada@fastmail.com --password-store ask --write --replace")
	code, _, errOut := run(t, "", args...)
	before, _, written := strings.Cut(errOut, "Written: ")
	if code != 0 || !written || !strings.Contains(before, wizard.PasswordGoes) || strings.Contains(errOut, "s3cret") {
		t.Errorf("got %d and\n%s", code, errOut)
	}
	if _, _, errOut = run(t, "", args...); strings.Contains(errOut, wizard.PasswordGoes) {
		t.Errorf("a second time: got\n%s", errOut)
	}
}

// TestWriteFollowsTheEnvironment: where a variable names the program's file, that one is
// written.
func TestWriteFollowsTheEnvironment(t *testing.T) {
	for program, name := range map[string]string{"git": "GIT_CONFIG_GLOBAL", "s-nail": "MAILRC"} {
		home := alone(t)
		named := filepath.Join(home, "else")
		t.Setenv(name, named)
		args := strings.Fields("config " + program + " --address ada@example.org --host mail.example.org --password-store ask --write")
		if code, out, errOut := run(t, "", args...); code != 0 || out != named+"\n" {
			t.Errorf("%s: got %d, %q and %q", program, code, out, errOut)
		}
		if _, _, errOut := run(t, "", args[:len(args)-1]...); !strings.Contains(errOut, "It belongs in ~/else.") {
			t.Errorf("%s: it does not say where they belong: %q", program, errOut)
		}
	}
}

// TestWriteFollowsPostfixsFolder: MAIL_CONFIG names the folder of both files.
func TestWriteFollowsPostfixsFolder(t *testing.T) {
	dir := filepath.Join(alone(t), "mail")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("MAIL_CONFIG", dir)
	args := strings.Fields("config postfix --address ada@example.org --host mail.example.org --write")
	main, login := filepath.Join(dir, "main.cf"), filepath.Join(dir, "sasl_passwd")
	if code, out, errOut := run(t, "", args...); code != 0 || out != main+"\n"+login+"\n" {
		t.Errorf("got %d, %q and %q", code, out, errOut)
	}
	if body, err := os.ReadFile(main); err != nil || !strings.Contains(string(body), "texthash:"+login) {
		t.Errorf("%v in\n%s", err, body)
	}
	_, out, errOut := run(t, "", args[:len(args)-1]...)
	if !strings.Contains(out, "~/mail/sasl_passwd") || !strings.Contains(errOut, "sudo 'MAIL_CONFIG="+dir+"' ") {
		t.Errorf("got\n%s\n%s", out, errOut)
	}
}

// TestWriteFollowsAList: of several files the first is written; but only where there may be
// several, elsewhere what parts them is a character of the name.
func TestWriteFollowsAList(t *testing.T) {
	const with = " --address ada@example.org --host mail.example.org --password-command secret --write"
	for program, name := range map[string]string{"git": "GIT_CONFIG_GLOBAL", "himalaya": "HIMALAYA_CONFIG"} {
		home := alone(t)
		first := filepath.Join(home, "one")
		all := first + string(filepath.ListSeparator) + "two"
		want := first
		if program == "git" {
			want = all
		}
		t.Setenv(name, all)
		if code, out, errOut := run(t, "", strings.Fields("config "+program+with)...); code != 0 || out != want+"\n" {
			t.Errorf("%s: got %d, %q and %q", program, code, out, errOut)
		}
	}
}

// TestRootsHomeMattersWithoutMAILRC: where that variable names the file, nobody is told of
// another home.
func TestRootsHomeMattersWithoutMAILRC(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root has a home that counts more than HOME")
	}
	home := alone(t)
	args := strings.Fields("config s-nail --address ada@example.org --host mail.example.org --password-store ask")
	if _, _, errOut := run(t, "", args...); !strings.Contains(errOut, "whatever HOME says") {
		t.Errorf("without MAILRC: got %q", errOut)
	}
	t.Setenv("MAILRC", filepath.Join(home, "rc"))
	if _, _, errOut := run(t, "", args...); strings.Contains(errOut, "whatever HOME says") {
		t.Errorf("with MAILRC: got %q", errOut)
	}
}
