package advice

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/lesson"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// TestEveryVerdictHasItsWords: each verdict, also as a variant, has every word,
// within its limits, with nothing left to fill in, and a lesson that exists.
func TestEveryVerdictHasItsWords(t *testing.T) {
	seen := make(map[Verdict]bool)
	for _, tt := range verdictCases {
		e := Explain(host, tt.r)
		seen[e.Verdict] = true
		if e.Verdict != tt.want {
			t.Errorf("%s: explains %q, want %q", tt.name, e.Verdict, tt.want)
		}
		checkExplanation(t, tt.name, e)
	}
	for _, v := range Verdicts() {
		if !seen[v] {
			t.Errorf("%q is not explained", v)
		}
	}
}

func checkExplanation(t *testing.T, name string, e Explanation) {
	t.Helper()
	for _, part := range []struct {
		what, text string
		limit      int
	}{
		{"word", e.Word, 13}, {"sentence", e.Sentence, 420}, {"cause", e.Cause, 200}, {"next", e.Next, 200},
	} {
		if part.text == "" || utf8.RuneCountInString(part.text) > part.limit {
			t.Errorf("%s: %s is empty or over %d characters: %q", name, part.what, part.limit, part.text)
		}
		if placeholder.MatchString(part.text) || strings.Contains(part.text, "  ") || strings.Contains(part.text, "!") {
			t.Errorf("%s: %s: %q", name, part.what, part.text)
		}
		if part.what != "word" && !strings.HasSuffix(strings.TrimRight(part.text, "”)"), ".") {
			t.Errorf("%s: %s is no sentence: %q", name, part.what, part.text)
		}
	}
	if _, ok := lesson.Get(e.Lesson); !ok {
		t.Errorf("%s: no lesson %q", name, e.Lesson)
	}
}

// TestExplanationsLeaveNothingToFillIn: whatever was met, nothing is left to fill in.
func TestExplanationsLeaveNothingToFillIn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 5_000 {
		r := random(rnd)
		checkExplanation(t, r.Door.String(), ExplainAt(host, r, date(2026, 6, 1)))
		if t.Failed() {
			t.Fatalf("%+v", r)
		}
	}
}

// leading lets a second name of the door's certificate lead to the door's address.
func leading(r probe.Result) probe.Result {
	return with(r, func(r *probe.Result) {
		name := probe.NewText("mx.other.example")
		r.Certificate.Names = append(r.Certificate.Names, name)
		r.Certificate.LeadsHere = []probe.Text{name}
	})
}

// TestNoNameForADocumentedHost: where the name is known to be right, no other one
// is offered, wherever it leads.
func TestNoNameForADocumentedHost(t *testing.T) {
	e := Explain("smtp.gmail.com", leading(badCertificate(587, probe.CertWrongHost)))
	if text := e.Cause + e.Next; strings.Contains(text, "other.example") || !strings.Contains(text, "Do not log in") {
		t.Errorf("got %q", text)
	}
}

