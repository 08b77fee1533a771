//go:build linux

package realtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"postern/ui/termtest"
)

// facts are what the report says of one door.
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

// expected are the facts of a server on these ports, the relay's verdict being
// another where it is asked for at port 25. It offers extensions, STARTTLS in the
// clear, and a login in TLS.
func expected(ports doors, relay, greeting string, extensions map[string]string) []facts {
	common := facts{
		DNS: "ok", Connect: "ok", Greeting: "ok", GreetingCode: 220, GreetingText: greeting,
		EHLO: "ok", TLS: "ok", TLSVersion: "1.3", Verified: true, Warnings: []string{},
		Before: []string{}, Clear: map[string]string{},
	}
	submit, smtps, at25 := common, common, common
	submit.Port, submit.Verdict, submit.Ready, submit.RoundTrips = ports.submit, "ready", true, 6
	submit.TLSMode, submit.Offered = "starttls", true
	submit.Clear = with(extensions, "STARTTLS", "")
	submit.After, submit.Secured = []string{"PLAIN", "LOGIN"}, with(extensions, "AUTH", "PLAIN LOGIN")

	smtps.Port, smtps.Verdict, smtps.Ready, smtps.RoundTrips = ports.smtps, "ready", true, 4
	smtps.TLSMode = "implicit"
	smtps.After, smtps.Secured = submit.After, submit.Secured

	at25.Port, at25.Verdict, at25.RoundTrips = ports.relay, relay, 6
	at25.TLSMode, at25.Offered = "starttls", true
	at25.Clear = submit.Clear
	at25.After, at25.Secured = []string{}, extensions
	return []facts{submit, smtps, at25}
}

// with is a copy of the extensions with one more.
func with(extensions map[string]string, word, args string) map[string]string {
	all := maps.Clone(extensions)
	all[word] = args
	return all
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

// judged holds Postern's facts and words about the server, on whatever ports are
// free, against what is so.
func (s software) judged(t *testing.T) {
	t.Helper()
	root := s.unpacked(t)
	postern := build(t)
	srv := s.start(t, root, freeDoors(t))
	list := fmt.Sprintf("%d:starttls,%d:tls,%d:starttls", srv.ports.submit, srv.ports.smtps, srv.ports.relay)
	line := runs(t, exec.Command(postern, "probe", "localhost", "--json", "--ca", srv.ca, "--port", list), 0)
	compare(t, line, s.facts(srv.ports, "no-login"))

	out := runs(t, exec.Command(postern, "probe", "localhost", "--port", list), 1)
	if got := strings.Count(string(out), "not trusted"); got != 3 {
		t.Errorf("without its authority: %d untrusted doors in:\n%s", got, out)
	}
}

// atItsOwnDoors does it at the ports of mail, in a network where they are free, and
// goes the whole way from the question to a message delivered. No part of it may be
// a subtest: that would run on another thread, and so in another network.
func (s software) atItsOwnDoors(t *testing.T) (visitor, *server) {
	t.Helper()
	root := s.unpacked(t)
	v := newVisitor(t)
	ownNetwork(t)
	srv := s.start(t, root, doors{relay: 25, submit: 587, smtps: 465})

	line := v.says("", "probe", "localhost", "--json", "--ca", srv.ca, "--port", "587,465,25,2525")
	got := compare(t, []byte(line), s.facts(srv.ports, "ready-for-relay"))
	if rec := got.Recommendation; rec.Port == nil || *rec.Port != 587 || rec.Security != "starttls" || !slices.Equal(rec.Also, []int{465}) {
		t.Errorf("recommendation: got %+v", rec)
	}
	if got.Ports[3].Verdict != "refused" {
		t.Errorf("2525: got %s, want refused", got.Ports[3].Verdict)
	}
	holds(t, v.says("", "probe", "localhost", "--ca", srv.ca), "Use 587.", "recommended", "just as safe here", "for servers")
	holds(t, v.says("", "probe", "localhost", "--ca", srv.ca, "--prefer", "465"), "Use 465.")

	answers := "own\nlocalhost\n\nmsmtp\n" + user + "\n\nAda L\ncommand\necho " + password + "\nwrite\n"
	holds(t, v.says(answers, "--plain", "--ca", srv.ca), "Use 587.", "587: ready", "465: ready")
	v.sends(srv)
	return v, srv
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

// runs runs a command that shall end with this code, and gives back its output.
func runs(t *testing.T, cmd *exec.Cmd, code int) []byte {
	t.Helper()
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	out, err := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != code || errOut.Len() > 0 {
		t.Errorf("%v: got %d and %v, want %d\n%s", cmd.Args[1:], got, err, code, &errOut)
	}
	return out
}

// visitor runs the real program, as somebody with a home of their own and no mail
// program but msmtp.
type visitor struct {
	t                  *testing.T
	program, home, bin string
}

func newVisitor(t *testing.T) visitor {
	t.Helper()
	v := visitor{t: t, program: build(t), bin: filepath.Join(t.TempDir(), "bin")}
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

// leaves goes through the wizard on a terminal, and leaves it with ctrl+c.
func (v visitor) leaves(args []string, steps [][2]string) {
	v.t.Helper()
	term, err := termtest.Start(v.command(v.program, args...), 80, 24, true)
	if err != nil {
		v.t.Fatal(err)
	}
	defer term.Close()
	for _, step := range append(steps, [2]string{"\x03", ""}) {
		if err := term.Type(step[0]); err != nil {
			v.t.Fatal(err)
		}
		if err := term.WaitFor(step[1]); err != nil {
			v.t.Fatalf("after %q: %v", step[0], err)
		}
	}
	if code, err := term.Wait(); err != nil || code != 130 {
		v.t.Fatalf("it ended with %d and %v", code, err)
	}
}

// walksTheScreens answers on the screens what was answered to the plain questions,
// in another home, which shall lead to the same config.
func (v visitor) walksTheScreens(s *server) {
	v.t.Helper()
	w := v.elsewhere()
	w.walks([]string{"--ca", s.ca}, [][2]string{
		{"", "Where is your mailbox"},
		{"localhost\r", "Use 587"},
		{"", "just as safe here"},
		{"\r", "Why door 587"},
		{"\r", "Which program"},
		{"\r", "Password from"},
		{user + "\r\rAda L\r\recho " + password + "\r", "w write it"},
		{"", "host localhost"},
		{"w", "The settings are in"},
		{"\r", ""},
	})
	if v.config() != w.config() {
		v.t.Errorf("the screens wrote\n%s\nand the plain questions\n%s", w.config(), v.config())
	}
}

// sends sends a message with the settings that were written.
func (v visitor) sends(s *server) {
	v.t.Helper()
	cmd := v.command(filepath.Join(v.bin, "msmtp"), "--", user)
	cmd.Stdin = strings.NewReader("From: " + user + "\nTo: " + user + "\nSubject: by way of " + s.name + "\n\nIt works.\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		v.t.Fatalf("msmtp: %v\n%s", err, out)
	}
	s.waitFor(v.t, s.delivered)
	got := s.received(v.t)
	holds(v.t, got, "by way of "+s.name, "It works.")
	holds(v.t, strings.ToUpper(got), "WITH ESMTPSA") // that is with TLS and a login
}

func holds(t *testing.T, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("%q is not in:\n%s", w, out)
		}
	}
}
