package discover

import (
	"slices"
	"time"

	"postern/probe"
)

// State is how far asking a source has come.
type State string

// The states. All but the first two are final.
const (
	Waiting State = "waiting" // for another source's answer
	Asking  State = "asking"
	Found   State = "found"   // there are findings
	None    State = "none"    // asked, and it has nothing; Reason says how it said so
	Failed  State = "failed"  // no usable answer; Reason says why
	Skipped State = "skipped" // not asked; Reason says why
)

// Reason says why a source gave nothing, or not all of it.
type Reason string

// The reasons why a source has none, or was skipped.
const (
	NoSuchName  Reason = "no-such-name" // NXDOMAIN
	NoRecord    Reason = "no-record"    // the name exists, without such records
	NotOffered  Reason = "not-offered"  // an SRV target of "." (RFC 6186, section 3.4)
	NullMX      Reason = "null-mx"      // the domain takes no mail (RFC 7505)
	NoSuchPage  Reason = "no-such-page" // a status of 4xx
	WebPage     Reason = "web-page"     // a page for people where the file would be
	NoServer    Reason = "no-server"    // a file without a usable outgoing server
	SameDomain  Reason = "same-domain"  // the MX host has no other domain that may be asked
	NoMX        Reason = "no-mx"        // no MX host
	LocalDomain Reason = "local-domain" // means something in one network only
	BadQuery    Reason = "bad-query"    // not what CheckDomain returns
)

// The reasons why a source failed.
const (
	NameServer     Reason = "name-server"     // SERVFAIL, or none could be reached
	NameTimeout    Reason = "name-timeout"    // no name server answered
	BadRecords     Reason = "bad-records"     // DNS records, and none that can be used
	NoConnection   Reason = "no-connection"   // refused, unreachable or broken off
	BadProxy       Reason = "bad-proxy"       // the proxy that the environment names
	BadCertificate Reason = "bad-certificate" // and so nothing was read
	NoTLS          Reason = "no-tls"          // no handshake of TLS 1.2 or newer
	BadHTTP        Reason = "bad-http"        // an answer that is no proper HTTP
	BadStatus      Reason = "bad-status"      // the server has trouble of its own
	BadRedirect    Reason = "bad-redirect"    // to where Postern does not follow
	ManyRedirects  Reason = "many-redirects"  // more than three
	TooLong        Reason = "too-long"        // more than 256 KiB
	CutOff         Reason = "cut-off"         // shorter than it was announced
	BadXML         Reason = "bad-xml"         // broken, too deep, or with entities
	Timeout        Reason = "timeout"         // the limit for all sources was reached
	Cancelled      Reason = "cancelled"       // the context ended
)

// An Answer is what one source has said so far. A published Answer is never
// changed: its slices may be shared, and must not be written to.
type Answer struct {
	Source SourceID
	Words  string // what is asked, for people
	State  State
	// Since is when asking began, and Elapsed when the source settled or last said
	// something, both counted from the start of the run.
	Since, Elapsed time.Duration
	// Asked are the questions sent to other computers, in order: "DNS MX example.org",
	// "https://autoconfig.example.org/mail/config-v1.1.xml".
	Asked  []probe.Text
	Reason Reason     // why there is nothing, or not all; "" if all is well
	Why    probe.Text // what was met, as evidence for Reason; commonly empty
	// Findings stand in the source's own order of preference.
	Findings []Finding
	// Exchanges are the domain's mail hosts, best first; only of source MX.
	Exchanges []Exchange
	// Provider is the name a file gives to the provider.
	Provider probe.Text
	// Notes say what was left out, and why.
	Notes []probe.Text
}

// Settled reports whether nothing more will come from the source.
func (a Answer) Settled() bool { return a.State != Waiting && a.State != Asking }

// An Exchange is a host that takes mail for a domain.
type Exchange struct {
	Host       string
	Preference uint16 // the lowest is tried first (RFC 5321, section 5.1)
}

// A Finding is one server as a source names it. It is only a claim: the server was
// not connected to.
type Finding struct {
	Source SourceID
	// Where the finding was read, for people: "DNS record
	// _submissions._tcp.example.org", or the address of a file, after redirects.
	Where probe.Text
	// Unprotected says that it was read over HTTP without encryption. DNS answers are
	// mostly not protected either: RFC 6186, section 6, wants people to be asked before
	// they trust a host outside their own domain.
	Unprotected bool
	// Exchange says that the settings are not the domain's own, but those of the domain
	// of the host that takes its mail. DNS alone leads from one to the other.
	Exchange bool

	// Host is as probe.CheckHost returns it, but may hold PlaceDomain if it is from a
	// file; see Filled.
	Host string
	// Port and Security are 0 and "" for a guess.
	Port     int
	Security probe.Security
	// Logins are what a file says of ways to sign in, best first.
	Logins []Login
	// User is the form of the user name, such as PlaceAddress; empty if not said.
	User probe.Text

	// Priority and Weight are those of an SRV record (RFC 2782).
	Priority, Weight uint16

	// Guess says that nobody named this server. DNS says whether there is such a host.
	Guess bool
	DNS   probe.DNS // only of a guess
	// Wildcard says that the guess has the same address as a made-up name: DNS answers
	// for every name under the domain (RFC 4592), so there may be no such host.
	Wildcard bool
}

// Plaintext is the Security of a server that a source names without encryption.
const Plaintext probe.Security = "none"

// useful reports whether an answer holds more than guesses that do not resolve.
func (a Answer) useful() bool {
	return len(a.Exchanges) > 0 || slices.ContainsFunc(a.Findings, func(f Finding) bool { return !f.Guess || f.DNS == probe.DNSOK })
}

// settle settles an answer that is not complete. What was found so far counts, and so
// does a reason that is known already.
func (a *Answer) settle(why Reason) {
	switch {
	case a.useful():
		a.State, a.Reason = Found, why
	case a.Reason != "":
		a.State = a.Reason.state()
	default:
		a.State, a.Reason = Failed, why
	}
}

// Login is an authentication method, in the words of the autoconfig format. A word that
// is none of those below is kept as it was read, escaped and cut short.
type Login string

// The methods that the format knows. The older words plain and secure are read as
// LoginPassword and LoginEncrypted.
const (
	LoginPassword    Login = "password-cleartext" // PLAIN or LOGIN; safe inside TLS
	LoginEncrypted   Login = "password-encrypted" // CRAM-MD5 and the like
	LoginOAuth2      Login = "OAuth2"
	LoginNTLM        Login = "NTLM"
	LoginGSSAPI      Login = "GSSAPI"
	LoginCertificate Login = "TLS-client-cert"
	LoginByAddress   Login = "client-IP-address"
	LoginAfterPOP    Login = "smtp-after-pop"
	LoginNone        Login = "none"
)
