// Package candidate makes one ranked list of what many sources say about where a
// mail domain's outgoing mail is handed in. It asks nobody: what was found comes in
// as a [discover.Report], what is built in as a catalogue and a table.
//
//	ranking := candidate.Rank(candidate.Input{
//		Address: "ada@example.org", Catalog: catalog.Default(), ISPs: catalog.ISPs(), Report: report,
//	})
//
// # Who comes first
//
// What two sources say about the same host, port and encryption is one [Candidate],
// named by both, and stands where the better of the two puts it. The order is:
//
//  1. the domain's own settings file, read over HTTPS: who holds the domain says so;
//  2. the catalogue, by the domain;
//  3. the built-in copy of Thunderbird's collection, by the domain;
//  4. DNS SRV records of the domain, by priority, then by weight (RFC 2782);
//  5. the catalogue, then the built-in collection, by the host that takes the domain's
//     mail (MX);
//  6. a settings file of that host's domain, read over HTTPS;
//  7. Thunderbird's collection as it is today, by the domain, then by the domain of the
//     host that takes its mail;
//  8. any file that was read without encryption: anybody on the way can write it;
//  9. guesses that lead somewhere.
//
// Within a place the order is the source's own. The two kinds of SRV records have no
// order between them that a domain could set apart from their priority (RFC 6186,
// section 3.4, RFC 8314, section 5.1): the lower priority comes first, and among equals
// implicit TLS and STARTTLS stand as the tie policy has it. RFC 2782 has a program draw
// lots by weight each time it connects; settings are written once, so here the heaviest
// comes first, the one that would be drawn most often.
//
// A server that is named without encryption alone stands behind all others, guesses
// too: it is first only where there is nothing else. A host that is named by somebody
// is no guess, even if it was guessed too.
//
// # What is not decided here
//
// That a host was named does not make it right: DNS is mostly not protected, which is
// why RFC 6186, section 6, has the person asked about a host outside their own domain
// ([Candidate.Outside]). That holds for a mail host's domain too, whose file is read
// only because DNS names that host. Whether a server's doors open is seen when they are
// tried.
package candidate
