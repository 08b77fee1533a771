//go:build linux

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"postern/ui/cli"
	"postern/ui/termtest"
)

// These tests hold Postern's judgement against the mail server that more of the
// world's mail goes through than through any other.

// facts are what the report says of one door of Postfix.
type facts struct {
	Port       int
	Verdict    string
	Ready      bool
	RoundTrips int `json:"round_trips"`

	DNS, Connect string
	Greeting     string
	GreetingCode int    `json:"greeting_code"`
	GreetingText string `json:"greeting_text"`
	EHLO         string
	TLSMode      string `json:"tls_mode"`
	Offered      bool   `json:"starttls_offered"`
	TLS          string
	TLSVersion   string `json:"tls_version"`
	Verified     bool   `json:"tls_verified"`

	Before   []string          `json:"auth_before_tls"`
	After    []string          `json:"auth_after_tls"`
	Clear    map[string]string `json:"extensions_before_tls"`
	Secured  map[string]string `json:"extensions_after_tls"`
	Injected bool
	Warnings []string
}

type report struct {
	Addresses      []string
	Ports          []facts
	Recommendation struct {
		Port     *int
		Security string
		Also     []int
	}
}

// The extensions that Postfix 3 offers as it is configured here.
func extensions(more ...string) map[string]string {
	all := map[string]string{
		"PIPELINING": "", "SIZE": "10240000", "VRFY": "", "ETRN": "", "ENHANCEDSTATUSCODES": "",
		"8BITMIME": "", "DSN": "", "SMTPUTF8": "", "CHUNKING": "",
	}
	for _, m := range more {
		word, args, _ := strings.Cut(m, " ")
		all[word] = args
	}
	return all
}

// expected are the facts of a Postfix on these ports, the relay's verdict being
// another where it is asked for at port 25.
func expected(ports postfixPorts, relay string) []facts {
	common := facts{
		DNS: "ok", Connect: "ok", Greeting: "ok", GreetingCode: 220, GreetingText: postfixName + " ESMTP Postfix",
		EHLO: "ok", TLS: "ok", TLSVersion: "1.3", Verified: true, Warnings: []string{},
		Before: []string{}, Clear: map[string]string{},
	}
	submit, smtps, at25 := common, common, common
	submit.Port, submit.Verdict, submit.Ready, submit.RoundTrips = ports.submit, "ready", true, 6
	submit.TLSMode, submit.Offered = "starttls", true
	submit.Clear = extensions("STARTTLS")
	submit.After, submit.Secured = []string{"PLAIN", "LOGIN"}, extensions("AUTH PLAIN LOGIN")

	smtps.Port, smtps.Verdict, smtps.Ready, smtps.RoundTrips = ports.smtps, "ready", true, 4
	smtps.TLSMode = "implicit"
	smtps.After, smtps.Secured = []string{"PLAIN", "LOGIN"}, extensions("AUTH PLAIN LOGIN")

	at25.Port, at25.Verdict, at25.RoundTrips = ports.relay, relay, 6
	at25.TLSMode, at25.Offered = "starttls", true
	at25.Clear = extensions("STARTTLS")
	at25.After, at25.Secured = []string{}, extensions()
	return []facts{submit, smtps, at25}
}

// compare holds a line of JSON against the facts, door by door.
func compare(t *testing.T, line []byte, want []facts) report {
	t.Helper()
	var got report
	if err := json.Unmarshal(line, &got); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	if len(got.Ports) < len(want) {
		t.Fatalf("got %d ports, want %d", len(got.Ports), len(want))
	}
	for i, w := range want {
		if !reflect.DeepEqual(got.Ports[i], w) {
			t.Errorf("port %d:\n got %+v\nwant %+v", w.Port, got.Ports[i], w)
		}
	}
	return got
}

func TestRealPostfix(t *testing.T) {
	p := startPostfix(t, unpackedPostfix(t), freePorts(t))
	doors := fmt.Sprintf("%d:starttls,%d:tls,%d:starttls", p.ports.submit, p.ports.smtps, p.ports.relay)
	var out, errOut bytes.Buffer
	code := cli.Main(t.Context(), []string{"probe", "localhost", "--json", "--ca", p.ca, "--port", doors},
		strings.NewReader(""), &out, &errOut)
	if code != 0 || errOut.Len() > 0 {
		t.Errorf("got %d and %q", code, errOut.String())
	}
	compare(t, out.Bytes(), expected(p.ports, "no-login"))

	out.Reset()
	code = cli.Main(t.Context(), []string{"probe", "localhost", "--port", doors}, strings.NewReader(""), &out, &errOut)
	if got := strings.Count(out.String(), "not trusted"); code != 1 || got != 3 {
		t.Errorf("without its authority: got %d, and %d untrusted doors in:\n%s", code, got, &out)
	}
}

// freePorts are ports that nobody listened on a moment ago.
func freePorts(t *testing.T) postfixPorts {
	t.Helper()
	var ports [3]int
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	return postfixPorts{relay: ports[0], submit: ports[1], smtps: ports[2]}
}

// ownNetwork moves the test to a network that has nothing but a loopback: there
// every port is free, 25 too. The thread is not given back, and so ends with the
// test; programs started by the test are in that network as well.
func ownNetwork(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Skipf("no network of its own can be made here: %v", err)
	}
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		t.Skipf("the network's loopback cannot be switched on: %v\n%s", err, out)
	}
}

