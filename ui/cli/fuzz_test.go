package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/ui"
	"postern/ui/termtest"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// FuzzPrinted tries a door of servers that say anything, and looks at all that is
// printed of that: what a person reads while it goes on and after, a report that is
// saved, what the plain questions tell, and the JSON. Nowhere is there a byte that a
// terminal obeys, and whoever decodes the JSON gets none either.
func FuzzPrinted(f *testing.F) {
	for i, h := range smtptest.Hostile() {
		f.Add([]byte("220-"+h+"\r\n220 "+h), []byte("250-x\r\n250-STARTTLS\r\n250 "+h), []byte("220 "+h), uint8(i))
		f.Add([]byte("220 "+h), []byte("250-"+h+"\n250-AUTH PLAIN "+h+"\n250 "+h), []byte(h), uint8(1|2|4|i&1<<5))
		f.Add([]byte("250-"+h+"\n250 AUTH "+h), []byte(h), []byte(h), uint8(2|8|32))
	}
	f.Fuzz(func(t *testing.T, a, b, c []byte, how uint8) {
		synctest.Test(t, func(t *testing.T) {
			s := smtptest.NewStranger(a, b, c, how)
			defer s.Close()
			door := probe.DoorAt([]int{587, 465}[how&1])
			p := prober{Prober: probe.Prober{Dial: s.Dial, Roots: s.Roots(), Lookup: lookup}, ports: []probe.Door{door}}
			var text bytes.Buffer
			out := p.watched(t.Context(), "localhost", &progress{w: &text})
			about := p.caseOf(out.report)
			question, _ := advice.ControlFor(about, catalog.Default())
			out.control = &control{question: question, report: out.report, conclusion: advice.Conclude(about, out.report)}
			printAll(&text, out)
			checkPrinted(t, text.String())
			for _, transcript := range []bool{false, true} {
				var line bytes.Buffer
				writeJSON(&line, newJSONReport(out, transcript))
				checkJSON(t, line.Bytes())
			}
			time.Sleep(time.Second) // QUIT
		})
	})
}

func lookup(context.Context, string) ([]netip.Addr, probe.DNS) {
	return []netip.Addr{netip.IPv6Loopback()}, probe.DNSOK
}

// printAll prints an outcome in all the ways there are.
func printAll(w io.Writer, out outcome) {
	writeLine(w, out)
	writeReport(w, out, true, false)
	writeReport(w, out, true, true)
	writeReport(asciiWriter{w}, out, true, true)
	s := wizard.New(wizard.World{Catalog: catalog.Default()}).WithReport(out.report, out.report.Elapsed)
	_, _ = w.Write(textReport(s))
	f := &front{out: w, exact: w, engine: ui.Engine{Save: func(wizard.Session, bool) (string, error) { return "", nil }}}
	for _, word := range []string{"t", "d", "t 587", "d 465", "s"} {
		if c, rest, ok := f.commanded(s, &wizard.Ask{Field: wizard.Door}, word); ok {
			_, _ = c.run(context.Background(), s, rest)
		}
	}
	f.poseDoors(s, &wizard.Ask{})
}

func checkPrinted(t *testing.T, text string) {
	t.Helper()
	if err := termtest.CheckPrintable(text); err != nil {
		t.Error(err)
	}
}

// checkJSON looks at one line of JSON, and at every string in it.
func checkJSON(t *testing.T, line []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(line, &v); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	if bytes.Count(line, []byte("\n")) != 1 || !utf8.Valid(line) {
		t.Errorf("not one line of UTF-8: %q", line)
	}
	checkPrinted(t, string(line))
	checkStrings(t, v)
}

func checkStrings(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case string:
		checkPrinted(t, v)
	case []any:
		for _, one := range v {
			checkStrings(t, one)
		}
	case map[string]any:
		for key, one := range v {
			checkPrinted(t, key)
			checkStrings(t, one)
		}
	}
}
