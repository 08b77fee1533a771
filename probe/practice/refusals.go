package practice

import (
	"io"

	"github.com/emersion/go-smtp"
)

// refusals are what a mail server says no to, once somebody wants to sign in or to
// send: each is the answer, or nil for what is right. The relay has none.
type refusals struct {
	login, sender, recipient, message error
	// muteLogin: a login is never answered.
	muteLogin bool
}

// refusedLogin returns the answer to every login, right or wrong, or nil.
func (s *session) refusedLogin() error {
	r := s.office.refuses
	if r.muteLogin {
		s.ignore()
	}
	if g, ok := s.guest(); ok && isGoodbye(r.login) {
		g.dismiss()
	}
	return r.login
}

// ignore takes and forgets whatever comes, until the guest leaves or has been
// ignored for long, and ends the conversation without another word.
func (s *session) ignore() {
	_, _ = io.Copy(io.Discard, io.LimitReader(s.conn.Conn(), maxMessage))
	if g, ok := s.guest(); ok {
		_ = g.Close()
	}
}

// isGoodbye reports whether a refusal ends the conversation (RFC 5321, section 3.8).
func isGoodbye(err error) bool {
	e, ok := err.(*smtp.SMTPError) //nolint:errorlint // as it was made
	return ok && e.Code == 421
}

// The refusals of the scenes, in the words of servers people meet.
var (
	saysWrongPassword = &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Wrong user name or password"}
	saysAppPassword   = &smtp.SMTPError{Code: 534, EnhancedCode: smtp.EnhancedCode{5, 7, 9}, Message: "Application-specific password required"}
	saysLoginOff      = &smtp.SMTPError{
		Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 139},
		Message: "Authentication unsuccessful, SmtpClientAuthentication is disabled for the mailbox",
	}
	saysLocked = &smtp.SMTPError{
		Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 1},
		Message: "The account is locked for an hour, after too many wrong passwords",
	}
	saysBusyLogin = &smtp.SMTPError{Code: 454, EnhancedCode: smtp.EnhancedCode{4, 7, 0}, Message: "Temporary authentication failure, try again later"}
	saysTooMany   = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 7, 0}, Message: "Too many concurrent connections, try again later"}
	saysNotYours  = &smtp.SMTPError{
		Code: 553, EnhancedCode: smtp.EnhancedCode{5, 7, 1},
		Message: "Sender address rejected: not owned by the user who signed in",
	}
	saysGreylisted   = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, please come back in five minutes"}
	saysQuota        = &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 2, 2}, Message: "The mailbox is full, or you have sent enough for today"}
	saysUnwantedText = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Message refused: it looks like spam"}
)
