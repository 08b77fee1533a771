package advice

import (
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// An answer is a server's refusal, made ready to be read.
type answer struct {
	code      int
	detail    string // subject and detail of the enhanced code: "7.8" of 5.7.8; "" if there was none
	text      string // in lower case, on one line
	command   string // what it answers: AUTH, MAIL, RCPT, DATA or "."
	token     bool   // the login was by a token
	microsoft bool   // Exchange Online or Outlook.com said it
}

func loginAnswer(s *probe.SignIn, p *catalog.Provider) answer {
	a := newAnswer("AUTH", s.LoginReply, s.LoginStatus)
	a.token = tokenLogin(s.Mechanism)
	a.microsoft = byMicrosoft(s, p)
	return a
}

func newAnswer(command string, r probe.Reply, status string) answer {
	_, detail, _ := strings.Cut(status, ".")
	text := strings.ToLower(strings.Join(strings.Fields(r.Text.String()), " "))
	return answer{code: r.Code, detail: detail, text: text, command: command}
}

// is reports whether the enhanced code has this subject and detail. Its class is
// left out: the reply's number tells it, and a few servers contradict themselves.
func (a answer) is(detail string) bool { return a.detail == detail }

// says reports whether the answer holds a wording of a kind, from wordings.txt.
func (a answer) says(kind string) bool {
	for _, phrase := range strings.Split(wordings()[kind]["phrases"], "; ") {
		if strings.Contains(a.text, phrase) {
			return true
		}
	}
	return false
}

// switchedOff reports whether login by password is off as such. 5.7.139 and
// 5.7.30 are Microsoft's own numbers. Its 5.7.3 stands for that too, but other
// servers, Exchange of one's own among them, say 5.7.3 to a wrong password; and
// 5.7.139 is also said of a wrong one, in so many words.
func (a answer) switchedOff() bool {
	switch a.detail {
	case "7.30":
		return true
	case "7.139":
		return !a.says("wrong-password") && !a.says("locked")
	case "7.3":
		return a.says("switched-off") || a.microsoft && !a.token
	}
	return a.says("switched-off")
}

// byMicrosoft reports whether the server is one of Microsoft's: by the catalogue,
// or because its verified certificate or its own words name it. Many companies'
// mailboxes are there under other names.
func byMicrosoft(s *probe.SignIn, p *catalog.Provider) bool {
	if p != nil && (p.ID == "outlook-com" || p.ID == "microsoft-365") {
		return true
	}
	words := []string{s.Door.GreetingText.String(), s.LoginReply.Text.String()}
	if c := s.Door.Certificate; c != nil {
		for _, n := range c.Names {
			words = append(words, n.String())
		}
	}
	all := strings.ToLower(strings.Join(words, " "))
	return strings.Contains(all, ".outlook.com") || strings.Contains(all, ".office365.com")
}

var wordings = wordsOf("wordings")
