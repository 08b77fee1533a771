package probe

import (
	"net/netip"
	"slices"
	"time"
)

// A Step is what is being done at a door just now.
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
	// Addresses are those of the host; nil while unknown. They are the same for
	// every door.
	Addresses []netip.Addr
	// Result holds all facts about the door so far.
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
func NewReport(host string, started time.Time, doors []Door) Report {
	r := Report{Host: host, Started: started, Doors: make([]Result, len(doors))}
	for i, d := range doors {
		r.Doors[i] = NewResult(d)
	}
	return r
}

// With returns the report with the event's result in it. What one door shows about
// another is recorded here, where all are known: see markRejected. An event of a
// door that the report does not have is ignored.
func (r Report) With(e Event) Report {
	if e.Door < 0 || e.Door >= len(r.Doors) {
		return r
	}
	r.Doors = slices.Clone(r.Doors)
	r.Doors[e.Door] = e.Result
	r.Doors = markRejected(r.Doors)
	r.Elapsed = max(r.Elapsed, e.At)
	if e.Addresses != nil {
		r.Addresses = e.Addresses
	}
	return r
}

// Settled reports whether every door has settled.
func (r Report) Settled() bool {
	return !slices.ContainsFunc(r.Doors, func(d Result) bool { return !d.Settled() })
}

// Stopped returns the report of a run that is no longer waited for: doors that had
// not settled are settled in it, with EndCancelled.
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

// A Result is what is known about one door. The facts are those of the first
// connection; what a second one may add is said at TLSMode. A published Result
// is never changed: its slices and maps may be shared, and must not be written to.
type Result struct {
	Door Door
	// Step is what is being done now. Since is when it began, counted from the start
	// of the run.
	Step  Step
	Since time.Duration
	// Elapsed is the time from the start of the run to the end of the dialogue
	// (before QUIT), or to the latest event while it goes on.
	Elapsed time.Duration
	// RoundTrips counts network round trips: one for the connect, then one for each
	// first read after something was sent or a connection was opened.
	RoundTrips int
	End        End

	DNS      DNS
	Connect  Connect
	Connects []Attempt
	// Address is the one that was connected to; the zero Addr if none.
	Address netip.Addr

	Greeting     Greeting
	GreetingCode int // 0 if unknown
	GreetingText Text
	// Protocol is the other protocol that was met where SMTP was expected: "HTTP",
	// "SSH", "IMAP", "POP3", "FTP", "TLS" or "binary". It is empty otherwise.
	Protocol string

	Hello Hello
	// Refusal is the latest reply that stopped the dialogue: to connecting (the
	// greeting), EHLO or STARTTLS, with another code than was needed.
	Refusal Reply

	TLSMode         TLSMode
	STARTTLSOffered bool
	TLS             TLSResult
	TLSVersion      string // "1.3", "1.2", …; empty if unknown
	TLSCipher       string
	TLSVerified     bool
	// TLSError is the error text of the handshake or the verification, as evidence.
	TLSError Text
	// TLSAlert is the alert with which the server hung up after the handshake: with TLS
	// 1.3 only then it says that it wants a certificate. It is empty if there was none.
	TLSAlert    Text
	Certificate *Certificate

	AuthBeforeTLS       []string // mechanisms, upper case, each once
	AuthAfterTLS        []string
	ExtensionsBeforeTLS map[string]Text // upper-case keyword → arguments
	ExtensionsAfterTLS  map[string]Text

	// Injected says that bytes came in the clear between the 220 to STARTTLS and the
	// server's first TLS record (CVE-2011-0411 and the like).
	Injected        bool
	InjectedExcerpt Text

	Warnings   []Warning
	Transcript []Line
}

// NewResult returns the result of a door about which nothing is known yet.
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

// An Attempt is one address that was tried to connect to.
type Attempt struct {
	Address netip.Addr
	Result  Connect
	Elapsed time.Duration

	// noWay says that the system reported no route to the address, which is also
	// how it reports a firewall's ICMP error. Other causes of ConnectUnreachable,
	// such as a lack of sockets, say nothing about the network.
	noWay bool
}

// A Reply is a server's answer: its code and the text of all its lines, joined
// by line feeds. The zero value means there was none.
type Reply struct {
	Code int
	Text Text
}

// A Certificate is the server's own certificate (the leaf of its chain), and
// everything that is wrong with it.
type Certificate struct {
	Problems        []CertificateProblem
	Subject, Issuer Text
	Names           []Text
	// LeadsHere are those of Names that resolve to the address of the connection.
	// They are looked up only if the certificate is not for the host: each may be
	// the name the server should have been called by.
	LeadsHere           []Text
	NotBefore, NotAfter time.Time
	// Alone says that the server sent no other with it, though it vouches not for itself.
	Alone bool
}

// A Speaker says whose line of a transcript it is.
type Speaker string

// The speakers.
const (
	FromClient Speaker = "client"
	FromServer Speaker = "server"
	FromNote   Speaker = "note" // Postern's, on what happened: connected, TLS is up
)

// A Line is one line of a transcript.
type Line struct {
	At   time.Duration // since the start of the run
	From Speaker
	Text Text
}
