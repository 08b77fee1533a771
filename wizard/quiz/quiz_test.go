package quiz

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/lesson"
	"postern/wizard/packed"
)

// check holds a question to what must be true of any.
func check(t *testing.T, q Question) {
	t.Helper()
	if q.ID == "" || q.Ask == "" || q.Why == "" || len(q.Sources()) == 0 {
		t.Errorf("%s lacks its question, its reason or its sources: %+v", q.ID, q)
	}
	if n := len(q.Choices); n < 3 || n > 4 {
		t.Errorf("%s has %d choices", q.ID, n)
	}
	right, texts := 0, make(map[string]bool)
	for _, c := range q.Choices {
		if c.Wrong == "" {
			right++
		}
		if c.Text == "" || texts[c.Text] {
			t.Errorf("%s offers %q twice, or nothing", q.ID, c.Text)
		}
		texts[c.Text] = true
	}
	if right != 1 {
		t.Errorf("%s has %d right choices: %+v", q.ID, right, q.Choices)
	}
	if _, ok := lesson.Get(q.Lesson); !ok {
		t.Errorf("%s sends to the lesson %q, which there is not", q.ID, q.Lesson)
	}
	if all := q.Setting + q.Ask + q.Why; strings.ContainsAny(all, "{}|") {
		t.Errorf("%s: a place was not filled: %s", q.ID, all)
	}
	for _, c := range q.Choices {
		if strings.ContainsAny(c.Text+c.Wrong, "{}|") {
			t.Errorf("%s: a place was not filled: %+v", q.ID, c)
		}
	}
}

func TestFixedQuestions(t *testing.T) {
	fixed := fixedQuestions()
	if len(fixed) != 15 {
		t.Errorf("there are %d questions", len(fixed))
	}
	names := make(map[string]bool)
	for _, q := range fixed {
		check(t, q)
		if q.Right() != 0 {
			t.Errorf("%s: the right choice does not stand first", q.ID)
		}
		if names[q.ID] || strings.Contains(q.ID, ".") {
			t.Errorf("%s stands twice, or may be taken for a generated one", q.ID)
		}
		names[q.ID] = true
	}
}

// TestAnswersAgreeWithTheLessons: the page that a question sends to bears its answer
// out, in words that are looked for there, and teaches one of its claims.
func TestAnswersAgreeWithTheLessons(t *testing.T) {
	for _, q := range fixedQuestions() {
		l, _ := lesson.Get(q.Lesson)
		page := strings.Join(strings.Fields(strings.Join(l.Paragraphs(), " ")), " ")
		if len(says(q)) == 0 {
			t.Errorf("%s does not say what bears it out", q.ID)
		}
		for _, words := range says(q) {
			if !strings.Contains(strings.ToLower(page), strings.ToLower(words)) {
				t.Errorf("%s: the lesson %s does not say %q; does the answer still hold?", q.ID, l.ID, words)
			}
		}
		teaches := func(claim string) bool { return slices.Contains(l.Claims, claim) }
		if len(q.Claims()) > 0 && !slices.ContainsFunc(q.Claims(), teaches) {
			t.Errorf("%s is about %v, and the lesson %s about %v", q.ID, q.Claims(), l.ID, l.Claims)
		}
	}
}