func TestExplainTellsTheFacts(t *testing.T) {
	now := date(2026, 11, 22)
	expired := func(r *probe.Result) { r.Certificate.NotAfter = date(2026, 5, 3) }
	tests := []struct {
		name  string
		r     probe.Result
		word  string
		words []string // of sentence, cause and next
	}{
		{"ready on 587", ready(587), "ready", []string{"587 passed every check", "TLS 1.3", "valid for smtp.example.org", "STARTTLS required"}},
		{"ready on 465", ready(465), "ready", []string{"TLS from the first byte"}},
		{"tokens only", with(ready(587), func(r *probe.Result) { r.AuthAfterTLS = []string{"XOAUTH2"} }), "ready", []string{"only XOAUTH2", "a password will not work"}},
		{"no usable login", with(ready(587), func(r *probe.Result) { r.AuthAfterTLS = []string{"GSSAPI", "NTLM"} }), "no login", []string{"only GSSAPI and NTLM"}},
		{"wrong host", badCertificate(587, probe.CertWrongHost), "wrong name", []string{"The certificate on 587 is for mail.other.example, not for smtp.example.org.", "If mail.other.example belongs to your provider"}},
		{"many names", with(badCertificate(587, probe.CertWrongHost), func(r *probe.Result) {
			r.Certificate.Names = []probe.Text{probe.NewText("a.example"), probe.NewText("b.example"), probe.NewText("c.example"), probe.NewText("d.example"), probe.NewText("e.example")}
		}), "wrong name", []string{"is for a.example, b.example, c.example and 2 more, not for"}},
		{"a name that leads here", leading(badCertificate(587, probe.CertWrongHost)), "wrong name", []string{"is for mail.other.example and mx.other.example, not for smtp.example.org.", "mx.other.example leads to the same server: use that name, if it is your provider's."}},
		{"leads here, and is weak", leading(badCertificate(587, probe.CertWrongHost, probe.CertWeakKey)), "wrong name", []string{"mx.other.example leads to the same server"}},
		{"leads here, and has expired", leading(badCertificate(587, probe.CertExpired, probe.CertWrongHost)), "cert. invalid", []string{"If mail.other.example belongs to your provider"}},
		{"no names", with(badCertificate(587, probe.CertWrongHost), func(r *probe.Result) { r.Certificate.Names = nil }), "wrong name", []string{"carries no name"}},
		{"expired", with(badCertificate(587, probe.CertExpired), expired), "expired", []string{"expired on 3 May 2026 (203 days ago)", "this computer's clock is wrong"}},
		{"expired today", with(badCertificate(587, probe.CertExpired), func(r *probe.Result) { r.Certificate.NotAfter = now.Add(-time.Hour) }), "expired", []string{"22 November 2026 (less than a day ago)"}},
		{"not yet valid", with(badCertificate(465, probe.CertNotYetValid), func(r *probe.Result) { r.Certificate.NotBefore = date(2026, 11, 23) }), "not yet valid", []string{"valid only from 23 November 2026 (in 1 day)", "clock"}},
		{"unknown authority", badCertificate(465, probe.CertUnknownCA), "not trusted", []string{"issued by “CN=Example CA”, whom this computer does not trust"}},
		{"two problems", with(badCertificate(587, probe.CertExpired, probe.CertWrongHost), expired), "cert. invalid", []string{"is for mail.other.example, not for smtp.example.org; it expired on 3 May 2026"}},
		{"three problems", with(badCertificate(587, probe.CertExpired, probe.CertSelfSigned, probe.CertWrongHost), expired), "cert. invalid", []string{"; it vouches for itself (self-signed); it expired"}},
		{"no problem named", with(badCertificate(587), func(r *probe.Result) { r.TLSError = probe.NewText("x509: odd") }), "cert. invalid", []string{"could not be verified (the error says “odd”)"}},
		{"421", deaf(587, probe.GreetingTempError, 421, "4.7.0  too busy"), "try later", []string{"587 says not now: 421 “4.7.0 too busy”."}},
		{"421 and no words", deaf(587, probe.GreetingTempError, 421, ""), "try later", []string{"not now: 421."}},
		{"554", deaf(587, probe.GreetingPermError, 554, "blocked using zen"), "refuses you", []string{"554 “blocked using zen”", "blocklist"}},
		{"550 to EHLO", with(inTheClear(587), func(r *probe.Result) {
			r.Hello, r.TLS, r.Refusal = probe.HelloFailed, probe.TLSNotReached, probe.Reply{Code: 550, Text: probe.NewText("helo rejected")}
		}), "refuses you", []string{"550 “helo rejected”", "the name this computer gave"}},
		{"wants a certificate", with(ready(587), func(r *probe.Result) {
			r.Hello, r.AuthAfterTLS, r.TLSAlert = probe.HelloClosed, nil, probe.NewText("tls: certificate required")
		}), "hung up", []string{"broke it off (it says “certificate required”)", "a certificate of their own"}},
		{"454 to STARTTLS", with(inTheClear(587), func(r *probe.Result) {
			r.TLS, r.Refusal = probe.TLSRefused, probe.Reply{Code: 454, Text: probe.NewText("no entropy")}
		}), "TLS refused", []string{"answered 454 “no entropy”"}},
		{"garbage to STARTTLS", with(inTheClear(587), func(r *probe.Result) { r.TLS = probe.TLSRefused }), "TLS refused", []string{"answered something that cannot be read"}},
		{"HTTP", with(deaf(587, probe.GreetingNotSMTP, 0, ""), func(r *probe.Result) { r.Protocol = "HTTP" }), "not mail", []string{"a web server (HTTP)"}},
		{"unknown protocol", deaf(587, probe.GreetingNotSMTP, 0, ""), "not mail", []string{"something that is not a mail server"}},
		{"malformed", deaf(587, probe.GreetingMalformed, 0, "220x hi"), "unreadable", []string{"not as mail servers do (“220x hi”)"}},
		{"out of turn", with(ready(587), func(r *probe.Result) {
			r.Hello, r.AuthAfterTLS, r.Warnings = probe.HelloMalformed, nil, []probe.Warning{probe.WarnUnaskedReply}
		}), "unreadable", []string{"587 said more than it was asked", "slips commands in", "Do not log in there"}},
		{"out of turn, in the clear", with(deaf(587, probe.GreetingMalformed, 0, "220x hi"), func(r *probe.Result) {
			r.Warnings = []probe.Warning{probe.WarnUnaskedReply}
		}), "unreadable", []string{"not as mail servers do (“220x hi”)"}},
		{"long words are cut", deaf(587, probe.GreetingPermError, 554, strings.Repeat("é", 500)), "refuses you", []string{strings.Repeat("é", 120) + "…”"}},
		{"words with a place in them", deaf(587, probe.GreetingPermError, 554, "ask {host} about {port}"), "refuses you", []string{"“ask {host} about {port}”"}},
		{"injected", with(ready(587), func(r *probe.Result) { r.Injected, r.InjectedExcerpt = true, probe.NewText("250 AUTH PLAIN") }), "unsafe", []string{"may follow: “250 AUTH PLAIN”"}},
		{"old TLS", with(start(465), func(r *probe.Result) { r.TLS, r.TLSVersion = probe.TLSFailed, "1.0" }), "TLS too old", []string{"465 knows only TLS 1.0"}},
		{"TLS failed", with(start(465), func(r *probe.Result) { r.TLS, r.TLSError = probe.TLSFailed, probe.NewText("handshake failure") }), "TLS failed", []string{"(the error says “handshake failure”)"}},
		{"masked", with(inTheClear(587), func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnMaskedGreeting} }), "not encrypted", []string{"rewrites what 587 says", "firewall"}},
		{"HELO", with(inTheClear(587), func(r *probe.Result) { r.Hello = probe.HelloHELOOnly }), "not encrypted", []string{"HELO"}},
		{"silent later", with(inTheClear(587), func(r *probe.Result) { r.Hello, r.TLS = probe.HelloNone, probe.TLSNotReached }), "silent", []string{"began to talk"}},
		{"25 silent later", with(inTheClear(25), func(r *probe.Result) { r.Hello, r.TLS = probe.HelloNone, probe.TLSNotReached }), "silent", []string{"25 began to talk"}},
		{"hung up later", with(inTheClear(587), func(r *probe.Result) { r.Hello, r.TLS = probe.HelloClosed, probe.TLSNotReached }), "hung up", []string{"in the middle of the talk"}},
		{"reset while connecting", unconnected(587, probe.ConnectReset), "cut off", []string{"while it was being made"}},
		{"25 dropped", unconnected(25, probe.ConnectTimeout), "no answer", []string{"25 is commonly filtered by access providers; this is normal."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := ExplainAt(host, tt.r, now)
			text := e.Sentence + " " + e.Cause + " " + e.Next
			if e.Word != tt.word {
				t.Errorf("word %q, want %q", e.Word, tt.word)
			}
			for _, w := range tt.words {
				if !strings.Contains(text, w) {
					t.Errorf("%q is not in:\n%s", w, text)
				}
			}
		})
	}
	e := Explain(host, with(badCertificate(587, probe.CertExpired), expired))
	if !strings.Contains(e.Sentence, "expired on 3 May 2026.") {
		t.Errorf("without a clock: %q", e.Sentence)
	}
}

