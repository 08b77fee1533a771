package cli

import "io"

// The forms of probe's results.
const (
	formatText        = "text"
	formatJSON        = "json"
	formatOpenMetrics = "openmetrics"
)

func formats() []string { return []string{formatText, formatJSON, formatOpenMetrics} }

func parseFormat(v string) (string, error) {
	for _, f := range formats() {
		if f == v {
			return f, nil
		}
	}
	return "", wrongf("say text, json or openmetrics")
}

// A printer prints outcomes as they come, or where their form wants that, together
// at the end.
type printer struct {
	out, text  io.Writer
	format     string
	many       bool
	transcript bool
	lined      bool     // a line a door, and not a table
	metrics    *metrics // nil for the other forms
}

func (a *app) printer(f probeFlags, many bool) printer {
	p := printer{out: a.out, text: a.text(), format: f.format, many: many, transcript: f.transcript, lined: a.asLines()}
	if f.format == formatOpenMetrics {
		p.metrics = newMetrics()
	}
	return p
}

func (p printer) outcome(o outcome) {
	switch {
	case p.metrics != nil:
		p.metrics.add(o)
	case p.format == formatJSON:
		writeJSON(p.out, newJSONReport(o, p.transcript))
	case p.many && !p.transcript:
		writeLine(p.text, o)
	default:
		writeReport(p.text, o, p.transcript, p.lined)
	}
}

// end prints what had to wait.
func (p printer) end() {
	if p.metrics != nil {
		p.metrics.write(p.out)
	}
}