// TestFiles: the text files are in the form that people are told of.
func TestFiles(t *testing.T) {
	for name, text := range map[string]string{"questions.txt": packed.Text(questionsPack), "own.txt": packed.Text(ownPack)} {
		all, err := sections(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, s := range all {
			for _, c := range s.list("claims", ",") {
				if len(c) != 3 || c < "C01" || c > "C93" {
					t.Errorf("%s, %s: %q is no claim", name, s.name, c)
				}
			}
		}
		for i, line := range strings.Split(text, "\n") {
			if len(line) > 100 || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%s, line %d: too long, or not plain ASCII: %q", name, i+1, line)
			}
		}
	}
	for name, text := range map[string]string{"no section": "a: b", "no field": "[a]\nb", "continued": "[a]\n  b"} {
		if _, err := sections(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// shapes make a door of every verdict.
var shapes = map[advice.Verdict]func(*probe.Result){
	advice.Ready:         func(*probe.Result) {},
	advice.ReadyForRelay: func(r *probe.Result) { r.AuthAfterTLS = nil }, // at 25 alone
	advice.NoLogin:       func(r *probe.Result) { r.AuthAfterTLS = []string{"GSSAPI"} },
	advice.NoSTARTTLS:    func(r *probe.Result) { r.TLSMode, r.TLS = probe.ModeNone, probe.TLSNone },
	advice.STARTTLSRefused: func(r *probe.Result) {
		r.TLS, r.Refusal = probe.TLSRefused, probe.Reply{Code: 454}
	},
	advice.PlaintextInjected: func(r *probe.Result) { r.Injected = true },
	advice.TLSFailed:         func(r *probe.Result) { r.TLS = probe.TLSFailed },
	advice.TLSTooOld:         func(r *probe.Result) { r.TLSVersion = "1.0" },
	advice.BadCertificate:    func(r *probe.Result) { r.TLSVerified = false },
	advice.TLSOnSTARTTLSPort: func(r *probe.Result) { r.TLSMode = probe.ModeImplicitOnSTARTTLS },
	advice.PlaintextOnTLSPort: func(r *probe.Result) {
		r.TLSMode, r.TLS = probe.ModePlaintextOnTLS, probe.TLSFailed
	},
	advice.TemporaryRefusal: func(r *probe.Result) { r.Greeting = probe.GreetingTempError },
	advice.RefusesYou:       func(r *probe.Result) { r.Greeting = probe.GreetingPermError },
	advice.NotSMTP:          func(r *probe.Result) { r.Greeting, r.Protocol = probe.GreetingNotSMTP, "HTTP" },
	advice.Malformed:        func(r *probe.Result) { r.Greeting = probe.GreetingMalformed },
	advice.TooLong:          func(r *probe.Result) { r.Greeting = probe.GreetingOversized },
	advice.Silent:           func(r *probe.Result) { r.Greeting = probe.GreetingNone },
	advice.ClosedEarly:      func(r *probe.Result) { r.Greeting = probe.GreetingClosed },
	advice.Reset:            func(r *probe.Result) { r.Greeting = probe.GreetingReset },
	advice.Refused:          func(r *probe.Result) { r.Connect = probe.ConnectRefused },
	advice.NoAnswer:         func(r *probe.Result) { r.Connect = probe.ConnectTimeout },

	advice.RejectedByFirewall: func(r *probe.Result) { r.Connect = probe.ConnectRejected },
	advice.Unreachable:        func(r *probe.Result) { r.Connect = probe.ConnectUnreachable },
	advice.NoSuchName:         func(r *probe.Result) { r.DNS = probe.DNSNXDomain },
	advice.NoAddress:          func(r *probe.Result) { r.DNS = probe.DNSNoData },
	advice.NameLookupFailed:   func(r *probe.Result) { r.DNS = probe.DNSServFail },
	advice.NameLookupTimeout:  func(r *probe.Result) { r.DNS = probe.DNSTimeout },
	advice.Cancelled:          func(r *probe.Result) { r.End = probe.EndCancelled },
}

// shaped returns a door of a verdict.
func shaped(t *testing.T, port int, v advice.Verdict) probe.Result {
	t.Helper()
	r := exampleDoor(probe.DoorAt(port), advice.Ready)
	shapes[v](&r)
	if v == advice.PlaintextOnTLSPort || v == advice.TLSOnSTARTTLSPort || v == advice.ReadyForRelay {
		return r // of particular doors
	}
	if r.Door.Implicit() && (v == advice.NoSTARTTLS || v == advice.STARTTLSRefused) {
		return r
	}
	if got := advice.Judge(r); got != v {
		t.Fatalf("%d: %s turned out as %s", port, v, got)
	}
	return r
}

// TestAnyResult: whatever the doors did, every question made of it is a good one.
func TestAnyResult(t *testing.T) {
	verdicts := advice.Verdicts()
	made := make(map[string]int)
	asked := make(map[string]bool)
	n := len(verdicts)
	for i, v465 := range verdicts {
		for j, v587 := range verdicts {
			all := []advice.Verdict{v465, v587, verdicts[(i+3*j)%n], verdicts[(5*i+j)%n]}
			if i == j { // and a house where one door is unlike the others
				all = []advice.Verdict{advice.Ready, advice.Ready, advice.Ready, v587}
			}
			c := &advice.Case{Report: probe.Report{Host: "mail.example.net"}}
			for k, v := range all {
				c.Report.Doors = append(c.Report.Doors, shaped(t, []int{465, 587, 2525, 25}[k], v))
			}
			for _, q := range about(c, ownPrefix, "own") {
				check(t, q)
				made[q.ID]++
				asked[q.Choices[q.Right()].Text] = true
				if !strings.Contains(q.Setting, "mail.example.net") {
					t.Errorf("%s does not say what was met: %q", q.ID, q.Setting)
				}
				if q.ID == "own.which" {
					checkWhich(t, q, advice.Advise(*c))
				}
			}
			if t.Failed() {
				t.Fatalf("%v", all)
			}
		}
	}
	for _, s := range own() {
		l, _ := lesson.Get(s.get("lesson"))
		if teaches := func(c string) bool { return slices.Contains(l.Claims, c) }; l.ID != "" && !slices.ContainsFunc(s.list("claims", ","), teaches) {
			t.Errorf("%s is about %v, and the lesson %s about %v", s.name, s.list("claims", ","), l.ID, l.Claims)
		}
	}
	for _, m := range makers {
		if made[ownPrefix+m.kind] == 0 {
			t.Errorf("%s was never asked", m.kind)
		}
	}
	for _, v := range verdicts {
		if means, _, _ := cut3(own()["meaning"].get(string(v))); v != advice.Cancelled && !asked[means] {
			t.Errorf("%s is never the answer: %q", v, means)
		}
	}
}

// checkWhich holds the choice of a door to the advice.
func checkWhich(t *testing.T, q Question, a advice.Advice) {
	t.Helper()
	right := q.Choices[q.Right()].Text
	if a.Port == 0 && right != "None of these" {
		t.Errorf("nothing is recommended, and the answer is %q", right)
	}
	if a.Port != 0 && !strings.HasPrefix(right, portWords(a.Port)) {
		t.Errorf("%d is recommended, and the answer is %q", a.Port, right)
	}
	if q.Why != a.Reasons[0].Text {
		t.Errorf("the reason is %q, and the advice's %q", q.Why, a.Reasons[0].Text)
	}
	for _, c := range q.Choices { // two doors that are equally safe are never told apart
		if c.Wrong != "" && slices.ContainsFunc(a.Also, func(p int) bool { return standard(p) && standard(a.Port) && c.Text == portWords(p) }) {
			t.Errorf("%s is called wrong, and is as good as %d", c.Text, a.Port)
		}
	}
}

func portWords(port int) string {
	return strconv.Itoa(port)
}

// TestWhich: some results, and what is right there.
func TestWhich(t *testing.T) {
	for name, want := range map[string]string{
		"1": "587 or 465, either one", "2": "587", "3": "465", "4": "587 or 465, either one", "5": "587", "6": "587 or 465, either one",
		"7": "587", "8": "2525", "9": "2587", "11": "None of these", "13": "None of these", "14": "None of these", "15": "None of these",
		"16": "587", "17": "None of these", "18": "None of these", "20": "587", "quiet": "465",
	} {
		i := slices.IndexFunc(examples(), func(f field) bool { return f.name == name })
		q, ok := newResult(readExample(examples()[i].value)).which()
		if !ok || q.Choices[q.Right()].Text != want {
			t.Errorf("example %s: %v %+v; want %s", name, ok, q.Choices, want)
		}
	}
}

// TestExamples: each is what its line says.
func TestExamples(t *testing.T) {
	for _, f := range examples() {
		c := readExample(f.value)
		provider, doors, _ := strings.Cut(f.value, " ")
		if (c.Provider == nil) != (provider == "-") || c.Provider != nil && c.Provider.ID != provider {
			t.Errorf("example %s: no provider %q", f.name, provider)
		}
		var got []string
		for _, d := range c.Report.Doors {
			got = append(got, fmt.Sprintf("%d %s", d.Door.Port, advice.Judge(d)))
		}
		if said := strings.Join(got, ", "); said != doors {
			t.Errorf("example %s is %s, and says %s", f.name, said, doors)
		}
		made := about(c, "example.", "example")
		if len(made) < 2 {
			t.Errorf("example %s bears %d questions", f.name, len(made))
		}
		for _, q := range made {
			check(t, q)
		}
	}
}

// TestStillTrying: while doors are being tried there is nothing to ask about them.
func TestStillTrying(t *testing.T) {
	c := &advice.Case{Report: probe.Report{Host: "mail.example.net"}}
	for _, d := range probe.StandardDoors() {
		c.Report.Doors = append(c.Report.Doors, probe.NewResult(d))
	}
	if made := about(c, ownPrefix, "own"); len(made) > 0 {
		t.Errorf("%+v", made)
	}
	c.LocalRelay, c.Report.Doors = true, []probe.Result{shaped(t, 25, advice.NoSTARTTLS)}
	for _, q := range about(c, ownPrefix, "own") {
		check(t, q)
		if q.ID == "own.25" {
			t.Errorf("a relay of one's own is called nobody's door: %+v", q)
		}
	}
}

// TestPacked holds what the program carries to the files that people edit.
func TestPacked(t *testing.T) {
	for file, pack := range map[string]string{"text/questions.txt": questionsPack, "text/own.txt": ownPack} {
		if err := packed.Same(pack, os.DirFS("."), file); err != nil {
			t.Error(err)
		}
	}
}

// says are words of the lesson that bear the answer out; only fixed questions have them.
func says(q Question) []string { return q.from.list("says", ";") }
