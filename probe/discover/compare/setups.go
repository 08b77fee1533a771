package main

import (
	"strings"

	"postern/probe/nettest"
	"postern/probe/smtptest"
)

// recordSetups are described by DNS records.
func recordSetups() []setup {
	return []setup{
		{
			name: "SRV: submissions and imaps", doors: usual(), right: usualRight,
			zone: hosts + imaps + "_submissions._tcp.example.org SRV 0 1 465 smtp.example.org",
		},
		{
			name: "SRV: submission and imaps", doors: usual(), right: usualRight,
			zone: hosts + imaps + "_submission._tcp.example.org SRV 0 1 587 smtp.example.org",
		},
		{
			name: "SRV: submission, nothing for reading mail", doors: usual(), right: usualRight,
			zone: strings.ReplaceAll(hosts, "imap.example.org A\n", "") + "_submission._tcp.example.org SRV 0 1 587 smtp.example.org",
		},
		{
			name: "SRV: both, equal priorities", doors: usual(), right: usualRight,
			zone: hosts + imaps + "_submissions._tcp.example.org SRV 0 1 465 smtp.example.org\n_submission._tcp.example.org SRV 0 1 587 smtp.example.org",
		},
		{
			name: "SRV: both, submission has the lower priority", doors: usual(), right: usualRight,
			zone: hosts + imaps + "_submissions._tcp.example.org SRV 10 1 465 smtp.example.org\n_submission._tcp.example.org SRV 0 1 587 smtp.example.org",
		},
		{
			name: "SRV: a spare server of greater weight", doors: usual(), right: usualRight,
			zone: hosts + "spare.example.org A\n" + imaps + "_submission._tcp.example.org SRV 0 1 587 smtp.example.org\n_submission._tcp.example.org SRV 10 90 587 spare.example.org",
		},
		{
			name: "SRV: submissions is \".\", submission is there", doors: usual(), right: usualRight,
			zone: hosts + imaps + "_submissions._tcp.example.org SRV 0 0 0 .\n_submission._tcp.example.org SRV 0 1 587 smtp.example.org",
		},
		{
			name: "SRV: sending is \".\", and a settings file", doors: usual(), right: usualRight,
			zone:  hosts + "autoconfig.example.org A\n" + imaps + "_submissions._tcp.example.org SRV 0 0 0 .\n_submission._tcp.example.org SRV 0 0 0 .",
			sites: map[string]string{own: good()},
		},
		{
			name:  "SRV: a host that is not in its certificate",
			zone:  "shared.hosting.example A\nimap.example.org A\n" + imaps + "_submissions._tcp.example.org SRV 0 1 465 shared.hosting.example\n_submission._tcp.example.org SRV 0 1 587 shared.hosting.example",
			doors: map[string]*smtptest.Server{"shared.hosting.example:465": {Implicit: true, Certificate: smtptest.WrongHost}, "shared.hosting.example:587": {Certificate: smtptest.WrongHost}},
		},
		{
			name: "international domain, SRV", address: "ada@bücher.example", right: []string{"smtp.xn--bcher-kva.example:465 tls"},
			zone:  "smtp.xn--bcher-kva.example A\n_imaps._tcp.xn--bcher-kva.example SRV 0 1 993 smtp.xn--bcher-kva.example\n_submissions._tcp.xn--bcher-kva.example SRV 0 1 465 smtp.xn--bcher-kva.example",
			doors: map[string]*smtptest.Server{"smtp.xn--bcher-kva.example:465": {Implicit: true}},
		},
	}
}

