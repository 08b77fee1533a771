//go:build unix

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A script is one of the examples, run by a shell.
type script struct {
	name  string
	shell []string
}

// shells are those that a script may meet: what /bin/sh is here, and others that are
// it elsewhere.
func shells() map[string][]string {
	found := map[string][]string{"sh": {"sh"}}
	for name, command := range map[string][]string{"bash": {"bash", "--posix"}, "busybox": {"busybox", "sh"}} {
		if onPath(command[0]) {
			found[name] = command
		}
	}
	return found
}

func (s script) run(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("examples", s.name))
	if err != nil {
		t.Fatal(err)
	}
	words := append(append(slices.Clone(s.shell), path), args...)
	var o, e bytes.Buffer
	cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), &o, &e
	var ended *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

// inEachShell runs a test of an example with each shell that is here.
func inEachShell(t *testing.T, name string, test func(t *testing.T, s script)) {
	t.Helper()
	for shell, command := range shells() {
		t.Run(shell, func(t *testing.T) {
			onThePath(t)
			test(t, script{name, command})
		})
	}
}

// closedPort is a port where nobody listens, as a door to try.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port) + ":starttls"
}

func TestExamplesAreCleanAndSayHowTheyAreUsed(t *testing.T) {
	scripts, err := filepath.Glob("examples/*.sh")
	if err != nil || len(scripts) < 5 {
		t.Fatalf("%d scripts and %v", len(scripts), err)
	}
	for _, path := range scripts {
		t.Run(filepath.Base(path), func(t *testing.T) {
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(path)
			if info, err := os.Stat(path); err != nil || info.Mode()&0o111 == 0 {
				t.Error("it cannot be executed")
			}
			if !strings.HasPrefix(string(body), "#!/bin/sh\n# ") || !strings.Contains(string(body), "#   "+name+" ") {
				t.Error("its head does not say what it is and how it is called")
			}
			if !onPath("shellcheck") {
				t.Skip("shellcheck is not installed")
			}
			if out, err := exec.CommandContext(t.Context(), "shellcheck", path).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestExampleForCI(t *testing.T) {
	s := house(t, "")
	doors := portFlag(s, 587, 465)
	inEachShell(t, "ci-check.sh", func(t *testing.T, sh script) {
		report := filepath.Join(t.TempDir(), "report.json")
		t.Setenv("REPORT", report)
		t.Setenv("PAUSE", "0")
		code, out, errOut := sh.run(t, "localhost", "--port", doors, "--ca", s.CAFile)
		if code != 0 || out != "" || errOut != "" {
			t.Errorf("all is well: %d, %q, %q", code, out, errOut)
		}
		recommended(t, report, true)

		code, out, errOut = sh.run(t, "localhost", "--port", doors)
		if code != 1 || !strings.Contains(out, report) || !strings.Contains(out, "whom this computer does not trust") {
			t.Errorf("nothing can be recommended: %d, %q, %q", code, out, errOut)
		}
		recommended(t, report, false)

		if code, _, errOut = sh.run(t); code != 2 || !strings.Contains(errOut, "usage: ci-check.sh") {
			t.Errorf("without a host: %d, %q", code, errOut)
		}
		if code, _, errOut = sh.run(t, "localhost", "--port", "smtp"); code != 2 || !strings.Contains(errOut, "is no port") {
			t.Errorf("wrong use: %d, %q", code, errOut)
		}
	})
}

// TestExampleForCITriesAgain: a door that is shut at first does not fail a build.
func TestExampleForCITriesAgain(t *testing.T) {
	s := house(t, "")
	bin := onThePath(t)
	t.Setenv("PAUSE", "0")
	// The first call fails, as if the network hiccupped; then it is Postern itself.
	shim := "#!/bin/sh\nif [ ! -e '" + bin + "/tried' ]; then touch '" + bin + "/tried'; exit 1; fi\nexec '" + bin + "/real' \"$@\"\n"
	if err := os.Rename(filepath.Join(bin, "postern"), filepath.Join(bin, "real")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "postern"), []byte(shim), 0o700); err != nil {
		t.Fatal(err)
	}
	args := []string{"localhost", "--port", portFlag(s, 587), "--ca", s.CAFile}
	sh := script{"ci-check.sh", []string{"sh"}}
	if code, out, errOut := sh.run(t, args...); code != 0 || out != "" {
		t.Errorf("got %d, %q, %q", code, out, errOut)
	}
	if err := os.Remove(filepath.Join(bin, "tried")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ATTEMPTS", "1")
	if code, _, _ := sh.run(t, args...); code != 1 {
		t.Errorf("with one attempt: got %d", code)
	}
}

// recommended holds the report in a file to whether it recommends a door.
func recommended(t *testing.T, path string, want bool) {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var report jsonReport
	if err := json.Unmarshal(body, &report); err != nil {
		t.Fatal(err)
	}
	if got := report.Recommendation.Port != nil; got != want {
		t.Errorf("the report recommends a door: %t, want %t", got, want)
	}
}

// checked is what a plugin prints: the state, words, and performance data (Monitoring
// Plugins Development Guidelines, "Plugin Output for Nagios" and "Performance data").
var checked = regexp.MustCompile(`^POSTERN (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+(\|( [a-z0-9_]+=-?[0-9.]+(s|)(;[0-9.:]*){0,4})+)?\n$`)

func TestExampleForNagios(t *testing.T) {
	s := house(t, "")
	doors := portFlag(s, 587, 465)
	good := []string{"-H", "localhost", "-C", s.CAFile, "-p"}
	inEachShell(t, "check_postern.sh", func(t *testing.T, sh script) {
		for _, tt := range []struct {
			name  string
			args  []string
			code  int
			state string
			words string
		}{
			{"both doors are ready", append(good, doors), 0, "OK", " ready; certificate ends in 8"},
			{"one of them is shut", append(good, doors+","+closedPort(t)), 1, "WARNING", " refused"},
			{"the certificate ends soon", append(good, doors, "-w", "100"), 1, "WARNING", "ends in"},
			{"the certificate ends at once", append(good, doors, "-c", "100"), 2, "CRITICAL", "ends in"},
			{"nothing can be trusted", []string{"-H", "localhost", "-p", doors}, 2, "CRITICAL", "no door to recommend"},
			{"nobody listens", append(good, closedPort(t)), 2, "CRITICAL", "no door to recommend"},
			{"no host", nil, 3, "UNKNOWN", "usage"},
			{"a host too many", append(good, doors, "localhost"), 3, "UNKNOWN", "usage"},
			{"a flag for a host", []string{"-H", "-p", "587"}, 3, "UNKNOWN", "usage"},
			{"an unknown flag", []string{"-H", "localhost", "-x"}, 3, "UNKNOWN", "usage"},
			{"no days", append(good, doors, "-w", "soon"), 3, "UNKNOWN", "days"},
			{"no doors", append(good, "smtp"), 3, "UNKNOWN", "is no port"},
			{"no host name", []string{"-H", "a b"}, 3, "UNKNOWN", "space"},
		} {
			code, out, errOut := sh.run(t, tt.args...)
			m := checked.FindStringSubmatch(out)
			switch {
			case m == nil || errOut != "":
				t.Errorf("%s: no line of a plugin: %q, %q", tt.name, out, errOut)
			case code != tt.code || m[1] != tt.state || !strings.Contains(out, tt.words):
				t.Errorf("%s: got %d and %q, want %d, %s and %q", tt.name, code, out, tt.code, tt.state, tt.words)
			case tt.code != 3 && m[2] == "":
				t.Errorf("%s: no performance data: %q", tt.name, out)
			}
		}
		program := filepath.Join(os.Getenv("HOME"), "bin", "postern")
		if err := os.Remove(program); err != nil {
			t.Fatal(err)
		}
		brokenOff := "#!/bin/sh\necho '# TYPE postern_probe_start_time_seconds gauge'\nexit 130\n"
		if err := os.WriteFile(program, []byte(brokenOff), 0o700); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := sh.run(t, "-H", "localhost"); code != 3 || out != "POSTERN UNKNOWN - it was broken off\n" {
			t.Errorf("broken off: got %d and %q", code, out)
		}
		if err := os.Remove(program); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := sh.run(t, "-H", "localhost"); code != 3 || !strings.Contains(out, "no postern") {
			t.Errorf("without Postern: got %d and %q", code, out)
		}
	})
}

func TestExampleForPrometheus(t *testing.T) {
	s := house(t, "")
	doors := portFlag(s, 587, 465)
	inEachShell(t, "textfile.sh", func(t *testing.T, sh script) {
		folder := t.TempDir()
		file := filepath.Join(folder, "postern.prom")
		read := func() string {
			t.Helper()
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if names, _ := filepath.Glob(filepath.Join(folder, "*")); len(names) != 1 {
				t.Errorf("more than the one file is left: %q", names)
			}
			return string(body)
		}
		code, out, errOut := sh.run(t, folder, "localhost", "127.0.0.1", "--port", doors, "--ca", s.CAFile)
		if code != 0 || out != "" || errOut != "" {
			t.Fatalf("got %d, %q, %q", code, out, errOut)
		}
		first := read()
		holdsOpenMetrics(t, first)
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o644 {
			t.Errorf("another user cannot read it: %v, %v", info.Mode(), err)
		}

		code, _, errOut = sh.run(t, folder, "localhost", "--port", "smtp")
		if code != 2 || errOut == "" || read() != first {
			t.Errorf("wrong use has to leave the file: %d, %q", code, errOut)
		}

		// No door is a result like another, and has to reach whoever is woken by it.
		code, _, errOut = sh.run(t, folder, "localhost", "--port", doors)
		if code != 0 || errOut != "" || !strings.Contains(read(), "postern_recommended_port{host=\"localhost\"} 0\n") {
			t.Errorf("got %d, %q and\n%s", code, errOut, read())
		}
		if code, _, errOut = sh.run(t, folder); code != 2 || !strings.Contains(errOut, "usage") {
			t.Errorf("without a host: %d, %q", code, errOut)
		}
	})
}

// TestMetricsForPrometheusItself reads the metrics as Prometheus' own libraries do:
// in the strict OpenMetrics form, and in the older one of the textfile collector.
func TestMetricsForPrometheusItself(t *testing.T) {
	python := pythonWith(t, "prometheus_client")
	alone(t)
	s := house(t, "")
	_, out, _ := run(t, "", "probe", "localhost", "127.0.0.1", "--port", portFlag(s, 587, 465)+","+closedPort(t), "--ca", s.CAFile, "--format", "openmetrics")
	for _, tt := range []struct{ parser, text string }{
		{"prometheus_client.openmetrics.parser", out},
		{"prometheus_client.parser", out},
	} {
		t.Run(tt.parser, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), python, "-c", `
import sys
from `+tt.parser+` import text_string_to_metric_families as read
for family in read(sys.stdin.read()):
    for s in family.samples:
        print(family.type, s.name, s.labels["host"], s.labels.get("port", "-"), s.value)
`)
			var complaint bytes.Buffer
			cmd.Stdin, cmd.Stderr = strings.NewReader(tt.text), &complaint
			read, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s\nof\n%s", err, complaint.String(), tt.text)
			}
			samples := len(regexp.MustCompile(`(?m)^postern_`).FindAllString(tt.text, -1))
			if got := strings.Count(string(read), "\n"); got != samples || samples < 20 {
				t.Errorf("%d samples were read of %d:\n%s", got, samples, read)
			}
			for line := range strings.Lines(string(read)) {
				if !strings.HasPrefix(line, "gauge postern_") {
					t.Errorf("read as %q", line)
				}
			}
		})
	}
}

