package recipe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/probe/practice"
	"postern/wizard/recipe"
)

// A realSite is what runs a site's settings.
type realSite struct {
	program string
	file    string   // what the settings are saved as
	command []string // what sends a first message with them
	// prepare puts into the folder what the settings need beside them, and skips the
	// test where it is not on this computer.
	prepare func(t *testing.T, dir string)
}

func realSites() []realSite {
	return []realSite{
		{"nodemailer", "mail.mjs", []string{"node", "mail.mjs"}, func(t *testing.T, dir string) {
			link(t, library(t, "nodemailer/node_modules"), filepath.Join(dir, "node_modules"))
		}},
		{"ghost", "mail.json", []string{"node", "send.cjs"}, func(t *testing.T, dir string) {
			link(t, library(t, "ghost/node_modules"), filepath.Join(dir, "node_modules"))
			save(t, dir, "send.cjs", `const mail = JSON.parse("{" + require("fs").readFileSync("mail.json", "utf8") + "}").mail;
if (mail.options.auth) mail.options.auth.pass = process.env.SMTP_PASSWORD;
const to = mail.from.match(/<(.*)>/)[1];
require("@tryghost/nodemailer")(mail.transport, mail.options).sendMail({ from: mail.from, to, subject: "A first message", text: "It works." });
`)
		}},
		{"rails", "production.rb", []string{"ruby", "-I", "lib", "send.rb"}, func(t *testing.T, dir string) {
			link(t, library(t, "ruby-mail/usr/lib/ruby/vendor_ruby"), filepath.Join(dir, "lib"))
			// Action Mailer hands smtp_settings to the gem mail as they are.
			save(t, dir, "send.rb", `require "mail"
config = Struct.new(:action_mailer).new(Struct.new(:delivery_method, :smtp_settings, :default_options).new)
eval File.read("production.rb", encoding: "utf-8")
mailer = config.action_mailer
message = Mail.new(charset: "utf-8", subject: "A first message", body: "It works.", **mailer.default_options)
message.to = message.from
message.delivery_method mailer.delivery_method, mailer.smtp_settings
message.deliver!
`)
		}},
		{"smtplib", "mail.py", []string{"python3", "mail.py"}, func(*testing.T, string) {}},
		{"django", "settings.py", []string{"python3", "manage.py", "sendtestemail"}, func(t *testing.T, dir string) {
			link(t, library(t, "django/usr/lib/python3/dist-packages"), filepath.Join(dir, "packages"))
			save(t, dir, "manage.py", "import os, sys\nsys.path.insert(0, 'packages')\n"+
				"os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'\n"+
				"from django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n")
		}},
		{"go", "mail.go", []string{"go", "run", "mail.go"}, func(*testing.T, string) {}},
		{"phpmailer", "mail.php", []string{"php", "mail.php"}, func(t *testing.T, dir string) {
			const library = "/usr/share/php/libphp-phpmailer"
			if _, err := os.Stat(library); err != nil {
				t.Skip("PHPMailer is not on this computer: the settings are not tried with the real program")
			}
			link(t, library, filepath.Join(dir, "vendor"))
		}},
	}
}

