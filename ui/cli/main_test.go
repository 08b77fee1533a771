package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// alone gives the test a home of its own, nothing installed but what is named,
// and none of the environment that would change what is printed.
func alone(t *testing.T, installed ...string) (home string) {
	t.Helper()
	home = t.TempDir()
	bin := filepath.Join(home, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range installed {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range map[string]string{
		"HOME": home, "USERPROFILE": home, "APPDATA": filepath.Join(home, "AppData"), "LOCALAPPDATA": "", "PATH": bin, "LANG": "C.UTF-8", "LC_ALL": "", "LC_CTYPE": "", "TERM": "xterm",
		"GIT_CONFIG_GLOBAL": "", "MAILRC": "", "HIMALAYA_CONFIG": "",
		"XDG_CONFIG_HOME": "", "XDG_STATE_HOME": "", "XDG_RUNTIME_DIR": "", "DBUS_SESSION_BUS_ADDRESS": "", "PASSWORD_STORE_DIR": "",
		"NO_COLOR": "", "ACCESSIBLE": "", "POSTERN_REDUCED_MOTION": "", "TMPDIR": home, "TMP": home,
	} {
		t.Setenv(name, value)
	}
	return home
}

// run runs the program with the arguments and the input: by calling Main or, where
// POSTERN_BINARY names a program, that one.
func run(t *testing.T, in string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	if program := os.Getenv("POSTERN_BINARY"); program != "" {
		cmd := exec.Command(program, args...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &o, &e
		var ended *exec.ExitError
		if err := cmd.Run(); err != nil && !errors.As(err, &ended) {
			t.Fatalf("run %s: %v", program, err)
		}
		return cmd.ProcessState.ExitCode(), o.String(), e.String()
	}
	code = Main(t.Context(), args, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestWrongUse(t *testing.T) {
	alone(t)
	for _, tt := range []struct {
		name string
		args string // parted by spaces; ~ stands for a space within one
		want string // part of the one line
	}{
		{"mistyped command", "prob smtp.example.org", "did you mean postern probe?"},
		{"mistyped command with flags", "prob smtp.example.org --json", "did you mean postern probe?"},
		{"mistyped provider", "fastmial", "did you mean postern fastmail?"},
		{"nearly a word of providers' names", "gogle", "did you mean postern google-workspace, postern google-workspace-relay or postern gmail?"},
		{"nothing like it", "xyzzyplugh", "see postern --help"},
		{"nothing at all", "", "empty"},
		{"two words", "fastmail gmail", "not 2"},
		{"two words with a dot", "a.example b.example", "not 2"},
		{"bad address", "ada@", "mail address"},
		{"address with a line break", "ada@example.org\nBcc:x", "line"},
		{"bad host", "smtp..example.org", ""},
		{"host with an escape", "smtp.exa\x1b[31mmple.org", ""},
		{"unknown flag", "--plan", "did you mean --plain?"},
		{"unknown flag of a command", "probe --jsn smtp.example.org", "did you mean --json?"},
		{"a command's flag before it", "--json probe smtp.example.org", "postern probe --json"},
		{"unknown short flag", "-x", "has no flag -x"},
		{"flag without its value", "probe smtp.example.org --port", "--port needs a value"},
		{"bool flag with a value", "probe smtp.example.org --json=maybe", "--json"},
		{"theme", "--theme pink", "auto, light or dark"},
		{"prefer", "--prefer 25", "587 or 465"},
		{"authority that is not there", "--ca /does/not/exist.pem", "--ca"},

		{"probe without a host", "probe", "needs a host"},
		{"probe of a provider with regions", "probe --provider mailgun", "--region us"},
		{"probe of a region of nobody", "probe --region eu smtp.example.org", "--provider"},
		{"probe of a region and a host", "probe --provider mailgun --region eu smtp.mailgun.org", "leave out --region"},
		{"probe of a region where there are none", "probe --provider fastmail --region eu", "no regions"},
		{"probe of a region that nobody has", "probe --provider sparkpost --region moon", "it has us, eu"},
		{"config of a mistyped region", "config msmtp --address ada@example.org --user x --provider amazon-ses --region eu-wets-1x", "did you mean eu-west-1"},
		{"config of a region and a host", "config msmtp --address ada@example.org --host smtp.mailgun.org --region eu", "leave out --region"},
		{"probe of an address", "probe ada@fastmail.com", "smtp.fastmail.com"},
		{"probe of an unknown address", "probe ada@example.org", "server"},
		{"probe of a web address", "probe https://example.org/", "example.org"},
		{"probe of an empty host", "probe ", "empty"},
		{"probe of a host with a space", "probe smtp.example.org~x", "space"},
		{"probe of a host with a port out of range", "probe smtp.example.org:99999", "out of range"},
		{"probe with the input twice", "probe - -", "twice"},
		{"port 0", "probe smtp.example.org --port 0", "out of range"},
		{"port 65536", "probe smtp.example.org --port 587,65536", "out of range"},
		{"port beyond numbers", "probe smtp.example.org --port 99999999999999999999", "out of range"},
		{"port with a sign", "probe smtp.example.org --port +587", "is no port"},
		{"negative port", "probe smtp.example.org --port -1", "is no port"},
		{"port as a word", "probe smtp.example.org --port smtp", "is no port"},
		{"missing port", "probe smtp.example.org --port 587,", "missing"},
		{"port with a wrong mode", "probe smtp.example.org --port 587:ssl", "starttls or tls"},
		{"port without its mode", "probe smtp.example.org --port 587:", "starttls or tls"},
		{"port without a host for it", "probe smtp.example.org:587 mail.example.org:465 --port 25", "leave out --port"},
		{"port twice", "probe smtp.example.org --port 587,465,587:tls", "twice"},
		{"timeout without a unit", "probe smtp.example.org --timeout 30", "unit"},
		{"no time at all", "probe smtp.example.org --timeout 0s", "from 100ms"},
		{"negative timeout", "probe smtp.example.org --timeout -5s", "from 100ms"},
		{"mistyped provider of a probe", "probe smtp.example.org --provider fastmial", "did you mean fastmail?"},
		{"probe with an authority that is none", "probe smtp.example.org --ca main_test.go", "PEM"},

		{"find without an address", "find", "needs an address"},
		{"find of two addresses", "find ada@example.org example.net", "takes one argument"},
		{"find of nothing", "find ", ""},
		{"find of a word", "find ada", "neither an address nor a domain"},
		{"find of a number", "find 456", "is a number"},
		{"find of an IP address", "find 192.0.2.1", "IP address"},
		{"find of an address with two @", "find ada@@gmail.com", "did you mean ada@gmail.com?"},
		{"find of a link", "find https://example.org/", "example.org"},
		{"find of a link to write", "find mailto:ada@example.org", "did you mean ada@example.org?"},
		{"find of an address without a domain", "find ada@", "ada@example.org"},
		{"find of a whole address with a control character", "find ada@exa\x1bmple.org", ""},
		{"find of a server", "find smtp.fastmail.com", "postern probe smtp.fastmail.com"},
		{"find of a domain, and telling an address", "find example.org --tell-address", "--tell-address"},
		{"find offline, but with a question", "find ada@example.org --offline --plain-http", "--offline"},
		{"find offline, but with the address told", "find ada@example.org --offline --tell-address", "--offline"},
		{"find for too long", "find ada@example.org --timeout 1m", "8s"},
		{"find without a unit", "find ada@example.org --timeout 5", "unit"},
		{"find with an authority that is not there", "find ada@example.org --ca /does/not/exist.pem", "--ca"},

		{"config without a program", "config", "needs a program"},
		{"config of two programs", "config msmtp mutt", "mutt"},
		{"mistyped program", "config msmpt --address ada@fastmail.com", "did you mean msmtp?"},
		{"unknown program", "config xyzzy --address ada@fastmail.com", "postern programs"},
		{"config without an address", "config msmtp --host smtp.example.org", "--address"},
		{"config of a bad address", "config msmtp --address ada --host smtp.example.org", "--address"},
		{"config of an address with a line break", "config msmtp --address ada@example.org\nx --host smtp.example.org", "--address"},
		{"config of an unknown domain", "config msmtp --address ada@example.org", "--host smtp.example.org"},
		{"config of a bad host", "config msmtp --address ada@example.org --host a~b", "--host"},
		{"config of somebody else's host", "config msmtp --address ada@example.org --provider fastmail --host smtp.example.org", "no server of Fastmail"},
		{"config of a mistyped provider", "config msmtp --address ada@example.org --provider fastmial", "did you mean fastmail?"},
		{"config of a bad port", "config msmtp --address ada@example.org --host smtp.example.org --port 70000", "out of range"},
		{"config of a bad security", "config msmtp --address ada@example.org --host smtp.example.org --security ssl", "starttls, tls or none"},
		{"config of a bad store", "config msmtp --address ada@example.org --host smtp.example.org --password-store vault", "keyring, pass or ask"},
		{"config with a host that no flag names", "config msmtp mail.example.org", "did you mean --host mail.example.org?"},
		{"config with two passwords", "config msmtp --address ada@fastmail.com --password-store ask --password-command x", "choose one"},
		{"config with two files", "config msmtp --address ada@fastmail.com --write --output x", "--write and --output"},
		{"config with a lone --replace", "config msmtp --address ada@fastmail.com --replace", "--write"},
		{"config with a name of two lines", "config msmtp --address ada@fastmail.com --name A\nB", "name"},
		{"config with a user of two lines", "config msmtp --address ada@fastmail.com --user a\nb", "name"},
		{"config with a command of two lines", "config msmtp --address ada@fastmail.com --password-command a\nb", "command"},
		{"config without encryption but with a user", "config msmtp --address ada@example.org --host mx.example.org --security none --user ada", "--security"},
		{"config of a provider without encryption", "config msmtp --address ada@fastmail.com --security none", "Fastmail takes mail from people only with encryption"},
		{"config of a provider without encryption, on its 25", "config msmtp --address ada@fastmail.com --security none --port 25", "leave out --security none"},
		{"config of a named provider without encryption", "config msmtp --address ada@example.org --provider fastmail --security none", "leave out --security none"},
		{"config of a provider's host without encryption", "config msmtp --address ada@example.org --host smtp.fastmail.com --security none", "leave out --security none"},
		{"config where only a token signs in", "config msmtp --address ada@outlook.com", "--password-command"},
		{"config where a region is to be named", "config msmtp --address ada@example.org --provider amazon-ses", "--region us-east-1"},

		{"a flag without its dashes", "version", "did you mean postern --version?"},
		{"a server that is one word", "mailhost", "postern probe mailhost tries it"},
		{"programs with an argument", "programs msmtp", "takes no argument"},
		{"licences with an argument", "licences mit", "takes no argument"},
		{"mistyped lesson", "explain startls", "did you mean postern explain starttls?"},
		{"unknown lesson", "explain xyzzyplugh", "lists them all"},
		{"another short word than a lesson's", "explain nope", "lists them all"},
		{"mistyped other name of a lesson", "explain gmial", "did you mean \"gmail\"? It is in postern explain app-password"},
		{"a part of learn", "quiz", "a part of postern learn"},
		{"a lesson where an address belongs", "learn starttls", "see postern explain starttls"},
		{"mistyped scene", "practice blokced", "did you mean postern practice blocked?"},
		{"unknown scene", "practice xyzzyplugh", "--list"},
		{"two scenes", "practice open blocked", "blocked"},
		{"practice both ways", "practice --list --serve", "choose one"},
		{"completion without a shell", "completion", "needs a shell"},
		{"mistyped shell", "completion bsah", "did you mean postern completion bash?"},
		{"unknown shell", "completion tcsh", "bash, zsh, fish or powershell"},
		{"help for a mistyped command", "help prboe", "did you mean postern help probe?"},
		{"help for an unknown command", "help xyzzyplugh", "--help"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := strings.Split(tt.args, " ")
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "~", " ")
			}
			code, out, errOut := run(t, "", args...)
			if code != exitUsage {
				t.Errorf("exit code: got %d, want %d", code, exitUsage)
			}
			if out != "" {
				t.Errorf("standard output: got %q, want nothing", out)
			}
			if strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, "postern: ") {
				t.Errorf("got %q, want one line that begins with postern:", errOut)
			}
			if !strings.Contains(errOut, tt.want) {
				t.Errorf("got %q, want %q in it", errOut, tt.want)
			}
			if strings.ContainsAny(errOut, "\x1b\x07\r\x00") {
				t.Errorf("a control character came through: %q", errOut)
			}
		})
	}
}

func TestMainKeepsExitCodes(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name string
		ctx  context.Context
		err  error
		want int
		says string
	}{
		{"done", t.Context(), nil, 0, ""},
		{"not", t.Context(), errors.New("the disk is full"), 1, "postern: the disk is full\n"},
		{"not, and said already", t.Context(), errSaid, 1, ""},
		{"wrong use", t.Context(), wrongf("say %d", 1), 2, "postern: say 1\n"},
		{"interrupted", t.Context(), errInterrupted, 130, ""},
		{"interrupted within", ended, context.Canceled, 130, ""},
		{"somebody's own context", t.Context(), context.Canceled, 1, "postern: context canceled\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var e bytes.Buffer
			a := &app{errOut: &e, getenv: func(string) string { return "" }}
			if got := a.end(tt.ctx, tt.err); got != tt.want || e.String() != tt.says {
				t.Errorf("got %d and %q, want %d and %q", got, e.String(), tt.want, tt.says)
			}
		})
	}
}

// fullDisk refuses to take anything.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestFailingOutputIsNoticed(t *testing.T) {
	alone(t)
	var e bytes.Buffer
	code := Main(t.Context(), []string{"programs"}, strings.NewReader(""), fullDisk{}, &e)
	if code != exitNot || e.String() != "postern: no space left\n" {
		t.Errorf("got %d and %q", code, e.String())
	}
}

func TestVersion(t *testing.T) {
	code, out, _ := run(t, "", "--version")
	if code != 0 || !strings.HasPrefix(out, "postern devel (") || strings.Count(out, "\n") != 1 {
		t.Errorf("got %d and %q", code, out)
	}
}

func TestVersionTakesNoArgument(t *testing.T) {
	if code, out, _ := run(t, "", "--version", "x"); code != exitUsage || out != "" {
		t.Errorf("got %d and %q", code, out)
	}
}
