package cli

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

// sample is a line of the OpenMetrics text form, by its grammar.
var sample = regexp.MustCompile(`^([a-z_]+)\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\} (-?[0-9.]+)$`)

// holdsOpenMetrics holds a text against the form: each family stands together,
// under its type, and the end is marked.
func holdsOpenMetrics(t *testing.T, text string) {
	t.Helper()
	body, ended := strings.CutSuffix(text, "# EOF\n")
	if !ended {
		t.Fatalf("no end in\n%s", text)
	}
	current, seen := "", map[string]bool{}
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			current, _ = strings.CutSuffix(rest, " gauge")
			if seen[current] {
				t.Errorf("%s comes twice", current)
			}
			seen[current] = true
			continue
		}
		if strings.HasPrefix(line, "# UNIT "+current+" ") || strings.HasPrefix(line, "# HELP "+current+" ") {
			if unit, ok := strings.CutPrefix(line, "# UNIT "+current+" "); ok && !strings.HasSuffix(current, "_"+unit) {
				t.Errorf("%s does not end in its unit %s", current, unit)
			}
			continue
		}
		if m := sample.FindStringSubmatch(line); m == nil || m[1] != current {
			t.Errorf("no sample of %s: %q", current, line)
		}
		if what, _, _ := strings.Cut(line, "} "); seen[what] {
			t.Errorf("a sample stands twice: %q", line)
		} else {
			seen[what] = true
		}
	}
}

// TestAHostNamedTwiceIsInTheMetricsOnce: Prometheus' collector would drop all of them.
func TestAHostNamedTwiceIsInTheMetricsOnce(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "LOCALHOST\n", "probe", "localhost", "localhost", "-", "--port", "1", "--format", "openmetrics")
	if code != exitNot || errOut != "" || strings.Count(out, "postern_recommended_port{") != 1 {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
	holdsOpenMetrics(t, out)
}

// TestDoorsOfAHostOnSeveralLines: each is in the metrics once, and the host with what is
// recommended on any line.
func TestDoorsOfAHostOnSeveralLines(t *testing.T) {
	alone(t)
	s := house(t, "")
	starttls, tls := portFlag(s, 587), portFlag(s, 465)
	code, out, errOut := run(t, "localhost:"+starttls+"\nlocalhost:"+tls+"\nlocalhost:1\n", "probe", "-", "--ca", s.CAFile, "--format", "openmetrics")
	if code != exitNot || errOut != "" {
		t.Fatalf("got %d and %q", code, errOut)
	}
	holdsOpenMetrics(t, out)
	if strings.Count(out, "postern_recommended_port{") != 1 || strings.Contains(out, `postern_recommended_port{host="localhost"} 0`) || strings.Count(out, "postern_door_ready{") != 3 {
		t.Errorf("got\n%s", out)
	}
}

func TestAWarningInTheMetrics(t *testing.T) {
	r := probe.NewReport("smtp.example.org", time.Unix(1_800_000_000, 0), []probe.Door{probe.DoorAt(587)})
	door := probe.NewResult(probe.DoorAt(587))
	door.Step, door.Warnings = probe.StepSettled, []probe.Warning{probe.WarnIPv6Broken}
	m := newMetrics()
	m.add(outcome{report: r.With(probe.Event{Result: door}), advice: advice.Advice{}})
	var out strings.Builder
	m.write(&out)
	holdsOpenMetrics(t, out.String())
	if want := "postern_door_warning{host=\"smtp.example.org\",port=\"587\",warning=\"ipv6-broken\"} 1\n"; !strings.Contains(out.String(), want) {
		t.Errorf("no %q in\n%s", want, out.String())
	}
}

func TestProbeAsMetrics(t *testing.T) {
	alone(t)
	s := house(t, "")
	code, out, errOut := run(t, "", "probe", "localhost", "127.0.0.1", "--port", portFlag(s, 587, 465), "--ca", s.CAFile, "--format", "openmetrics")
	if code != exitDone || errOut != "" {
		t.Fatalf("got %d and %q", code, errOut)
	}
	holdsOpenMetrics(t, out)
	for _, want := range []string{
		`postern_recommended_port{host="localhost"} `, `postern_recommended_port{host="127.0.0.1"} `,
		`postern_door_ready{host="localhost",port="`, `verdict="ready"} 1`,
		"# UNIT postern_door_certificate_not_after_seconds seconds",
		`,version="1.3",cipher="TLS_`, `mode="starttls"} 1`, `mode="implicit"} 1`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestMetricsOfAClosedDoor(t *testing.T) {
	r := probe.NewReport("smtp.example.org", time.Unix(1_800_000_000, 0), []probe.Door{probe.DoorAt(25)})
	door := probe.NewResult(probe.DoorAt(25))
	door.DNS, door.Connect = probe.DNSOK, probe.ConnectRefused
	door.Step, door.Elapsed = probe.StepSettled, 1500*time.Microsecond
	m := newMetrics()
	m.add(outcome{report: r.With(probe.Event{Result: door}), advice: advice.Advice{}})
	var out strings.Builder
	m.write(&out)
	holdsOpenMetrics(t, out.String())
	for _, want := range []string{
		"postern_probe_start_time_seconds{host=\"smtp.example.org\"} 1800000000.000\n",
		"postern_recommended_port{host=\"smtp.example.org\"} 0\n",
		"postern_door_ready{host=\"smtp.example.org\",port=\"25\"} 0\n",
		"postern_door_verdict{host=\"smtp.example.org\",port=\"25\",verdict=\"refused\"} 1\n",
		"postern_door_duration_seconds{host=\"smtp.example.org\",port=\"25\"} 0.002\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "certificate") {
		t.Errorf("a certificate nobody saw:\n%s", out.String())
	}
}

func TestLabelsAreEscaped(t *testing.T) {
	var f family
	f.add("1", label{"host", "a\"b\\c\nd"})
	if got, want := f.samples[0], `{host="a\"b\\c\nd"} 1`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
