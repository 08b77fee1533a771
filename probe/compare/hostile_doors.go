package main

import (
	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// hostileDoors put into their text what would do something to a terminal.
func hostileDoors() []situation {
	const (
		colours   = "\x1b[31mred\x1b[2J"
		title     = "\x1b]0;owned\a"
		clipboard = "\x1b]52;c;ZXZpbA==\a"
		c1        = "\x9b31m and \u009b31m"
		turned    = "\u202etxet denrut"
		unended   = "\x1bPnever ends"
		erasing   = "bad\rgood\b\b\b\x00"
	)
	hostile := func(name string, v advice.Verdict, cause string, d door) situation {
		var causes []string
		if cause != "" {
			causes = []string{cause}
		}
		return situation{name: "hostile, " + name, verdict: v, causes: causes, hostile: true, door: d}
	}
	return []situation{
		hostile("escapes in a good greeting", advice.Ready, "", served(&smtptest.Server{SayGreeting: "220 " + colours + title})),
		hostile("escapes in a capability in TLS", advice.Ready, "", served(&smtptest.Server{OffersTLS: []string{"AUTH PLAIN", "X" + clipboard}})),
		hostile("C1 controls and turned text", advice.Ready, "", served(&smtptest.Server{SayGreeting: "220 " + c1 + turned})),
		hostile("escapes in a refusal", advice.RefusesYou, `554`, turnsAway("554 "+clipboard+unended)),
		hostile("escapes in the answer to STARTTLS", advice.STARTTLSRefused, `454`, refusesTLS("454 "+title+erasing)),
		hostile("escapes in no reply at all", advice.Malformed, `malformed|invalid|not (a )?valid|220x`, served(&smtptest.Server{SayGreeting: "220x " + colours + title})),
		hostile("escapes in the certificate", advice.Ready, "", served(&smtptest.Server{Certificate: smtptest.HostileNames})),
	}
}
