package advice

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"postern/probe"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// abbreviations are the patterns in the tables below.
var abbreviations = map[Pattern]string{
	"": "..", AllReady: "ok", HomeLine: "hl", Closes25And465: "cl", OneFiltered: "1f", OneBroken: "1b",
	SpareOnly: "sp", SpareOffered: "so", EverythingFiltered: "ef", NothingListens: "nl", ServerFirewall: "sf",
	OfficeNetwork: "of", NoNetwork: "nn", WrongName: "wn", NoNameService: "ns", CertificatesAlike: "ca",
	ReceivesOnly: "ro", Only25: "25", CaptivePortal: "cp", Intercepted: "in", HiddenSTARTTLS: "hs", Rewritten: "rw",
	OtherService: "os", TakenAndHeld: "th", NotNow: "nt", RefusesAll: "ra", OwnRelay: "or",
}

// grid lays the whole product of the doors' states out as a table: a row is what
// 465 and 587 do, a column what 25 and 2525 do.
func grid(t *testing.T, provider string, states []string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("465 587 |")
	for _, w25 := range states {
		for _, w2525 := range states {
			fmt.Fprintf(&b, " %s/%s", w25[:1], w2525[:1])
		}
	}
	for _, w465 := range states {
		for _, w587 := range states {
			fmt.Fprintf(&b, "\n%-3.3s %-3.3s |", w465, w587)
			for _, w25 := range states {
				for _, w2525 := range states {
					d := doors{25: w25, 465: w465, 587: w587, 2525: w2525}
					a := Advise(caseOf(t, provider, d, ""))
					fmt.Fprintf(&b, " %3s", abbreviations[a.Pattern])
					checkPattern(t, a, d)
				}
			}
		}
	}
	return b.String() + "\n"
}

// checkPattern holds a pattern to what must be true of any.
func checkPattern(t *testing.T, a Advice, d doors) {
	t.Helper()
	working := []Pattern{"", AllReady, HomeLine, Closes25And465, OneFiltered, OneBroken, SpareOnly, SpareOffered, Intercepted, Rewritten}
	alsoFailing := []Pattern{"", Intercepted, Rewritten}
	if a.Port != 0 && !slices.Contains(working, a.Pattern) {
		t.Errorf("%v: %d works, and the pattern is %q", d, a.Port, a.Pattern)
	}
	if a.Port == 0 && slices.Contains(working, a.Pattern) && !slices.Contains(alsoFailing, a.Pattern) {
		t.Errorf("%v: nothing works, and the pattern is %q", d, a.Pattern)
	}
	if (a.Likely == "") != (a.Pattern == "") || a.Port != 0 && a.Ask != "" || strings.ContainsAny(a.Likely+a.Ask, "{}") {
		t.Errorf("%v: %q, ask %q", d, a.Likely, a.Ask)
	}
}

