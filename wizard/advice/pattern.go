package advice

import "postern/wizard/catalog"

// A Pattern names a likely cause for the doors' answers taken together. The
// empty pattern says that they suggest nothing, or are not all known yet.
type Pattern string

// The patterns. "Shut" is a door that was never entered: nothing listens, or
// something on the way closed it; "filtered" is the second alone.
const (
	// AllReady: the standard doors work, and nothing else is shut on the way.
	AllReady Pattern = "all-ready"
	// HomeLine: the standard doors work and 25 is shut, as on most lines.
	HomeLine Pattern = "home-line"
	// Closes25And465: both are filtered, 587 works, as at some clouds.
	Closes25And465 Pattern = "closes-25-and-465"
	// OneFiltered: of 465 and 587 one is filtered and the other works.
	OneFiltered Pattern = "one-filtered"
	// OneBroken: of 465 and 587 one answers badly and the other works.
	OneBroken Pattern = "one-broken"
	// SpareOnly: 465 and 587 are filtered, 2525 or an alternate works.
	SpareOnly Pattern = "spare-only"
	// EverythingFiltered: every door but perhaps 2525 is filtered.
	EverythingFiltered Pattern = "everything-filtered"
	// NothingListens: the host is there and refuses every submission door.
	NothingListens Pattern = "nothing-listens"
	// ServerFirewall: some doors are refused, others filtered, none works.
	ServerFirewall Pattern = "server-firewall"
	// NoNetwork: there is no way to the host at all.
	NoNetwork Pattern = "no-network"
	// WrongName: the name does not exist, or leads to no address.
	WrongName Pattern = "no-such-name"
	// NoNameService: the name could not be looked up.
	NoNameService Pattern = "no-name-service"
	// CertificatesAlike: every door that encrypts fails with the same problem.
	CertificatesAlike Pattern = "certificates-alike"
	// ReceivesOnly: only 25 answers, and it offers no login.
	ReceivesOnly Pattern = "receives-only"
	// Only25: only 25 answers, with encryption and a login.
	Only25 Pattern = "only-25"
	// HiddenSTARTTLS: the provider documents STARTTLS, and it is not offered.
	HiddenSTARTTLS Pattern = "hidden-starttls"
	// Rewritten: a firewall masks what the server says.
	Rewritten Pattern = "rewritten"
	// OtherService: what answers is something else than SMTP.
	OtherService Pattern = "other-service"
	// TakenAndHeld: the doors take the call and never get to a word of SMTP.
	TakenAndHeld Pattern = "taken-and-held"
	// NotNow: what answers says to come back later.
	NotNow Pattern = "not-now"
	// RefusesAll: what answers refuses this computer.
	RefusesAll Pattern = "refuses-all"
	// OwnRelay: the recommended door is a relay of the person's own.
	OwnRelay Pattern = "own-relay"
)

// Patterns returns every pattern but the empty one.
func Patterns() []Pattern {
	return []Pattern{
		AllReady, HomeLine, Closes25And465, OneFiltered, OneBroken, SpareOnly,
		EverythingFiltered, NothingListens, ServerFirewall, NoNetwork, WrongName, NoNameService,
		CertificatesAlike, ReceivesOnly, Only25, HiddenSTARTTLS, Rewritten, OtherService,
		TakenAndHeld, NotNow, RefusesAll, OwnRelay,
	}
}

// Sentence says the likely cause and the next step in general, "" for the empty
// pattern. Advice.Likely says it of the report it is about.
func (p Pattern) Sentence(host string) string { return p.say("sentence", host) }

// Ask is what to write to whoever runs the network or the server, ready to be
// sent; "" where there is nobody to ask.
func (p Pattern) Ask(host string) string { return p.say("ask", host) }

// Lesson returns the ID of the lesson that explains the pattern, "" for the
// empty pattern.
func (p Pattern) Lesson() string { return p.say("lesson", "") }

func (p Pattern) say(field, host string) string {
	return facts{"host": host, "begins": begins(host)}.Line(patternWords()[string(p)][field])
}

// closedBy are the ports of a mail program that a pattern's network closes.
var closedBy = map[Pattern][]int{
	HomeLine:           {25},
	Closes25And465:     {25, 465},
	SpareOnly:          {25, 465, 587},
	EverythingFiltered: {25, 465, 587},
}

// Networks returns the networks known to close the doors in this way, in the
// catalogue's order; most patterns have none.
func (p Pattern) Networks() []catalog.Network { return catalog.Closing(closedBy[p]...) }