// library is a folder of POSTERN_MAILSERVERS.
func library(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(os.Getenv("POSTERN_MAILSERVERS"), name)
	if _, err := os.Stat(dir); err != nil || !filepath.IsAbs(dir) {
		t.Skipf("there is no %s in POSTERN_MAILSERVERS; .ci/mailservers puts it there", name)
	}
	return dir
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, dir, name, body string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run sends a first message, the way the settings say.
func (r realSite) run(t *testing.T, set *recipe.Settings, password string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(r.command[0]); err != nil {
		t.Skipf("%s is not on this computer: the settings are not tried with the real program", r.command[0])
	}
	dir := t.TempDir()
	r.prepare(t, dir)
	files, err := recipe.Render(r.program, set)
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir, r.file, files[0].Body)
	args := r.command[1:]
	if r.program == "django" {
		args = append(args[:len(args):len(args)], set.Address)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.command[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SMTP_PASSWORD="+password, "SSL_CERT_FILE="+set.CAFile, "NODE_EXTRA_CA_CERTS="+set.CAFile, "PYTHONDONTWRITEBYTECODE=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// siteAt are the settings for a door of a practice server.
func siteAt(t *testing.T, server *practice.Server, port int) *recipe.Settings {
	t.Helper()
	for _, d := range server.Doors {
		if d.Port != port {
			continue
		}
		set := &recipe.Settings{
			Account: "practice", Provider: "Practice", Host: server.Host, Port: d.Dialled(), Security: recipe.STARTTLS,
			Address: server.Address, Name: "Ada Löve", User: server.User, CAFile: server.CAFile,
		}
		if d.Implicit() {
			set.Security = recipe.ImplicitTLS
		}
		return set
	}
	t.Fatalf("the practice server has no door %d", port)
	return &recipe.Settings{}
}

func startScene(t *testing.T, scene string) *practice.Server {
	t.Helper()
	server, err := practice.Start(scene, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

func TestRealSitesSend(t *testing.T) {
	for _, site := range realSites() {
		t.Run(site.program, func(t *testing.T) {
			t.Parallel()
			server := startScene(t, "open")
			for _, port := range []int{587, 465} {
				if out, err := site.run(t, siteAt(t, server, port), server.Password); err != nil {
					t.Fatalf("door %d: %v\n%s", port, err, out)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				got, err := server.Wait(ctx)
				cancel()
				if err != nil {
					t.Fatal(err)
				}
				if got.Port != port || !got.TLS || got.User != server.User || got.From != server.Address {
					t.Errorf("got a message through %d, TLS %v, user %q, from %q; want %d, TLS, signed in",
						got.Port, got.TLS, got.User, got.From, port)
				}
				message, err := mail.ReadMessage(bytes.NewReader(got.Data))
				if err != nil {
					t.Fatal(err)
				}
				if from, err := message.Header.AddressList("From"); err != nil || from[0].Name != "Ada Löve" {
					t.Errorf("got the sender %v, %v; want Ada Löve", from, err)
				}
			}
		})
	}
}

func TestRealSitesSendThroughARelay(t *testing.T) {
	for _, site := range realSites() {
		t.Run(site.program, func(t *testing.T) {
			t.Parallel()
			server := startScene(t, "open")
			set := siteAt(t, server, 25)
			set.Security, set.User, set.CAFile = recipe.Plain, "", ""
			if out, err := site.run(t, set, ""); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if got := server.Messages(); len(got) != 1 || got[0].TLS || got[0].User != "" {
				t.Errorf("got %+v, want one message, in the clear and without a login", got)
			}
		})
	}
}

// TestRealSitesSendByAddress: over TLS, to a relay that offers no login.
func TestRealSitesSendByAddress(t *testing.T) {
	for _, site := range realSites() {
		t.Run(site.program, func(t *testing.T) {
			t.Parallel()
			server := startScene(t, "by-address")
			for i, port := range []int{25, 465} {
				set := siteAt(t, server, port)
				set.User = ""
				if out, err := site.run(t, set, ""); err != nil {
					t.Fatalf("door %d: %v\n%s", port, err, out)
				}
				if got := server.Messages(); len(got) != i+1 || !got[i].TLS || got[i].User != "" || got[i].Port != port {
					t.Errorf("got %+v, want one more message through %d, encrypted and without a login", got, port)
				}
			}
		})
	}
}

// TestRealSitesRefuse: nothing is sent where somebody could listen, and it ends with
// an error that says so.
func TestRealSitesRefuse(t *testing.T) {
	scenes := []struct {
		name  string
		ports []int
	}{
		{"unknown-ca", []int{587, 465}},
		{"wrong-name", []int{587, 465}},
		{"no-starttls", []int{587}},
	}
	for _, site := range realSites() {
		t.Run(site.program, func(t *testing.T) {
			t.Parallel()
			for _, scene := range scenes {
				server := startScene(t, scene.name)
				for _, port := range scene.ports {
					out, err := site.run(t, siteAt(t, server, port), server.Password)
					if err == nil {
						t.Errorf("%s, door %d: got no error, want a refusal", scene.name, port)
					}
					if !speaksOfTLS(out) {
						t.Errorf("%s, door %d: it ends with something else:\n%s", scene.name, port, out)
					}
				}
				if got := server.Messages(); len(got) > 0 {
					t.Errorf("%s: the server got %+v, want no message", scene.name, got)
				}
				if n := server.Logins(); n > 0 {
					t.Errorf("%s: it began to sign in %d times, where somebody could listen", scene.name, n)
				}
			}
		})
	}
}

// speaksOfTLS reports whether an error is about the encryption, and not about
// something that is wrong with the test. PHPMailer knows only that there is no
// connection.
func speaksOfTLS(out string) bool {
	out = strings.ToLower(out)
	for _, word := range []string{"tls", "certificate", "ssl", "x509", "could not connect to smtp host"} {
		if strings.Contains(out, word) {
			return true
		}
	}
	return false
}

// hostileSettings are settings with values that mean something to a language.
func hostileSettings(program string) []*recipe.Settings {
	names := append([]string{
		"${x}", "$x", "#{x}", "#$x", "\\u0041", "\\", "a\\'b", `a\"b`, "{$x}", "?>", "*/", "//", "%(x)s", "$__env{x}", "{user}", "`",
		"x\u00a0y",
	}, hostileUsers...)
	var out []*recipe.Settings
	for _, name := range names {
		s := ada(ask, user(name), func(s *recipe.Settings) {
			s.Name, s.Provider, s.CAFile = name, "?> coding: latin-1 */ "+name, "/etc/"+name
		})
		if _, err := recipe.Render(program, s); err != nil && program != "nodemailer" && program != "phpmailer" && program != "go" {
			s.User = "ada" // what smtplib cannot sign in with
		}
		out = append(out, s)
	}
	return out
}

// TestRealLanguagesReadEveryValueBack: what stands in the settings is what the
// language reads there. Each driver runs all files with a library that prints what it
// was told.
func TestRealLanguagesReadEveryValueBack(t *testing.T) {
	const stub = `export default { createTransport(o) {
  console.log(JSON.stringify([o.auth.user, o.host]));
  return { async sendMail(m) { console.log(JSON.stringify([m.from.name, m.from.address])); } };
} };`
	drivers := []struct {
		realSite
		files  map[string]string // beside the settings, by name
		driver []string
	}{
		{
			realSite{program: "nodemailer", file: ".mjs"},
			map[string]string{
				"node_modules/nodemailer/package.json": `{"type":"module","main":"i.js"}`, "node_modules/nodemailer/i.js": stub,
				"node_modules/fs/x": "", "drive.mjs": `import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
fs.readFileSync = (f) => { console.log(JSON.stringify([f])); }; syncBuiltinESMExports();
for (let i = 0; i < +process.argv[2]; i++) await import("./" + i + ".mjs");`,
			},
			[]string{"node", "drive.mjs"},
		},
		{
			realSite{program: "smtplib", file: ".py"},
			map[string]string{"drive.py": `import sys, os, json, smtplib, ssl
os.environ["SMTP_PASSWORD"] = ""
class Server:
    def __init__(self, host, port, timeout): self.host = host
    def __enter__(self): return self
    def __exit__(self, *a): pass
    def starttls(self, context): pass
    def login(self, user, password): self.user = user
    def send_message(self, m):
        a = m["From"].addresses[0]
        print(json.dumps([self.user, self.host])); print(json.dumps([a.display_name, a.addr_spec]))
class Context:
    def load_verify_locations(self, f): print(json.dumps([f]))
smtplib.SMTP = Server
ssl.create_default_context = Context
for i in range(int(sys.argv[1])): exec(compile(open(f"{i}.py", "rb").read(), "x", "exec"), {})
`},
			[]string{"python3", "drive.py"},
		},
		{
			realSite{program: "phpmailer", file: ".php"},
			map[string]string{"vendor/autoload.php": "", "drive.php": `<?php
namespace PHPMailer\PHPMailer;
class PHPMailer {
  const ENCRYPTION_STARTTLS = 'tls'; const CHARSET_UTF8 = 'utf-8';
  public $Host, $Port, $SMTPSecure, $SMTPOptions, $SMTPAuth, $Username, $Password, $Timeout, $CharSet, $Subject, $Body;
  function __construct($x) {} function isSMTP() {} function addAddress($a) {}
  function setFrom($a, $n) { $this->from = [$n, $a]; } public $from;
  function send() { foreach ([[$this->SMTPOptions['ssl']['cafile']], [$this->Username, $this->Host], $this->from] as $x)
    echo json_encode($x), "\n"; }
}
for ($i = 0; $i < +$argv[1]; $i++) include __DIR__ . "/$i.php";
`},
			[]string{"php", "drive.php"},
		},
	}
	for _, d := range drivers {
		t.Run(d.program, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(d.driver[0]); err != nil {
				t.Skipf("%s is not on this computer: what it reads is not tried", d.driver[0])
			}
			dir := t.TempDir()
			for name, body := range d.files {
				if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
					t.Fatal(err)
				}
				save(t, dir, name, body)
			}
			all := hostileSettings(d.program)
			var want strings.Builder
			for i, s := range all {
				files, err := recipe.Render(d.program, s)
				if err != nil {
					t.Fatal(err)
				}
				save(t, dir, strconv.Itoa(i)+d.file, files[0].Body)
				for _, row := range [][]string{{s.CAFile}, {s.User, s.Host}, {s.Name, s.Address}} {
					want.WriteString(strings.Join(row, " | ") + "\n")
				}
			}
			cmd := exec.CommandContext(t.Context(), d.driver[0], append(d.driver[1:], strconv.Itoa(len(all)))...)
			cmd.Dir = dir
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, stderrOf(err))
			}
			var got strings.Builder
			for line := range strings.Lines(string(out)) {
				var row []string
				if err := json.Unmarshal([]byte(line), &row); err != nil {
					t.Fatalf("%v in %q", err, line)
				}
				got.WriteString(strings.Join(row, " | ") + "\n")
			}
			if got.String() != want.String() {
				t.Errorf("it reads\n%s\nwant\n%s", got.String(), want.String())
			}
		})
	}
}

// TestRealDjangoReadsEveryValueBack runs the settings as Python does.
func TestRealDjangoReadsEveryValueBack(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("Python is not on this computer: what it reads is not tried")
	}
	dir := t.TempDir()
	all := hostileSettings("django")
	for i, s := range all {
		files, err := recipe.Render("django", s)
		if err != nil {
			t.Fatal(err)
		}
		save(t, dir, strconv.Itoa(i)+".py", files[0].Body)
	}
	cmd := exec.CommandContext(t.Context(), python, "-c", `import sys, os, json
os.environ["SMTP_PASSWORD"] = ""
for i in range(int(sys.argv[1])):
    x = {}
    exec(compile(open(f"{i}.py", "rb").read(), "x", "exec"), x)
    print(json.dumps([x["EMAIL_HOST_USER"], x["SERVER_EMAIL"], x["EMAIL_PORT"], x["EMAIL_USE_TLS"], x["EMAIL_HOST"]]))
`, strconv.Itoa(len(all)))
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderrOf(err))
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, s := range all {
		want := []any{s.User, s.Address, float64(s.Port), true, s.Host}
		var got []any
		if err := json.Unmarshal([]byte(lines[i]), &got); err != nil {
			t.Fatal(err)
		}
		for j := range want {
			if got[j] != want[j] {
				t.Errorf("Django reads %q, want %q", got[j], want[j])
			}
		}
	}
}

// TestGoReadsEveryValueBack: the program is parsed as Go parses it, and holds the
// values as its strings.
func TestGoReadsEveryValueBack(t *testing.T) {
	for _, s := range hostileSettings("go") {
		files, err := recipe.Render("go", s)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), "mail.go", files[0].Body, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("Go does not take %q: %v", s.User, err)
			continue
		}
		read := make(map[string]bool)
		ast.Inspect(parsed, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, err := strconv.Unquote(lit.Value)
				read[text] = err == nil
			}
			return true
		})
		for _, want := range []string{s.User, s.Name, s.CAFile, s.Host, s.Address} {
			if !read[want] {
				t.Errorf("Go does not read %q", want)
			}
		}
	}
}