// fileSetups are described by settings files.
func fileSetups() []setup {
	const ownHosts = hosts + "autoconfig.example.org A\nexample.org A\n"
	several := file(server("smtp.example.org", "465", "SSL"), server("smtp.example.org", "587", "STARTTLS"), server("old.example.org", "25", "plain"))
	turned := file(server("old.example.org", "25", "plain"), server("smtp.example.org", "587", "STARTTLS"))
	both := func() map[string]*smtptest.Server {
		doors := usual()
		doors["old.example.org:25"] = &smtptest.Server{Offers: []string{"AUTH PLAIN"}}
		return doors
	}
	return []setup{
		{name: "file: autoconfig host", zone: ownHosts, doors: usual(), sites: map[string]string{own: good()}, right: usualRight},
		{name: "file: .well-known alone", zone: ownHosts, doors: usual(), sites: map[string]string{wellKnown: good()}, right: usualRight},
		{
			name: "file: only over http", zone: ownHosts + "relay.hosting.example A", right: []string{"relay.hosting.example:465 tls"},
			doors: map[string]*smtptest.Server{"relay.hosting.example:465": {Implicit: true}},
			sites: map[string]string{strings.Replace(own, "https", "http", 1): file(server("relay.hosting.example", "465", "SSL"))},
		},
		{
			name: "file: moved to the provider", zone: ownHosts + "settings.hosting.example A", doors: usual(), right: usualRight,
			sites: map[string]string{own: nettest.Moved("https://settings.hosting.example/x.xml"), "https://settings.hosting.example/x.xml": good()},
		},
		{
			name: "file: several servers, the last without encryption", zone: ownHosts + "old.example.org A", doors: both(),
			sites: map[string]string{own: several}, right: usualRight,
		},
		{
			name: "file: several servers, the first without encryption", zone: ownHosts + "old.example.org A", doors: both(),
			sites: map[string]string{own: turned}, right: usualRight,
		},
		{
			name: "file: one without encryption, and usual names", zone: ownHosts + "old.example.org A", doors: both(),
			sites: map[string]string{own: file(server("old.example.org", "25", "plain"))}, right: usualRight,
		},
		{
			name: "file: one without encryption, and nothing else", zone: "autoconfig.example.org A\nold.example.org A",
			doors: map[string]*smtptest.Server{"old.example.org:25": both()["old.example.org:25"]},
			sites: map[string]string{own: file(server("old.example.org", "25", "plain"))},
		},
		{
			name: "file: no server for reading mail", zone: ownHosts, doors: usual(), right: usualRight,
			sites: map[string]string{own: nettest.File(`<clientConfig version="1.1"><emailProvider id="example.org"><domain>example.org</domain>` +
				server("smtp.example.org", "465", "SSL") + `</emailProvider></clientConfig>`)},
		},
		{
			name: "file: at the MX host's domain", zone: "example.org MX 10 mx1.hosting.example\nautoconfig.hosting.example A\n" + hosts, doors: usual(),
			sites: map[string]string{"https://autoconfig.hosting.example/mail/config-v1.1.xml": good()}, right: usualRight,
		},
		{
			name: "file: at the MX host's domain, .well-known alone", zone: "example.org MX 10 mx1.hosting.example\nhosting.example A\nrelay.hosting.example A",
			sites: map[string]string{"https://hosting.example/.well-known/autoconfig/mail/config-v1.1.xml": file(server("relay.hosting.example", "465", "SSL"))},
			doors: map[string]*smtptest.Server{"relay.hosting.example:465": {Implicit: true}}, right: []string{"relay.hosting.example:465 tls"},
		},
		{
			name: "file: at the MX host's domain, two labels up in .de", zone: "example.org MX 10 mx1.mail.example.de\nautoconfig.example.de A\nrelay.example.de A",
			sites: map[string]string{"https://autoconfig.example.de/mail/config-v1.1.xml": file(server("relay.example.de", "465", "SSL"))},
			doors: map[string]*smtptest.Server{"relay.example.de:465": {Implicit: true}}, right: []string{"relay.example.de:465 tls"},
			missed: "it carries no list of what can be registered under a country, and rather leaves example.de alone than ask co.uk",
		},
		{
			name: "file: a placeholder in the host's name", zone: ownHosts, doors: usual(), right: usualRight,
			sites: map[string]string{own: file(server("smtp.%EMAILDOMAIN%", "465", "SSL"))},
		},
		{
			name: "file: wrong certificate, and SRV", zone: ownHosts + imaps + "_submissions._tcp.example.org SRV 0 1 465 smtp.example.org", doors: usual(),
			sites: map[string]string{own: good()}, certs: map[string]smtptest.Kind{"autoconfig.example.org": smtptest.WrongHost}, right: usualRight,
		},
		{
			name: "file: broken XML, and usual names", zone: ownHosts, doors: usual(), right: usualRight,
			sites: map[string]string{own: nettest.File("<clientConfig><emailProvider>")},
		},
		{
			name: "file: autoconfig host is silent, and SRV", zone: ownHosts + imaps + "_submissions._tcp.example.org SRV 0 1 465 smtp.example.org", doors: usual(),
			sites: map[string]string{own: nettest.Silent}, right: usualRight,
		},
		{
			// The records were forgotten when the server moved.
			name: "file and SRV disagree", zone: ownHosts + imaps + "_submission._tcp.example.org SRV 0 1 587 gone.example.org\n", doors: usual(),
			sites: map[string]string{own: good()}, right: usualRight,
		},
	}
}

