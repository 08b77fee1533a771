package main

import (
	"strings"
	"time"

	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// silentDoors take the connection and stop talking.
func silentDoors() []situation {
	const cause = `time(d)? ?out|no (greeting|reply|response|answer)|silent`
	silent := func(name string, s *smtptest.Server) situation {
		return situation{name: "silent, " + name, verdict: advice.Silent, causes: []string{cause}, door: served(s)}
	}
	inTLS := silent("no greeting in TLS", &smtptest.Server{Implicit: true, SilentAt: smtptest.Greeting})
	inTLS.implicit = true
	stopped := silent("and the person presses ctrl+c", &smtptest.Server{SilentAt: smtptest.Greeting})
	stopped.verdict, stopped.interrupt, stopped.causes = advice.Cancelled, time.Second, nil
	return []situation{
		silent("no greeting", &smtptest.Server{SilentAt: smtptest.Greeting}),
		inTLS,
		silent("no answer to EHLO", &smtptest.Server{SilentAt: smtptest.Hello}),
		silent("no answer to EHLO in TLS", &smtptest.Server{SilentAt: smtptest.HelloAgain}),
		silent("a greeting of a byte a second", &smtptest.Server{
			SayGreeting: "220 " + strings.Repeat("this takes longer than anybody has time ", 3), DripAt: smtptest.Greeting, Drip: time.Second,
		}),
		silent("an answer to EHLO of a byte a second", &smtptest.Server{DripAt: smtptest.Hello, Drip: time.Second}),
		stopped,
	}
}

// brokenDoors end the conversation.
func brokenDoors() []situation {
	const (
		closes = `clos|eof|lost|terminat|hung up|unexpected end|reset`
		resets = `reset|broken|abort`
	)
	broken := func(name string, v advice.Verdict, cause string, s *smtptest.Server) situation {
		return situation{name: name, verdict: v, causes: []string{cause}, door: served(s)}
	}
	return []situation{
		broken("closes at once", advice.ClosedEarly, closes, &smtptest.Server{CloseAt: smtptest.Greeting}),
		broken("closes in the middle of its greeting", advice.ClosedEarly, closes, &smtptest.Server{HalfAt: smtptest.Greeting}),
		broken("closes after EHLO", advice.ClosedEarly, closes, &smtptest.Server{CloseAt: smtptest.Hello}),
		broken("closes after EHLO in TLS", advice.ClosedEarly, closes, &smtptest.Server{CloseAt: smtptest.HelloAgain}),
		broken("resets at once", advice.Reset, resets, &smtptest.Server{ResetAt: smtptest.Greeting}),
		broken("resets after EHLO", advice.Reset, resets, &smtptest.Server{ResetAt: smtptest.Hello}),
	}
}

// shutDoors are never entered.
func shutDoors() []situation {
	return []situation{
		{name: "refused", verdict: advice.Refused, causes: []string{`refused`}, door: practised("closed")},
		{name: "no answer", verdict: advice.NoAnswer, causes: []string{`time(d)? ?out|no answer`}, needs: linux, door: practised("filtered")},
		{name: "no route", verdict: advice.Unreachable, causes: []string{`unreachable|no route`}, needs: theCage, door: nobody(noRoute)},
		{name: "rejected by a firewall", verdict: advice.RejectedByFirewall, causes: []string{`firewall|prohibited|rejected`}, needs: theCage, door: nobody(prohibited)},
	}
}

// namelessDoors belong to names that lead nowhere.
func namelessDoors() []situation {
	return []situation{
		{
			name: "no such name", verdict: advice.NoSuchName, needs: theCage, door: nobody(noName),
			causes: []string{`not known|bad hostname|no such (name|host)|not (exist|found)|unknown host|nxdomain`},
		},
		{
			name: "a name without an address", verdict: advice.NoAddress, needs: theCage, door: nobody(noAddress),
			causes: []string{`no address`},
		},
		{
			name: "the name server fails", verdict: advice.NameLookupFailed, needs: theCage, door: nobody(lookupFails),
			causes: []string{`name resolution|servfail|name server`},
		},
		{
			name: "the name server is silent", verdict: advice.NameLookupTimeout, needs: theCage, door: nobody(lookupMute),
			causes: []string{`name resolution|(resolv|lookup|name).*time`},
		},
	}
}
