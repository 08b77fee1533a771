package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
)

// searched is what the sources have said about analytical.example: those that are
// named, and of the others nothing yet or, once it is over, that they have nothing.
func searched(t *testing.T, over bool, said map[discover.SourceID]func(*discover.Answer)) discover.Report {
	t.Helper()
	report, _ := nobody(t.Context(), discover.Query{Domain: "analytical.example"})
	for i := range report.Answers {
		a := &report.Answers[i]
		a.Since, a.Elapsed = 0, time.Duration(20+i)*time.Millisecond
		say, named := said[a.Source]
		if a.Source == discover.MX {
			a.Reason = discover.NoRecord // so there is such a domain
		}
		switch {
		case named:
			a.State, a.Reason, a.Why, a.Findings = discover.Found, "", probe.Text{}, nil
			say(a)
		case !over:
			a.State, a.Reason, a.Why, a.Findings = discover.Asking, "", probe.Text{}, nil
		}
	}
	return report
}

// names makes a source name a server.
func names(host string, port int, security probe.Security) func(*discover.Answer) {
	return func(a *discover.Answer) {
		where := "https://autoconfig.analytical.example/mail/config-v1.1.xml"
		if strings.HasPrefix(a.Words, "DNS") {
			where = a.Words
		}
		a.Findings = append(a.Findings, discover.Finding{
			Source: a.Source, Where: probe.NewText(where),
			Host: host, Port: port, Security: security, User: probe.NewText(discover.PlaceAddress),
			Logins: []discover.Login{discover.LoginPassword},
		})
	}
}

func fails(why discover.Reason) func(*discover.Answer) {
	return func(a *discover.Answer) { a.State, a.Reason = discover.Failed, why }
}

func guesses(hosts ...string) func(*discover.Answer) {
	return func(a *discover.Answer) {
		for _, h := range hosts {
			a.Findings = append(a.Findings, discover.Finding{Source: a.Source, Where: probe.NewText("a guess"), Host: h, Guess: true, DNS: probe.DNSOK})
		}
	}
}

// agreed are two sources that name the same server, one that names another door of
// it, and a guess.
var agreed = map[discover.SourceID]func(*discover.Answer){
	discover.SRVSubmissions: names("smtp.analytical.example", 465, probe.ImplicitTLS),
	discover.Autoconfig:     names("smtp.analytical.example", 465, probe.ImplicitTLS),
	discover.SRVSubmission:  names("mail.analytical.example", 587, probe.STARTTLS),
	discover.Guesses:        guesses("smtp.analytical.example", "mx.analytical.example"),
}

// offline are sources of which none could be asked.
func offline() map[discover.SourceID]func(*discover.Answer) {
	said := map[discover.SourceID]func(*discover.Answer){}
	for _, id := range []discover.SourceID{
		discover.SRVSubmissions, discover.SRVSubmission, discover.MX, discover.Autoconfig, discover.WellKnown, discover.ISPDB, discover.Guesses,
	} {
		said[id] = fails(discover.NameServer)
	}
	return said
}

// lookingFor is the screen of a search that has come as far as the report, after a time.
func lookingFor(t *testing.T, width, height int, report discover.Report, elapsed time.Duration) (model, context.Context) {
	t.Helper()
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "ada@analytical.example")
	if err != nil {
		t.Fatal(err)
	}
	m := newTest(s, (&disk{}).engine(), width, height)
	ctx, events, began := m.screen.(servers).search.ctx, make(chan discover.Event), time.Unix(1000, 0)
	m = update1(m, searchBegunMsg{ctx, report, events, began, 0})
	m = update1(m, searchTickMsg{ctx, began.Add(elapsed), 0})
	if report.Settled() {
		m = update1(m, searchEventMsg{events: events})
	}
	return m, ctx
}

