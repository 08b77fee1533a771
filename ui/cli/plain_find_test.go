package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
)

// unlisted is a stage whose sources say that about analytical.example; asked are the
// questions they were put.
func unlisted(t *testing.T, s says) (st *stage, asked *[]discover.Query) {
	t.Helper()
	st, asked = newStage(t, ""), new([]discover.Query)
	begin := s.begin(false)
	st.ui.Find = func(ctx context.Context, q discover.Query) (discover.Report, <-chan discover.Event) {
		*asked = append(*asked, q)
		return begin(ctx, q)
	}
	return st, asked
}

// shows fails unless the words are in what was printed, however its lines break.
func (st *stage) shows(t *testing.T, words ...string) {
	t.Helper()
	all := strings.Join(strings.Fields(st.out.String()), " ")
	for _, want := range words {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, st.out)
		}
	}
}

func TestPlainWalkFromAnUnlistedAddress(t *testing.T) {
	st, asked := unlisted(t, agreeing)
	_, err := st.walk(t, "ada@analytical.example", "", "465", "msmtp", "", "", "", "ask", "write")
	if err != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	st.shows(t, "Looking for the servers of analytical.example", "1) smtp.analytical.example: 465; 2 sources agree",
		"which agree", "Press enter for 1, smtp.analytical.example.", "Use 465.", "names 465 first")
	body, err := os.ReadFile(filepath.Join(st.home, ".msmtprc"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"host smtp.analytical.example", "tls_starttls off", "user ada@analytical.example"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if len(*asked) != 1 || (*asked)[0] != (discover.Query{Domain: "analytical.example"}) {
		t.Errorf("asked: %+v", *asked)
	}
}

// TestPlainServersInAnotherAlphabet: a name stands there in both its forms, and one that
// mixes alphabets is doubted.
func TestPlainServersInAnotherAlphabet(t *testing.T) {
	st, _ := unlisted(t, says{
		discover.Autoconfig:    naming("xn--bcher-kva.analytical.example", 465, probe.ImplicitTLS),
		discover.SRVSubmission: naming("xn--gmil-63d.com", 587, probe.STARTTLS), // with a Cyrillic a
	})
	if _, err := st.walk(t, "ada@analytical.example", "q"); !errors.Is(err, errLeft) {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	st.shows(t, "1) xn--bcher-kva.analytical.example (bücher.analytical.example): 465",
		"2) xn--gmil-63d.com (gm\u0430il.com): check it: letters of several alphabets; not of your domain; 587")
}

func TestPlainWaysOnWhereNothingIsFound(t *testing.T) {
	st, asked := unlisted(t, nil)
	_, err := st.walk(t, "ada@analytical.example", "", "p", "t", "r", "e 1", "?", "1", "mail.analytical.example", "q")
	if !errors.Is(err, errLeft) {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	st.shows(t, "Nothing names a server for analytical.example.", "Enter alone chooses nothing here.", "Words to copy:",
		"asked: DNS MX analytical.example", "Type e and the number of a server", "Practise first", "Which server takes the outgoing mail of analytical.example?", "Trying mail.analytical.example")
	if len(*asked) != 2 {
		t.Errorf("%d searches, want one, and one more for r", len(*asked))
	}
}

func TestPlainAgreesBeforeMoreIsAsked(t *testing.T) {
	unencrypted := says{
		discover.Autoconfig: ending(discover.Failed, discover.NoConnection),
		discover.WellKnown:  ending(discover.None, discover.NoSuchPage),
	}
	st, asked := unlisted(t, unencrypted)
	_, err := st.walk(t, "ada@analytical.example", "2", "b", "2", "y", "q")
	if !errors.Is(err, errLeft) {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	st.shows(t, "2) Ask without encryption", "Anybody on the way", "Type y to agree and ask, or b to leave it.", "3) Practise first")
	if len(*asked) != 2 || (*asked)[0].PlainHTTP || !(*asked)[1].PlainHTTP || (*asked)[1].Address != "" {
		t.Errorf("asked: %+v", *asked)
	}
	st, asked = unlisted(t, unencrypted)
	_, err = st.walk(t, "ada@analytical.example", "3", "y", "q")
	if !errors.Is(err, errLeft) || len(*asked) != 2 || (*asked)[1].Address != "ada@analytical.example" || (*asked)[1].PlainHTTP {
		t.Errorf("got %v, asked %+v in\n%s", err, *asked, st.out)
	}
}

func TestPlainEditsAServer(t *testing.T) {
	st, _ := unlisted(t, agreeing)
	s, err := st.walk(t, "ada@analytical.example", "e 1", "", "99999", "2465:tls", "ada", "q")
	if !errors.Is(err, errLeft) {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	st.shows(t, "The server's name. Press enter for smtp.analytical.example.", "Press enter for 465:tls.", "is no port", "Press enter for ada@analytical.example.")
	if got := s.Get("user"); got != "ada" {
		t.Errorf("login name: got %q", got)
	}
	last := st.tried[len(st.tried)-1]
	if door := last[len(last)-1]; door.Port != 2465 || !door.Implicit() {
		t.Errorf("tried: %v", last)
	}
}

func TestPlainBackFromTheDoorsKeepsWhatWasFound(t *testing.T) {
	st, asked := unlisted(t, agreeing)
	_, err := st.walk(t, "ada@analytical.example", "", "b", "2", "b", "b", "", "q")
	if !errors.Is(err, errLeft) {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	if len(*asked) != 1 {
		t.Errorf("%d searches, want 1, in\n%s", len(*asked), st.out)
	}
}

func TestPlainSearchIsInterrupted(t *testing.T) {
	st, _ := unlisted(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	st.ui.Find = func(ctx context.Context, q discover.Query) (discover.Report, <-chan discover.Event) {
		report, _ := says{}.begin(true)(ctx, q)
		cancel()
		return report, nil
	}
	st.app.in = strings.NewReader("ada@analytical.example\n")
	f := st.app.front(st.ui)
	defer f.in.close()
	if _, err := f.walk(ctx, wizard.New(st.app.world("", ""))); !errors.Is(err, errInterrupted) {
		t.Errorf("got %v", err)
	}
}

// TestASlipIsAskedAbout: the wizard does not run off with an address that is likely
// another one.
func TestASlipIsAskedAbout(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "q\n", "ada@gmial.com", "--plain")
	if code != exitNot || !strings.Contains(errOut, "Did you mean ada@gmail.com?") ||
		!strings.Contains(out, "Where is your mailbox") || !strings.Contains(out, "Press enter for ada@gmial.com.") {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
}
