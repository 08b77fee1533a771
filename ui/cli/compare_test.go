package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// written runs probe --json and returns the file with what it wrote, changed.
func written(t *testing.T, change func(string) string, args ...string) string {
	t.Helper()
	_, out, errOut := run(t, "", append([]string{"probe", "--json"}, args...)...)
	if errOut != "" {
		t.Fatal(errOut)
	}
	path := filepath.Join(t.TempDir(), "then.json")
	if err := os.WriteFile(path, []byte(change(out)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func asItIs(s string) string { return s }

func TestProbeCompared(t *testing.T) {
	alone(t)
	s := house(t, "")
	ports := portFlag(s, 587, 465)
	args := []string{"localhost", "--port", ports, "--ca", s.CAFile}
	tests := []struct {
		name   string
		change func(string) string
		more   []string
		code   int
		want   string
	}{
		{"the same", asItIs, nil, exitDone, "Nothing has changed."},
		{"a mechanism less", func(s string) string {
			return strings.Replace(s, `"auth_after_tls":[`, `"auth_after_tls":["SCRAM-SHA-256",`, 1)
		}, nil, exitNot, "auth after tls lost SCRAM-SHA-256"},
		{"a verdict", func(s string) string {
			return strings.Replace(s, `"verdict":"ready"`, `"verdict":"bad-certificate"`, 1)
		}, nil, exitNot, "verdict was bad-certificate, is ready"},
		{"another host", asItIs, []string{"127.0.0.1"}, exitUsage, "holds no report of"},
		{"no report", func(string) string { return "{}" }, nil, exitUsage, "report 1: it is no report of postern probe --json"},
		{"nothing", func(string) string { return "" }, nil, exitUsage, "no report in it"},
		{"what another command prints", func(string) string { return `{"schema":1,"providers":[]}` }, nil, exitUsage, "report 1: it is no report of"},
		{"a list", func(s string) string { return "[" + s + "]" }, nil, exitUsage, "report 1: it is no report of"},
		{"no JSON", func(string) string { return "# TYPE postern" }, nil, exitUsage, "report 1: it is no report of"},
		{"a half", func(s string) string { return s[:len(s)/2] }, nil, exitUsage, "report 1: it breaks off in the middle"},
		{"a second one that is half", func(s string) string { return s + s[:9] }, nil, exitUsage, "report 2: it breaks off in the middle"},
		{"a newer schema", func(s string) string {
			return strings.Replace(s, `"schema":1`, `"schema":2`, 1)
		}, nil, exitUsage, "it is of schema 2, which a newer Postern writes"},
		{"a newer schema with other fields", func(s string) string {
			return strings.NewReplacer(`"schema":1`, `"schema":2`, `"started":"`, `"started":4,"then":"`).Replace(s)
		}, nil, exitUsage, "it is of schema 2, which a newer Postern writes"},
		{"as it was before reports said how a port was asked", func(s string) string {
			return strings.NewReplacer(`"security":"tls","verdict"`, `"verdict"`, `"security":"starttls","verdict"`, `"verdict"`).Replace(s)
		}, nil, exitDone, "Nothing has changed."},
		{"with a field that a later version added", func(s string) string {
			return strings.Replace(s, `"schema":1`, `"schema":1,"later":[{}]`, 1)
		}, nil, exitDone, "Nothing has changed."},
		{"a mark before UTF-8", func(s string) string { return "\ufeff" + s }, nil, exitDone, "Nothing has changed."},
		{"as PowerShell 5 writes it", func(s string) string {
			wide := "\xff\xfe"
			for _, b := range []byte(strings.Replace(s, "\n", "\r\n", 1)) { // all of it is ASCII
				wide += string([]byte{b, 0})
			}
			return wide
		}, nil, exitDone, "Nothing has changed."},
		{"UTF-16 the other way round, and cut off", func(string) string { return "\xfe\xff\x00{\x00" }, nil, exitUsage, "it breaks off in the middle"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := written(t, tt.change, args...)
			code, out, errOut := run(t, "", append(append([]string{"probe", "--compare", path}, tt.more...), "--ca", s.CAFile)...)
			if code != tt.code || !strings.Contains(strings.Join(strings.Fields(out+errOut), " "), tt.want) {
				t.Errorf("got %d and\n%s%s", code, out, errOut)
			}
		})
	}
}

func TestProbeComparedAsJSON(t *testing.T) {
	alone(t)
	s := house(t, "")
	path := written(t, func(s string) string { return strings.Replace(s, `"tls_version":"1.3"`, `"tls_version":"1.2"`, 1) },
		"localhost", "--port", portFlag(s, 465), "--ca", s.CAFile)
	code, out, _ := run(t, "", "probe", "--json", "--compare", path, "--ca", s.CAFile)
	holdsSchema(t, []byte(out))
	var got struct{ Compared jsonCompare }
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	c := got.Compared.Changes
	if code != exitNot || len(c) != 1 || c[0].What != "tls_version" || c[0].Was != "1.2" || c[0].Is != "1.3" {
		t.Errorf("got %d and %+v", code, got)
	}
}

// TestComparedIsAskedAsThen: also where nothing was met that would tell how.
func TestComparedIsAskedAsThen(t *testing.T) {
	alone(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	shut := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	for _, security := range []string{"tls", "starttls"} {
		path := written(t, asItIs, "127.0.0.1", "--port", fmt.Sprintf("%d:%s", shut, security))
		_, out, _ := run(t, "", "probe", "--json", "--compare", path)
		holdsSchema(t, []byte(out))
		var now jsonReport
		if err := json.Unmarshal([]byte(out), &now); err != nil {
			t.Fatal(err)
		}
		if p := now.Ports[0]; p.Connect != "refused" || p.Security != security {
			t.Errorf("a port that is %s and was asked with %s is now asked with %s", p.Connect, security, p.Security)
		}
	}
}

func TestCompareRefusesMetrics(t *testing.T) {
	code, _, errOut := run(t, "", "probe", "smtp.example.org", "--compare", "x", "--format", "openmetrics")
	if code != exitUsage || !strings.Contains(errOut, "text and json") {
		t.Errorf("got %d and %q", code, errOut)
	}
}

func TestChangesOfDoors(t *testing.T) {
	port := 587
	was := jsonReport{Ports: []jsonPort{{Port: 25}, {Port: 587, Verdict: "ready", Warnings: []string{"b", "a"}}}}
	was.Recommendation.Port = &port
	is := jsonReport{Pattern: "no-network", Ports: []jsonPort{{Port: 465}, {Port: 587, Verdict: "no-answer", Warnings: []string{"a", "b"}}}}
	want := []change{
		{0, "recommendation", "587", "none"},
		{0, "pattern", "none", "no-network"},
		{465, "asked", "no", "yes"},
		{587, "verdict", "ready", "no-answer"},
		{25, "asked", "yes", "no"},
	}
	if got := changes(was, is); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Every field of a door is compared, or is one of those that change by chance.
func TestNoFieldOfADoorIsForgotten(t *testing.T) {
	chance := map[string]bool{
		"port": true, "ready": true, "elapsed_ms": true, "round_trips": true, "connects": true, "greeting_code": true,
		"greeting_text": true, "tls_cipher": true, "certificate": true, "transcript": true,
	}
	told := map[string]bool{}
	for _, f := range doorFacts(jsonPort{}) {
		told[f.what] = true
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[jsonPort]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !told[name] && !chance[name] {
			t.Errorf("%s is not compared", name)
		}
	}
}

// Whatever a file of reports holds, it is refused with a word or compared, and no
// terminal obeys it.
func FuzzEarlierReports(f *testing.F) {
	f.Add([]byte(`{"schema":1,"host":"a.example","started":"2026-01-02T03:04:05Z","ports":[{"port":587,"verdict":"\u001b[2J"}]}`))
	f.Add([]byte(`{"schema":1,"host":"a.example","ports":[]} {`))
	f.Add([]byte("\xff\xfe{\x00}\x00\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		reports, err := parseEarlier(body)
		if err != nil {
			return
		}
		for _, r := range reports {
			now := r
			now.Ports = nil
			for _, p := range r.Ports {
				now.Ports = append(now.Ports, jsonPort{Port: p.Port})
			}
			var out bytes.Buffer
			writeChanges(&out, comparison{since: rfc3339(r.begun()), changes: changes(r, now)})
			for _, c := range out.String() {
				if c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 {
					t.Fatalf("%q in %q", c, out.String())
				}
			}
		}
	})
}
