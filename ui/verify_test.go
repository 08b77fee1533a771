package ui

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/probe"
	"postern/probe/submit"
	"postern/wizard"
)

// signingHouse is an engine that plays back what comes of a sign-in.
type signingHouse struct {
	asked   int
	message []bool
	ctx     context.Context
	events  chan submit.Event
	err     error
}

func (h *signingHouse) engine() Engine {
	e := (&disk{}).engine()
	e.SignIn = func(ctx context.Context, _ wizard.Login, message bool) (Signing, error) {
		h.ctx, h.events = ctx, make(chan submit.Event, 10)
		h.message = append(h.message, message)
		return Signing{Events: h.events, Ask: func(io.Reader, io.Writer) error { h.asked++; return nil }}, h.err
	}
	return e
}

// atVerify is the page that checks the login, before it is agreed to.
func atVerify(t *testing.T, h *signingHouse, width, height int) model {
	t.Helper()
	m := atSettings(t, &disk{}, width, height)
	s := m.screen.(settings)
	s.engine = h.engine()
	m.screen = s
	return press(t, m, "v")
}

// begun presses a key that begins, and lets that begin.
func begun(t *testing.T, m model, h *signingHouse, k string) model {
	t.Helper()
	top := m.over[0].(verify)
	next, cmd := top.press(keyPress(k))
	m.over = []screen{next}
	if cmd == nil {
		t.Fatalf("%s begins nothing", k)
	}
	return update1(m, cmd())
}

// learns lets the page know what came of a step.
func learns(m model, h *signingHouse, s probe.SignIn) model {
	return update1(m, signInEventMsg{h.ctx, submit.Event{SignIn: s}, true})
}

func safeDoor() probe.Result {
	r := probe.NewResult(probe.DoorAt(465))
	ready(&r)
	r.Step = probe.StepSettled
	return r
}

func TestSigningInIsShownStepByStep(t *testing.T) {
	h := &signingHouse{}
	m := atVerify(t, h, 80, 24)
	wantShown(t, m, "smtp.fastmail.com, door 465, as ada@fastmail.com", "secret-tool lookup", "enter sign in and send")
	fits(t, m)
	if len(h.message) > 0 {
		t.Fatal("it began by itself")
	}
	m = begun(t, m, h, "enter")
	m = learns(m, h, probe.SignIn{Door: probe.Result{Step: probe.StepTLS}})
	wantShown(t, m, "connection   encrypting", "esc stop")
	in := probe.SignIn{Door: safeDoor(), Step: probe.SignInSecret, Mechanism: "PLAIN"}
	_, cmd := m.over[0].(verify).learn(signInEventMsg{h.ctx, submit.Event{SignIn: in}, true})
	m = learns(m, h, in)
	wantShown(t, m, "✓ connection   TLS 1.3, verified", "password     being fetched")
	if batch, ok := cmd().(tea.BatchMsg); !ok || len(batch) != 2 {
		t.Error("the terminal is not handed over")
	}
	in.Step, in.Login, in.LoginReply = probe.SignInRcpt, probe.LoginOK, probe.Reply{Code: 235, Text: probe.NewText("2.7.0 welcome\x1b")}
	m = learns(m, h, in)
	wantShown(t, m, "✓ login        PLAIN", "message      addressing")
	in.Step, in.Send, in.SendCommand = probe.SignInSettled, probe.SendOK, "."
	in.SendReply, in.QueueID = probe.Reply{Code: 250, Text: probe.NewText("2.0.0 Ok: queued as 4F")}, probe.NewText("4F")
	m = learns(m, h, in)
	m = update1(m, signInEventMsg{ctx: h.ctx})
	wantShown(t, m, "✓ message      accepted", "under the name 4F", "250 2.0.0 Ok: queued as 4F", "enter back")
	fits(t, m)
	wantShown(t, press(t, m, "end"), `235 2.7.0 welcome\x1B`)
	if len(h.message) != 1 || !h.message[0] {
		t.Errorf("attempts: %v", h.message)
	}
	wantShown(t, press(t, m, "enter"), "6 of 6", "w write it")
}

func TestOnlySigningIn(t *testing.T) {
	h := &signingHouse{}
	m := begun(t, atVerify(t, h, 40, 15), h, "l")
	fits(t, m)
	if strings.Contains(frame(m), "message  ") || len(h.message) != 1 || h.message[0] {
		t.Errorf("attempts: %v\n%s", h.message, frame(m))
	}
}

