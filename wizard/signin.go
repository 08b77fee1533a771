package wizard

import (
	"fmt"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// A Login is what is needed to check the chosen settings.
type Login struct {
	Host string
	Door probe.Door
	User string
	// Command prints the password, or the token where Token is set; "" means that the
	// person is asked.
	Command string
	Token   bool
	// Mechanisms are those the provider names, the best first; nil: it names none.
	Mechanisms []string
	// Address is the person's own, to send a message to.
	Address string
}

// Login returns what to check; false where nobody signs in, or no door was chosen.
func (s Session) Login() (Login, bool) {
	r, ok := s.Chosen()
	set := s.Settings()
	if !ok || set.User == "" || set.Security == recipe.Plain {
		return Login{}, false
	}
	l := Login{
		Host: set.Host, Door: r.Door, User: set.User, Address: set.Address,
		Command: recipe.FetchCommand(set), Token: set.OAuth && set.Secret.Kind == recipe.Command,
	}
	if p, ok := s.provider(); ok {
		for _, m := range p.Auth {
			l.Mechanisms = append(l.Mechanisms, strings.ToUpper(m))
		}
	}
	return l, true
}

// A Stage is one part of a sign-in, and how it stands.
type Stage struct {
	Name  string
	State StageState
	Word  string // what is being done, or what came of it; may be ""
}

// StageState is how a stage stands.
type StageState uint8

// The states of a stage.
const (
	StageAhead StageState = iota
	StageNow
	StageDone
	StageFailed
)

// SignInStages are the parts of a sign-in: the way there, the password, the login
// and, where one is sent, the message.
func SignInStages(s probe.SignIn, send bool) []Stage {
	stages := []Stage{wayStage(s), secretStage(s), loginStage(s)}
	if send {
		stages = append(stages, messageStage(s))
	}
	return stages
}

func wayStage(s probe.SignIn) Stage {
	st := Stage{Name: "connection"}
	switch {
	case s.Step > probe.SignInEnter && s.Step < probe.SignInSettled, s.Login != probe.LoginNotAttempted && s.Step == probe.SignInSettled:
		st.State, st.Word = StageDone, "TLS "+s.Entered.TLSVersion+", verified"
	case s.Step == probe.SignInSettled:
		st.State = StageFailed
	default:
		st.State, st.Word = StageNow, StepWord(s.Entered.Step)
	}
	return st
}

func secretStage(s probe.SignIn) Stage {
	st := Stage{Name: "password"}
	switch {
	case s.Step == probe.SignInSecret:
		st.State, st.Word = StageNow, "being fetched"
	case s.Step > probe.SignInSecret && s.Step < probe.SignInSettled:
		st.State = StageDone
	case s.Step == probe.SignInSettled && s.Login == probe.LoginNoSecret:
		st.State = StageFailed
	case s.Step == probe.SignInSettled && s.LoginReply.Code != 0:
		st.State, st.Word = StageDone, "sent once, kept nowhere"
	}
	return st
}

func loginStage(s probe.SignIn) Stage {
	st := Stage{Name: "login"}
	switch {
	case s.Login == probe.LoginOK:
		st.State, st.Word = StageDone, s.Mechanism
	case s.Step == probe.SignInAuth:
		st.State, st.Word = StageNow, SignInWord(s.Step)
	case s.Step == probe.SignInSettled && s.Login != probe.LoginNotAttempted && s.Login != probe.LoginNoSecret:
		st.State = StageFailed
	}
	return st
}

func messageStage(s probe.SignIn) Stage {
	st := Stage{Name: "message"}
	switch {
	case s.Send == probe.SendOK:
		st.State, st.Word = StageDone, "accepted"
	case s.Step >= probe.SignInMail && s.Step < probe.SignInSettled:
		st.State, st.Word = StageNow, SignInWord(s.Step)
	case s.Step == probe.SignInSettled && s.Send != probe.SendNotAttempted:
		st.State = StageFailed
	}
	return st
}

// ToldSignIn is what came of a sign-in, and of the message where one was to be sent,
// with the server's own words beneath.
func (s Session) ToldSignIn(host string, in probe.SignIn, send bool) []string {
	p := s.ownProvider()
	out := toldParagraphs(advice.ExplainLogin(host, in, p), in.LoginReply)
	if user, why, ok := s.OtherUser(in); ok {
		out = append(out, fmt.Sprintf("Another login name may be the right one: %s. %s", user, why))
	}
	if send && in.Login == probe.LoginOK {
		out = append(out, toldParagraphs(advice.ExplainSend(host, in, p), in.SendReply)...)
		if !in.QueueID.Empty() {
			out = append(out, "The server keeps the message under the name "+in.QueueID.String()+".")
		}
	}
	return out
}

// OtherUser proposes another login name, where the one that was tried may be why a
// sign-in failed. Nobody tries it unasked.
func (s Session) OtherUser(in probe.SignIn) (user, why string, ok bool) {
	p := s.ownProvider()
	if !advice.UserDoubtful(in, p) {
		return "", "", false
	}
	return advice.OtherUser(p, s.Get(Address), s.Get(User))
}

// ownProvider is the chosen catalogue entry, nil if it is none.
func (s Session) ownProvider() *catalog.Provider {
	if p, ok := s.provider(); ok {
		return &p
	}
	return nil
}

func toldParagraphs(t advice.Told, reply probe.Reply) []string {
	first := strings.ToUpper(t.Word[:1]) + t.Word[1:] + ". " + t.Sentence
	var out []string
	for _, p := range append([]string{first, t.Cause, t.Next, t.Note, t.Link}, t.Dates...) {
		if p != "" {
			out = append(out, p)
		}
	}
	if reply.Code != 0 {
		out = append(out, "The server said:", fmt.Sprintf("  %d %s", reply.Code, strings.ReplaceAll(reply.Text.String(), "\n", "\n  ")))
	}
	return out
}