// TestAnEmptyNameStartsNoPractice: at the field for a server's name enter answers with
// what stands there, and moving onto practice is a choice of its own.
func TestAnEmptyNameStartsNoPractice(t *testing.T) {
	m, _ := lookingFor(t, 80, 24, searched(t, true, nil), time.Second)
	m = press(t, m, "enter") // another server
	c, ok := m.screen.(choose)
	if !ok || c.ask.Field != wizard.Host {
		t.Fatalf("at %T:\n%s", m.screen, m.View().Content)
	}
	m = press(t, m, "enter")
	if c, ok := m.screen.(choose); !ok || c.problem == "" {
		t.Errorf("an empty name led to %T:\n%s", m.screen, m.View().Content)
	}
	if c := press(t, m, "x", "backspace").screen.(choose); c.at != -1 {
		t.Errorf("with its text gone the field is not where enter goes: %d", c.at)
	}
	down := press(t, m, "down").screen.(choose)
	if got, _ := down.highlighted(); got.Value != wizard.Practise {
		t.Errorf("down leads to %+v", got)
	}
	if c := press(t, m, "down", "up").screen.(choose); c.at != -1 {
		t.Errorf("up leads not back to the field: %d", c.at)
	}
}

func TestServersScreens(t *testing.T) {
	plain := map[discover.SourceID]func(*discover.Answer){
		discover.SRVSubmission: names("relay.elsewhere.example", 587, probe.STARTTLS),
		discover.ISPDB:         names("mail.analytical.example", 25, discover.Plaintext),
		discover.Autoconfig:    fails(discover.BadCertificate),
		discover.WellKnown:     func(a *discover.Answer) { a.State, a.Reason = discover.None, discover.NoSuchPage },
	}
	abroad := map[discover.SourceID]func(*discover.Answer){
		discover.Autoconfig:    names("xn--bcher-kva.analytical.example", 465, probe.ImplicitTLS),
		discover.SRVSubmission: names("xn--gmil-63d.com", 587, probe.STARTTLS), // with a Cyrillic a
	}
	for name, tt := range map[string]struct {
		over    bool
		said    map[discover.SourceID]func(*discover.Answer)
		elapsed time.Duration
	}{
		"beginning": {false, nil, 200 * time.Millisecond},
		"some":      {false, agreed, 3 * time.Second},
		"all":       {true, agreed, 3 * time.Second},
		"none":      {true, nil, time.Second},
		"guesses":   {true, map[discover.SourceID]func(*discover.Answer){discover.Guesses: guesses("smtp.analytical.example")}, time.Second},
		"unsure":    {true, plain, time.Second},
		"alphabets": {true, abroad, time.Second},
		"offline":   {true, offline(), 8 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				m, _ := lookingFor(t, width, height, searched(t, tt.over, tt.said), tt.elapsed)
				golden(t, m)
			})
		})
	}
}

func TestEnterUsesAServerWhileOthersAreAsked(t *testing.T) {
	m, ctx := lookingFor(t, 80, 24, searched(t, false, agreed), time.Second)
	m = press(t, m, "enter")
	wantShown(t, m, "2 of 6", "smtp.analytical.example")
	if ctx.Err() == nil {
		t.Error("the others are still being asked")
	}
	m = press(t, m, "esc") // nothing is lost, and nothing is asked again
	wantShown(t, m, "› smtp.analytical.example", "not waited for")
	if v := m.screen.(servers); !v.search.over {
		t.Error("it looks again by itself")
	}
}

func TestEnterAloneUsesNothingThatNeedsASecondLook(t *testing.T) {
	for name, said := range map[string]map[discover.SourceID]func(*discover.Answer){
		"nothing yet": nil,
		"a guess":     {discover.Guesses: guesses("smtp.analytical.example")},
		"outside":     {discover.SRVSubmission: names("relay.elsewhere.example", 587, probe.STARTTLS)},
		"plaintext":   {discover.ISPDB: names("smtp.analytical.example", 25, discover.Plaintext)},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := lookingFor(t, 80, 24, searched(t, false, said), time.Second)
			m = press(t, m, "enter")
			wantShown(t, m, "1 of 6", "Looking for the servers")
			m = press(t, m, "down", "up", "enter") // deliberately
			if strings.Contains(frame(m), "Looking for the servers") {
				t.Errorf("a choice is no choice:\n%s", frame(m))
			}
		})
	}
}

