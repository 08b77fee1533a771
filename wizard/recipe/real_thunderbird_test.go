//go:build unix

package recipe_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/probe/practice"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// The tests in this file start the real Thunderbird. They are skipped where it is
// not installed; on Debian they want the packages
//
//	thunderbird libnss3-tools
//
// (libnss3-tools has certutil, which tells a profile of the practice authority.)
// No display is needed.

// A liveServer is an outgoing server as a running Thunderbird knows it.
type liveServer struct {
	Key, Type, Host, User, Description string
	Port, Security, Auth               int
}

// live asks for the list of outgoing servers, and which is the usual one. It does
// not come from prefs.js, which only copies what Thunderbird was told.
const live = `
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const service = MailServices.outgoingServer;
return {
  servers: service.servers.map(s => ({
    key: s.key, type: s.type, host: s.serverURI.host, port: s.serverURI.port, user: s.username,
    description: s.description, security: s.socketType, auth: s.authMethod,
  })),
  usual: service.defaultServer?.key ?? "",
};`

// sendThrough keeps a password where there is one, as Thunderbird's own prompt would,
// and sends a message through the server with the given key. It answers with the status, 0
// for done.
const sendThrough = `
const [key, host, user, password, from, to, path, done] = arguments;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
(async () => {
  if (user) {
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init("smtp://" + host, null, "smtp://" + host, user, password, "", "");
  await Services.logins.addLoginAsync(login);
  }
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(path);
  const identity = MailServices.accounts.createIdentity();
  identity.email = from;
  MailServices.outgoingServer.getServerByKey(key).sendMailMessage(
    file, MailServices.headerParser.makeFromDisplayAddress(to), [], identity, from, "", null, false, "<1@postern>",
    { onSendStart() {}, onSendStop(uri, status, info, message) { done({ status, message: message ?? "" }); } });
})().catch(e => done({ status: -1, message: String(e) }));`

// autoconfig reads an autoconfig file as the account hub does, and answers with
// what it would set up.
const autoconfig = `
const { JXON } = ChromeUtils.importESModule("resource:///modules/JXON.sys.mjs");
const { readFromXML } = ChromeUtils.importESModule("resource:///modules/accountcreation/readFromXML.sys.mjs");
const config = readFromXML(JXON.build(new DOMParser().parseFromString(arguments[0], "text/xml")), "disk");
const { hostname, port, socketType, auth, username } = config.outgoing;
return { host: hostname, port, security: socketType, auth, user: username, type: config.outgoing.type, key: config.incoming.hostname };`

func TestRealThunderbirdFreshProfile(t *testing.T) {
	tb := findThunderbird(t)
	server := startPractice(t)
	set := practiceSettings(t, server, 587)
	set.Provider = `Größe \ "\q" 郵便`
	tb.trust(t, server.CAFile)
	tb.write(t, "user.js", merge(t, "", "", set, false))
	run := tb.start(t)

	servers, usual := run.servers(t)
	if want := []liveServer{serverOf("postern1", set, 2)}; !slices.Equal(servers, want) || usual != "postern1" {
		t.Errorf("got %+v, usual %q\nwant %+v", servers, usual, want)
	}
	run.send(t, server, "postern1")
	wantArrived(t, server, 587)

	var got liveServer
	for _, s := range []*recipe.Settings{ada(imap), ada(imap, implicitTLS, user(`<a&"b'>`)), ada(imap, signIn), ada(imap, byAddress)} {
		files, err := recipe.RenderAs("thunderbird", "autoconfig", s)
		if err != nil {
			t.Fatal(err)
		}
		run.script(t, "WebDriver:ExecuteScript", autoconfig, &got, files[0].Body)
		want := liveServer{Key: "imap.example.org", Type: "smtp", Host: s.Host, Port: s.Port, Security: 2, Auth: 3, User: s.User}
		if s.Security == recipe.ImplicitTLS {
			want.Security = 3
		}
		switch {
		case s.OAuth:
			want.Auth = 10
		case s.User == "":
			want.Auth = 1
		}
		if s.User == s.Address || s.User == "" { // which nobody is asked for then
			want.User = "%EMAILADDRESS%"
		}
		if got != want {
			t.Errorf("from autoconfig it takes %+v, want %+v", got, want)
		}
	}
}

