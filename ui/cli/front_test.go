package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/probe"
	"postern/ui"
	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// stage is a front whose engine plays a practice house under any host's name.
type stage struct {
	home  string
	out   *bytes.Buffer
	app   *app
	ui    ui.Engine
	tried [][]probe.Door // the doors asked for, run by run
}

func newStage(t *testing.T, scene string) *stage {
	t.Helper()
	st := &stage{home: alone(t, "msmtp"), out: new(bytes.Buffer)}
	server := house(t, scene)
	st.app = &app{out: &sink{w: st.out}, errOut: st.out, getenv: os.Getenv}
	st.ui = ui.Engine{
		Look: look, Apply: apply,
		Probe: func(ctx context.Context, host string, doors []probe.Door) probe.Run {
			st.tried = append(st.tried, doors)
			run := server.Prober().Begin(ctx, server.Host, slices.DeleteFunc(slices.Clone(server.Doors), func(d probe.Door) bool {
				return !slices.ContainsFunc(doors, func(asked probe.Door) bool { return asked.Port == d.Port })
			}))
			run.Report.Host = host // whose doors these are taken for
			return run
		},
		Practice: func() (wizard.Practice, error) { return wizard.Practice{}, errors.New("no room") },
	}
	return st
}

// walk answers the questions, and returns the session as it was left.
func (st *stage) walk(t *testing.T, answers ...string) (wizard.Session, error) {
	t.Helper()
	st.app.in = strings.NewReader(strings.Join(answers, "\n") + "\n")
	f := st.app.front(st.ui)
	defer f.in.close()
	s, err := f.walk(t.Context(), wizard.New(st.app.world("", "")))
	f.doors.stop()
	plainChecks(t, st.out.String())
	return s, err
}

// mine is a file that was there before.
const mine = "defaults\nauth on\n\naccount fastmail\nhost old.example\nfrom ada@old.example\n\naccount work\nhost smtp.work.example\nfrom ada@work.example\n"

func (st *stage) msmtprc(t *testing.T) string {
	t.Helper()
	file := filepath.Join(st.home, ".msmtprc")
	if err := os.WriteFile(file, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPlainWalkIntoAFileThatIsThere(t *testing.T) {
	st := newStage(t, "")
	file := st.msmtprc(t)
	s, err := st.walk(t, "ada@fastmail.com", "465", "", "", "", "", "ask", "replace")
	if err != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	golden.RequireEqual(t, []byte(walked(t, st.out.String(), st.home)))
	body, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(body, []byte("host smtp.fastmail.com")) || bytes.Contains(body, []byte("old.example")) ||
		!bytes.Contains(body, []byte("account work\nhost smtp.work.example\nfrom ada@work.example\n")) {
		t.Errorf("got %v and\n%s", err, body)
	}
	if old, err := os.ReadFile(s.Done()[0].Backup); err != nil || string(old) != mine {
		t.Errorf("backup: got %v and %q", err, old)
	}
}

func TestPlainWalkLeavesTheFile(t *testing.T) {
	st := newStage(t, "")
	file := st.msmtprc(t)
	if _, err := st.walk(t, "fastmail", "", "", "ada@fastmail.com", "", "", "ask", "leave"); err != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	if body, err := os.ReadFile(file); err != nil || string(body) != mine {
		t.Errorf("the file changed: %v and\n%s", err, body)
	}
	if !strings.Contains(st.out.String(), "No file was changed.") {
		t.Errorf("it does not say so:\n%s", st.out)
	}
}

func TestPlainWhenWritingFails(t *testing.T) {
	st := newStage(t, "")
	st.ui.Apply = func([]install.Plan) ([]install.Done, error) { return nil, errors.New("the disk is full") }
	s, err := st.walk(t, "fastmail", "", "", "ada@fastmail.com", "", "", "ask", "write", "leave")
	if err != nil || s.Done() != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	for _, want := range []string{"Nothing was written: the disk is full.", "No file was changed."} {
		if !strings.Contains(st.out.String(), want) {
			t.Errorf("no %q in\n%s", want, st.out)
		}
	}
}

func TestPlainWhenTheFileCannotBeRead(t *testing.T) {
	st := newStage(t, "")
	st.ui.Look = func([]recipe.Place) ([]install.Current, error) { return nil, errors.New("permission denied") }
	_, err := st.walk(t, "fastmail", "", "", "ada@fastmail.com", "", "", "ask")
	if err == nil || !strings.Contains(err.Error(), "nothing was written") {
		t.Errorf("got %v", err)
	}
	if !strings.Contains(st.out.String(), "host smtp.fastmail.com") {
		t.Errorf("the settings are not shown:\n%s", st.out)
	}
}

func TestPlainWhenPracticeCannotStart(t *testing.T) {
	st := newStage(t, "")
	if _, err := st.walk(t, "practise"); err == nil || err.Error() != "no room" {
		t.Errorf("got %v", err)
	}
}

func TestPlainTriesAgainAndElsewhere(t *testing.T) {
	st := newStage(t, "closed")
	_, err := st.walk(t, "amazon-ses", "1", "r", "a", "587", "q")
	if !errors.Is(err, errLeft) {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	if len(st.tried) != 3 || len(st.tried[0]) != len(st.tried[1]) || len(st.tried[2]) <= len(st.tried[0]) {
		t.Errorf("got %v, want the same doors twice, then more", st.tried)
	}
	for _, want := range []string{"a tries 2587", "No door is ready: r tries again"} {
		if !strings.Contains(st.out.String(), want) {
			t.Errorf("no %q in\n%s", want, st.out)
		}
	}
}

func TestPlainKeepsWhatWasSaid(t *testing.T) {
	st := newStage(t, "")
	_, err := st.walk(t,
		"fastmail", "465", "msmtp", "ada@fastmail.com", "lovelace", "Ada L",
		"b", "b", "b", // to the name, the user, the address
		"", "", "-", // all kept, but no name after all
		"pass", // is not there
		"ask", "b", "b", "Ada M", "ask", "write")
	if err != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	for _, want := range []string{
		"Press enter for ada@fastmail.com.", "Press enter for lovelace.", "Press enter for Ada L, or type a hyphen, -, for none.",
		"Answer with a number from 1 to 2", "user lovelace",
	} {
		if !strings.Contains(st.out.String(), want) {
			t.Errorf("no %q in\n%s", want, st.out)
		}
	}
}

func TestPlainDoesNotMixHosts(t *testing.T) {
	tr := &doorsRun{provider: "fastmail", report: probe.NewReport("smtp.fastmail.com", probe.Report{}.Started, probe.StandardDoors())}
	events := make(chan probe.Event, 1)
	events <- probe.Event{Result: probe.NewResult(probe.DoorAt(465))}
	tr.events = events
	alone(t)
	s := wizard.New((&app{getenv: os.Getenv}).world("", ""))
	s, err := s.Answer(wizard.Provider, "gmail")
	if err != nil {
		t.Fatal(err)
	}
	if got := tr.catchUp(s); got.Report().Host != "" || len(events) != 1 {
		t.Errorf("a report about %q got into the session", got.Report().Host)
	}
}
