package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
)

// A family is all samples of one metric, which must stand together in the text
// (OpenMetrics 1.0, section "MetricFamily").
type family struct {
	name, unit, help string
	samples          []string
}

// metrics gathers what outcomes come to, in the OpenMetrics text form, which
// Prometheus' textfile collector reads too. It keeps a few numbers a door and no
// report. Everything in it is a gauge: the state as it was met.
type metrics struct {
	started, duration, recommended family // for each host
	ready, verdict, answered       family // for each of its doors
	expires, tls, warning          family

	hosts []string // that are in it, in the order of the families for each host
	doors []string // the same, each with its host
}

func newMetrics() *metrics {
	return &metrics{
		started:     family{name: "postern_probe_start_time_seconds", unit: "seconds", help: "When the host began to be tried, in Unix time."},
		duration:    family{name: "postern_probe_duration_seconds", unit: "seconds", help: "How long trying the host took."},
		recommended: family{name: "postern_recommended_port", help: "The port to use, 0 where there is none."},
		ready:       family{name: "postern_door_ready", help: "1 if mail can leave through the door: verified TLS, and a login after it."},
		verdict:     family{name: "postern_door_verdict", help: "1 for the verdict on the door."},
		answered:    family{name: "postern_door_duration_seconds", unit: "seconds", help: "How long the door took to its verdict."},
		expires:     family{name: "postern_door_certificate_not_after_seconds", unit: "seconds", help: "When the door's certificate expires, in Unix time."},
		tls:         family{name: "postern_door_tls_info", help: "1 for the version of TLS that was spoken, its cipher, and how it began."},
		warning:     family{name: "postern_door_warning", help: "1 for each thing about the door that is worth a look."},
	}
}

// add takes in what was found at a host. One that was named twice is in it once, and so
// is each of its doors: a sample that stands twice makes Prometheus refuse the whole text.
func (m *metrics) add(o outcome) {
	host, port := label{"host", o.report.Host}, strconv.Itoa(o.advice.Port)
	switch i := slices.Index(m.hosts, o.report.Host); {
	case i < 0:
		m.hosts = append(m.hosts, o.report.Host)
		m.started.add(seconds(float64(o.report.Started.UnixMilli())/1000), host)
		m.duration.add(seconds(o.report.Elapsed.Seconds()), host)
		m.recommended.add(port, host)
	case strings.HasSuffix(m.recommended.samples[i], "} 0"): // another line may name its other doors
		m.recommended.samples[i] = m.recommended.sample(port, host)
	}
	for _, d := range o.report.Doors {
		if door := o.report.Host + " " + strconv.Itoa(d.Door.Port); !slices.Contains(m.doors, door) {
			m.doors = append(m.doors, door)
			m.door(host, d)
		}
	}
}

func (m *metrics) door(host label, d probe.Result) {
	port := label{"port", strconv.Itoa(d.Door.Port)}
	verdict := advice.Judge(d)
	ready := "0"
	if verdict == advice.Ready {
		ready = "1"
	}
	m.ready.add(ready, host, port)
	m.verdict.add("1", host, port, label{"verdict", string(verdict)})
	m.answered.add(seconds(d.Elapsed.Seconds()), host, port)
	if d.TLSVersion != "" {
		m.tls.add("1", host, port, label{"version", d.TLSVersion}, label{"cipher", d.TLSCipher}, label{"mode", string(d.TLSMode)})
	}
	for _, w := range d.Warnings {
		m.warning.add("1", host, port, label{"warning", string(w)})
	}
	if d.Certificate != nil {
		m.expires.add(strconv.FormatInt(d.Certificate.NotAfter.Unix(), 10), host, port)
	}
}

// write prints all of it. A family without samples is left out.
func (m *metrics) write(w io.Writer) {
	for _, f := range []family{m.started, m.duration, m.recommended, m.ready, m.verdict, m.answered, m.expires, m.tls, m.warning} {
		f.write(w)
	}
	fmt.Fprintln(w, "# EOF")
}

func (f family) write(w io.Writer) {
	if len(f.samples) == 0 {
		return
	}
	fmt.Fprintf(w, "# TYPE %s gauge\n", f.name)
	if f.unit != "" {
		fmt.Fprintf(w, "# UNIT %s %s\n", f.name, f.unit)
	}
	fmt.Fprintf(w, "# HELP %s %s\n", f.name, f.help)
	for _, s := range f.samples {
		fmt.Fprintln(w, s)
	}
}

type label struct{ name, value string }

// inLabel escapes a label's value; nothing else has a meaning within the quotes.
var inLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func (f *family) add(value string, labels ...label) {
	f.samples = append(f.samples, f.sample(value, labels...))
}

// sample is a line of the family.
func (f *family) sample(value string, labels ...label) string {
	words := make([]string, 0, len(labels))
	for _, l := range labels {
		words = append(words, l.name+`="`+inLabel.Replace(l.value)+`"`)
	}
	return f.name + "{" + strings.Join(words, ",") + "} " + value
}

func seconds(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }
