package wizard

import "postern/probe"

// SignInConversation is the conversation of a sign-in, line by line. No secret is in it.
func SignInConversation(host string, s *probe.SignIn) Reading {
	r := signInResult(s)
	return conversation(host, r, r.Door.Port, func(rows *[]string, l probe.Line) { *rows = append(*rows, spoken(l)) })
}

// SignInConversationAloud is that in the form for a screen reader.
func SignInConversationAloud(host string, s *probe.SignIn) Reading {
	return aloud(host, signInResult(s))
}

// signInResult returns a result with the transcript of the whole sign-in.
func signInResult(s *probe.SignIn) probe.Result {
	return probe.Result{Door: s.Door.Door, Step: probe.StepSettled, Transcript: s.Transcript}
}
