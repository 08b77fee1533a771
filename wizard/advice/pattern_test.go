package advice

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/lesson"
)

func TestPattern(t *testing.T) {
	tests := []struct {
		name     string
		provider string
		doors    doors
		want     Pattern
	}{
		{"everything works", "", doors{25: "ok", 465: "ok", 587: "ok", 2525: "rf"}, AllReady},
		{"25 takes mail for its own", "", doors{25: "noauth", 465: "ok", 587: "ok"}, AllReady},
		{"25 was not tried", "", doors{465: "ok", 587: "ok"}, AllReady},
		{"the provider has no 465", "microsoft-365", doors{25: "ok", 465: "to", 587: "ok"}, AllReady},
		{"home line, 25 dropped", "", doors{25: "to", 465: "ok", 587: "ok", 2525: "to"}, HomeLine},
		{"home line, 25 refused", "gmail", doors{25: "rf", 465: "ok", 587: "ok"}, HomeLine},
		{"home line, 465 not run", "", doors{25: "to", 465: "rf", 587: "ok", 2525: "rf"}, HomeLine},
		{"home line, 587 only provider", "postmark", doors{25: "to", 587: "ok", 2525: "ok"}, HomeLine},
		{"25 and 465 closed", "", doors{25: "to", 465: "to", 587: "ok", 2525: "to"}, Closes25And465},
		{"465 dropped, 25 open", "", doors{25: "noauth", 465: "to", 587: "ok"}, OneFiltered},
		{"587 dropped", "", doors{25: "to", 465: "ok", 587: "to", 2525: "to"}, OneFiltered},
		{"465 badly certified", "", doors{25: "to", 465: "cert", 587: "ok", 2525: "rf"}, OneBroken},
		{"465 in the clear", "", doors{25: "to", 465: "noTLS", 587: "ok", 2525: "rf"}, OneBroken},
		{"587 without login", "", doors{465: "ok", 587: "noauth"}, OneBroken},
		{"only the spare", "sendgrid", doors{25: "to", 465: "to", 587: "to", 2525: "ok"}, SpareOnly},
		{"only the twins", "amazon-ses", doors{25: "to", 465: "to", 587: "to", 2587: "ok", 2465: "ok"}, SpareOnly},
		{"only 2525, unknown host", "", doors{25: "to", 465: "to", 587: "to", 2525: "ok"}, SpareOnly},
		{"2525 where the rest is not run", "", doors{465: "rf", 587: "rf", 2525: "ok"}, SpareOffered},
		{"2525 where one is refused", "sendgrid", doors{25: "to", 465: "rf", 587: "to", 2525: "ok"}, SpareOffered},
		{"2525 alone was tried", "", doors{2525: "ok"}, ""},
		{"all dropped", "gmail", doors{25: "to", 465: "to", 587: "to"}, EverythingFiltered},
		{"all dropped, 2525 not run", "", doors{25: "to", 465: "to", 587: "to", 2525: "rf"}, EverythingFiltered},
		{"all dropped, 2525 too", "", doors{25: "to", 465: "to", 587: "to", 2525: "to"}, EverythingFiltered},
		{"all dropped, one with no route", "", doors{25: "un", 465: "to", 587: "un"}, EverythingFiltered},
		{"only 2525 asked for, dropped", "", doors{2525: "to"}, EverythingFiltered},
		{"all refused", "", doors{25: "rf", 465: "rf", 587: "rf", 2525: "rf"}, NothingListens},
		{"all refused, 25 dropped on the line", "", doors{25: "to", 465: "rf", 587: "rf", 2525: "rf"}, NothingListens},
		{"all refused, 2525 dropped", "", doors{465: "rf", 587: "rf", 2525: "to"}, NothingListens},
		{"some refused, some dropped", "", doors{25: "to", 465: "to", 587: "rf", 2525: "to"}, ServerFirewall},
		{"a known host refuses all", "gmail", doors{25: "rf", 465: "rf", 587: "rf", 2525: "rf"}, OfficeNetwork},
		{"a known host refuses some", "gmail", doors{25: "to", 465: "to", 587: "rf", 2525: "to"}, OfficeNetwork},
		{"a known host has no 465", "microsoft-365", doors{25: "to", 465: "rf", 587: "to"}, EverythingFiltered},
		{"Bridge does not run", "proton-bridge", doors{1025: "rf"}, NothingListens},
		{"no route", "", doors{25: "un", 465: "un", 587: "un", 2525: "un"}, NoNetwork},
		{"certificates alike", "", doors{25: "to", 465: "cert", 587: "cert", 2525: "cert"}, CertificatesAlike},
		{"certificates alike, one shut", "", doors{25: "to", 465: "cert", 587: "cert", 2525: "rf"}, CertificatesAlike},
		{"one certificate says little", "", doors{25: "to", 465: "cert", 587: "to", 2525: "rf"}, ""},
		{"a certificate among good ones", "", doors{465: "cert", 587: "noauth"}, ""},
		{"receives only", "", doors{25: "noauth", 465: "rf", 587: "rf", 2525: "rf"}, ReceivesOnly},
		{"receives only, without TLS", "", doors{25: "noTLS", 465: "to", 587: "to"}, ReceivesOnly},
		{"only 25", "", doors{25: "ok", 465: "to", 587: "to", 2525: "rf"}, Only25},
		{"25 alone was tried", "", doors{25: "ok"}, ""},
		{"25 alone was tried and dropped", "", doors{25: "to"}, ""},
		{"STARTTLS hidden", "gmail", doors{25: "to", 465: "to", 587: "noTLS", 2525: "to"}, HiddenSTARTTLS},
		{"no STARTTLS, nothing known", "", doors{25: "to", 465: "to", 587: "noTLS", 2525: "to"}, ""},
		{"not all known yet", "", doors{25: "wait", 465: "ok", 587: "ok"}, ""},
		{"no doors", "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, p := range []Policy{Prefer587, Prefer465} {
				if got := Advise(caseOf(t, tt.provider, tt.doors, p)).Pattern; got != tt.want {
					t.Errorf("%s: got %q, want %q", p, got, tt.want)
				}
			}
		})
	}
}

