package probe

import (
	"net/netip"
	"slices"
	"time"
)

// A Step is what is being done on a door just now.
type Step uint8

// The steps of a dialogue, in order.
const (
	StepWaiting Step = iota
	StepLookup
	StepConnect
	StepGreeting
	StepHello
	StepSTARTTLS
	StepTLS
	StepHelloAgain
	StepSecondTry
	StepSettled
)

// An Event says that something was learned about one door.
type Event struct {
	// Door is the index of the door in Report.Doors.
	Door int
	// At is the time since the run began.
	At time.Duration
	// Addresses are those the host's name led to; nil while unknown. They are
	// the same for every door.
	Addresses []netip.Addr
	// Result holds all facts of the door so far.
	Result Result
}

// A Report is what is known about a host: the fold of the events of one run.
// It is a value; With leaves the report it is called on as it was.
type Report struct {
	Host      string // as asked, in ASCII form
	Started   time.Time
	Elapsed   time.Duration // of the latest event
	Addresses []netip.Addr
	Doors     []Result // in the order asked
}

// NewReport returns the report of a run that has learned nothing yet.
//
//go:noinline
func NewReport(host string, started time.Time, doors []Door) Report {
	r := Report{Host: host, Started: started, Doors: make([]Result, len(doors))}
	for i, d := range doors {
		r.Doors[i] = NewResult(d)
	}
	return r
}

// With returns the report that also knows the event. What one door shows about
// another is told here, where all are known: that an address without a way to
// it has one, so that a firewall must have said otherwise.
func (r Report) With(e Event) Report {
	if e.Door < 0 || e.Door >= len(r.Doors) {
		return r
	}
	r.Doors = slices.Clone(r.Doors)
	r.Doors[e.Door] = e.Result
	r.Doors = tellFirewalls(r.Doors)
	r.Elapsed = max(r.Elapsed, e.At)
	if e.Addresses != nil {
		r.Addresses = e.Addresses
	}
	return r
}

// Settled reports whether every door has come to its end.
//
//go:noinline
func (r Report) Settled() bool {
	return !slices.ContainsFunc(r.Doors, func(d Result) bool { return !d.Settled() })
}

// Stopped returns the report of a run that nobody waits for any longer: doors that
// had not settled are so now, as cancelled.
func (r Report) Stopped() Report {
	r.Doors = slices.Clone(r.Doors)
	for i, d := range r.Doors {
		if !d.Settled() {
			r.Doors[i].Step, r.Doors[i].End = StepSettled, EndCancelled
		}
	}
	return r
}

// Door returns the result of the door with the shown port number.
//
//go:noinline
func (r Report) Door(port int) (Result, bool) {
	i := slices.IndexFunc(r.Doors, func(d Result) bool { return d.Door.Port == port })
	if i < 0 {
		return Result{}, false
	}
	return r.Doors[i], true
}

// Asked returns the doors the report is about, in the order asked.
//
//go:noinline
func (r Report) Asked() []Door {
	doors := make([]Door, len(r.Doors))
	for i, d := range r.Doors {
		doors[i] = d.Door
	}
	return doors
}

// A Result is what is known about one door. Facts are those of the first
// connection; what a second try may add is said at TLSMode. A published Result
// is never changed: its slices and maps may be shared, and must not be written to.
type Result struct {
	Door Door
	// Step is what is being done now; Since when, after the start of the run.
	Step  Step
	Since time.Duration
	// Elapsed is the time from the start of the run to the end of the dialogue
	// (before QUIT), or to the latest event while it goes on.
	Elapsed time.Duration
	// RoundTrips counts the times the wire had to be crossed and back: one for
	// the dial, then one for each first read after something was sent or opened.
	RoundTrips int
	End        End

	DNS      DNS
	Connect  Connect
	Connects []Attempt
	// Address is the one the dialogue was held with; the zero Addr if none.
	Address netip.Addr

	Greeting     Greeting
	GreetingCode int // 0 if unknown
	GreetingText Text
	// Protocol is what answered where SMTP was expected ("HTTP", "SSH", "IMAP",
	// "POP3", "FTP", "binary"), empty otherwise.
	Protocol string

	Hello Hello
	// Refusal is the latest reply that stopped the dialogue: a greeting, EHLO or
	// STARTTLS answered with something else than was needed.
	Refusal Reply

	TLSMode         TLSMode
	STARTTLSOffered bool
	TLS             TLSResult
	TLSVersion      string // "1.3", "1.2", …; empty if unknown
	TLSCipher       string
	TLSVerified     bool
	// TLSError is why the handshake or the verification failed, for evidence.
	TLSError    Text
	Certificate *Certificate

	AuthBeforeTLS       []string // mechanisms, upper case, each once
	AuthAfterTLS        []string
	ExtensionsBeforeTLS map[string]Text // upper-case keyword → arguments
	ExtensionsAfterTLS  map[string]Text

	// Injected: bytes came in the clear between the 220 to STARTTLS and the
	// server's first TLS record (CVE-2011-0411 and its kin).
	Injected        bool
	InjectedExcerpt Text

	Warnings   []Warning
	Transcript []Line
}

// NewResult returns the result of a door about which nothing is known.
//
//go:noinline
func NewResult(d Door) Result {
	return Result{
		Door:    d,
		DNS:     DNSOK,
		Connect: ConnectNotReached, Greeting: GreetingNotReached, Hello: HelloNotReached,
		TLSMode: ModeNone, TLS: TLSNotReached,
	}
}

// Settled reports whether nothing more will be learned about the door.
func (r Result) Settled() bool { return r.Step == StepSettled }

// An Attempt is one address that was tried.
type Attempt struct {
	Address netip.Addr
	Result  Connect
	Elapsed time.Duration

	// noWay: the system said that there is no way to the address, which is also
	// how it tells of a firewall's ICMP error. Other causes of unreachable, such
	// as a lack of sockets, say nothing about the network.
	noWay bool
}

// A Reply is a server's answer: its code and the text of all its lines, joined
// by line feeds. The zero value means there was none.
type Reply struct {
	Code int
	Text Text
}

// A Certificate is the server's own certificate and all that is wrong with it.
type Certificate struct {
	Problems        []CertificateProblem
	Subject, Issuer Text
	Names           []Text
	// LeadsHere are the names that lead to the address of the connection, which
	// is asked only if the certificate is not for the host: each may be the
	// server's proper name.
	LeadsHere           []Text
	NotBefore, NotAfter time.Time
}

// Speaker is whose line stands in a transcript.
type Speaker string

// The speakers.
const (
	FromClient Speaker = "client"
	FromServer Speaker = "server"
	FromNote   Speaker = "note" // ours, about what happened: connected, TLS is up
)

// A Line is one line of the recorded conversation.
type Line struct {
	At   time.Duration
	From Speaker
	Text Text
}