func TestTones(t *testing.T) {
	tests := []struct {
		name string
		r    probe.Result
		want Tone
	}{
		{"ready", ready(465), Good},
		{"25 ready", ready(25), Quiet},
		{"25 for servers", with(ready(25), func(r *probe.Result) { r.AuthAfterTLS = nil }), Quiet},
		{"25 dropped", unconnected(25, probe.ConnectTimeout), Quiet},
		{"25 refused", unconnected(25, probe.ConnectRefused), Quiet},
		{"25 rejected", unconnected(25, probe.ConnectRejected), Quiet},
		{"25 unreachable", unconnected(25, probe.ConnectUnreachable), Quiet},
		{"25 in the clear", inTheClear(25), Quiet},
		{"25 with a certificate of its own", badCertificate(25, probe.CertSelfSigned), Quiet},
		{"25 with tokens only", with(ready(25), func(r *probe.Result) { r.AuthAfterTLS = []string{"XOAUTH2"} }), Quiet},
		{"25 masked", with(inTheClear(25), func(r *probe.Result) { r.Warnings = []probe.Warning{probe.WarnMaskedGreeting} }), Quiet},
		{"25 silent", deaf(25, probe.GreetingNone, 0, ""), Quiet},
		{"25 injected", with(ready(25), func(r *probe.Result) { r.Injected = true }), Bad},
		{"2525 dropped", unconnected(2525, probe.ConnectTimeout), Quiet},
		{"2525 refused", unconnected(2525, probe.ConnectRefused), Quiet},
		{"587 dropped", unconnected(587, probe.ConnectTimeout), Warn},
		{"587 refused", unconnected(587, probe.ConnectRefused), Warn},
		{"587 in the clear", inTheClear(587), Bad},
		{"465 in the clear", inTheClear(465), Bad},
		{"587 with a bad certificate", badCertificate(587, probe.CertExpired), Bad},
		{"no such name", unnamed(587, probe.DNSNXDomain), Bad},
		{"stopped", with(start(587), func(r *probe.Result) { r.End = probe.EndCancelled }), Quiet},
		{"under way", probe.NewResult(probe.DoorAt(587)), Quiet},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Explain(host, tt.r).Tone; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestRemark(t *testing.T) {
	tests := []struct {
		name     string
		provider string
		doors    doors
		elapsed  time.Duration
		want     map[int]string
	}{
		{"all is well", "fastmail", doors{465: "ok", 587: "ok", 2525: "wait", 25: "to"}, 0, map[int]string{
			465: "recommended", 587: "just as safe here", 2525: "not needed", 25: "usual, and not yours",
		}},
		{"one is waited for", "", doors{465: "ok", 587: "wait", 2525: "wait", 25: "wait"}, 0, map[int]string{
			465: "recommended so far", 587: "a moment longer", 2525: "not needed", 25: "not needed",
		}},
		{"one is waited for no longer", "", doors{465: "ok", 587: "wait"}, 2 * time.Second, map[int]string{465: "recommended", 587: "not needed"}},
		{"nothing yet", "", doors{465: "wait", 587: "rf", 25: "wait"}, 0, map[int]string{465: "", 587: "nothing listens there", 25: ""}},
		{"only the spare", "", doors{465: "to", 587: "cert", 2525: "ok"}, 0, map[int]string{
			465: "likely filtered", 587: "do not log in here", 2525: "recommended, as a spare",
		}},
		{"the spare works too", "", doors{587: "ok", 2525: "ok"}, 0, map[int]string{2525: "works too, not needed"}},
		{"the spare is shut", "", doors{587: "ok", 2525: "rf"}, 0, map[int]string{2525: "not needed"}},
		{"all is shut", "", doors{465: "rf", 587: "rf", 2525: "rf"}, 0, map[int]string{2525: "rarely offered"}},
		{"second choice", "fastmail", doors{465: "to", 587: "ok"}, 0, map[int]string{587: "recommended, 2nd choice"}},
		{"not offered", "microsoft-365", doors{465: "rf", 587: "ok", 25: "ok"}, 0, map[int]string{465: "not offered there", 25: "for servers, not you"}},
		{"25 to servers", "", doors{25: "noauth", 587: "ok"}, 0, map[int]string{25: "not for you"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := caseOf(t, tt.provider, tt.doors, "")
			c.Elapsed = tt.elapsed
			a := Advise(c)
			for port, want := range tt.want {
				r, _ := c.Report.Door(port)
				if got := Remark(a, r); got != want {
					t.Errorf("%d: %q, want %q", port, got, want)
				}
			}
		})
	}
	c := caseOf(t, "", doors{25: "noTLS"}, "")
	c.LocalRelay = true
	if got := Remark(Advise(c), c.Report.Doors[0]); got != "your own relay" {
		t.Errorf("own relay: %q", got)
	}
}

// TestRemarksFitTheirColumn: a remark never outgrows its column.
func TestRemarksFitTheirColumn(t *testing.T) {
	for _, fields := range verdictWords() {
		if n := utf8.RuneCountInString(fields["remark"]); n > 24 {
			t.Errorf("%q is %d cells wide", fields["remark"], n)
		}
		if n := utf8.RuneCountInString(fields["word"]); n > 13 {
			t.Errorf("%q is %d cells wide", fields["word"], n)
		}
	}
	for name, remark := range reasonWords()["remark"] {
		if n := utf8.RuneCountInString(remark); n > 24 {
			t.Errorf("%s: %q is %d cells wide", name, remark, n)
		}
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 2_000 {
		r := probe.Report{Host: host, Doors: []probe.Result{random(rnd), random(rnd)}}
		a := Advise(Case{Report: r})
		for _, d := range r.Doors {
			if got := Remark(a, d); utf8.RuneCountInString(got) > 24 {
				t.Fatalf("%q is too wide", got)
			}
		}
	}
}
