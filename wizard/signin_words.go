package wizard

import "postern/probe"

// SignInWord says in at most 13 cells what is being done in a sign-in; "" once it
// has ended. While the door is being entered, [StepWord] tells more.
func SignInWord(s probe.SignInStep) string {
	switch s {
	case probe.SignInConnect:
		return "connecting"
	case probe.SignInSecret:
		return "the password"
	case probe.SignInAuth:
		return "signing in"
	case probe.SignInMail:
		return "naming sender"
	case probe.SignInRcpt:
		return "addressing"
	case probe.SignInData:
		return "handing over"
	case probe.SignInSettled:
	}
	return ""
}