// pythonWith is the path of an interpreter that has a module, whatever the path to
// programs will be.
func pythonWith(t *testing.T, module string) string {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		out, err := exec.CommandContext(t.Context(), python, "-c", "import sys, "+module+"; print(sys.executable)").Output()
		if err == nil {
			return strings.TrimSpace(string(out))
		}
	}
	t.Skip("Python's " + module + " is not installed")
	return ""
}

func TestExampleForTheNight(t *testing.T) {
	s := house(t, "")
	doors := []string{"localhost", "--port", portFlag(s, 587, 465)}
	trusting := append(slices.Clone(doors), "--ca", s.CAFile)
	inEachShell(t, "nightly.sh", func(t *testing.T, sh script) {
		file := filepath.Join(t.TempDir(), "hosts.json")
		night := func(name string, args []string, wantCode int, wantWords ...string) {
			t.Helper()
			code, out, errOut := sh.run(t, append([]string{file}, args...)...)
			if code != wantCode || errOut != "" {
				t.Errorf("%s: got %d, %q, %q", name, code, out, errOut)
			}
			for _, want := range wantWords {
				if !strings.Contains(out, want) {
					t.Errorf("%s: no %q in %q", name, want, out)
				}
			}
			if len(wantWords) == 0 && out != "" {
				t.Errorf("%s: it is not silent: %q", name, out)
			}
			left, _ := filepath.Glob(file + ".*")
			if slices.ContainsFunc(left, func(f string) bool { return f != file+".before" }) {
				t.Errorf("%s: more files are left: %q", name, left)
			}
		}
		night("the first", trusting, 0)
		recommended(t, file, true)
		night("all as it was", trusting, 0)
		night("the certificate cannot be trusted any more", doors, 1, "recommendation was", "verdict was ready, is bad-certificate")
		recommended(t, file, false)
		recommended(t, file+".before", true)
		night("still not, but that was told", doors, 1, "Nothing has changed")
		night("mended", trusting, 1, "verdict was bad-certificate, is ready")
		night("all as it was again", trusting, 0)
		if code, _, errOut := sh.run(t, file); code != 2 || !strings.Contains(errOut, "usage") {
			t.Errorf("without a host: %d, %q", code, errOut)
		}
		if code, _, errOut := sh.run(t, file, "localhost", "--port", "smtp"); code != 2 || errOut == "" {
			t.Errorf("wrong use: %d, %q", code, errOut)
		}
		recommended(t, file, true)
	})
}

