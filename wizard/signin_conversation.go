package wizard

import (
	"fmt"

	"postern/probe"
)

// SignInTalk is the conversation of a sign-in, line by line. No secret is in it.
func SignInTalk(host string, s probe.SignIn) Reading {
	r := signInResult(s)
	talk := conversation(host, r, r.Door.Port, func(rows *[]string, l probe.Line) { *rows = append(*rows, spoken(l)) })
	talk.Title = fmt.Sprintf("%s, door %d: the conversation", host, r.Door.Port)
	return talk
}

// SignInSpoken is SignInTalk in the form for a screen reader.
func SignInSpoken(host string, s probe.SignIn) Reading {
	return aloud(host, signInResult(s), false)
}

// signInResult returns a result with the transcript of the whole sign-in.
func signInResult(s probe.SignIn) probe.Result {
	return probe.Result{Door: s.Door.Door, Step: probe.StepSettled, Transcript: s.Transcript}
}
