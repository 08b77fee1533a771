package candidate_test

import (
	"fmt"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/candidate"
	"postern/wizard/catalog"
)

// What two sources agree on comes first, with both named.
func ExampleRank() {
	found := discover.Report{Domain: "example.org", Answers: []discover.Answer{{
		Source: discover.SRVSubmissions, State: discover.Found, Findings: []discover.Finding{{
			Source: discover.SRVSubmissions, Where: probe.NewText("DNS record _submissions._tcp.example.org"),
			Host: "mail.example.org", Port: 465, Security: probe.ImplicitTLS,
		}},
	}, {
		Source: discover.Autoconfig, State: discover.Found, Findings: []discover.Finding{{
			Source: discover.Autoconfig, Where: probe.NewText("https://autoconfig.example.org/mail/config-v1.1.xml"),
			Host: "mail.example.org", Port: 465, Security: probe.ImplicitTLS, User: probe.NewText(discover.PlaceLocalPart),
		}},
	}}}
	ranking := candidate.Rank(candidate.Input{
		Address: "ada@example.org", Catalog: catalog.Default(), ISPs: catalog.ISPs(), Report: found,
	})
	for _, c := range ranking.Candidates {
		fmt.Println(c.Host, c.Port, c.Security, c.User)
		fmt.Println(c.Reason)
	}
	// Output:
	// mail.example.org 465 tls ada
	// Named by the settings file at autoconfig.example.org and by the DNS record _submissions._tcp.example.org, which agree. The domain itself says so, over a protected connection.
}