func TestExampleOfTheWholeWizard(t *testing.T) {
	s := house(t, "")
	inEachShell(t, "set-up.sh", func(t *testing.T, sh script) {
		t.Setenv("POSTERN_PORTS", portFlag(s, 587))
		password := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(password, []byte(s.Password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"msmtp", "localhost", s.User, "cat " + password}
		code, out, errOut := sh.run(t, append(args, "--ca", s.CAFile)...)
		if code != 0 {
			t.Fatalf("got %d, %q, %q", code, out, errOut)
		}
		file := filepath.Join(os.Getenv("HOME"), ".msmtprc")
		body, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(body), "passwordeval") || strings.Contains(string(body)+out+errOut, s.Password) {
			t.Errorf("%v and %s", err, body)
		}
		if code, _, errOut = sh.run(t, append(args, "--ca", s.CAFile)...); code != 0 {
			t.Errorf("once more: %d, %q", code, errOut)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		code, _, errOut = sh.run(t, args...)
		if code != 1 || !strings.Contains(errOut, "No door of localhost works from here") {
			t.Errorf("without trust: %d, %q", code, errOut)
		}
		if !strings.Contains(errOut, strings.TrimSuffix(portFlag(s, 587), ":starttls")+" ") {
			t.Errorf("it does not tell of the door that was tried: %q", errOut)
		}
		if _, err := os.Stat(file); err == nil {
			t.Error("settings were written for a door that does not work")
		}

		t.Setenv("POSTERN_PORTS", "1,"+portFlag(s, 465)) // whose number tells nothing
		code, out, errOut = sh.run(t, append(args, "--ca", s.CAFile)...)
		if body, err = os.ReadFile(file); code != 0 || err != nil || !strings.Contains(string(body), "tls_starttls off") {
			t.Errorf("TLS at once: %d, %q, %q, %v\n%s", code, out, errOut, err, body)
		}
	})
}

// TestExamplesForSystemd asks systemd itself about the units.
func TestExamplesForSystemd(t *testing.T) {
	need(t, "systemd-analyze")
	dir := t.TempDir()
	for _, name := range []string{"postern-nightly.service", "postern-nightly.timer"} {
		body, err := os.ReadFile(filepath.Join("examples", name))
		if err != nil {
			t.Fatal(err)
		}
		here, err := filepath.Abs("examples/nightly.sh") // it is not installed where the unit looks
		if err != nil {
			t.Fatal(err)
		}
		unit := strings.ReplaceAll(string(body), "/usr/local/bin/nightly.sh", here)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(unit), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(context.WithoutCancel(t.Context()), "systemd-analyze", "verify", "--man=no", filepath.Join(dir, "postern-nightly.timer"), filepath.Join(dir, "postern-nightly.service")).CombinedOutput()
	if err != nil || strings.Contains(string(out), "postern-nightly") {
		t.Errorf("%v\n%s", err, out)
	}
}
