package wizard

import (
	"fmt"

	"postern/probe"
)

// SignInTalk is what was said while signing in, line by line. No secret is in it.
func SignInTalk(host string, s probe.SignIn) Reading {
	r := probe.Result{Door: s.Door.Door, Step: probe.StepSettled, Transcript: s.Transcript}
	talk := conversation(host, r, r.Door.Port, func(rows *[]string, l probe.Line) { *rows = append(*rows, spoken(l)) })
	talk.Title = fmt.Sprintf("%s, door %d: the conversation", host, r.Door.Port)
	return talk
}

// SignInSpoken is SignInTalk for somebody who hears it.
func SignInSpoken(host string, s probe.SignIn) Reading {
	return aloud(host, probe.Result{Door: s.Door.Door, Step: probe.StepSettled, Transcript: s.Transcript}, false)
}