func TestRealThunderbirdBesideOthers(t *testing.T) {
	tb := findThunderbird(t)
	server := startPractice(t)
	set := practiceSettings(t, server, 465)
	tb.trust(t, server.CAFile)
	tb.write(t, "prefs.js", twoServers)
	tb.write(t, "user.js", merge(t, "user_pref(\"mail.spam.version\", 1);\n", twoServers, set, false))
	run := tb.start(t)

	servers, usual := run.servers(t)
	want := []liveServer{
		{Key: "smtp1", Type: "smtp", Host: "smtp.work.example", Port: 465, Security: 3, Auth: 3, User: "ada.l"},
		{Key: "smtp2", Type: "smtp", Host: "mail.example.org", Port: 25, Auth: 3, User: "club@example.org"},
		serverOf("postern1", set, 3),
	}
	if !slices.Equal(servers, want) || usual != "smtp2" {
		t.Errorf("got %+v, usual %q\nwant %+v", servers, usual, want)
	}
	run.send(t, server, "postern1")
	wantArrived(t, server, 465)

	file := filepath.Join(tb.profile, "user.js")
	if c, err := install.Look(file); err != nil || !c.InUse {
		t.Errorf("while it runs: in use %t, %v", c.InUse, err)
	}
	run.quit(t)
	c, err := install.Look(file)
	if err != nil || c.InUse {
		t.Fatalf("after it ended: in use %t, %v", c.InUse, err)
	}
	// It took the server over: a second one is added to what it wrote itself, and
	// what stood in user.js for the first is no longer needed.
	other := ada(func(s *recipe.Settings) { s.Host = "smtp.other.example" })
	second := merge(t, string(c.Body), string(c.Own), other, false)
	if !strings.Contains(second, `"mail.smtpservers", "smtp1,smtp2,postern1,postern2"`) || strings.Contains(second, "server.postern1.") {
		t.Errorf("the second run gives\n%s", second)
	}
}

// TestRealThunderbirdThroughARelay: without a login none is tried, and what the relay
// says to a stranger's address is what Thunderbird shows.
func TestRealThunderbirdThroughARelay(t *testing.T) {
	tb := findThunderbird(t)
	server := startPractice(t)
	set := practiceSettings(t, server, 25)
	set.Security, set.User, set.CAFile = recipe.Plain, "", ""
	tb.write(t, "user.js", merge(t, "", "", set, false))
	run := tb.start(t)

	want := serverOf("postern1", set, 0)
	want.Auth = 1
	if servers, _ := run.servers(t); !slices.Equal(servers, []liveServer{want}) {
		t.Errorf("got %+v\nwant %+v", servers, want)
	}
	status, said := run.sendTo(t, server, "postern1", "", "eve@elsewhere.example")
	if status == 0 || !strings.Contains(said, "Relaying denied") {
		t.Errorf("to a stranger's address: status %#x, and it says %q", status, said)
	}
	if n := server.Logins(); n > 0 || len(server.Messages()) > 0 {
		t.Errorf("it signed in %d times, and the relay took %+v", n, server.Messages())
	}
	if status, said := run.sendTo(t, server, "postern1", "", server.Address); status != 0 {
		t.Errorf("to the relay's own address: status %#x, and it says %q", status, said)
	}
	if got := server.Messages(); len(got) != 1 || got[0].TLS || got[0].User != "" {
		t.Errorf("got %+v, want one message, in the clear and without a login", got)
	}
}

// serverOf is the server that the settings describe.
func serverOf(key string, s *recipe.Settings, security int) liveServer {
	return liveServer{
		Key: key, Type: "smtp", Host: s.Host, Port: s.Port, Security: security, Auth: 3, User: s.User, Description: s.Provider,
	}
}

