package advice

import (
	"strings"

	"postern/probe"
)

// A SendVerdict is what sending a message came to, in the word a report has for it.
type SendVerdict string

// The verdicts on a message.
const (
	SendPending        SendVerdict = "" // still going on
	SendOK             SendVerdict = "ok"
	SendTempFail       SendVerdict = "temp_fail"
	SendSenderRejected SendVerdict = "sender_rejected"
	SendRcptRejected   SendVerdict = "rcpt_rejected"
	SendRejected       SendVerdict = "rejected"
	SendLost           SendVerdict = "connection_lost" // also when the server only fell silent
	SendNotAttempted   SendVerdict = "not_attempted"
)

// SendVerdicts returns every verdict on a message whose sending has ended.
func SendVerdicts() []SendVerdict {
	return []SendVerdict{
		SendOK, SendTempFail, SendSenderRejected, SendRcptRejected, SendRejected, SendLost, SendNotAttempted,
	}
}

// JudgeSend says what sending the message came to, by the command that was
// answered, the number and the enhanced code (RFC 5321 section 4.2, RFC 3463); by
// the words only where these leave open whether sender or recipient is meant.
func JudgeSend(s *probe.SignIn) SendVerdict {
	name, _, _ := strings.Cut(sendCase(s), ".")
	if name == pending {
		return SendPending
	}
	return SendVerdict(name)
}

// sendCase names the section of sending.txt about a message. Its first part is
// the verdict.
func sendCase(s *probe.SignIn) string {
	a := newAnswer(s.SendCommand, s.SendReply, s.SendStatus)
	switch s.Send {
	case probe.SendOK:
		return "ok"
	case probe.SendRefused:
		return refusedMessage(a)
	case probe.SendSilent:
		if s.Slept > 0 {
			return "connection_lost.slept" + afterMessage(a)
		}
		return "connection_lost.silent" + afterMessage(a)
	case probe.SendLost:
		if a.code != 0 {
			return "connection_lost.unreadable"
		}
		if s.Slept > 0 {
			return "connection_lost.slept" + afterMessage(a)
		}
		return "connection_lost" + afterMessage(a)
	case probe.SendNotAttempted:
	}
	switch v := JudgeLogin(s, nil); {
	case v == LoginPending:
		return pending
	case v == LoginOK, s.PastLogin():
		if s.Step != probe.SignInSettled {
			return pending
		}
		return "not_attempted"
	}
	return "not_attempted.login"
}

// afterMessage marks the case in which the whole message had been handed over,
// so that nobody knows whether it was taken (RFC 5321 section 6.1).
func afterMessage(a answer) string {
	if a.command == "." {
		return ".after"
	}
	return ""
}

// refusedMessage reads an answer that was no.
func refusedMessage(a answer) string {
	if a.code/100 == 4 {
		return "temp_fail" + temporaryVariant(a)
	}
	if a.code/100 != 5 {
		return "connection_lost.unreadable"
	}
	for _, read := range []func(answer) string{aboutSender, aboutMessage, aboutTalk} {
		if name := read(a); name != "" {
			return name
		}
	}
	switch a.command {
	case "MAIL":
		return refusedSender(a)
	case "RCPT":
		return refusedRecipient(a)
	}
	return "rejected"
}

// aboutSender reads answers that are about the sender whichever command they
// answer: many servers wait with that until the recipient or the message has come.
func aboutSender(a answer) string {
	switch {
	case a.says("listed"):
		return "rejected.listed"
	case a.is("7.60"), a.is("2.252"), a.says("send-as"):
		return "sender_rejected.send-as"
	case a.is("1.7"), a.is("1.8"), a.is("7.27"):
		return "sender_rejected.address"
	case a.code >= 550 && a.says("sender"), a.code == 530 && a.detail == "" && a.says("sender"):
		return "sender_rejected" // 530, which stands for a missing login, is OpenSMTPD's
	}
	return ""
}

// aboutMessage reads answers about size, quota and proof. At RCPT a full mailbox
// is the recipient's.
func aboutMessage(a answer) string {
	full := a.is("2.2") || a.code == 552
	switch {
	case full && a.command == "RCPT", a.command == "RCPT" && a.is("2.1"):
		return "rcpt_rejected.full"
	case a.is("4.5"):
		return "rejected.limit"
	case a.is("2.2"):
		return "rejected.full"
	case full, a.is("3.4"), a.is("2.3"):
		return "rejected.size"
	case unproven(a):
		return "rejected.domain"
	}
	return ""
}

// unproven reports whether SPF, DKIM or the caller's name failed (RFC 7372), or
// all of them (5.7.26, also Gmail's word for mail without any proof).
func unproven(a answer) bool {
	switch a.detail {
	case "7.20", "7.21", "7.22", "7.23", "7.24", "7.25", "7.26":
		return true
	}
	return false
}

// aboutTalk reads answers about the talk itself, not about whom it is for.
func aboutTalk(a answer) string {
	switch {
	case a.is("7.30"):
		return "rejected.basic"
	case (a.says("relay") || a.says("client")) && a.command != "RCPT":
		return "rejected.relay"
	case a.code == 530, a.code == 503, a.is("7.57"):
		return "rejected.order"
	case a.code == 500, a.code == 502, a.code == 504, a.code == 555:
		return "rejected.parameter"
	}
	return ""
}

// refusedSender reads an answer to MAIL. RFC 6409 section 6.1 has 550 for an
// address that the login may not use, RFC 5321 section 4.2 has 553 for one that
// cannot be, and 554 for anything improper.
func refusedSender(a answer) string {
	switch {
	case a.code == 501:
		return "sender_rejected.address"
	case a.code == 550, a.code == 551, a.code == 553, a.is("7.1"):
		return "sender_rejected"
	}
	return "rejected"
}

// refusedRecipient reads an answer to RCPT. Postfix says 553 5.7.1 here to a
// sender that the login does not own.
func refusedRecipient(a answer) string {
	switch {
	case a.code == 553 && a.is("7.1"):
		return "sender_rejected"
	case a.code == 556, a.is("1.2"), a.is("1.10"):
		return "rcpt_rejected.domain"
	case strings.HasPrefix(a.detail, "7."), a.says("relay"):
		return "rcpt_rejected.policy"
	}
	return "rcpt_rejected"
}

// temporaryVariant tells the kinds of "not now" apart.
func temporaryVariant(a answer) string {
	switch {
	case a.says("greylist"), a.is("7.1") && (a.code == 450 || a.code == 451):
		return ".greylist"
	case a.code == 421, a.says("many"):
		return ".many"
	case a.code == 452, a.is("2.2"), a.is("3.1"):
		return ".full"
	case a.command == "RCPT" && (a.code == 450 || a.code == 451):
		return ".recipient"
	}
	return ""
}
