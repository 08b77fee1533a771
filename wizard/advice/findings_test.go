package advice

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"postern/probe"
)

// TestFindings: doors that ended alike stand together, and the sentence about
// them reads right.
func TestFindings(t *testing.T) {
	tests := []struct {
		name string
		door func(port int) probe.Result
		want []string // sentences, the findings in the order shown
	}{
		{"ready", ready, []string{
			"465 passed every check: encrypted with TLS 1.3, certificate valid for smtp.example.org, login offered.",
			"587 passed every check: encrypted with TLS 1.3, certificate valid for smtp.example.org, login offered.", // used in another way
			"25 passed every check and offers a login, but it is the door between servers.",
		}},
		{"closed", func(p int) probe.Result { return unconnected(p, probe.ConnectRefused) }, []string{
			"smtp.example.org was reached, but nothing listens on 465 or 587.", "25 is closed.",
		}},
		{"no answer", func(p int) probe.Result { return unconnected(p, probe.ConnectTimeout) }, []string{
			"465 and 587 do not answer from here.", "25 does not answer from here.",
		}},
		{"unreachable", func(p int) probe.Result { return unconnected(p, probe.ConnectUnreachable) }, []string{
			"There is no way from here to smtp.example.org on 465 or 587.",
			"There is no way from here to smtp.example.org on 25.",
		}},
		{"blocked", func(p int) probe.Result { return unconnected(p, probe.ConnectRejected) }, []string{
			"A firewall on the way turns calls to 465 and 587 away, and says so.",
			"A firewall on the way turns calls to 25 away, and says so.",
		}},
		{"a bad certificate", func(p int) probe.Result { return badCertificate(p, probe.CertWrongHost) }, []string{
			"The certificate on each of 465 and 587 is for mail.other.example, not for smtp.example.org.",
			"The certificate on 25 is for mail.other.example, not for smtp.example.org.",
		}},
		{"not now", func(p int) probe.Result { return with(deaf(p, probe.GreetingTempError, 421, "busy"), insideTLS) }, []string{
			"465 and 587 say not now: 421 “busy”.", "25 says not now: 421 “busy”.",
		}},
		{"not now, each in its own words", func(p int) probe.Result {
			return with(deaf(p, probe.GreetingTempError, 421, strings.Repeat("busy", p/465)), insideTLS)
		}, []string{
			"465 and 587 say not now: 421 “busy”.", "25 says not now: 421.",
		}},
		{"no login", func(p int) probe.Result {
			return with(ready(p), func(r *probe.Result) { r.AuthAfterTLS = nil })
		}, []string{
			"465 and 587 are encrypted and their certificates are valid, but they offer no login.",
			"25 is encrypted and asks for no login: it takes mail for its own users from other servers.",
		}},
		{"no such name", func(p int) probe.Result { return unnamed(p, probe.DNSNXDomain) }, []string{
			"There is no host named smtp.example.org.",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := probe.Report{Host: host, Doors: []probe.Result{tt.door(465), tt.door(587), tt.door(25)}}
			var got []string
			for _, f := range Findings(r) {
				got = append(got, f.Sentence)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	open := "ask your host to open 465 and 587."
	r := probe.Report{Host: host, Doors: []probe.Result{unconnected(465, probe.ConnectTimeout), unconnected(587, probe.ConnectTimeout)}}
	if f := Findings(r); len(f) != 1 || !slices.Equal(f[0].Ports, []int{465, 587}) || !strings.HasSuffix(f[0].Next, open) {
		t.Errorf("got %+v", f)
	}
}

// TestEachDoorIsInOneFinding: each door stands in exactly one finding, which says what
// Explain says of the door.
func TestEachDoorIsInOneFinding(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for range 2_000 {
		r := probe.Report{Host: host, Started: date(2026, 11, 22)}
		for _, port := range []int{465, 587, 2525, 25} {
			d := random(rnd)
			if len(r.Doors) > 0 && rnd.IntN(2) == 0 {
				d = r.Doors[0]
			}
			d.Door = probe.DoorAt(port)
			r.Doors = append(r.Doors, d)
		}
		var ports []int
		for _, f := range Findings(r) {
			checkExplanation(t, "several doors", f.Explanation)
			for _, port := range f.Ports {
				d, _ := r.Door(port)
				if e := ExplainAt(host, d, r.Started); e.Verdict != f.Verdict || e.Word != f.Word || e.Tone != f.Tone || len(f.Ports) == 1 && e != f.Explanation {
					t.Errorf("%d: %+v, and with the others %+v", port, e, f)
				}
			}
			ports = append(ports, f.Ports...)
		}
		if slices.Sort(ports); !slices.Equal(ports, []int{25, 465, 587, 2525}) || t.Failed() {
			t.Fatalf("%v of %+v", ports, r)
		}
	}
}

// TestNextIsTrueWhateverTheOthersAre: an explanation knows one door only, so it
// sends nobody to another that may not be there.
func TestNextIsTrueWhateverTheOthersAre(t *testing.T) {
	for section, fields := range verdictWords() {
		for _, words := range []string{"Use another door", "Use 465,", "Try the other doors", "or use another"} {
			if strings.Contains(fields["next"], words) {
				t.Errorf("[%s] says %q", section, fields["next"])
			}
		}
	}
}

// TestOneWordForOneState: what refuses is closed, and only that.
func TestOneWordForOneState(t *testing.T) {
	for section, fields := range verdictWords() {
		if name, _, _ := strings.Cut(section, "."); name == string(Refused) {
			continue
		}
		for field, text := range fields {
			if words := strings.Fields(strings.Trim(text, ".,")); slices.Contains(words, "closed") {
				t.Errorf("[%s] %s: %q", section, field, text)
			}
		}
	}
	for port, want := range map[int][2]string{
		25:  {"25 is closed. That is usual, and you do not need it.", "25 does not answer from here. That is usual, and you do not need it."},
		587: {"smtp.example.org was reached, but nothing listens on 587.", "587 does not answer from here."},
	} {
		for i, how := range []string{"rf", "to"} {
			d := doors{465: "ok", 587: "ok", 25: "ok"}
			d[port] = how
			text := said(Advise(caseOf(t, "", d, "")))
			if !strings.Contains(text, want[i]) || strings.Contains(text, want[1-i]) {
				t.Errorf("%d %s: %q is not in:\n%s", port, how, want[i], text)
			}
		}
	}
}

// TestRemarkOn25: a 25 that is shut on most lines is usual; one that refuses is
// simply not meant for people.
func TestRemarkOn25(t *testing.T) {
	for how, want := range map[probe.Connect]string{
		probe.ConnectTimeout: "usual, and not yours", probe.ConnectRejected: "usual, and not yours",
		probe.ConnectRefused: "for servers, not you", probe.ConnectUnreachable: "for servers, not you",
		probe.ConnectReset: "for servers, not you",
	} {
		if got := Remark(Advice{}, unconnected(25, how)); got != want {
			t.Errorf("%s: %q, want %q", how, got, want)
		}
	}
	if got := Remark(Advice{}, deaf(25, probe.GreetingPermError, 554, "no")); got != "for servers, not you" {
		t.Errorf("554: %q", got)
	}
}
