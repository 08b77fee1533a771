package advice

import (
	"time"

	"postern/probe"
	"postern/wizard/catalog"
)

// A Verdict is the judgement on one door. Every settled door has exactly one.
type Verdict string

// The verdicts. Pending is that of a door that has not settled.
const (
	Pending            Verdict = ""
	Ready              Verdict = "ready"
	ReadyForRelay      Verdict = "ready-for-relay"
	NoLogin            Verdict = "no-login"
	NoSTARTTLS         Verdict = "no-starttls"
	STARTTLSRefused    Verdict = "starttls-refused"
	PlaintextInjected  Verdict = "plaintext-injected"
	TLSFailed          Verdict = "tls-failed"
	TLSTooOld          Verdict = "tls-too-old"
	BadCertificate     Verdict = "bad-certificate"
	TLSOnSTARTTLSPort  Verdict = "tls-on-starttls-port"
	PlaintextOnTLSPort Verdict = "plaintext-on-tls-port"
	TemporaryRefusal   Verdict = "temporary-refusal"
	RefusesYou         Verdict = "refuses-you"
	NotSMTP            Verdict = "not-smtp"
	Malformed          Verdict = "malformed"
	TooLong            Verdict = "too-long"
	Silent             Verdict = "silent"
	ClosedEarly        Verdict = "closed-early"
	Reset              Verdict = "reset"
	Refused            Verdict = "refused"
	NoAnswer           Verdict = "no-answer"
	RejectedByFirewall Verdict = "rejected-by-firewall"
	Unreachable        Verdict = "unreachable"
	NoSuchName         Verdict = "no-such-name"
	NoAddress          Verdict = "no-address"
	NameLookupFailed   Verdict = "name-lookup-failed"
	NameLookupTimeout  Verdict = "name-lookup-timeout"
	Cancelled          Verdict = "cancelled"
)

// Policy says which of two equally good doors comes first.
type Policy string

// The tie policies.
const (
	Prefer587 Policy = "587-first" // what nearly every guide says; the default
	Prefer465 Policy = "465-first" // what RFC 8314, section 1, leans to
)

// Other is the other policy.
func (p Policy) Other() Policy {
	if p == Prefer465 {
		return Prefer587
	}
	return Prefer465
}

// The labels a recommended door can have.
const (
	LabelUnofficial = "fallback, unofficial port"
	LabelFallback   = "fallback" // the provider names it as second choice
	LabelLocalRelay = "local relay"
	LabelByAddress  = "relay without a login" // it has to know this computer by its address
)

// A Case is the input of Advise.
type Case struct {
	Report probe.Report
	// Provider is the catalogue's entry for the host; nil if it has none.
	Provider *catalog.Provider
	// Named are the doors that some source names for a host that the catalogue does not
	// know, the best first; commonly empty. NamedBy is the source of the first one, as
	// the beginning of a sentence; "" if that one and another are named as equals.
	Named   []probe.Door
	NamedBy string
	// Meant is the host name that the person more likely meant; "" if none.
	Meant  string
	Policy Policy // the zero value means Prefer587
	// LocalRelay says that the host is the person's own relay, on this computer or in
	// their own network.
	LocalRelay bool
	// ByAddress says that the host is a relay which lets this computer in by its address,
	// by the person's word: no login is wanted at any of its doors, encryption is.
	ByAddress bool
	// Elapsed is the time since the doors began to be tried.
	Elapsed time.Duration
}

// State says how firm a recommendation is.
type State uint8

// The states of a recommendation.
const (
	None        State = iota // nothing can be recommended (yet)
	Provisional              // a door works, a better one is still being tried
	Final
)

// Advice says which door to use, and why.
type Advice struct {
	State State
	// Port is the shown number of the recommended door, 0 if none.
	Port     int
	Security string // starttls, tls, none; "" without a port
	Policy   Policy
	// Label qualifies the door: one of the Label constants, commonly "".
	Label string
	// Headline says in a few words what to do.
	Headline string
	// Waiting lists the doors still being tried that would outrank the
	// recommended one, or any that could be recommended while none is; in order
	// of preference.
	Waiting []int
	// Also lists the other doors that are as usable, in order of preference.
	Also []int
	// Reasons say why this door, and why not the others, the most important first.
	Reasons []Reason
	// Untried lists doors the provider documents for this host that were not
	// tried, 25 left out, while no tried door can be recommended; in order of
	// preference.
	Untried []probe.Door
	// Pattern is what the doors together suggest: an ID, "" while unknown.
	Pattern Pattern
	// Likely says the pattern's likely cause and the next step, with what was met
	// in it; "" without a pattern.
	Likely string
	// Ask is a message to whoever can change it, ready to be sent; "" if a door can be
	// used, or there is nobody to ask.
	Ask string
	// Lifts say how the networks that Likely names as examples open their doors again,
	// a line each; commonly none, and none where a door can be used.
	Lifts []string

	unlisted []int // doors the provider does not document, though it does others
}

// A Reason is one sentence, and the lesson that explains it.
type Reason struct {
	Port   int // the door it is about; 0 for all
	Text   string
	Lesson string // lesson ID
}
