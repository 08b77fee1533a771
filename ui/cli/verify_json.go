package cli

import (
	"postern/probe"
	"postern/wizard/advice"
)

// jsonSignIn is the JSON form of what verify found, schema 1. Every field is always
// there but the transcript, which is only where it was asked for.
type jsonSignIn struct {
	Schema    int    `json:"schema"`
	Host      string `json:"host"`
	Port      int    `json:"port"`
	Security  string `json:"security"` // starttls, tls
	User      string `json:"user"`
	ElapsedMS int64  `json:"elapsed_ms"`
	Door      string `json:"door"` // the verdict on the connection of the login
	Mechanism string `json:"mechanism"`

	Login       string `json:"login"`
	LoginCode   int    `json:"login_code"` // 0 where there was no reply
	LoginStatus string `json:"login_status"`
	LoginReply  string `json:"login_reply"`
	LoginHelp   string `json:"login_help"`
	OtherUser   string `json:"other_user"` // a login name that may be the right one

	Send        string `json:"send"`
	SendCommand string `json:"send_command"`
	SendCode    int    `json:"send_code"`
	SendStatus  string `json:"send_status"`
	SendReply   string `json:"send_reply"`
	SendHelp    string `json:"send_help"`
	QueueID     string `json:"queue_id"`

	Reason string `json:"reason"` // why Postern itself went no further; commonly ""

	Transcript *[]jsonLine `json:"transcript,omitempty"`
}

func newJSONSignIn(c check, s *probe.SignIn, transcript bool) jsonSignIn {
	j := jsonSignIn{
		Schema: 1, Host: c.attempt.Host, Port: c.attempt.Door.Port, Security: string(c.attempt.Door.Security),
		User: probe.NewText(c.attempt.User).String(), ElapsedMS: millis(s.Elapsed),
		Door: string(advice.Judge(s.Door)), Mechanism: s.Mechanism,
		Login: string(advice.JudgeLogin(s, c.provider)), LoginCode: s.LoginReply.Code, LoginStatus: s.LoginStatus,
		LoginReply: s.LoginReply.Text.String(), LoginHelp: helpOf(advice.ExplainLogin(c.attempt.Host, s, c.provider)),
		Send: string(advice.JudgeSend(s)), SendCommand: s.SendCommand, SendCode: s.SendReply.Code, SendStatus: s.SendStatus,
		SendReply: s.SendReply.Text.String(), QueueID: s.QueueID.String(),
		Reason: s.Why.String(),
	}
	j.OtherUser, _, _ = otherUser(c, s)
	if c.attempt.Message != nil && s.PastLogin() {
		j.SendHelp = helpOf(advice.ExplainSend(c.attempt.Host, s, c.provider))
	}
	if transcript {
		lines := jsonLines(s.Transcript)
		j.Transcript = &lines
	}
	return j
}

// helpOf is what to do, "" where all is well.
func helpOf(t advice.SignInExplanation) string {
	if t.Tone == advice.Good {
		return ""
	}
	return t.Help()
}
