package smtptest

import (
	"bufio"
	"io"
	"net/textproto"
	"strings"
)

// obeySubmission answers the commands of a client that hands in mail, in TLS only.
// Any login is right and any message is taken, unless the fields say otherwise.
func (t *talk) obeySubmission(verb, line string) bool {
	s := t.server
	switch verb {
	case "AUTH":
		return t.obeyLogin(line)
	case "MAIL":
		return t.answer(Mail, s.SayMail, "250 2.1.0 sender ok")
	case "RCPT":
		return t.answer(Rcpt, s.SayRcpt, "250 2.1.5 recipient ok")
	default:
		return t.answer(Data, s.SayData, "354 go ahead") &&
			(s.SayData != "" && !strings.HasPrefix(s.SayData, "354") || t.take())
	}
}

// prompts are what a mechanism asks for, a first response not counted: the user
// name and the password of LOGIN, the challenge in RFC 2195.
var prompts = map[string][]string{
	"LOGIN":    {"VXNlcm5hbWU6", "UGFzc3dvcmQ6"},
	"CRAM-MD5": {"PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+"},
}

// obeyLogin asks for what the mechanism needs, and answers.
func (t *talk) obeyLogin(line string) bool {
	s := t.server
	said := []string{line}
	words := strings.Fields(line)
	ask := prompts[strings.ToUpper(words[min(1, len(words)-1)])]
	if ask == nil && len(words) < 3 {
		ask = []string{""}
	}
	for _, prompt := range ask {
		if t.write("334 "+prompt+"\r\n") != nil {
			return false
		}
		more, err := t.hear()
		if err != nil {
			return false
		}
		if said = append(said, more); more == "*" {
			return t.write("501 5.0.0 called off\r\n") == nil
		}
	}
	answer := s.SayLogin
	if s.AnswerLogin != nil {
		answer = s.AnswerLogin(said)
	}
	if !t.answer(Login, answer, "235 2.7.0 signed in") {
		return false
	}
	if !strings.HasPrefix(answer, "334") {
		return true
	}
	_, err := t.hear()
	return err == nil && t.write(s.SayLoginAgain+"\r\n") == nil
}

// take takes a message and answers.
func (t *talk) take() bool {
	var raw strings.Builder
	for !strings.HasSuffix("\r\n"+raw.String(), "\r\n.\r\n") {
		line, err := t.in.ReadString('\n')
		if err != nil {
			return false
		}
		if !strings.HasSuffix(line, "\r\n") || strings.Contains(strings.TrimSuffix(line, "\r\n"), "\r") {
			t.server.complain("a line of the message has a CR or LF by itself")
		}
		raw.WriteString(line)
	}
	t.server.received(raw.String())
	return t.answer(Message, t.server.SayMessage, "250 2.0.0 Ok: queued as 4XyZ12abcd")
}

// received keeps a message.
func (s *Server) received(raw string) {
	text, _ := io.ReadAll(textproto.NewReader(bufio.NewReader(strings.NewReader(raw))).DotReader())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, strings.ReplaceAll(string(text), "\n", "\r\n"))
}
