// Package nettest is a small Internet on loopback, for tests of whoever looks for
// mail servers: a name server over UDP and TCP, web sites with and without TLS, and
// doors of mail servers.
//
//	n := &nettest.Net{
//		Zone: `
//			_submissions._tcp.example.org  SRV 0 1 465 smtp.example.org
//			smtp.example.org               A
//			autoconfig.example.org         A`,
//		Sites: map[string]string{"https://autoconfig.example.org/mail/config-v1.1.xml": nettest.File(settings)},
//		Doors: map[string]*smtptest.Server{"smtp.example.org:465": {Implicit: true}},
//	}
//	if err := n.Start(); err != nil { … }
//	defer n.Close()
//	names := probe.Resolver{Dial: n.DialNames}
//	prober := probe.Prober{Lookup: names.Addresses, Dial: n.Dial, Roots: n.Roots()}
//
// All of it is real but the addresses, which are of the kind kept for examples
// (RFC 5737): the two dial functions lead from there to loopback.
package nettest
