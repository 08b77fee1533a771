package wizard

import (
	"context"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"postern/probe"
	"postern/probe/smtptest"
)

// met returns the result of a door that the server stands behind.
func met(t *testing.T, s *smtptest.Server, d probe.Door) probe.Result {
	t.Helper()
	var result probe.Result
	synctest.Test(t, func(t *testing.T) {
		nowhere := func(context.Context, string) ([]netip.Addr, probe.DNS) { return nil, probe.DNSNXDomain }
		p := &probe.Prober{
			Lookup: nowhere, Dial: s.Dial, Roots: s.Roots(), LocalName: "me.example",
		}
		result = p.Probe(t.Context(), "127.0.0.1", []probe.Door{d}).Doors[0]
		s.Close()
	})
	return result
}

func TestEveryLineOfAConversationIsExplained(t *testing.T) {
	submission, implicit := probe.DoorAt(587), probe.DoorAt(465)
	for name, tt := range map[string]struct {
		server *smtptest.Server
		door   probe.Door
		want   []string // names of what has to be among the meanings
	}{
		"good": {&smtptest.Server{
			SayGreeting: "220-mx\n220 welcome", Offers: []string{"SIZE 35882577", "STARTTLS", "AUTH PLAIN"},
			OffersTLS: []string{"PIPELINING", "AUTH PLAIN LOGIN", "X-THING", "SIZE"},
		}, submission, []string{
			"connected", "greeting", "greeting.more", "hello", "hello.yes", "can.SIZE", "can.STARTTLS", "can.AUTH.clear",
			"starttls", "starttls.yes", "tls", "hello.again", "can.AUTH", "can.other", "can.SIZE.open", "goodbye",
		}},
		"implicit":  {&smtptest.Server{Implicit: true}, implicit, []string{"tls", "greeting", "hello", "can.AUTH"}},
		"busy":      {&smtptest.Server{SayGreeting: "421 busy"}, submission, []string{"greeting.later"}},
		"unwanted":  {&smtptest.Server{SayGreeting: "554 go away"}, submission, []string{"greeting.no"}},
		"no TLS":    {&smtptest.Server{SaySTARTTLS: "454 not now"}, submission, []string{"starttls.no"}},
		"old":       {&smtptest.Server{SayHello: "502 what"}, submission, []string{"hello.no", "hello.old", "hello.alone"}},
		"masked":    {&smtptest.Server{Offers: []string{"XXXXXXXA"}}, submission, []string{"can.masked"}},
		"stranger":  {&smtptest.Server{Certificate: smtptest.SelfSigned}, submission, []string{"certificate"}},
		"misnamed":  {&smtptest.Server{Certificate: smtptest.WrongHost}, submission, []string{"certificate", "names"}},
		"injected":  {&smtptest.Server{Injected: "250 AUTH PLAIN\r\n"}, submission, []string{"injected"}},
		"swapped":   {&smtptest.Server{Implicit: true}, submission, []string{"second", "tls"}},
		"clear":     {&smtptest.Server{}, implicit, []string{"tls.no", "second", "greeting"}},
		"silent":    {&smtptest.Server{SilentAt: smtptest.Hello}, submission, []string{"broken.silence"}},
		"hangs up":  {&smtptest.Server{CloseAt: smtptest.Hello}, submission, []string{"broken.closed"}},
		"cut":       {&smtptest.Server{ResetAt: smtptest.Hello}, submission, []string{"broken.reset"}},
		"strange":   {&smtptest.Server{SayHello: "abc"}, submission, []string{"broken.strange"}},
		"endless":   {&smtptest.Server{EndlessAt: smtptest.Hello}, submission, []string{"broken.long"}},
		"no cipher": {&smtptest.Server{CloseAt: smtptest.Handshake}, submission, []string{"tls.no"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := met(t, tt.server, tt.door)
			e, got := newExplainer(r), ""
			for _, l := range r.Transcript {
				meaning := e.explain(l)
				if meaning == "" && !strings.HasPrefix(l.Text.String(), "221") {
					t.Errorf("nothing is said of %s: %s", l.From, l.Text)
				}
				got += meaning + "\n"
			}
			for _, name := range tt.want {
				beginning, _, _ := strings.Cut(lineWords()[name], "{")
				if beginning == "" || !strings.Contains(got, beginning) {
					t.Errorf("%s (%q) is not among\n%s", name, beginning, got)
				}
			}
		})
	}
}

// Every sentence is used, and every one that is asked for is there.
func TestLineWordsAreThoseOfTheCode(t *testing.T) {
	code, err := os.ReadFile("line_meaning.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`"([a-z]+(\.[a-zA-Z]+)*)"`).FindAllStringSubmatch(string(code), -1) {
		used[m[1]] = true
	}
	for name := range lineWords() {
		if !used[name] && !strings.HasPrefix(name, "can.") {
			t.Errorf("%s is never asked for", name)
		}
	}
	for _, m := range noteMeanings {
		if lineWords()[m.name] == "" {
			t.Errorf("%s is not in the file", m.name)
		}
	}
}

func TestExplainedFits(t *testing.T) {
	r := met(t, &smtptest.Server{}, probe.DoorAt(587))
	s := Session{&state{report: probe.Report{Host: "localhost", Doors: []probe.Result{r}}}}
	for _, width := range []int{40, 76} {
		for _, p := range s.ConversationExplained(587, width).Paragraphs[1:] {
			for line := range strings.SplitSeq(p, "\n") {
				if n := utf8.RuneCountInString(line); n > width && strings.HasPrefix(line, "      ") {
					t.Errorf("%d cells in %d: %q", n, width, line)
				}
			}
		}
	}
	if got := s.ConversationExplained(25, 76).Paragraphs; len(got) != 1 {
		t.Errorf("a door that was not tried: %q", got)
	}
}

func TestSizeWords(t *testing.T) {
	for bytes, want := range map[string]string{"": "", "0": "", "x": "", "35882577": "35 MB", "20480": "20 kB", "1": "1 kB"} {
		if got := sizeWords(bytes); got != want {
			t.Errorf("%q: got %q, want %q", bytes, got, want)
		}
	}
}
