package cli

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

// Whatever a server says, the report is one line of JSON that no terminal obeys.
func FuzzJSONReport(f *testing.F) {
	f.Add("220 hello", "AUTH")
	f.Add("\x1b]52;c;aGk=\x07\u202e\u0085\n", "\xff\xfe\x00")
	f.Fuzz(func(t *testing.T, text, word string) {
		hostile := probe.NewText(text)
		door := probe.NewResult(probe.DoorAt(587))
		door.GreetingText, door.Refusal.Text = hostile, hostile
		door.AuthAfterTLS = []string{probe.NewText(word).String()}
		door.ExtensionsAfterTLS = map[string]probe.Text{probe.NewText(word).String(): hostile}
		door.Certificate = &probe.Certificate{Subject: hostile, Issuer: hostile, Names: []probe.Text{hostile}}
		door.Transcript = []probe.Line{{From: probe.FromServer, Text: hostile}}
		r := probe.NewReport("smtp.example.org", time.Unix(0, 0), []probe.Door{probe.DoorAt(587)})
		r = r.With(probe.Event{Result: door})
		var out bytes.Buffer
		writeJSON(&out, newJSONReport(outcome{report: r, advice: advice.Advice{Policy: advice.Prefer587}}, true))
		line, ended := bytes.CutSuffix(out.Bytes(), []byte("\n"))
		if !ended || !json.Valid(line) {
			t.Fatalf("no line of JSON: %q", out.Bytes())
		}
		for _, b := range line {
			if b < ' ' || b == 0x7f {
				t.Fatalf("byte %#x in %q", b, line)
			}
		}
		var back jsonReport
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatal(err)
		}
		if got := back.Ports[0].Certificate.Subject; got != hostile.String() {
			t.Fatalf("got %q, want %q", got, hostile)
		}
	})
}
