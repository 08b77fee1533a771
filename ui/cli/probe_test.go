package cli

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/probe"
)

func TestProbeText(t *testing.T) {
	alone(t)
	s := house(t, "")
	code, out, errOut := run(t, "", "probe", "localhost", "--port", portFlag(s, 587, 465), "--ca", s.CAFile)
	if code != 0 || errOut != "" {
		t.Fatalf("got %d and %q", code, errOut)
	}
	for _, want := range []string{"localhost\n", "at ", "127.0.0.1", "ready", " ms", "Use "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "conversation") {
		t.Errorf("a conversation nobody asked for:\n%s", out)
	}
	for line := range strings.Lines(out) {
		if len(line) > 81 {
			t.Errorf("wider than 80 columns: %q", line)
		}
	}
}

func TestProbeTranscript(t *testing.T) {
	alone(t)
	s := house(t, "")
	_, out, _ := run(t, "", "probe", "localhost", "--port", portFlag(s, 587), "--ca", s.CAFile, "--transcript")
	for _, want := range []string{"localhost, door ", ": the conversation", "they  220 ", "you   EHLO ", "you   STARTTLS", "connected to ", "what was found", "certificate  valid", "signed by  CN="} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestProbeAt: the address is the one that was named, the certificate's name still the
// host's.
func TestProbeAt(t *testing.T) {
	alone(t)
	s := house(t, "")
	tests := []struct {
		args string // parted by spaces
		code int
		want string
	}{
		{"localhost --at 127.0.0.1", exitDone, "localhost\nat 127.0.0.1\n"},
		{"localhost --at 127.0.0.9", exitNot, "localhost\nat 127.0.0.9\n"},
		{"mail.example.org --at 127.0.0.1", exitNot, "is for localhost,"},
		{"localhost 127.0.0.1 --at 127.0.0.1", exitUsage, "name one host"},
		{"- --at 127.0.0.1", exitUsage, "name one host"},
		{"127.0.0.1 --at 127.0.0.1", exitUsage, "by its name"},
		{"localhost --at 0.0.0.0", exitUsage, "is no address of a server"},
		{"localhost --at mx.example.org", exitUsage, "is no address of a server"},
	}
	for _, tt := range tests {
		code, out, errOut := run(t, "", append(strings.Fields("probe "+tt.args), "--port", portFlag(s, 465), "--ca", s.CAFile)...)
		if code != tt.code || !strings.Contains(out+errOut, tt.want) {
			t.Errorf("%s: got %d and\n%s%s", tt.args, code, out, errOut)
		}
	}
}

// TestProbeByAddress: a relay without a login has a door to recommend once it is said to be
// one, and only where that is safe; before, it is said how to say it.
func TestProbeByAddress(t *testing.T) {
	alone(t)
	s := house(t, "by-address")
	args := []string{"probe", "localhost", "--port", portFlag(s, 587, 25), "--ca", s.CAFile}
	if code, out, _ := run(t, "", args...); code != exitNot || !strings.Contains(strings.Join(strings.Fields(out), " "), "it wants no login: --no-login") {
		t.Errorf("got %d and\n%s", code, out)
	}
	args = append(args, "--no-login")
	if code, out, _ := run(t, "", args...); code != exitDone || !strings.Contains(out, "without a login. ") && !strings.Contains(out, "without a login.\n") || strings.Contains(out, "--no-login") || strings.Contains(out, "Ask the provider") {
		t.Errorf("got %d and\n%s", code, out)
	}
	code, out, _ := run(t, "", append(args, "--json")...)
	for _, wrong := range checkSchema(reportSchema(t), decoded(t, []byte(out))) {
		t.Error(wrong)
	}
	if code != exitDone || !strings.Contains(out, `"verdict":"no-login","ready":false`) || strings.Contains(out, `"recommendation":{"port":null`) {
		t.Errorf("got %d and %s", code, out)
	}
	if code, out, _ := run(t, "", append(args, "--format", "openmetrics")...); code != exitDone || strings.Contains(out, `postern_recommended_port{host="localhost"} 0`) {
		t.Errorf("got %d and\n%s", code, out)
	}
	for scene, args := range map[string]string{"unknown-ca": "", "no-starttls": "", "open": " --provider fastmail"} {
		s := house(t, scene)
		args := strings.Fields("probe localhost --no-login --port " + portFlag(s, 587) + args)
		if code, out, errOut := run(t, "", args...); code == exitDone {
			t.Errorf("%s: got\n%s%s", scene, out, errOut)
		}
	}
}

func TestProbeWithoutTheAuthority(t *testing.T) {
	alone(t)
	s := house(t, "")
	code, out, _ := run(t, "", "probe", "localhost", "--port", portFlag(s, 465))
	if code != exitNot || !strings.Contains(out, "certificate") {
		t.Errorf("got %d and\n%s", code, out)
	}
}

func TestProbeOfSeveralHosts(t *testing.T) {
	alone(t)
	s := house(t, "")
	ports := portFlag(s, 587, 465)
	t.Run("arguments", func(t *testing.T) {
		code, out, _ := run(t, "", "probe", "127.0.0.1", "localhost", "::1", "--port", ports, "--ca", s.CAFile)
		var order []string
		for line := range strings.Lines(out) {
			host, _, _ := strings.Cut(line, ": ")
			order = append(order, host)
		}
		slices.Sort(order)
		if got := strings.Join(order, " "); got != "127.0.0.1 ::1 localhost" {
			t.Errorf("got %q", out)
		}
		if code != exitNot && code != exitDone {
			t.Errorf("exit code %d", code)
		}
	})
	t.Run("the input", func(t *testing.T) {
		in := "# my hosts\nlocalhost\n\n  localhost  \r\n"
		code, out, errOut := run(t, in, "probe", "-", "--port", ports, "--ca", s.CAFile)
		if code != 0 || errOut != "" || strings.Count(out, "localhost: use ") != 2 {
			t.Errorf("got %d, %q and %q", code, out, errOut)
		}
	})
	t.Run("nonsense in the input", func(t *testing.T) {
		code, out, errOut := run(t, "no host\x1b[2J\nlocalhost\nada@example.org\n", "probe", "-", "--port", ports, "--ca", s.CAFile)
		if code != exitUsage || strings.Count(out, "localhost: use ") != 1 {
			t.Errorf("got %d and %q", code, out)
		}
		for _, want := range []string{"line 1: ", "line 3: ", "2 lines of the input"} {
			if !strings.Contains(errOut, want) || strings.Contains(errOut, "\x1b") {
				t.Errorf("got %q, want %q in it", errOut, want)
			}
		}
	})
	t.Run("an empty input", func(t *testing.T) {
		code, out, errOut := run(t, "", "probe", "-")
		if code != 0 || out != "" || errOut != "" {
			t.Errorf("got %d, %q and %q", code, out, errOut)
		}
	})
	t.Run("one that is not ready", func(t *testing.T) {
		code, _, _ := run(t, "", "probe", "localhost", "localhost", "--port", portFlag(s, 25), "--ca", s.CAFile)
		if code != exitNot {
			t.Errorf("exit code: got %d, want %d", code, exitNot)
		}
	})
}

func TestProbeInterrupted(t *testing.T) {
	alone(t)
	s := house(t, "quiet")
	for _, hosts := range [][]string{{"localhost"}, {"localhost", "127.0.0.1"}} {
		t.Run(strconv.Itoa(len(hosts)), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			args := append([]string{"probe", "--port", portFlag(s, 587), "--ca", s.CAFile}, hosts...)
			var out, errOut bytes.Buffer
			if code := Main(ctx, args, strings.NewReader(""), &out, &errOut); code != exitInterrupted {
				t.Errorf("exit code: got %d, want %d", code, exitInterrupted)
			}
		})
	}
}

