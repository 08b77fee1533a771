package main

import (
	"maps"
	"strings"

	"postern/probe/nettest"
	"postern/probe/smtptest"
)

// A setup is a mail domain, and what is true of it.
type setup struct {
	name    string
	address string // of the person; ada@example.org if empty
	zone    string
	sites   map[string]string
	// listed are files in Thunderbird's collection, by domain. Both its addresses
	// have them.
	listed map[string]string
	certs  map[string]smtptest.Kind
	// doors are those of mail servers, of which all hosts are in the zone.
	doors map[string]*smtptest.Server
	// right are the doors a program is right to offer first, as answer.door has them:
	// those the domain, or its provider, means people to use. Where there are none,
	// nothing is to be found, or nothing that may be used.
	right []string
	// missed is why Postern is not right here, if it is known not to be.
	missed string
}

func (s setup) person() string {
	if s.address == "" {
		return "ada@example.org"
	}
	return s.address
}

// start opens the set-up's Internet.
func (s setup) start() (network, error) {
	n := &nettest.Net{Zone: s.zone, Sites: map[string]string{}, Certificates: s.certs, Doors: s.doors}
	maps.Copy(n.Sites, s.sites)
	if s.listed != nil {
		n.Zone += "\nlive.thunderbird.net A\nautoconfig.thunderbird.net A"
	}
	for domain, file := range s.listed {
		n.Sites["https://live.thunderbird.net/autoconfig/v1.1/"+domain] = file
		n.Sites["https://autoconfig.thunderbird.net/v1.1/"+domain] = file
	}
	return network{n}, n.Start()
}

// setups returns all of them. Each call makes new servers.
func setups() []setup {
	var all []setup
	for _, some := range []func() []setup{recordSetups, fileSetups, providerSetups, guessSetups, hopelessSetups} {
		all = append(all, some()...)
	}
	return all
}

// usualRight are the doors of usual that mail is handed in at.
var usualRight = []string{"smtp.example.org:465 tls", "smtp.example.org:587 starttls"}

// What most zones and addresses are made of.
const (
	hosts     = "smtp.example.org A\nimap.example.org A\n"
	imaps     = "_imaps._tcp.example.org SRV 0 1 993 imap.example.org\n"
	own       = "https://autoconfig.example.org/mail/config-v1.1.xml"
	wellKnown = "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml"
)

// usual are the doors of a mail server as most are.
func usual() map[string]*smtptest.Server {
	return map[string]*smtptest.Server{
		"smtp.example.org:465": {Implicit: true}, "smtp.example.org:587": {}, "imap.example.org:993": {Implicit: true},
	}
}

// file is a settings file with servers in it, one for reading mail before them.
func file(servers ...string) string {
	return nettest.File(`<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="example.org"><domain>example.org</domain><displayName>Example</displayName>
<incomingServer type="imap"><hostname>imap.example.org</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer>
` + strings.Join(servers, "\n") + `</emailProvider></clientConfig>`)
}

// server is an outgoing server of a file.
func server(host, port, socket string) string {
	return `<outgoingServer type="smtp"><hostname>` + host + `</hostname><port>` + port + `</port><socketType>` + socket +
		`</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>`
}

// good is a file with one server.
func good() string { return file(server("smtp.example.org", "465", "SSL")) }