func TestTheHighlightedServerStaysThePersons(t *testing.T) {
	m, _ := lookingFor(t, 80, 24, searched(t, false, map[discover.SourceID]func(*discover.Answer){
		discover.SRVSubmission: names("mail.analytical.example", 587, probe.STARTTLS),
	}), time.Second)
	m = press(t, m, "down", "up")
	wantShown(t, m, "› mail.analytical.example")
	v := m.screen.(servers)
	report := searched(t, false, agreed)
	for i, a := range report.Answers { // a better one comes
		if a.Source == discover.Autoconfig {
			m = update1(m, searchEventMsg{v.search.events, discover.Event{Source: i, At: 2 * time.Second, Answer: a}, true, 0})
		}
	}
	wantShown(t, m, "› mail.analytical.example", "  smtp.analytical.example")
}

func TestTheServersGoRound(t *testing.T) {
	m, _ := lookingFor(t, 80, 24, searched(t, true, agreed), time.Second)
	m = press(t, m, "up")
	wantShown(t, m, "› Practise first")
	wantShown(t, press(t, m, "down"), "› smtp.analytical.example")
}

func TestEscStopsTheAsking(t *testing.T) {
	m, ctx := lookingFor(t, 80, 24, searched(t, false, agreed), time.Second)
	m = press(t, m, "esc")
	wantShown(t, m, "Where is your mailbox", "ada@analytical.example")
	if ctx.Err() == nil {
		t.Error("the sources are still being asked")
	}
}

func TestTheEvidenceCanBeRead(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		m, _ := lookingFor(t, width, height, searched(t, true, agreed), time.Second)
		m = press(t, m, "t")
		wantShown(t, m, "what was answered", "enter back")
		var all strings.Builder
		for range 30 {
			fits(t, m)
			all.WriteString(frame(m))
			m = press(t, m, "down", "down", "down")
		}
		for _, want := range []string{"says: smtp.analytical.example", "asked:"} {
			if !strings.Contains(strings.Join(strings.Fields(all.String()), " "), want) {
				t.Errorf("no %q in it", want)
			}
		}
		wantShown(t, press(t, m, "t"), "smtp.analytical.example")
	})
}

func TestNothingMoreIsAskedBeforeThePersonAgrees(t *testing.T) {
	said := map[discover.SourceID]func(*discover.Answer){
		discover.Autoconfig: fails(discover.NoConnection),
		discover.WellKnown:  func(a *discover.Answer) { a.State, a.Reason = discover.None, discover.NoSuchPage },
	}
	for _, tt := range []struct{ key, title, tells string }{
		{"h", "without encryption?", "http://autoconfig.analytical.example"},
		{"d", "the whole address?", "https://autoconfig.analytical.example"},
	} {
		t.Run(tt.key, func(t *testing.T) {
			for _, size := range [][2]int{{80, 24}, {40, 15}} {
				m, _ := lookingFor(t, size[0], size[1], searched(t, true, said), time.Second)
				before := m.screen.(servers).session.Query()
				m = press(t, m, tt.key)
				fits(t, m)
				wantShown(t, m, "agree, and ask", "esc back")
				if size[0] == 80 {
					wantShown(t, m, tt.title, tt.tells)
				}
				kept := press(t, m, "esc")
				if got := kept.screen.(servers).session.Query(); got != before {
					t.Errorf("after esc, %+v is asked", got)
				}
				m = press(t, m, "enter")
				got := m.screen.(servers).session.Query()
				if got.PlainHTTP != (tt.key == "h") || (got.Address != "") != (tt.key == "d") {
					t.Errorf("after agreeing, %+v is asked", got)
				}
			}
		})
	}
}

