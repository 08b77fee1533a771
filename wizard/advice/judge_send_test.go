package advice

import (
	"testing"

	"postern/probe"
)

// refusedSend returns a sign-in whose message was answered so.
func refusedSend(command string, code int, status, text string) *probe.SignIn {
	s := ended(probe.LoginOK)
	s.Send, s.SendCommand, s.SendStatus = probe.SendRefused, command, status
	s.SendReply = probe.Reply{Code: code, Text: probe.NewText(text)}
	return s
}

// sent returns a sign-in whose message ended so at a command.
func sent(end probe.Send, command string) *probe.SignIn {
	s := ended(probe.LoginOK)
	s.Send, s.SendCommand = end, command
	return s
}

// byAddress is a sign-in at a door that offers none, where none was wanted.
func byAddress(s *probe.SignIn) *probe.SignIn {
	s.NoLogin, s.Login, s.Mechanism, s.Door.AuthAfterTLS = true, probe.LoginNotAttempted, "", nil
	return s
}

var sendCases = []struct {
	name string
	s    *probe.SignIn
	want string
}{
	{"ok", sent(probe.SendOK, "."), "ok"},
	{"nothing asked for", ended(probe.LoginOK), "not_attempted"},
	{"no login", ended(probe.LoginSilent), "not_attempted.login"},
	{"broken off", sent(probe.SendLost, "MAIL"), "connection_lost"},
	{"broken off at the end", sent(probe.SendLost, "."), "connection_lost.after"},
	{"silent", sent(probe.SendSilent, "RCPT"), "connection_lost.silent"},
	{"silent at the end", sent(probe.SendSilent, "."), "connection_lost.silent.after"},
	{"broken off in sleep", slept(sent(probe.SendLost, "DATA")), "connection_lost.slept"},
	{"silent after sleep, at the end", slept(sent(probe.SendSilent, ".")), "connection_lost.slept.after"},
	{"unreadable", refusedSend("MAIL", 0, "", "mumble"), "connection_lost.unreadable"},

	// Without a login.
	{"relayed", byAddress(sent(probe.SendOK, ".")), "ok"},
	{"a relay that wants a login", byAddress(refusedSend("MAIL", 530, "5.7.0", "Authentication required")), "rejected.order"},
	{"Postfix, a stranger", byAddress(refusedSend("RCPT", 554, "5.7.1", "<b@example.com>: Relay access denied")), "rcpt_rejected.policy"},
	{"Exim, a stranger", byAddress(refusedSend("RCPT", 550, "", "relay not permitted")), "rcpt_rejected.policy"},
	{"Sendmail, a stranger", byAddress(refusedSend("RCPT", 550, "5.7.1", "Relaying denied")), "rcpt_rejected.policy"},
	{"Microsoft 365, a stranger", byAddress(refusedSend("RCPT", 550, "5.7.64", "TenantAttribution; Relay Access Denied")), "rcpt_rejected.policy"},
	{"Google, a stranger", byAddress(refusedSend("MAIL", 550, "5.7.1", "Invalid credentials for relay [192.0.2.7].")), "rejected.relay"},
	{"Postfix, a stranger at once", byAddress(refusedSend("MAIL", 554, "5.7.1", "<unknown[192.0.2.7]>: Client host rejected: Access denied")), "rejected.relay"},
	{"relayed to nobody", byAddress(refusedSend("RCPT", 550, "5.1.1", "User unknown")), "rcpt_rejected"},
	{"relayed to no domain", byAddress(refusedSend("RCPT", 556, "", "")), "rcpt_rejected.domain"},
	{"relayed to a full one", byAddress(refusedSend("RCPT", 552, "5.2.2", "")), "rcpt_rejected.full"},
	{"a sender it does not serve", byAddress(refusedSend("MAIL", 550, "5.7.1", "")), "sender_rejected"},
	{"a sender with no right", byAddress(refusedSend(".", 550, "5.7.60", "")), "sender_rejected.send-as"},
	{"not wanted", byAddress(refusedSend(".", 554, "", "")), "rejected"},
	{"not understood", byAddress(refusedSend("MAIL", 555, "", "")), "rejected.parameter"},

	// The sender.
	{"RFC 6409", refusedSend("MAIL", 550, "5.7.1", ""), "sender_rejected"},
	{"553 alone", refusedSend("MAIL", 553, "", ""), "sender_rejected"},
	{"Yandex", refusedSend("MAIL", 553, "5.7.1", "Sender address rejected: not owned by auth user."), "sender_rejected"},
	{"Postfix waits", refusedSend("RCPT", 553, "5.7.1", "<a@example.org>: Sender address rejected: not owned by user b"), "sender_rejected"},
	{"Postfix in few words", refusedSend("RCPT", 553, "5.7.1", ""), "sender_rejected"},
	{"Exim waits", refusedSend("RCPT", 550, "", "Sender verify failed"), "sender_rejected"},
	{"OpenSMTPD", refusedSend("MAIL", 530, "", "Sender rejected"), "sender_rejected"},
	{"SendGrid", refusedSend(".", 550, "", "The from address does not match a verified Sender Identity."), "sender_rejected"},
	{"Exchange", refusedSend(".", 550, "5.7.60", "Client does not have permissions to send as this sender"), "sender_rejected.send-as"},
	{"Exchange, older", refusedSend(".", 550, "5.7.1", "Client does not have permissions to send as this sender"), "sender_rejected.send-as"},
	{"Outlook.com", refusedSend(".", 554, "5.2.252", "SendAsDenied; a not allowed to send as b"), "sender_rejected.send-as"},
	{"Outlook.com, older", refusedSend(".", 554, "5.2.0", "SendAsDeniedException.MapiExceptionSendAsDenied"), "sender_rejected.send-as"},
	{"bad syntax", refusedSend("MAIL", 501, "5.1.7", "Bad sender address syntax"), "sender_rejected.address"},
	{"bad syntax, no code", refusedSend("MAIL", 501, "", ""), "sender_rejected.address"},
	{"domain without mail", refusedSend("RCPT", 550, "5.7.27", ""), "sender_rejected.address"},
	{"unknown domain", refusedSend("RCPT", 550, "5.1.8", ""), "sender_rejected.address"},

	// The recipient.
	{"no such mailbox", refusedSend("RCPT", 550, "5.1.1", "User unknown"), "rcpt_rejected"},
	{"no code", refusedSend("RCPT", 550, "", ""), "rcpt_rejected"},
	{"elsewhere", refusedSend("RCPT", 551, "5.1.6", ""), "rcpt_rejected"},
	{"bad syntax", refusedSend("RCPT", 501, "5.1.3", ""), "rcpt_rejected"},
	{"553 alone", refusedSend("RCPT", 553, "", ""), "rcpt_rejected"},
	{"relaying", refusedSend("RCPT", 554, "5.7.1", "Relay access denied"), "rcpt_rejected.policy"},
	{"550 5.7.1", refusedSend("RCPT", 550, "5.7.1", ""), "rcpt_rejected.policy"},
	{"556", refusedSend("RCPT", 556, "5.1.10", ""), "rcpt_rejected.domain"},
	{"full", refusedSend("RCPT", 552, "5.2.2", ""), "rcpt_rejected.full"},
	{"not in use", refusedSend("RCPT", 550, "5.2.1", ""), "rcpt_rejected.full"},

	// The message.
	{"554", refusedSend(".", 554, "", ""), "rejected"},
	{"554 5.7.9", refusedSend(".", 554, "5.7.9", ""), "rejected"},
	{"550 5.7.1", refusedSend(".", 550, "5.7.1", "Message content rejected"), "rejected"},
	{"554 at DATA", refusedSend("DATA", 554, "5.5.1", "no valid recipients"), "rejected"},
	{"554 at MAIL", refusedSend("MAIL", 554, "", "Transaction failed"), "rejected"},
	{"521", refusedSend("MAIL", 521, "", ""), "rejected"},
	{"552", refusedSend("MAIL", 552, "5.3.4", ""), "rejected.size"},
	{"552 alone", refusedSend(".", 552, "", ""), "rejected.size"},
	{"full", refusedSend(".", 552, "5.2.2", ""), "rejected.full"},
	{"Gmail's daily limit", refusedSend(".", 550, "5.4.5", "Daily user sending limit exceeded"), "rejected.limit"},
	{"SPF", refusedSend(".", 550, "5.7.23", ""), "rejected.domain"},
	{"no proof", refusedSend(".", 550, "5.7.26", ""), "rejected.domain"},
	{"blocklist", refusedSend("RCPT", 554, "5.7.1", "Service unavailable; client [192.0.2.1] blocked using zen.spamhaus.org"), "rejected.listed"},
	{"530", refusedSend("MAIL", 530, "5.7.0", "Authentication required"), "rejected.order"},
	{"Microsoft", refusedSend("MAIL", 530, "5.7.57", "Client not authenticated to send mail"), "rejected.order"},
	{"503", refusedSend("DATA", 503, "5.5.1", ""), "rejected.order"},
	{"500", refusedSend("MAIL", 500, "5.5.2", ""), "rejected.parameter"},
	{"555", refusedSend("MAIL", 555, "5.5.4", ""), "rejected.parameter"},
	{"password off", refusedSend("MAIL", 550, "5.7.30", "Basic authentication is not supported for Client Submission"), "rejected.basic"},

	// Not now.
	{"greylisting", refusedSend("RCPT", 451, "4.7.1", "Please try again later"), "temp_fail.greylist"},
	{"greylisting in words", refusedSend("RCPT", 450, "4.2.0", "Recipient address rejected: Greylisted"), "temp_fail.greylist"},
	{"busy mailbox", refusedSend("RCPT", 450, "4.2.1", ""), "temp_fail.recipient"},
	{"451", refusedSend(".", 451, "4.3.0", ""), "temp_fail"},
	{"421", refusedSend("MAIL", 421, "4.7.0", ""), "temp_fail.many"},
	{"storage", refusedSend(".", 452, "4.3.1", ""), "temp_fail.full"},
	{"rate", refusedSend(".", 454, "", "Throttling failure: Maximum sending rate exceeded."), "temp_fail.many"},
}

func TestJudgeSend(t *testing.T) {
	for _, tt := range sendCases {
		if got := sendCase(tt.s); got != tt.want {
			t.Errorf("%s: read as %s, want %s", tt.name, got, tt.want)
		}
	}
}
