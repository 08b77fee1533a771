package advice

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/lesson"
)

// TestAdviceHoldsForAllCombinations walks through all combinations of what four doors can
// do, for providers of every make: what holds always, holds there.
func TestAdviceHoldsForAllCombinations(t *testing.T) {
	words := []string{"ok", "to", "rf", "noTLS", "cert", "noauth", "wait", ""}
	providers := []string{"", "gmail", "fastmail", "icloud", "one-com", "sendgrid", "amazon-ses", "smtp2go", "outlook-com", "proton-bridge"}
	n := 0
	for _, id := range providers {
		for _, w25 := range words {
			for _, w465 := range words {
				for _, w587 := range words {
					n++
					doors := map[int]string{25: w25, 465: w465, 587: w587, 2525: words[n%len(words)]}
					c := caseOf(t, id, doors, []Policy{Prefer587, Prefer465}[n%2])
					c.Elapsed = time.Duration(n%3) * time.Second
					c.LocalRelay = n%11 == 0
					checkAdvice(t, c)
					if t.Failed() {
						t.Fatalf("%s: %v", id, doors)
					}
				}
			}
		}
	}
}

func TestAdviceOnRandomDoors(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	all := catalog.Default().Providers
	for range 1_500 {
		c := Case{Report: probe.Report{Host: host}, LocalRelay: rnd.IntN(5) == 0}
		for _, port := range []int{465, 587, 2525, 25, 2587} {
			r := random(rnd)
			r.Door = probe.DoorAt(port)
			if len(c.Report.Doors) > 0 {
				r.DNS = c.Report.Doors[0].DNS // one lookup is for all doors
			}
			c.Report.Doors = append(c.Report.Doors, r)
		}
		if p := all[rnd.IntN(len(all))]; rnd.IntN(2) == 0 {
			c.Provider = &p
			c.Report.Host = append(p.Hosts(), host)[0]
		}
		checkAdvice(t, c)
		if t.Failed() {
			t.Fatalf("%+v", c)
		}
	}
}

// checkAdvice holds advice to what must be true of any.
func checkAdvice(t *testing.T, c Case) {
	t.Helper()
	a := Advise(c)
	if (a.State == None) != (a.Port == 0) || (a.Port == 0) != (a.Security == "") {
		t.Errorf("state %d, port %d, security %q", a.State, a.Port, a.Security)
	}
	for _, port := range append(slices.Clone(a.Also), a.Port) {
		if r, ok := c.Report.Door(port); ok && Judge(r) != Ready && a.Label != LabelLocalRelay {
			t.Errorf("%d is recommended, and is %q", port, Judge(r))
		}
	}
	if a.Port == 25 && !c.LocalRelay || slices.Contains(a.Also, 25) {
		t.Error("25 is recommended")
	}
	if a.Security == "none" && a.Label != LabelLocalRelay {
		t.Error("no encryption is recommended")
	}
	if a.State == Provisional && len(a.Waiting) == 0 {
		t.Error("provisional, and nothing is waited for")
	}
	if a.Port != 0 && slices.Contains(append(slices.Clone(a.Also), a.Waiting...), a.Port) {
		t.Error("the door is also its own alternative")
	}
	if settled := c.Report.Settled(); a.Pattern != "" && !settled {
		t.Error("a pattern before all is known")
	} else if a.Port == 0 && settled && len(c.Report.Doors) > 0 && len(a.Reasons) == 0 {
		t.Error("no reason why there is no door")
	}
	checkReasons(t, c.Report, a)
}

func checkReasons(t *testing.T, report probe.Report, a Advice) {
	t.Helper()
	seen := make(map[string]bool)
	for _, r := range append(a.Reasons, Reason{Text: a.Headline, Lesson: "ports"}, Reason{Text: Limits(), Lesson: "ports"}) {
		if r.Text == "" || seen[r.Text] || placeholder.MatchString(r.Text) || strings.Contains(r.Text, "  ") || strings.Contains(r.Text, "!") {
			t.Errorf("reason %q", r.Text)
		}
		if n := utf8.RuneCountInString(r.Text); n > 460 {
			t.Errorf("%d characters: %q", n, r.Text)
		}
		if _, ok := lesson.Get(r.Lesson); !ok {
			t.Errorf("no lesson %q for %q", r.Lesson, r.Text)
		}
		if _, ok := report.Door(r.Port); r.Port != 0 && !ok {
			t.Errorf("a reason about %d, which was not tried", r.Port)
		}
		seen[r.Text] = true
	}
	if a.Port != 0 && (len(a.Reasons) == 0 || a.Reasons[0].Port != a.Port) {
		t.Errorf("the first reason is not about %d: %q", a.Port, said(a))
	}
}

func BenchmarkAdvise(b *testing.B) {
	p, _ := catalog.Default().Find("gmail")
	c := Case{Report: report(map[int]string{25: "to", 465: "ok", 587: "ok", 2525: "to"}), Provider: p}
	b.ReportAllocs()
	for b.Loop() {
		Advise(c)
	}
}
