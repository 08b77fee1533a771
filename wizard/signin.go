package wizard

import (
	"cmp"
	"fmt"
	"slices"
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
	// NoLogin: nobody signs in, and only a message is sent.
	NoLogin bool
	// Command prints the password, or the token where Token is set; "" means that the
	// person is asked.
	Command string
	Token   bool
	// Mechanisms are those the provider names, the best first; nil: it names none.
	Mechanisms []string
	// Address is the person's own, to send a message to.
	Address string
}

// Promise says, before anybody agrees, what is done with a login, or without one.
func (l Login) Promise() string {
	if l.NoLogin {
		return fmt.Sprintf("Postern sends one short message to %s through %s, door %d: without a login, over an encrypted and verified connection, or not at all.",
			probe.NewText(l.Address), l.Host, l.Door.Port)
	}
	return fmt.Sprintf("Postern signs in at %s, door %d, as %s: once, over an encrypted and verified connection, or not at all. The password is kept nowhere.",
		l.Host, l.Door.Port, probe.NewText(l.User))
}

// Tests says what checking the settings does.
func (l Login) Tests() string {
	if l.NoLogin {
		return "sends you a test message"
	}
	return "signs in and can send you a test message"
}

// Login returns what to check; false where nothing is encrypted, or the chosen door was
// not found ready.
func (s Session) Login() (Login, bool) {
	r, ok := s.used()
	set := s.Settings()
	if ok && set.User == "" && set.Security != recipe.Plain && advice.Encrypted(advice.Judge(r)) {
		return Login{Host: set.Host, Door: r.Door, Address: set.Address, NoLogin: true}, true
	}
	if !ok || !advice.Usable(advice.Judge(r)) || set.User == "" || set.Security == recipe.Plain {
		return Login{}, false
	}
	l := Login{
		Host: set.Host, Door: r.Door, User: set.User, Address: set.Address,
		Command: recipe.FetchCommand(set), Token: set.OAuth && set.Secret.Kind == recipe.Command,
	}
	if s.Practising() && s.keepsPassword() { // who was asked for no password knows none
		l.Command = s.practice.PasswordCommand
	}
	if p, ok := s.provider(); ok {
		for _, m := range p.Auth {
			l.Mechanisms = append(l.Mechanisms, strings.ToUpper(m))
		}
	}
	return l, true
}