func TestNothingThatCouldNotHelpIsOffered(t *testing.T) {
	m, _ := lookingFor(t, 80, 24, searched(t, true, agreed), time.Second)
	before := frame(m)
	for _, k := range []string{"h", "d"} {
		if after := frame(press(t, m, k)); after != before {
			t.Errorf("%s leads to\n%s", k, after)
		}
	}
}

func TestWhatToAskTheProviderIsAlwaysThere(t *testing.T) {
	for _, over := range []bool{true, false} {
		m, _ := lookingFor(t, 80, 24, searched(t, over, nil), time.Second)
		wantShown(t, m, "Another server", "Practise first", "Ask your provider")
		m = press(t, m, "c")
		wantShown(t, m, "Ask your provider", "Sent to the terminal's clipboard")
		fits(t, m)
		m = press(t, m, "esc")
		wantShown(t, m, "Another server")
		for range m.screen.(servers).choices {
			if m.screen.(servers).choice().Value == askOthers {
				break
			}
			m = press(t, m, "down")
		}
		asked := frame(press(t, m, "enter"))
		if got := frame(press(t, m, "?")); got != asked {
			t.Errorf("? on what to ask leads elsewhere:\n%s", got)
		}
	}
}

func TestAServerIsEditedBeforeItIsUsed(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		m, _ := lookingFor(t, width, height, searched(t, true, agreed), time.Second)
		m = press(t, m, "e")
		golden(t, m)
		m = press(t, m, append([]string{"down", "backspace", "backspace", "backspace"}, typed("2465")...)...)
		m = press(t, m, append([]string{"down", "down"}, typed("x")...)...)
		m = press(t, m, "enter")
		wantShown(t, m, "2 of 6", "smtp.analytical.example", "2465")
		s := m.session
		if got := s.Get(wizard.User); got != "ada@analytical.examplex" {
			t.Errorf("login name: got %q", got)
		}
	})
}

func TestWhatIsWrongWithAnEditIsSaid(t *testing.T) {
	m, _ := lookingFor(t, 40, 15, searched(t, true, agreed), time.Second)
	m = press(t, m, "e")
	m = press(t, m, append([]string{"down"}, typed("9999")...)...)
	m = press(t, m, "enter", "enter", "enter")
	wantShown(t, m, "! ", "› Port")
	fits(t, m)
}

// TestWhatWasChangedOfAServerStaysThere: it was used, or the page was only left.
func TestWhatWasChangedOfAServerStaysThere(t *testing.T) {
	m, _ := lookingFor(t, 80, 24, searched(t, true, agreed), time.Second)
	m = press(t, m, "e", "x", "esc")
	wantShown(t, m, "› smtp.analytical.example")
	m = press(t, m, "e")
	wantShown(t, m, "smtp.analytical.examplex")
	m = press(t, m, "backspace", "2", "enter", "ctrl+u", "2", "4", "6", "5", "enter", "enter", "enter")
	wantShown(t, m, "2 of 6")
	m = press(t, m, "esc", "e")
	wantShown(t, m, "1 of 6", "smtp.analytical.example2", "2465", "tls")
}

// TestTheRemarksStandWhereTheyStood: going back to the first question moves no column.
func TestTheRemarksStandWhereTheyStood(t *testing.T) {
	const remark = "you know its name"
	column := func(m model) int {
		for row := range strings.Lines(frame(m)) {
			if at := strings.Index(row, remark); at >= 0 {
				return ansi.StringWidth(row[:at])
			}
		}
		t.Fatalf("no remark in\n%s", frame(m))
		return 0
	}
	for _, width := range []int{60, 80, 120} {
		m := newTest(wizard.New(testWorld()), (&disk{}).engine(), width, 24)
		m = press(t, m, typed("ada@unknown.example")...)
		was := column(m)
		if is := column(press(t, m, "enter", "esc")); is != was {
			t.Errorf("%d columns wide, the remarks stood at %d, and stand at %d after going back", width, was, is)
		}
	}
}