// TestPatternOfOneKind: all doors end alike.
func TestPatternOfOneKind(t *testing.T) {
	tests := []struct {
		name string
		door func(port int) probe.Result
		want Pattern
	}{
		{"no such name", func(p int) probe.Result { return unnamed(p, probe.DNSNXDomain) }, WrongName},
		{"no address", func(p int) probe.Result { return unnamed(p, probe.DNSNoData) }, WrongName},
		{"lookup failed", func(p int) probe.Result { return unnamed(p, probe.DNSServFail) }, NoNameService},
		{"lookup timed out", func(p int) probe.Result { return unnamed(p, probe.DNSTimeout) }, NoNameService},
		{"web servers", func(p int) probe.Result {
			return with(deaf(p, probe.GreetingNotSMTP, 0, ""), func(r *probe.Result) { r.Protocol, r.TLS = "HTTP", probe.TLSFailed })
		}, CaptivePortal},
		{"some other servers", func(p int) probe.Result {
			return with(deaf(p, probe.GreetingNotSMTP, 0, ""), func(r *probe.Result) { r.Protocol, r.TLS = "SSH", probe.TLSFailed })
		}, OtherService},
		{"silent", func(p int) probe.Result {
			return with(deaf(p, probe.GreetingNone, 0, ""), func(r *probe.Result) { r.End = probe.EndTimeout })
		}, TakenAndHeld},
		{"no TLS, before any word", func(p int) probe.Result {
			return with(start(p), func(r *probe.Result) {
				r.TLS, r.TLSMode, r.Door.Security = probe.TLSFailed, probe.ModeImplicit, probe.ImplicitTLS
			})
		}, TakenAndHeld},
		{"no TLS, after a greeting", func(p int) probe.Result {
			return with(inTheClear(p), func(r *probe.Result) { r.TLSMode, r.TLS = probe.ModeSTARTTLS, probe.TLSFailed })
		}, ""},
		{"cut off", func(p int) probe.Result { return unconnected(p, probe.ConnectReset) }, TakenAndHeld},
		{"421", func(p int) probe.Result {
			return with(deaf(p, probe.GreetingTempError, 421, "busy"), insideTLS)
		}, NotNow},
		{"554", func(p int) probe.Result {
			return with(deaf(p, probe.GreetingPermError, 554, "no"), insideTLS)
		}, RefusesAll},
		{"masked", func(p int) probe.Result {
			return with(inTheClear(p), func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnMaskedGreeting} })
		}, Rewritten},
		{"stopped", func(p int) probe.Result {
			return with(start(p), func(r *probe.Result) { r.End = probe.EndCancelled })
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := probe.Report{Host: host}
			for _, d := range probe.StandardDoors() {
				r.Doors = append(r.Doors, tt.door(d.Port))
			}
			a := Advise(Case{Report: r})
			if a.Pattern != tt.want || a.Port != 0 {
				t.Errorf("got %q and port %d, want %q", a.Pattern, a.Port, tt.want)
			}
		})
	}
	c := caseOf(t, "", map[int]string{25: "noTLS"}, "")
	c.LocalRelay = true
	if a := Advise(c); a.Pattern != OwnRelay {
		t.Errorf("own relay: %q", a.Pattern)
	}
}

