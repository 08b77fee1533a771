// Package discover finds out where a mail domain's outgoing mail is handed in.
//
// A [Finder] asks several sources side by side and sends an [Event] when one
// begins, says something, or comes to its end; the [Report] is the fold of those
// events and the only state anybody needs.
//
//	report, events := new(discover.Finder).Start(ctx, discover.Query{Domain: "example.org"})
//	for e := range events {
//		report = report.With(e)
//	}
//
// # What is asked of whom
//
// For the domain example.org, whose best MX host is mx1.mail.example.net:
//
//	name servers             SRV _submissions._tcp.example.org, _submission._tcp.example.org
//	                         MX  example.org
//	                         A and AAAA of every host below, of the guesses smtp.example.org,
//	                         mail.example.org, mx1.mail.example.net, example.org, and of
//	                         postern-wildcard-check.example.org, which nobody has: where it
//	                         has an address, that of a guess means little (Finding.Wildcard)
//	autoconfig.example.org   GET /mail/config-v1.1.xml
//	example.org              GET /.well-known/autoconfig/mail/config-v1.1.xml
//	autoconfig.mail.example.net, mail.example.net, autoconfig.example.net, example.net
//	                         the same two files
//	autoconfig.thunderbird.net
//	                         GET /v1.1/example.org, unless the domain is one of a
//	                         local network, such as .local
//
// Nobody learns more than the domain. Only if [Query.Address] is set, which takes
// the person's consent, the two servers of the domain itself are told the whole
// address, as emailaddress=, over HTTPS. Only if [Query.PlainHTTP] is set, which
// takes it too, they are also asked without encryption, and never for the address.
// A request says that Postern asks, and carries no cookie and no referrer. Where a
// redirect leads, it is followed three times at most, to a named host with HTTPS.
// A proxy is used only if the environment names one, which then looks up the hosts
// of the files itself. All of it stands in [Answer.Asked], but for the addresses of
// hosts whose files are fetched.
//
// No mail server is connected to. Guesses are names that may lead somewhere, and
// are marked as such.
//
// # What it waits for
//
// All sources have 8 s together, and none waits for another but those that need the
// MX host. Then, or when the context ends, what has not settled does so at once and
// keeps what it found. The head of an HTTP answer may have 32 KiB, a file 256 KiB,
// 16 levels of elements and 16 servers. Nothing that anybody answers can make it
// last longer or hold more.
//
// # Facts, not judgement
//
// The package records what each source claims, in the source's own order: it
// merges nothing and ranks nothing. That a claim is true, it does not say: DNS may be
// forged on the way (RFC 6186, section 6), and a server that answers with a
// good certificate for autoconfig.example.org proves no more than that name.
//
// Every word that came from outside is a probe.Text, a name that probe.CheckHost
// has accepted, or a port number that is one.
package discover
