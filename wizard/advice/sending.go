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
func JudgeSend(s probe.SignIn) SendVerdict {
	name, _, _ := strings.Cut(sendCase(s), ".")
	if name == pending {
		return SendPending
	}
	return SendVerdict(name)
}

// sendCase names the section of sending.txt about a message. Its first part is
// the verdict.
func sendCase(s probe.SignIn) string {
	a := newAnswer(s.SendCommand, s.SendReply, s.SendStatus)
	switch s.Send {
	case probe.SendOK:
		return "ok"
	case probe.SendRefused:
		return refusedMessage(a)
	case probe.SendSilent:
		return "connection_lost.silent" + afterMessage(a)
	case probe.SendLost:
		return "connection_lost" + afterMessage(a)
	case probe.SendNotAttempted:
	}
	switch JudgeLogin(s, nil) {
	case LoginPending:
		return pending
	case LoginOK:
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
		return "temp_fail" + laterMessage(a)
	}
	if a.code/100 != 5 {
		return "connection_lost.unreadable"
	}
	if name := refusedAnyway(a); name != "" {
		return name
	}
	switch a.command {
	case "MAIL":
		return "sender_rejected"
	case "RCPT":
		return refusedRecipient(a)
	}
	return "rejected"
}

// refusedAnyway reads answers that mean the same to whichever command.
func refusedAnyway(a answer) string {
	switch {
	case a.is("7.60"), a.is("2.252"):
		return "sender_rejected.send-as"
	case a.is("1.7"), a.is("1.8"), a.is("7.27"):
		return "sender_rejected.address"
	case a.is("7.30"):
		return "rejected.basic"
	case a.is("4.5"):
		return "rejected.limit"
	case a.is("2.2"):
		return "rejected.full"
	case a.code == 552, a.is("3.4"), a.is("2.3"):
		return "rejected.size"
	case a.code == 530, a.code == 503, a.is("7.57"):
		return "rejected.order"
	case a.code == 555, a.code == 500, a.code == 502, a.code == 504:
		return "rejected.parameter"
	case unproven(a):
		return "rejected.domain"
	case a.code >= 550 && a.says("sender"):
		return "sender_rejected"
	}
	return ""
}

// unproven reports whether SPF, DKIM, DMARC or the caller's name failed (RFC
// 7372; 5.7.26 as in RFC 7489).
func unproven(a answer) bool {
	switch a.detail {
	case "7.20", "7.21", "7.22", "7.23", "7.24", "7.25", "7.26":
		return true
	}
	return false
}

// refusedRecipient reads an answer to RCPT. Servers that wait with their no to
// the sender until here commonly say it by 553 5.7.1.
func refusedRecipient(a answer) string {
	switch {
	case a.code == 553 && a.is("7.1"):
		return "sender_rejected"
	case a.is("7.1"):
		return "rcpt_rejected.policy"
	}
	return "rcpt_rejected"
}

// laterMessage tells the kinds of "not now" apart.
func laterMessage(a answer) string {
	switch {
	case a.code == 421, a.says("many"):
		return ".many"
	case a.code == 452, a.is("2.2"), a.is("3.1"):
		return ".full"
	case a.says("greylist"), a.is("7.1") && (a.code == 450 || a.code == 451):
		return ".greylist"
	}
	return ""
}