func startPractice(t *testing.T) *practice.Server {
	t.Helper()
	server, err := practice.Start("", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// practiceSettings are for the door with that shown number.
func practiceSettings(t *testing.T, server *practice.Server, port int) *recipe.Settings {
	t.Helper()
	return sender{server: server}.settings(t, "practice", port)
}

func wantArrived(t *testing.T, server *practice.Server, port int) {
	t.Helper()
	sender{server: server}.wantMessage(t, port)
}

// A thunderbird is the program, and a new profile in a new home.
type thunderbird struct{ home, profile string }

func findThunderbird(t *testing.T) thunderbird {
	t.Helper()
	for _, program := range []string{"thunderbird", "certutil"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: apt-get install thunderbird libnss3-tools", program)
		}
	}
	tb := thunderbird{home: t.TempDir()}
	tb.profile = filepath.Join(tb.home, "profile")
	if err := os.Mkdir(tb.profile, 0o700); err != nil {
		t.Fatal(err)
	}
	return tb
}

func (tb thunderbird) write(t *testing.T, name, body string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(tb.profile, name), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

// trust makes the profile accept the authority's certificates.
func (tb thunderbird) trust(t *testing.T, ca string) {
	t.Helper()
	for _, args := range [][]string{
		{"-N", "--empty-password"},
		{"-A", "-n", "practice", "-t", "C,,", "-i", ca},
	} {
		cmd := exec.CommandContext(t.Context(), "certutil", append(args, "-d", "sql:"+tb.profile)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("certutil: %v: %s", err, out)
		}
	}
}

// A running Thunderbird can be asked things in its own language.
type running struct {
	*marionette
	done chan error
	home string
}

// start starts Thunderbird without a window. It is ended with the test, and all
// that it started with it.
func (tb thunderbird) start(t *testing.T) *running {
	t.Helper()
	prefs, _ := os.ReadFile(filepath.Join(tb.profile, "prefs.js")) // there need not be one
	tb.write(t, "prefs.js", string(prefs)+`user_pref("marionette.port", 0);
user_pref("app.update.auto", false);
user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
`)
	cmd := exec.Command("thunderbird", "--headless", "--no-remote", "--profile", tb.profile,
		"--marionette", "--remote-allow-system-access")
	cmd.Env = []string{"HOME=" + tb.home, "PATH=" + os.Getenv("PATH"), "MOZ_CRASHREPORTER_DISABLE=1", "LC_ALL=C.UTF-8"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	log, err := os.Create(filepath.Join(tb.home, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &running{done: make(chan error, 1), home: tb.home}
	go func() { r.done <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		log.Close()
	})
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	if r.marionette, err = callMarionette(ctx, filepath.Join(tb.profile, "MarionetteActivePort"), r.done); err != nil {
		said, _ := os.ReadFile(log.Name())
		t.Fatalf("%v; Thunderbird said:\n%s", err, said)
	}
	t.Cleanup(func() { r.close() })
	return r
}

func (r *running) servers(t *testing.T) (servers []liveServer, usual string) {
	t.Helper()
	var got struct {
		Servers []liveServer
		Usual   string
	}
	r.script(t, "WebDriver:ExecuteScript", live, &got)
	return got.Servers, got.Usual
}

// send sends a first message.
func (r *running) send(t *testing.T, server *practice.Server, key string) {
	t.Helper()
	if status, message := r.sendTo(t, server, key, server.User, server.Address); status != 0 {
		t.Fatalf("sending: status %#x %s", status, message)
	}
}

// sendTo sends a message to an address, with the server's password if there is a user
// to sign in. It returns the status, 0 for done, and what Thunderbird says to it.
func (r *running) sendTo(t *testing.T, server *practice.Server, key, user, to string) (status int64, said string) {
	t.Helper()
	message := filepath.Join(r.home, "message")
	text := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: A first message\r\n\r\nIt works.\r\n", server.Address, to)
	if err := os.WriteFile(message, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Status  int64
		Message string
	}
	r.script(t, "WebDriver:ExecuteAsyncScript", sendThrough, &got,
		key, server.Host, user, server.Password, server.Address, to, message)
	return got.Status, got.Message
}

// script runs a piece of JavaScript in Thunderbird itself.
func (r *running) script(t *testing.T, command, script string, into any, args ...any) {
	t.Helper()
	if args == nil {
		args = []any{}
	}
	reply, err := r.call(command, map[string]any{"script": script, "args": args, "scriptTimeout": 20000})
	if err != nil {
		t.Fatal(err)
	}
	var value struct{ Value json.RawMessage }
	if err := json.Unmarshal(reply, &value); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(value.Value, into); err != nil {
		t.Fatalf("%v in %s", err, reply)
	}
}

// quit asks Thunderbird to end, and waits until it has written its files.
func (r *running) quit(t *testing.T) {
	t.Helper()
	if _, err := r.call("Marionette:Quit", map[string]any{"flags": []string{"eForceQuit"}}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-r.done:
	case <-time.After(20 * time.Second):
		t.Fatal("Thunderbird does not end")
	}
}