// visitor runs the real program, as somebody with a home of their own and no mail
// program but msmtp.
type visitor struct {
	t                  *testing.T
	program, home, bin string
}

func newVisitor(t *testing.T) visitor {
	t.Helper()
	dir := t.TempDir()
	v := visitor{t: t, program: filepath.Join(dir, "postern"), bin: filepath.Join(dir, "bin")}
	if out, err := exec.Command("go", "build", "-o", v.program, "postern").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	if err := os.Mkdir(v.bin, 0o755); err != nil {
		t.Fatal(err)
	}
	msmtp, err := exec.LookPath("msmtp")
	if err != nil {
		t.Skip("msmtp is not installed, and this is about what it can do with the settings")
	}
	if err := os.Symlink(msmtp, filepath.Join(v.bin, "msmtp")); err != nil {
		t.Fatal(err)
	}
	return v.elsewhere()
}

// elsewhere is the same with a new home.
func (v visitor) elsewhere() visitor {
	v.home = v.t.TempDir()
	return v
}

func (v visitor) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = v.home
	cmd.Env = []string{
		"HOME=" + v.home, "TMPDIR=" + v.home, "PATH=" + v.bin, "LANG=C.UTF-8",
		"TERM=xterm-256color", "POSTERN_REDUCED_MOTION=1",
	}
	return cmd
}

// says runs Postern with lines on its input, and returns its output.
func (v visitor) says(in string, args ...string) string {
	v.t.Helper()
	cmd := v.command(v.program, args...)
	var errOut bytes.Buffer
	cmd.Stdin, cmd.Stderr = strings.NewReader(in), &errOut
	out, err := cmd.Output()
	if err != nil {
		v.t.Fatalf("%v: %v\n%s%s", args, err, out, &errOut)
	}
	return string(out)
}

// config is what was written for msmtp.
func (v visitor) config() string {
	v.t.Helper()
	body, err := os.ReadFile(filepath.Join(v.home, ".msmtprc"))
	if err != nil {
		v.t.Fatal(err)
	}
	return string(body)
}

// walks goes through the wizard on a terminal: keys, and what they lead to.
func (v visitor) walks(args []string, steps [][2]string) {
	v.t.Helper()
	term, err := termtest.Start(v.command(v.program, args...), 80, 24, true)
	if err != nil {
		v.t.Fatal(err)
	}
	defer term.Close()
	for _, step := range steps {
		if err := term.Type(step[0]); err != nil {
			v.t.Fatal(err)
		}
		if err := term.WaitFor(step[1]); err != nil {
			v.t.Fatalf("after %q: %v", step[0], err)
		}
	}
	if code, err := term.Wait(); err != nil || code != 0 {
		v.t.Fatalf("it ended with %d and %v", code, err)
	}
}

// No part of this test may be a subtest: that would run on another thread, and so
// in another network.
func TestRealPostfixAtItsOwnDoors(t *testing.T) {
	root := unpackedPostfix(t)
	v := newVisitor(t)
	ownNetwork(t)
	p := startPostfix(t, root, postfixPorts{relay: 25, submit: 587, smtps: 465})

	line := v.says("", "probe", "localhost", "--json", "--ca", p.ca, "--port", "587,465,25,2525")
	got := compare(t, []byte(line), expected(p.ports, "ready-for-relay"))
	if rec := got.Recommendation; rec.Port == nil || *rec.Port != 587 || rec.Security != "starttls" || !slices.Equal(rec.Also, []int{465}) {
		t.Errorf("recommendation: got %+v", rec)
	}
	if got.Ports[3].Verdict != "refused" {
		t.Errorf("2525: got %s, want refused", got.Ports[3].Verdict)
	}
	holds(t, v.says("", "probe", "localhost", "--ca", p.ca), "Use 587.", "recommended", "just as safe here", "for servers, not you")
	holds(t, v.says("", "probe", "localhost", "--ca", p.ca, "--prefer", "465"), "Use 465.")

	plain := v.elsewhere()
	answers := "own\nlocalhost\n\nmsmtp\n" + postfixUser + "\n\nAda L\ncommand\necho " + postfixPassword + "\nwrite\n"
	holds(t, plain.says(answers, "--plain", "--ca", p.ca), "Use 587.", "587: ready", "465: ready")

	v.walks([]string{"--ca", p.ca}, [][2]string{
		{"", "Where is your mailbox"},
		{"localhost\r", "Use 587"},
		{"", "just as safe here"},
		{"\r", "Why door 587"},
		{"\r", "Which program"},
		{"\r", "Password from"},
		{postfixUser + "\r\rAda L\r\recho " + postfixPassword + "\r", "w write it"},
		{"", "host localhost"},
		{"w", "The settings are in"},
		{"\r", ""},
	})
	if v.config() != plain.config() {
		t.Errorf("the screens wrote\n%s\nand the plain questions\n%s", v.config(), plain.config())
	}

	cmd := v.command(filepath.Join(v.bin, "msmtp"), "--", postfixUser)
	cmd.Stdin = strings.NewReader("Subject: by way of Postfix\n\nIt works.\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("msmtp: %v\n%s", err, out)
	}
	p.waitFor(t, "status=sent")
	holds(t, p.received(t), "by way of Postfix", "It works.", "with ESMTPSA")
}

func holds(t *testing.T, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("%q is not in:\n%s", w, out)
		}
	}
}