// PracticePassword prints the password that a program, or Postern, asks a person for
// who could not know it: that of the practice servers. It is "" where none does.
func (s Session) PracticePassword() string {
	p, _ := recipe.Find(s.Get(Program))
	set := s.Settings()
	if !s.Practising() || set.User == "" || recipe.FetchCommand(set) != "" || p.Password == recipe.InFile || p.Password == recipe.Environment {
		return ""
	}
	return s.practice.PasswordCommand
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
func SignInStages(s *probe.SignIn, send bool) []Stage {
	stages := []Stage{wayStage(s)}
	if !s.NoLogin {
		stages = append(stages, secretStage(s), loginStage(s))
	}
	if send {
		stages = append(stages, messageStage(s))
	}
	return stages
}

func wayStage(s *probe.SignIn) Stage {
	st := Stage{Name: "connection"}
	switch {
	case s.Step > probe.SignInConnect && s.Step < probe.SignInSettled, (s.Login != probe.LoginNotAttempted || s.PastLogin()) && s.Step == probe.SignInSettled:
		st.State, st.Word = StageDone, "TLS "+s.Door.TLSVersion+", verified"
	case s.Step == probe.SignInSettled:
		st.State = StageFailed
	default:
		st.State, st.Word = StageNow, StepWord(s.Door.Step)
	}
	return st
}

func secretStage(s *probe.SignIn) Stage {
	st := Stage{Name: "password"}
	switch {
	case s.Step == probe.SignInSecret:
		st.State, st.Word = StageNow, "being fetched"
	case s.Step > probe.SignInSecret && s.Step < probe.SignInSettled:
		st.State = StageDone
	case s.Step == probe.SignInSettled && s.Login == probe.LoginNoSecret:
		st.State = StageFailed
	case s.SecretSent:
		st.State, st.Word = StageDone, "used once, kept nowhere"
	}
	return st
}

func loginStage(s *probe.SignIn) Stage {
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

func messageStage(s *probe.SignIn) Stage {
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

// A SignInPart is what one part of a sign-in came to, the login or the message.
type SignInPart struct {
	Name        string // "Login", "Message"
	Explanation advice.SignInExplanation
	Why         string      // why Postern itself went no further; "" where it did not
	Reply       probe.Reply // the server's last words about it; zero where there were none
	Queue       string      // the name a message is kept under; "" if none was told
}

// SignInParts is what came of a sign-in at a host and, where one was to be sent, of
// the message: that first, once the login is past. The provider may be nil.
func SignInParts(host string, in *probe.SignIn, p *catalog.Provider, send bool) []SignInPart {
	login := SignInPart{Name: "Login", Explanation: advice.ExplainLogin(host, in, p), Reply: in.LoginReply}
	if !in.PastLogin() {
		login.Why = whyOf(in)
		if in.NoLogin { // of the two, a message alone was wanted
			login.Name = "Message"
		}
		return []SignInPart{login}
	}
	if !send {
		return []SignInPart{login}
	}
	message := SignInPart{
		Name: "Message", Explanation: advice.ExplainSend(host, in, p), Why: whyOf(in), Reply: in.SendReply, Queue: in.QueueID.String(),
	}
	login.Explanation.Cause, login.Explanation.Next = "", "" // what is next, the message tells
	return []SignInPart{message, login}
}

func whyOf(in *probe.SignIn) string {
	if in.Why.Empty() {
		return ""
	}
	return "The reason: " + in.Why.String() + "."
}

// Sentences are what to read, in order.
func (p SignInPart) Sentences() []string {
	kept := ""
	if p.Queue != "" {
		kept = "The server keeps it under the name " + p.Queue + "."
	}
	all := append([]string{p.Explanation.Sentence, p.Why, kept, p.Explanation.Cause, p.Explanation.Next, p.Explanation.Note, p.Explanation.Link}, p.Explanation.Dates...)
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// Said is the server's own words; "" where there were none.
func (p SignInPart) Said() string {
	if p.Reply.Code == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", p.Reply.Code, p.Reply.Text)
}

// ToldSignIn is SignInParts in paragraphs.
func (s Session) ToldSignIn(host string, in *probe.SignIn, send bool) []string {
	return s.told(SignInParts(host, in, s.ownProvider(), send))
}

// ToldInOrder is ToldSignIn in the order in which it happened: for somebody who hears it
// from the beginning.
func (s Session) ToldInOrder(host string, in *probe.SignIn, send bool) []string {
	parts := SignInParts(host, in, s.ownProvider(), send)
	slices.Reverse(parts)
	return s.told(parts)
}

func (s Session) told(parts []SignInPart) []string {
	var out []string
	for _, part := range parts {
		if s.Practising() && part.Queue != "" {
			part.Explanation.Cause = "With a real provider it would now go on to the recipient's server. In practice it goes no further."
			part.Explanation.Next = "It is a file in " + s.practice.Inbox + "."
		}
		sentences := part.Sentences()
		out = append(out, part.Name+": "+part.Explanation.Word+". "+sentences[0])
		out = append(out, sentences[1:]...)
		if said := part.Said(); said != "" {
			out = append(out, "The server said:", "  "+strings.ReplaceAll(said, "\n", "\n  "))
		}
	}
	return out
}

// SignInLesson is the ID of the lesson on what came of a sign-in, and what was seen.
func (s Session) SignInLesson(host string, in *probe.SignIn, send bool) (id string, seen []string) {
	part := SignInParts(host, in, s.ownProvider(), send)[0]
	id = cmp.Or(part.Explanation.Lesson, "login")
	seen = []string{"Seen here: " + part.Explanation.Sentence}
	if said := part.Said(); said != "" {
		seen = append(seen, "  "+strings.ReplaceAll(said, "\n", "\n  "))
	}
	return id, seen
}

// OtherUser proposes another login name, where the one that was tried may be why a
// sign-in failed. Nobody tries it unasked.
func (s Session) OtherUser(in *probe.SignIn) (user, why string, ok bool) {
	return OtherUser(in, s.ownProvider(), s.Get(Address), s.Get(User))
}

// OtherUser is the method of that name, for a person who was asked no questions.
func OtherUser(in *probe.SignIn, p *catalog.Provider, address, tried string) (user, why string, ok bool) {
	if !advice.UserDoubtful(in, p) {
		return "", "", false
	}
	return advice.OtherUser(p, address, tried)
}

// MayRetry reports whether signing in once more can do no harm.
func (s Session) MayRetry(in *probe.SignIn) bool { return advice.MayRetry(in, s.ownProvider()) }

// ownProvider is the chosen catalogue entry, nil if it is none.
func (s Session) ownProvider() *catalog.Provider {
	if p, ok := s.provider(); ok {
		return p
	}
	return nil
}
