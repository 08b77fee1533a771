package main

import (
	"crypto/tls"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// clearDoors never get as far as TLS.
func clearDoors() []situation {
	missing := []string{`starttls`, `not (offer|advertise|support)|didn't find|no starttls`}
	plain := func(name, greeting, capabilities string) situation {
		return situation{
			name: name, verdict: advice.NoSTARTTLS, causes: missing,
			door: spoken(talk{greeting, map[string]string{"EHLO": capabilities, "QUIT": bye, "": "502 5.5.1 not implemented\r\n"}}.hold),
		}
	}
	refused := func(name, say, cause string) situation {
		return situation{name: name, verdict: advice.STARTTLSRefused, causes: []string{cause}, door: refusesTLS(say)}
	}
	helo := talk{ready, map[string]string{"HELO": "250 localhost\r\n", "QUIT": bye, "": "502 5.5.1 what is that\r\n"}}
	return []situation{
		plain("no STARTTLS", ready, "250-localhost\r\n250 AUTH PLAIN\r\n"),
		plain("STARTTLS overwritten on the way", "220 ****************************\r\n", "250-localhost\r\n250 XXXXXXXA\r\n"),
		{
			name: "no EHLO, HELO only", verdict: advice.NoSTARTTLS, causes: []string{`starttls|502|ehlo`},
			door: spoken(helo.hold),
		},
		refused("STARTTLS answered with 454", "454 4.7.0 TLS not available", `454`),
		refused("STARTTLS answered with 502", "502 5.5.1 not implemented", `502|not implemented`),
		refused("STARTTLS answered with 250", "250 fine, go on", `250 fine`),
		{
			name: "STARTTLS answered in the clear, and no TLS follows", verdict: advice.TLSFailed,
			causes: []string{`tls|ssl|handshake`, `clear|plain|not tls|unexpected|wrong version`},
			door:   served(&smtptest.Server{ClearInstead: "250 hello\r\n"}),
		},
	}
}

// What servers say at the beginning and at the end.
const (
	ready = "220 localhost ESMTP ready\r\n"
	bye   = "221 bye\r\n"
)

// refusesTLS is a door that offers STARTTLS and answers it so.
func refusesTLS(say string) door {
	return spoken(talk{ready, map[string]string{
		"EHLO": "250-localhost\r\n250 STARTTLS\r\n", "STARTTLS": say + "\r\n", "QUIT": bye,
		"": "530 5.7.0 STARTTLS first\r\n",
	}}.hold)
}

// injectedDoors have something in the clear between STARTTLS and TLS.
func injectedDoors() []situation {
	injected := func(name string, s *smtptest.Server) situation {
		return situation{
			name: "injected, " + name, verdict: advice.PlaintextInjected, door: served(s),
			causes: []string{`inject|plaintext after|data after starttls|additional data|unexpected (data|plain)`},
		}
	}
	return []situation{
		injected("a reply in the same segment", &smtptest.Server{Injected: "250 localhost\r\n"}),
		injected("a login in the same segment", &smtptest.Server{Injected: "250-localhost\r\n250 AUTH PLAIN LOGIN\r\n"}),
		injected("half a line", &smtptest.Server{Injected: "25"}),
		injected("a reply a moment later", &smtptest.Server{InjectedLater: "250 localhost\r\n"}),
	}
}

// tlsDoors fail in the handshake.
func tlsDoors() []situation {
	old := []string{`version|protocol|too old`}
	return []situation{
		{
			name: "TLS 1.0 only, STARTTLS", verdict: advice.TLSTooOld, causes: old,
			door: served(&smtptest.Server{Version: tls.VersionTLS10}),
		},
		{
			name: "TLS 1.1 only, TLS at once", verdict: advice.TLSTooOld, causes: old, implicit: true,
			door: served(&smtptest.Server{Implicit: true, Version: tls.VersionTLS11}),
		},
		{
			name: "closes in the handshake", verdict: advice.TLSFailed, causes: []string{`tls|ssl|handshake`, `eof|clos|terminat|lost|premature|reset`},
			door: served(&smtptest.Server{CloseAt: smtptest.Handshake}),
		},
		{
			name: "stalls in the handshake", verdict: advice.TLSFailed, causes: []string{`tls|ssl|handshake`, `time`},
			door: served(&smtptest.Server{SilentAt: smtptest.Handshake}),
		},
		{
			name: "stalls in the handshake, TLS at once", verdict: advice.TLSFailed, causes: []string{`tls|ssl|handshake`, `time`}, implicit: true,
			door: served(&smtptest.Server{Implicit: true, SilentAt: smtptest.Handshake}),
		},
	}
}

// certificateDoors show certificates that must not be trusted.
func certificateDoors() []situation {
	bad := func(name string, kind smtptest.Kind, causes []string, problems ...probe.CertificateProblem) situation {
		return situation{
			name: "certificate " + name, verdict: advice.BadCertificate, problems: problems, causes: causes,
			door: served(&smtptest.Server{Certificate: kind}),
		}
	}
	const (
		expired = `expired`
		host    = `host ?name|mismatch|does not match|name`
		issuer  = `self[- ]signed|unknown (ca|issuer)|issuer (is unknown|certificate)|local issuer|untrusted|unknown authority`
		usage   = `purpose|usage`
	)
	inTLS := bad("expired, TLS at once", smtptest.Expired, []string{expired}, probe.CertExpired)
	inTLS.implicit, inTLS.door = true, served(&smtptest.Server{Implicit: true, Certificate: smtptest.Expired})
	return []situation{
		bad("expired", smtptest.Expired, []string{expired}, probe.CertExpired),
		inTLS,
		bad("not yet valid", smtptest.NotYetValid, []string{`not yet (valid|activ)|not activated`}, probe.CertNotYetValid),
		bad("signed by itself", smtptest.SelfSigned, []string{issuer}, probe.CertSelfSigned),
		bad("for another host", smtptest.WrongHost, []string{host}, probe.CertWrongHost),
		bad("expired, and for another host", smtptest.ExpiredAndWrongHost, []string{expired, host}, probe.CertExpired, probe.CertWrongHost),
		bad("of an unknown authority", smtptest.UnknownCA, []string{issuer}, probe.CertUnknownCA),
		bad("without its intermediate", smtptest.MissingIntermediate, []string{issuer}, probe.CertIncompleteChain),
		bad("with an expired intermediate", smtptest.ExpiredIntermediate, []string{expired}, probe.CertExpired),
		bad("for clients only", smtptest.WrongUsage, []string{usage}, probe.CertWrongUsage),
		bad("signed with SHA-1", smtptest.WeakSignature, []string{`sha-?1|md too weak|insecure|weak`}, probe.CertWeakSignature),
		bad("with every fault", smtptest.Everything, []string{expired, issuer, host}, probe.CertExpired, probe.CertSelfSigned, probe.CertWrongHost, probe.CertWrongUsage),
	}
}
