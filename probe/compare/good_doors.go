package main

import (
	"crypto/tls"
	"strings"
	"time"

	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// goodDoors are all safe to sign in at, however odd.
func goodDoors() []situation {
	return []situation{
		{name: "good, STARTTLS", verdict: advice.Ready, door: served(&smtptest.Server{})},
		{name: "good, TLS at once", verdict: advice.Ready, implicit: true, door: served(&smtptest.Server{Implicit: true})},
		{name: "good, TLS 1.2 only", verdict: advice.Ready, door: served(&smtptest.Server{Version: tls.VersionTLS12})},
		{name: "good, an intermediate authority", verdict: advice.Ready, door: served(&smtptest.Server{Certificate: smtptest.WithIntermediate})},
		{name: "good, capabilities in lower case", verdict: advice.Ready, door: served(&smtptest.Server{
			Offers: []string{"size 1000", "starttls"}, OffersTLS: []string{"auth plain login"},
		})},
		{name: "good, a greeting of many lines", verdict: advice.Ready, door: served(&smtptest.Server{
			SayGreeting: strings.Repeat("220-this is a long story\n", 40) + "220 ready",
		})},
		{name: "good, lines end without CR", verdict: advice.Ready, door: served(&smtptest.Server{BareLF: true})},
		{name: "good, greets after 12 s", verdict: advice.Ready, door: served(&smtptest.Server{
			DelayAt: smtptest.Greeting, Delay: 12 * time.Second,
		})},
		{name: "good, login offered in the clear too", verdict: advice.Ready, door: served(&smtptest.Server{
			Offers: []string{"STARTTLS", "AUTH PLAIN LOGIN"},
		})},
		{name: "good, login by token only", verdict: advice.Ready, door: served(&smtptest.Server{OffersTLS: []string{"AUTH XOAUTH2"}})},
		{name: "good, two addresses, one refuses", verdict: advice.Ready, needs: theCage, door: servedAs(twoFamilies, "", &smtptest.Server{})},
		{
			name: "good but for a key of 1024 bits", verdict: advice.Ready, doubtful: true,
			causes: []string{`key too (small|weak)|weak key|insecure|1024`},
			door:   served(&smtptest.Server{Certificate: smtptest.WeakKey}),
		},
	}
}

// loginDoors are safe, and not made for people to sign in at.
func loginDoors() []situation {
	return []situation{
		{
			name: "no login, a server's own door 25", verdict: advice.ReadyForRelay, needs: theCage,
			door: servedAs("localhost", "127.0.0.1:25", &smtptest.Server{OffersTLS: []string{"SIZE 1000"}}),
		},
		{
			name: "no login offered", verdict: advice.NoLogin, causes: []string{`no (login|auth)|auth.* not (offered|supported|advertised)`},
			door: served(&smtptest.Server{OffersTLS: []string{"SIZE 1000"}}),
		},
		{
			name: "login by GSSAPI and NTLM only", verdict: advice.NoLogin, causes: []string{`GSSAPI`},
			door: served(&smtptest.Server{OffersTLS: []string{"AUTH GSSAPI NTLM"}}),
		},
		{
			name: "login offered in the clear only", verdict: advice.NoLogin, causes: []string{`no (login|auth)|auth.* not (offered|supported|advertised)`},
			door: served(&smtptest.Server{Offers: []string{"STARTTLS", "AUTH PLAIN"}, OffersTLS: []string{"SIZE 1000"}}),
		},
	}
}
