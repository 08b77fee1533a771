// Package probe asks the SMTP submission ports ("doors") of one host what they
// offer, without logging in and without sending mail.
//
// A [Prober] tries several doors of a host at once and speaks SMTP itself, one
// step at a time: name lookup, connect, TLS (implicit), greeting, EHLO,
// STARTTLS, TLS, EHLO again, QUIT. After every step it sends an [Event]. The
// [Report] is the fold of those events and all a caller needs to keep.
//
//	report, events := new(probe.Prober).Start(ctx, "mail.example.org", probe.StandardDoors())
//	for e := range events {
//		report = report.With(e)
//	}
//
// # What is sent
//
// EHLO (HELO where that is not understood), STARTTLS and QUIT, and nothing else:
// no credentials, no MAIL, no RCPT, no VRFY. There is one connection per door
// and one command at a time. A second connection is made only to learn more
// about a door that stays silent, fails its TLS handshake, or greets with a TLS
// alert.
//
// [Prober.OpenSecure] does the same on one connection and, if that proved safe,
// returns it to the caller. Package submit uses it to check a login.
//
// Name servers are asked for the host. If a certificate is for another host, they
// are also asked for at most three of the certificate's names, each once per run,
// to see which of them lead to the same address: [Certificate].LeadsHere. The
// transcript records each of these lookups.
//
// # Limits
//
// Every wait has an absolute limit: 5 s for the lookup, of which 2 s for a name
// server that is asked for the first time, so that the next one gets its turn; 8 s
// for each address, 20 s for the greeting, 10 s for each reply and for the TLS
// handshake, and 30 s for the door in all. A certificate's names are looked up
// while the dialogue goes on, and waited for at most one second longer. A line may
// have 4 KiB, a reply 256 lines and 64 KiB. Nothing a server does can make a probe
// last longer or use more memory.
//
// # Facts, not judgement
//
// The package records what was observed. Whether a door is any good is decided by
// postern/wizard/advice, a pure function of a [Result]. The facts of a door are
// those of its first connection; what a second one may add is said at [TLSMode].
// One fact needs all doors: that an address reported as unreachable can in fact be
// reached, so that a firewall must have rejected the connection. [Report.With]
// records it as soon as another door shows it.
//
// # One command, one reply
//
// What a server says out of turn is not taken for the reply to any command, least
// of all to one that was sent after it had come: it is noted, and warned of. In
// the clear it changes no fact. Inside TLS it shows that commands and replies no
// longer match, so no reply to EHLO counts there and no login should be tried.
// Bytes between the 220 to STARTTLS and the TLS handshake are worse: they were
// injected. Two cases cannot be detected: what comes while a command is under way
// cannot be told from its reply, and what comes after the last reply is not waited
// for.
//
// # Text from the network
//
// All text that came from outside is a [Text]: it is escaped where it enters, so
// that printing it can never send a stranger's control bytes to a terminal.
//
// # Reading the code
//
// Begin with run.go: a run is one lookup and one visit per door. A visit
// (visit.go) tries one door: it connects (race.go), then holds a dialogue
// (dialogue.go, with the steps in greeting.go, hello.go and tls.go) over a wire
// (wire.go), which reads replies with a replyReader (reply.go). If that was not
// enough, second_connection.go tries again. facts.go and report.go are what comes
// out; certificate.go and certificate_chain.go examine a certificate; lookup.go,
// resolver.go and dns_answers.go resolve names.
package probe
