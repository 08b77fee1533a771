// Package probe asks the SMTP doors of one host what they answer.
//
// A [Prober] tries several doors of a host at once and speaks SMTP itself, one
// step at a time: name lookup, connect, TLS (implicit), greeting, EHLO,
// STARTTLS, TLS, EHLO again, QUIT. After every step it sends an [Event]; the
// [Report] is the fold of those events and the only state anybody needs.
//
//	report, events := new(probe.Prober).Start(ctx, "mail.example.org", probe.StandardDoors())
//	for e := range events {
//		report = report.With(e)
//	}
//
// # What is sent
//
// EHLO (HELO where that is not understood), STARTTLS and QUIT, and nothing else:
// no credentials, no MAIL, no RCPT, no VRFY. One connection a door, one command
// at a time. A second connection is made only to learn more about a door that
// keeps silent, fails its TLS handshake, or greets with an alert of TLS.
//
// [Prober.Enter] does the same on one connection and, where that proved safe, hands
// it over to who has more to say: package submit, which checks a login.
//
// Name servers are asked for the host. If a certificate is for another host, they
// are asked for three of its names at most, each once a run, to see which lead to
// the same address: [Certificate].LeadsHere. The transcript tells of each.
//
// # What it waits for
//
// Every wait has an absolute limit: 5 s for the lookup, of which 2 s for a name
// server that is asked for the first time, so that the next has its turn; 8 s for
// each address, 20 s for the greeting, 10 s for each reply and for TLS, and 30 s
// for the door in all. A certificate's names are looked up beside the dialogue,
// and waited for another second at most. A line may have 4 KiB, a reply 256 lines
// and 64 KiB. Nothing a server does can make a probe last longer or hold more.
//
// # Facts, not judgement
//
// The package records what was met. Whether a door is any good is decided by
// postern/wizard/advice, a pure function of a [Result]. The facts of a door are
// its first connection's; what a second one may add, [TLSMode] says. One fact
// needs all doors: that an address which seems to be out of reach is not, and a
// firewall said so. [Report.With] tells it, as soon as another door shows it.
//
// # One command, one answer
//
// What a server says where it is not its turn is the answer to nothing, above
// all not to a command that was sent after it had come: it is noted, and warned
// of. In the clear it changes no fact. In TLS it says that commands and answers
// no longer match, so that no answer to EHLO counts there and no login should be
// tried. What comes between the 220 to STARTTLS and TLS is injected, and worse.
// The limit of this: what comes while a command is under way cannot be told from
// its answer, and what comes later than the last answer is not waited for.
//
// # Text from the network
//
// Every word that came from outside is a [Text]: it is escaped where it
// enters, so that no later print can send a stranger's control bytes to a
// terminal.
package probe
