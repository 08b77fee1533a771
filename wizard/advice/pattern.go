package advice

// A Pattern names a likely cause for the doors' answers taken together. The
// empty pattern says that they suggest nothing, or are not all known yet. The
// names are part of the JSON report; the lesson "patterns" tells of them all.
type Pattern string

// The patterns. "Shut" is a door that was never entered: nothing listens, or
// something on the way closed it; "filtered" is the second alone. A "documented"
// host is one whose name the catalogue knows, so that it is right.
const (
	// AllReady: the standard doors work, and nothing else is shut on the way.
	AllReady Pattern = "all-ready"
	// HomeLine: the standard doors work and 25 is shut, as on most lines.
	HomeLine Pattern = "home-line"
	// Closes25And465: both are filtered, 587 works, as at some clouds.
	Closes25And465 Pattern = "closes-25-and-465"
	// OneFiltered: of 465 and 587 one works, and the other is filtered, or refused
	// though it is documented.
	OneFiltered Pattern = "one-filtered"
	// OneBroken: of 465 and 587 one answers badly and the other works.
	OneBroken Pattern = "one-broken"
	// SpareOnly: 465 and 587 are filtered, 2525 or an alternate works.
	SpareOnly Pattern = "spare-only"
	// SpareOffered: the same, but 465, 587 or both are refused rather than filtered.
	SpareOffered Pattern = "spare-offered"
	// EverythingFiltered: every door but perhaps 2525 is filtered.
	EverythingFiltered Pattern = "everything-filtered"
	// NothingListens: the host is there and refuses every submission door.
	NothingListens Pattern = "nothing-listens"
	// ServerFirewall: some doors are refused, others filtered, none works.
	ServerFirewall Pattern = "server-firewall"
	// OfficeNetwork: all doors of a documented host are shut, and something says so
	// at once, as the firewalls of offices and VPNs do.
	OfficeNetwork Pattern = "office-network"
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
	// CaptivePortal: web servers answer in the place of mail servers, or somebody
	// else answers for a documented host, or its name leads to a private address.
	CaptivePortal Pattern = "captive-portal"
	// Intercepted: a certificate was issued by a program or device that opens
	// encrypted connections, such as a virus scanner.
	Intercepted Pattern = "intercepted"
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

// Sentence says the likely cause and the next step in general, "" for the empty
// pattern. Advice.Likely says it of the report it is about.
func (p Pattern) Sentence(host string) string { return p.say("sentence", host) }

// Ask is what to write to whoever runs the network or the server, ready to be
// sent; "" where there is nobody to ask. Advice.Ask names the report's own ports.
func (p Pattern) Ask(host string) string { return p.say("ask", host) }

// Lesson returns the ID of the lesson that explains the pattern, "" for the
// empty pattern.
func (p Pattern) Lesson() string { return p.say("lesson", "") }

func (p Pattern) say(field, host string) string {
	f := facts{
		"host": host, "begins": begins(host), "look": look(host, ""), "as": "", "ports": "ports 465 and 587",
		"painted": "port 587", "opened": "ports 465 and 587", "held": "ports 465 and 587",
		"refused": "some ports", "filtered": "others", "tried": "ports 25, 465 and 587",
		"names": "another name", "masked": "a door", "port": "a door",
		"product": "a program between", "address": "a private address", "provider": host,
	}
	return f.Line(patternWords()[string(p)][field])
}