func TestAnotherLoginNameIsOfferedAndNotTried(t *testing.T) {
	h := &signingHouse{}
	m := atVerify(t, h, 80, 24)
	m = begun(t, m, h, "l")
	m = learns(m, h, probe.SignIn{
		Door: safeDoor(), Step: probe.SignInSettled, Mechanism: "PLAIN", Login: probe.LoginRefused,
		LoginReply: probe.Reply{Code: 535, Text: probe.NewText("5.7.8 no")}, LoginStatus: "5.7.8",
	})
	m = update1(m, signInEventMsg{ctx: h.ctx})
	wantShown(t, m, "✗ login", "r try again")
	if strings.Contains(frame(m), "u use the other name") {
		t.Errorf("Fastmail has one form of a name, and another is offered:\n%s", frame(m))
	}
	v := m.over[0].(verify)
	v.session = v.session.WithReport(probe.Report{Host: "mail.example.org"}, 0)
	own, err := wizard.New(testWorld()).Answer(wizard.Provider, "mail.example.org")
	if err != nil {
		t.Fatal(err)
	}
	if own, err = own.Put(wizard.Address, "ada@example.org"); err != nil {
		t.Fatal(err)
	}
	v.session = own
	m.over = []screen{v.refresh()}
	wantShown(t, m, "u use the other name")
	wantShown(t, press(t, m, "end"), "Another login name may be the right one: ada.")
	next, cmd := v.press(keyPress("u"))
	went, ok := cmd().(goMsg)
	if !ok || went.session.Get(wizard.User) != "ada" || next == nil {
		t.Errorf("u leads to %v", went.session.Get(wizard.User))
	}
	if went.session.News() == "" {
		t.Error("nothing says that it was done")
	}
	m = atSettings(t, &disk{}, 80, 24)
	taken, err := m.session.TakeUser("ada")
	if err != nil {
		t.Fatal(err)
	}
	m = settle(t, m, goTo(taken))
	wantShown(t, m, "✓ The login name is now ada.")
	if text := frame(press(t, m, "down")); strings.Contains(text, "is now") {
		t.Errorf("it is said for longer than until it was read:\n%s", text)
	}
	if len(h.message) != 1 {
		t.Errorf("it was tried again by itself: %v", h.message)
	}
}

func TestLeavingEndsTheAttempt(t *testing.T) {
	h := &signingHouse{}
	m := begun(t, atVerify(t, h, 80, 24), h, "enter")
	m = press(t, m, "esc")
	if h.ctx.Err() == nil {
		t.Error("it goes on")
	}
	m = learns(m, h, probe.SignIn{Door: safeDoor(), Step: probe.SignInSettled, SecretSent: true, Login: probe.LoginLost, Why: probe.NewText("called off")})
	m = update1(m, signInEventMsg{ctx: h.ctx})
	wantShown(t, m, "✓ password     used once", "The reason: called off.") // what came of it is told
	wantShown(t, press(t, m, "esc"), "w write it")
}

// The terminal is handed to what asks for the password; where that fails, or the
// terminal cannot be given away, the attempt ends.
func TestTheTerminalIsHandedOver(t *testing.T) {
	h := &signingHouse{}
	m := begun(t, atVerify(t, h, 80, 24), h, "l")
	ask := &terminalTurn{ask: m.over[0].(verify).attempt.signing.Ask}
	ask.SetStdin(strings.NewReader(""))
	ask.SetStdout(io.Discard)
	ask.SetStderr(io.Discard)
	if err := ask.Run(); err != nil || h.asked != 1 {
		t.Errorf("asked %d times: %v", h.asked, err)
	}
	m = learns(m, h, probe.SignIn{Door: safeDoor(), Step: probe.SignInSecret})
	next, cmd := m.over[0].Update(handedBackMsg{errors.New("no terminal")})
	if cmd == nil || next == nil {
		t.Fatal("nothing ends the attempt")
	}
	cmd()
	if h.ctx.Err() == nil {
		t.Error("the attempt waits for ever")
	}
}

func TestALockedAccountIsNotTriedAgain(t *testing.T) {
	h := &signingHouse{}
	m := begun(t, atVerify(t, h, 80, 24), h, "l")
	m = learns(m, h, probe.SignIn{
		Door: safeDoor(), Step: probe.SignInSettled, Login: probe.LoginRefused, LoginStatus: "5.7.0",
		LoginReply: probe.Reply{Code: 535, Text: probe.NewText("5.7.0 Account is locked")},
	})
	m = update1(m, signInEventMsg{ctx: h.ctx})
	if strings.Contains(frame(m), "r try again") {
		t.Errorf("to try again is offered:\n%s", frame(m))
	}
	if press(t, m, "r"); len(h.message) != 1 {
		t.Errorf("it was tried again: %v", h.message)
	}
}

func TestALoginThatCannotBeTriedSaysWhy(t *testing.T) {
	h := &signingHouse{err: errors.New("the login name has a line break in it")}
	m := begun(t, atVerify(t, h, 80, 24), h, "enter")
	wantShown(t, m, "! the login name has a line break in it", "enter sign in and send")
}

func TestTurnsOfAnEarlierAttemptAreDropped(t *testing.T) {
	h := &signingHouse{}
	m := begun(t, atVerify(t, h, 80, 24), h, "enter")
	before := frame(m)
	m = update1(m, signInEventMsg{context.Background(), submit.Event{SignIn: probe.SignIn{Login: probe.LoginOK}}, true})
	m = update1(m, signInTickMsg{context.Background(), time.Now()})
	if frame(m) != before {
		t.Errorf("it changed:\n%s", frame(m))
	}
}
