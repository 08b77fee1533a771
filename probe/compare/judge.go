package main

import (
	"fmt"
	"regexp"
	"slices"

	"postern/wizard/advice"
)

// A mark is what an answer is worth.
type mark string

// The marks.
const (
	right mark = "right" // names the cause, or goes on where that is safe
	vague mark = "vague" // fails, and does not name the cause
	wrong mark = "wrong" // goes on where it must not, or says what is not so
	hung  mark = "hung"  // had to be ended
)

// A judgement is a mark and why it was given.
type judgement struct {
	mark mark
	why  string
}

// judgeOther judges a program that answers in words and by its exit code. Where
// it is not safe to go on its exit code is believed, for a script that calls it
// would go on. Everywhere else its words decide, and to name the cause makes up
// for anything else it says.
func judgeOther(s situation, a answer) judgement {
	named := names(s.causes, a.text)
	switch {
	case a.hung:
		return judgement{hung, "did not end"}
	case s.verdict == advice.Cancelled:
		return judgement{right, "ended when it was told to"}
	case goesOn(s.verdict):
		return judgeGood(s, a, named)
	case a.ok && unsafe(s.verdict):
		return judgement{wrong, "goes on where it must not"}
	case a.ok && !named && s.verdict == advice.NoLogin:
		return judgement{vague, "says nothing about the login"}
	case a.ok && !named:
		return judgement{wrong, "ends as if all were well"}
	case named:
		return judgement{right, "names the cause"}
	}
	if said := falsehood(s, a.text); said != "" {
		return judgement{wrong, "says, falsely, that " + said}
	}
	return judgement{vague, "does not name the cause"}
}

// goesOn reports whether a program is right to go on at a door with this verdict.
func goesOn(v advice.Verdict) bool { return v == advice.Ready || v == advice.ReadyForRelay }

// unsafe reports whether whoever goes on at a door with this verdict, and signs in
// there, tells others the password or may do so.
func unsafe(v advice.Verdict) bool {
	return slices.Contains([]advice.Verdict{
		advice.NoSTARTTLS, advice.STARTTLSRefused, advice.PlaintextInjected, advice.TLSFailed,
		advice.TLSTooOld, advice.BadCertificate, advice.PlaintextOnTLSPort,
	}, v)
}

// judgeGood judges an answer about a door that is as it should be, or nearly so.
func judgeGood(s situation, a answer, named bool) judgement {
	switch {
	case a.ok:
		return judgement{right, "goes on, and may"}
	case s.doubtful && named:
		return judgement{right, "names what is to be said against the door"}
	case s.doubtful:
		return judgement{vague, "does not say what is to be said against the door"}
	}
	return judgement{wrong, "calls a good door bad"}
}

// names reports whether the text matches all expressions; it does not if there
// are none.
func names(causes []string, text string) bool {
	return len(causes) > 0 && !slices.ContainsFunc(causes, func(c string) bool {
		return !regexp.MustCompile("(?i)" + c).MatchString(text)
	})
}

// judgePostern judges a report of postern probe --json by its fields.
func judgePostern(s situation, a answer) judgement {
	if a.hung {
		return judgement{hung, "did not end"}
	}
	got, err := readReport(a.text)
	if err != nil {
		return judgement{wrong, err.Error()}
	}
	switch {
	case got.verdict != s.verdict:
		return judgement{wrong, fmt.Sprintf("says %s where %s is right", got.verdict, s.verdict)}
	case got.recommended != (s.verdict == advice.Ready):
		return judgement{wrong, fmt.Sprintf("recommended is %v", got.recommended)}
	}
	for _, p := range s.problems {
		if !slices.Contains(got.problems, p) {
			return judgement{vague, fmt.Sprintf("names the problems %v and not %s", got.problems, p)}
		}
	}
	return judgement{right, "says " + string(got.verdict)}
}
