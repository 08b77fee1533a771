package candidate

import (
	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// Input is what Rank works with.
type Input struct {
	// Address is the person's. Its domain is what the sources were asked about, and its
	// parts replace the placeholders in settings files.
	Address string
	Catalog *catalog.Catalog
	ISPs    *catalog.Table // nil: none
	// Report is what package discover found. A report on another domain is ignored, and
	// so is the zero value.
	Report discover.Report
	// Policy orders two doors that are equally well named; "" means 587 first.
	Policy advice.Policy
}

// A Candidate is one server, at one port, that may take the person's mail.
type Candidate struct {
	Host string
	// Port and Security are 0 and "" for a guess: its doors are all tried.
	Port     int
	Security probe.Security // starttls, tls, none
	// User is the login name, filled in from the address; "" if nobody says it.
	// UserForm is the form it was made from, with the places of [discover].
	User, UserForm string
	// Logins are the ways to sign in, best first; nil if nobody says.
	Logins []discover.Login
	// Provider is the id of a catalogue entry, "" for a server that is not in it.
	// Name is what the provider is called, "" if nobody says.
	Provider, Name string
	// Sources are those who name it, the best first; never empty.
	Sources []Source

	Guess       bool // no source names it, but there is such a host
	Plaintext   bool // sources name it without encryption only
	Unprotected bool // only files that were read over plain HTTP name it
	// Outside says that it is not in the person's domain, and that all who name it could
	// have been forged on the way: DNS, the domain of a host that DNS names, or a file
	// that was read without encryption.
	Outside bool
	// Tied says that DNS names another door of this host as its equal, so that the
	// policy decides which of them comes first.
	Tied bool
	// Wildcard says that every name under the domain has the same address, so that the
	// guess proves nothing.
	Wildcard bool

	// Reason says in a sentence or two why it stands here and what to know of it.
	Reason string
	// Disagreement says in a sentence who says otherwise about this host; "" if
	// nobody does.
	Disagreement string

	place int // in the order of the package comment
	turn  int // the position of its first claim among all that were added
}

// OAuthOnly reports whether only a browser sign-in is said to work there: no password.
func (c Candidate) OAuthOnly() bool {
	for _, l := range c.Logins {
		if l != discover.LoginOAuth2 {
			return false
		}
	}
	return len(c.Logins) > 0
}

// Door is the door as it is tried; false for a guess. One that is named without
// encryption is tried with STARTTLS: nothing is sent in the clear.
func (c Candidate) Door() (probe.Door, bool) {
	if c.Port == 0 {
		return probe.Door{}, false
	}
	d := probe.Door{Port: c.Port, Security: c.Security}
	if c.Plaintext {
		d.Security = probe.STARTTLS
	}
	return d, true
}

// SourceID names one that names a server.
type SourceID string

// The sources that are built in. The others are those of [discover].
const (
	Catalogue     SourceID = "catalogue"      // by the domain of the address
	CatalogueByMX SourceID = "catalogue-mx"   // by the host that takes its mail
	Table         SourceID = "ispdb-table"    // the built-in collection, by the domain
	TableByMX     SourceID = "ispdb-table-mx" // by the host that takes its mail
)

// A Source is one that names a server, and where it does.
type Source struct {
	ID    SourceID
	Words string // "the DNS record _submissions._tcp.example.org"
}

// A Ranking is the list of candidates, and what there is to say about all of it.
type Ranking struct {
	Domain     string
	Candidates []Candidate
	// Notes are sentences about the domain: that it takes no mail, that it does not
	// exist, that its names all lead to one place.
	Notes []string
	// Asked are the questions that were put outside; empty offline.
	Asked []probe.Text
}

// Best returns the first candidate that somebody names, which stands behind guesses if
// it is named without encryption alone; false if all are guesses.
func (r Ranking) Best() (Candidate, bool) {
	for _, c := range r.Candidates {
		if !c.Guess {
			return c, true
		}
	}
	return Candidate{}, false
}

// At returns the candidates at a host, best first.
func (r Ranking) At(host string) []Candidate {
	var out []Candidate
	for _, c := range r.Candidates {
		if c.Host == host {
			out = append(out, c)
		}
	}
	return out
}