// providerSetups are those of a provider that people know.
func providerSetups() []setup {
	google := map[string]*smtptest.Server{"smtp.gmail.com:465": {Implicit: true}, "smtp.gmail.com:587": {}}
	microsoft := map[string]*smtptest.Server{"smtp.office365.com:587": {}}
	listedGoogle := file(server("smtp.gmail.com", "465", "SSL"))
	listedMicrosoft := file(server("smtp.office365.com", "587", "STARTTLS"))
	return []setup{
		{
			name: "a listed domain: gmail.com", address: "ada@gmail.com", zone: "smtp.gmail.com A", doors: google,
			listed: map[string]string{"gmail.com": listedGoogle, "google.com": listedGoogle}, right: []string{"smtp.gmail.com:465 tls", "smtp.gmail.com:587 starttls"},
		},
		{
			name: "own domain at Google, by MX", zone: "example.org MX 1 aspmx.l.google.com\nsmtp.gmail.com A", doors: freshly(google),
			listed: map[string]string{"gmail.com": listedGoogle, "google.com": listedGoogle}, right: []string{"smtp.gmail.com:465 tls", "smtp.gmail.com:587 starttls"},
		},
		{
			name: "own domain at Microsoft 365, by MX", zone: "example.org MX 0 example-org.mail.protection.outlook.com\nsmtp.office365.com A", doors: microsoft,
			listed: map[string]string{"mail.protection.outlook.com": listedMicrosoft}, right: []string{"smtp.office365.com:587 starttls"},
		},
		{
			name: "only in the public collection", zone: hosts, doors: usual(),
			listed: map[string]string{"example.org": good()}, right: usualRight,
		},
		{
			name: "own domain, its MX host's only in the public collection", zone: "example.org MX 10 mx1.hosting.example\nrelay.hosting.example A",
			listed: map[string]string{"hosting.example": file(server("relay.hosting.example", "465", "SSL"))},
			doors:  map[string]*smtptest.Server{"relay.hosting.example:465": {Implicit: true}}, right: []string{"relay.hosting.example:465 tls"},
		},
	}
}

// freshly makes the same servers anew.
func freshly(doors map[string]*smtptest.Server) map[string]*smtptest.Server {
	fresh := make(map[string]*smtptest.Server)
	for at, s := range doors {
		fresh[at] = &smtptest.Server{Implicit: s.Implicit}
	}
	return fresh
}

// guessSetups are described nowhere, and have a server all the same.
func guessSetups() []setup {
	at := func(host string) map[string]*smtptest.Server {
		return map[string]*smtptest.Server{host + ":465": {Implicit: true}, host + ":587": {}, host + ":993": {Implicit: true}}
	}
	withSecurity := func(host string) []string { return []string{host + ":465 tls", host + ":587 starttls"} }
	return []setup{
		{name: "guess: smtp. and imap.", zone: hosts, doors: usual(), right: usualRight},
		{name: "guess: mail.", zone: "mail.example.org A", doors: at("mail.example.org"), right: withSecurity("mail.example.org")},
		{name: "guess: the domain itself", zone: "example.org A", doors: at("example.org"), right: withSecurity("example.org")},
		{name: "guess: the MX host", zone: "example.org MX 10 box.example.org\nbox.example.org A", doors: at("box.example.org"), right: withSecurity("box.example.org")},
		{
			name: "guess: wildcard, and a mail server beside it", zone: "*.example.org A 198.51.100.200\nexample.org A 198.51.100.200\nmail.example.org A 198.51.100.201",
			certs: map[string]smtptest.Kind{"*.example.org": smtptest.WrongHost}, doors: at("mail.example.org"), right: withSecurity("mail.example.org"),
		},
		{
			name: "guess: nothing for reading mail", zone: "smtp.example.org A", right: usualRight,
			doors: map[string]*smtptest.Server{"smtp.example.org:465": {Implicit: true}, "smtp.example.org:587": {}},
		},
	}
}

// hopelessSetups have nothing to be found.
func hopelessSetups() []setup {
	shared := func() *smtptest.Server { return &smtptest.Server{Host: "shared.hosting.example"} }
	return []setup{
		{
			name: "wildcard DNS, a shared server with another certificate", zone: "*.example.org A 198.51.100.200\nexample.org A 198.51.100.200",
			certs: map[string]smtptest.Kind{"*.example.org": smtptest.WrongHost},
			doors: map[string]*smtptest.Server{"*.example.org:587": shared(), "*.example.org:143": shared()},
		},
		{name: "null MX, and nothing else", zone: "example.org MX 0 ."},
		{name: "no such domain"},
	}
}