// insideTLS lets a door with implicit TLS get as far as its greeting.
func insideTLS(r *probe.Result) {
	if r.Door.Implicit() {
		r.TLS, r.TLSVerified = probe.TLSOK, true
	}
}

// TestEveryPatternHasItsWords, and says that it only guesses.
func TestEveryPatternHasItsWords(t *testing.T) {
	for section := range patternWords() {
		if name, _, _ := strings.Cut(section, "."); !slices.Contains(patterns(), Pattern(name)) {
			t.Errorf("there is no pattern for [%s]", section)
		}
	}
	for _, p := range patterns() {
		s := p.Sentence(host)
		if !strings.Contains(strings.ToLower(s), "likely") && !strings.Contains(s, "probably") {
			t.Errorf("%s states a guess as a fact: %q", p, s)
		}
		for _, text := range []string{s, p.Ask(host)} {
			if n := utf8.RuneCountInString(text); n > 320 || placeholder.MatchString(text) || strings.ContainsAny(text, "!{}") {
				t.Errorf("%s: %d characters: %q", p, n, text)
			}
		}
		if _, ok := lesson.Get(p.Lesson()); !ok {
			t.Errorf("%s: no lesson %q", p, p.Lesson())
		}
	}
	if s := Pattern("").Sentence(host) + Pattern("").Ask(host) + Pattern("").Lesson(); s != "" {
		t.Errorf("the empty pattern says %q", s)
	}
}

// TestEveryPatternIsTaught: the lesson names each pattern and each conclusion, and
// none that there is not.
func TestEveryPatternIsTaught(t *testing.T) {
	l, _ := lesson.Get("patterns")
	var taught, want []string
	for _, p := range l.Body {
		if item, ok := strings.CutPrefix(p, "- "); ok {
			name, _, _ := strings.Cut(item, ":")
			taught = append(taught, name)
		}
	}
	for _, p := range patterns() {
		want = append(want, string(p))
	}
	for _, id := range []ConclusionID{ConcludeNetwork, ConcludeServer, ConcludeBoth, ConcludeUnclear, ConcludeNotNeeded} {
		want = append(want, string(id))
	}
	slices.Sort(taught)
	slices.Sort(want)
	if !slices.Equal(taught, want) {
		t.Errorf("taught are\n%q, want\n%q", taught, want)
	}
}

// patterns returns every pattern but the empty one.
func patterns() []Pattern {
	return []Pattern{
		AllReady, HomeLine, Closes25And465, OneFiltered, OneBroken, SpareOnly, SpareOffered,
		EverythingFiltered, NothingListens, ServerFirewall, OfficeNetwork, NoNetwork, WrongName, NoNameService,
		CertificatesAlike, ReceivesOnly, Only25, CaptivePortal, Intercepted, HiddenSTARTTLS, Rewritten, OtherService,
		TakenAndHeld, NotNow, RefusesAll, OwnRelay,
	}
}