// openAndShut are all open and shut patterns of the four doors: what each of them
// says of a host of unknown make, and of two known ones. ok is ready, to filtered
// (no answer in time), rf refused.
// openAndShut are all open and shut patterns of the four doors: what each of them
// suggests of a host of unknown make, of one that documents 465 and 587, and of
// one that documents 587 alone. ok is ready, to filtered (no answer in time), rf
// refused; the columns are what 25 and 2525 do.
var openAndShut = map[string]string{
	"": `
465 587 | o/o o/t o/r t/o t/t t/r r/o r/t r/r
ok  ok  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
ok  to  |  1f  1f  1f  1f  1f  1f  1f  1f  1f
ok  rf  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
to  ok  |  1f  1f  1f  cl  cl  cl  1f  1f  1f
to  to  |  sp  25  25  sp  ef  ef  sp  ef  ef
to  rf  |  so  25  25  so  sf  sf  so  sf  sf
rf  ok  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
rf  to  |  so  25  25  so  sf  sf  so  sf  sf
rf  rf  |  so  25  25  so  nl  nl  so  nl  nl
`,
	"gmail": `
465 587 | o/o o/t o/r t/o t/t t/r r/o r/t r/r
ok  ok  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
ok  to  |  1f  1f  1f  1f  1f  1f  1f  1f  1f
ok  rf  |  1f  1f  1f  1f  1f  1f  1f  1f  1f
to  ok  |  1f  1f  1f  cl  cl  cl  1f  1f  1f
to  to  |  sp  25  25  sp  ef  ef  sp  ef  ef
to  rf  |  so  25  25  so  of  of  so  of  of
rf  ok  |  1f  1f  1f  1f  1f  1f  1f  1f  1f
rf  to  |  so  25  25  so  of  of  so  of  of
rf  rf  |  so  25  25  so  of  of  so  of  of
`,
	"microsoft-365": `
465 587 | o/o o/t o/r t/o t/t t/r r/o r/t r/r
ok  ok  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
ok  to  |  1f  1f  1f  1f  1f  1f  1f  1f  1f
ok  rf  |  1f  1f  1f  1f  1f  1f  1f  1f  1f
to  ok  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
to  to  |  sp  25  25  sp  ef  ef  sp  ef  ef
to  rf  |  so  25  25  so  of  of  so  of  of
rf  ok  |  ok  ok  ok  hl  hl  hl  hl  hl  hl
rf  to  |  sp  25  25  sp  ef  ef  sp  ef  ef
rf  rf  |  so  25  25  so  of  of  so  of  of
`,
}

func TestAllOpenAndShutPatterns(t *testing.T) {
	for provider, want := range openAndShut {
		t.Run("provider "+provider, func(t *testing.T) {
			if got := grid(t, provider, []string{"ok", "to", "rf"}); got != strings.TrimPrefix(want, "\n") {
				t.Errorf("got\n%swant%s", got, want)
			}
		})
	}
}

// TestAllPatterns: the same with more of what a door can do.
func TestAllPatterns(t *testing.T) {
	const file = "testdata/patterns.golden"
	var b strings.Builder
	for _, provider := range []string{"", "gmail"} {
		fmt.Fprintf(&b, "provider %q\n%s\n", provider, grid(t, provider, []string{"ok", "to", "rf", "cert", "noTLS", "held"}))
	}
	for _, p := range append([]Pattern{""}, patterns()...) {
		fmt.Fprintf(&b, "%s  %s\n", abbreviations[p], p)
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the patterns differ from %s; look at them, then run with -update\n%s", file, &b)
	}
}

// TestEveryPatternIsMet: each pattern has its abbreviation, and no two the same.
func TestEveryPatternIsMet(t *testing.T) {
	seen := make(map[string]Pattern)
	for _, p := range append([]Pattern{""}, patterns()...) {
		short := abbreviations[p]
		if other, twice := seen[short]; twice || short == "" {
			t.Errorf("%q is written %q, as %q is", p, short, other)
		}
		seen[short] = p
	}
	if len(seen) != len(abbreviations) {
		t.Errorf("%d patterns, %d abbreviations", len(seen), len(abbreviations))
	}
}

// TestPatternDoesNotRestOnTheOrder: the doors may stand in any.
func TestPatternDoesNotRestOnTheOrder(t *testing.T) {
	states := []string{"ok", "to", "rf", "cert", "noTLS", "held", "un"}
	for i := range len(states) * len(states) * len(states) {
		d := doors{25: states[i%7], 465: states[i/7%7], 587: states[i/49], 2525: states[(i+i/7+i/49)%7]}
		c := caseOf(t, "", d, "")
		want := Advise(c).Pattern
		slices.Reverse(c.Report.Doors)
		if got := Advise(c).Pattern; got != want {
			t.Errorf("%v: %q, and in reverse %q", d, want, got)
		}
	}
}

// held returns a door that takes the call and stays silent.
func held(port int) probe.Result {
	return with(deaf(port, probe.GreetingNone, 0, ""), func(r *probe.Result) { r.End = probe.EndTimeout })
}