// never is an input on which nothing ever arrives.
type never struct{ ctx context.Context }

func (n never) Read([]byte) (int, error) {
	<-n.ctx.Done()
	return 0, io.EOF
}

func TestProbeInterruptedWhileWaitingForHosts(t *testing.T) {
	alone(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var out, errOut bytes.Buffer
	if code := Main(ctx, []string{"probe", "-"}, never{t.Context()}, &out, &errOut); code != exitInterrupted {
		t.Errorf("exit code: got %d, want %d", code, exitInterrupted)
	}
}

func TestDocumentedDoors(t *testing.T) {
	p := prober{ports: []probe.Door{{Port: 465}, {Port: 587}, {Port: 2465}, {Port: 443, Security: probe.ImplicitTLS}}}
	got := p.doors("smtp.fastmail.com")
	want := []probe.Door{probe.DoorAt(465), probe.DoorAt(587), probe.DoorAt(2465), {Port: 443, Security: probe.ImplicitTLS}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}

func TestProgress(t *testing.T) {
	door := probe.NewResult(probe.DoorAt(587))
	door.Step = probe.StepGreeting
	r := probe.NewReport("smtp.example.org", time.Time{}, []probe.Door{probe.DoorAt(587), probe.DoorAt(25)})
	r = r.With(probe.Event{Door: 0, Result: door})
	var out strings.Builder
	p := &progress{w: &out, name: "ada-laptop"}
	p.begin(r)
	p.event(r, 0)
	p.still(r)
	refused := probe.NewResult(probe.DoorAt(25))
	refused.Step, refused.Connect, refused.Elapsed = probe.StepSettled, probe.ConnectRefused, 12*time.Millisecond
	r = r.With(probe.Event{Door: 1, Result: refused})
	p.event(r, 1)
	p.event(r, 1)
	p.still(r)
	want := `Trying smtp.example.org from this computer, named ada-laptop: 587, 25.
Still trying 587 (listening), 25 (waiting).
25: closed, 12 ms.
Still trying 587 (listening).
`
	if out.String() != want {
		t.Errorf("got:\n%swant:\n%s", out.String(), want)
	}
}

func TestProgressSaysOnceWhatHoldsForTheName(t *testing.T) {
	r := probe.NewReport("stmp.example.org", time.Time{}, []probe.Door{probe.DoorAt(587), probe.DoorAt(25)})
	var out strings.Builder
	p := &progress{w: &out}
	p.begin(r)
	for i, d := range r.Doors {
		d.Step, d.DNS = probe.StepSettled, probe.DNSNXDomain
		r = r.With(probe.Event{Door: i, Result: d})
		p.event(r, i)
	}
	if got := strings.Count(out.String(), "\n"); got != 2 {
		t.Errorf("got %d lines, want 2:\n%s", got, out.String())
	}
}

// TestProbeFormatsContradict: what contradicts itself, or would have no effect, is refused
// before anything is asked.
func TestProbeFormatsContradict(t *testing.T) {
	alone(t)
	for args, want := range map[string]string{
		"--json --format text":              "--json and --format text do not go together",
		"--format openmetrics --json":       "--json and --format openmetrics do not go together",
		"--format openmetrics --transcript": "--transcript goes with the formats text and json",
		"--control --format openmetrics":    "--control goes with the formats text and json",
		"--json --format json":              "",
		"--format text --format json":       "",
	} {
		code, out, errOut := run(t, "", append(strings.Fields("probe 127.0.0.1 --port 1"), strings.Fields(args)...)...)
		if want == "" {
			if code != exitNot || errOut != "" || !strings.HasPrefix(out, "{") {
				t.Errorf("%s: got %d, %q and %q", args, code, out, errOut)
			}
		} else if code != exitUsage || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%s: got %d, %q and %q", args, code, out, errOut)
		}
	}
}
