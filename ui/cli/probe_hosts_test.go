package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHostsWithTheirDoors(t *testing.T) {
	for arg, want := range map[string]string{
		"mail.example.org":             "mail.example.org []",
		"mail.example.org:587":         "mail.example.org [587:]",
		"Mail.Example.org:443:tls":     "mail.example.org [443:tls]",
		"mail.example.org:587,465:tls": "mail.example.org [587: 465:tls]",
		"192.0.2.25:2525:starttls":     "192.0.2.25 [2525:starttls]",
		"2001:db8::1":                  "2001:db8::1 []",
		"[2001:db8::1]":                "2001:db8::1 []",
		"[2001:db8::1]:465":            "2001:db8::1 [465:]",
		"[2001:db8::1]:443:tls":        "2001:db8::1 [443:tls]",
		"2001:db8::1:465":              "2001:db8::1:465 []", // the whole is an address
		"bücher.example:587":           "xn--bcher-kva.example [587:]",
		"mail.example.org:":            "! a port is missing",
		"mail.example.org:0":           "! out of range",
		"mail.example.org:smtp":        "! is no port",
		"mail.example.org:587:none":    "! starttls or tls",
		"mail.example.org:587:tls:587": "! starttls or tls",
		"mail.example.org:587,587":     "! named twice",
		":587":                         "! colon",
		"[2001:db8::1]465":             "! colon",
		"[2001:db8::1":                 "! ",
		"587":                          "! a number, not a host",
		"https://mail.example.org:587": "! web address",
		"ada@example.org:587":          "! is an address",
		"mail.example.org:\x1b[2J":     "! is no port",
		"mail.example.org:587 465":     "! ",
	} {
		got, err := checkTarget(arg)
		if about, wrong := strings.CutPrefix(want, "! "); wrong {
			if err == nil || !strings.Contains(err.Error(), about) || strings.Contains(err.Error(), "\x1b") {
				t.Errorf("%q: got %v and %v", arg, got, err)
			}
			continue
		}
		var doors []string
		for _, d := range got.doors {
			doors = append(doors, fmt.Sprintf("%d:%s", d.Port, d.Security))
		}
		if said := fmt.Sprint(got.host, " ", doors); err != nil || said != want {
			t.Errorf("%q: got %q and %v, want %q", arg, said, err, want)
		}
	}
}

// TestProbeOfNamedDoors: a host that names its doors is asked at those and at no other, in
// arguments and lines; --port is for the others. Each is one line, with an entry for each
// door that was asked.
func TestProbeOfNamedDoors(t *testing.T) {
	alone(t)
	s := house(t, "")
	starttls, tls := portFlag(s, 587), portFlag(s, 465)
	code, out, errOut := run(t, "localhost:"+tls+" # the other\nlocalhost:0\n", "probe", "localhost:"+starttls, "localhost", "-", "--port", "1,2", "--ca", s.CAFile, "--json")
	if code != exitUsage || !strings.HasPrefix(errOut, "postern: line 2: \"localhost:0\": 0 is out of range") {
		t.Errorf("got %d and %q", code, errOut)
	}
	asked := map[string]bool{}
	for line := range strings.Lines(out) {
		var r contract
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		var ports []string
		for _, p := range r.Ports {
			ports = append(ports, fmt.Sprintf("%d:%s", p.Port, p.Security))
		}
		asked[r.Host+" "+strings.Join(ports, " ")] = true
	}
	for _, want := range []string{"localhost " + starttls, "localhost " + tls, "localhost 1:starttls 2:starttls"} {
		if !asked[want] || len(asked) != 3 {
			t.Errorf("no %q in %v", want, asked)
		}
	}
	code, out, _ = run(t, "", "probe", "localhost:"+tls, "--ca", s.CAFile)
	if code != exitDone || !strings.HasPrefix(out, "localhost\nat 127.0.0.1\n") && !strings.Contains(out, "ready") {
		t.Errorf("got %d and\n%s", code, out)
	}
}

// TestNamedDoorsAreCompared: what was written of a host on two lines is tried, and compared,
// line by line.
func TestNamedDoorsAreCompared(t *testing.T) {
	alone(t)
	s := house(t, "")
	starttls, tls := portFlag(s, 587), portFlag(s, 465)
	_, out, _ := run(t, "", "probe", "localhost:"+starttls, "localhost:"+tls, "--ca", s.CAFile, "--json")
	then := filepath.Join(t.TempDir(), "then.json")
	if err := os.WriteFile(then, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errOut := run(t, "", "probe", "--compare", then, "--ca", s.CAFile)
	if code != exitDone || strings.Count(out, "\n") != 2 {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
	if code, out, _ := run(t, "", "probe", "localhost:"+starttls, "--compare", then, "--ca", s.CAFile); code != exitDone {
		t.Errorf("of one of them: %d and\n%s", code, out)
	}
}
