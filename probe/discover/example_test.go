package discover_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"

	"postern/probe"
	"postern/probe/discover"
)

// offline is what the examples ask, so that they ask nobody.
var offline = discover.Finder{
	Lookup: func(_ context.Context, host string) ([]netip.Addr, probe.DNS) {
		if host == "mail.example.org" {
			return []netip.Addr{netip.MustParseAddr("192.0.2.25")}, probe.DNSOK
		}
		return nil, probe.DNSNXDomain
	},
	SRV: func(_ context.Context, name string) ([]*net.SRV, probe.DNS) {
		if name == "_submissions._tcp.example.org" {
			return []*net.SRV{{Target: "mail.example.org.", Port: 465}}, probe.DNSOK
		}
		return nil, probe.DNSNXDomain
	},
	MX: func(context.Context, string) ([]*net.MX, probe.DNS) {
		return []*net.MX{{Host: "."}}, probe.DNSOK
	},
	Proxy: func(*url.URL) (*url.URL, error) { return nil, nil },
	Dial:  func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed },
}

// A report is the fold of the events of a run.
func ExampleFinder_Start() {
	domain, err := discover.CheckDomain("Example.ORG")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, events := offline.Start(context.Background(), discover.Query{Domain: domain})
	for e := range events {
		report = report.With(e)
	}
	for _, a := range report.Answers {
		fmt.Printf("%s: %s (%s)\n", a.Words, a.State, a.Reason)
	}
	// Output:
	// DNS record _submissions._tcp.example.org: found ()
	// DNS record _submission._tcp.example.org: none (no-such-name)
	// DNS record MX of example.org: none (null-mx)
	// settings file at autoconfig.example.org: none (no-such-name)
	// settings file at example.org: none (no-such-name)
	// settings file of the mail host's domain: skipped (no-mx)
	// Thunderbird's collection, for example.org: none (no-such-name)
	// usual names, such as smtp.example.org: found ()
}

// Guesses are findings too, and marked as such.
func ExampleFinder_Find() {
	report := offline.Find(context.Background(), discover.Query{Domain: "example.org"})
	for _, f := range report.Findings() {
		if f.Guess {
			fmt.Println(f.Host, f.DNS)
		} else {
			fmt.Println(f.Host, f.Port, f.Security, "by", f.Where)
		}
	}
	// Output:
	// mail.example.org 465 tls by DNS record _submissions._tcp.example.org
	// smtp.example.org nxdomain
	// mail.example.org ok
	// example.org nxdomain
}

// What depends on the address is filled in by whoever knows it.
func ExampleFinding_Filled() {
	f := discover.Finding{Host: "mail.%EMAILDOMAIN%", Port: 465, User: probe.NewText("%EMAILLOCALPART%")}
	f, err := f.Filled("ada@example.org")
	fmt.Println(f.Host, f.Port, f.User, err)
	// Output: mail.example.org 465 ada <nil>
}
