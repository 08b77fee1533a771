package probe

// The facts of one door. Each type is a closed set of words, the same in Go and in
// JSON; a published Result never holds the empty string, but for End.

// DNS is how the name lookup ended.
type DNS string

// The ends of a name lookup. A host given as an address counts as ok.
const (
	DNSOK       DNS = "ok"
	DNSNXDomain DNS = "nxdomain" // the name does not exist
	DNSNoData   DNS = "nodata"   // the name exists and has no A or AAAA record
	DNSServFail DNS = "servfail" // the resolver answered with a failure
	DNSTimeout  DNS = "timeout"  // the resolver did not answer in time
)

// Connect is how connecting ended, for one address or for a whole door.
type Connect string

// The ends of a connection attempt.
const (
	ConnectOK          Connect = "ok"
	ConnectRefused     Connect = "refused"     // RST: nothing listens
	ConnectTimeout     Connect = "timeout"     // no answer: most often a firewall that drops packets
	ConnectUnreachable Connect = "unreachable" // no route
	ConnectRejected    Connect = "rejected"    // a firewall said so by ICMP
	ConnectReset       Connect = "reset"
	ConnectAbandoned   Connect = "abandoned" // only in Attempt: another address was faster
	ConnectNotReached  Connect = "not_reached"
)

// Greeting is what came where the 220 greeting was due.
type Greeting string

// The kinds of greeting.
const (
	GreetingOK         Greeting = "ok"
	GreetingNone       Greeting = "none" // connected, then silence
	GreetingClosed     Greeting = "closed"
	GreetingReset      Greeting = "reset"
	GreetingOversized  Greeting = "oversized"
	GreetingTempError  Greeting = "temp_error" // 4yz
	GreetingPermError  Greeting = "perm_error" // 5yz
	GreetingMalformed  Greeting = "malformed"
	GreetingNotSMTP    Greeting = "not_smtp"
	GreetingNotReached Greeting = "not_reached"
)

// Hello is how the last EHLO sent was answered.
type Hello string

// The answers to EHLO.
const (
	HelloOK         Hello = "ok"
	HelloFailed     Hello = "failed" // a well-formed reply other than 250
	HelloNone       Hello = "none"   // no complete reply in time
	HelloClosed     Hello = "closed"
	HelloReset      Hello = "reset"
	HelloHELOOnly   Hello = "helo_only" // only the 1982 HELO works
	HelloMalformed  Hello = "malformed" // also, inside TLS, when there were several replies
	HelloOversized  Hello = "oversized"
	HelloNotReached Hello = "not_reached"
)

// TLSMode says how TLS is started at the door as it was met, which may differ from
// the Security it was tried with.
type TLSMode string

// The ways TLS was met.
const (
	// ModeSTARTTLS: a complete EHLO reply offered STARTTLS, even if it then failed.
	ModeSTARTTLS TLSMode = "starttls"
	// ModeImplicit: a handshake was begun on a door spoken to that way.
	ModeImplicit TLSMode = "implicit"
	ModeNone     TLSMode = "none"
	// ModeImplicitOnSTARTTLS: silent in the clear, but a second connection that began
	// with TLS met SMTP. The facts of TLS and EHLO are those of the second.
	ModeImplicitOnSTARTTLS TLSMode = "implicit_on_starttls_port"
	// ModePlaintextOnTLS: the handshake failed, but a second connection in the clear
	// met SMTP. The facts of greeting and EHLO are those of the second.
	ModePlaintextOnTLS TLSMode = "plaintext_on_tls_port"
)

// TLSResult is how starting TLS ended.
type TLSResult string

// The ends of the TLS step.
const (
	TLSOK         TLSResult = "ok"          // TLS 1.2 or newer is up; the certificate may still be bad
	TLSFailed     TLSResult = "failed"      // no handshake of TLS 1.2 or newer
	TLSNone       TLSResult = "none"        // EHLO worked and offers no STARTTLS
	TLSRefused    TLSResult = "refused"     // any reply but 220 to STARTTLS
	TLSNotReached TLSResult = "not_reached" // the dialogue ended before
)

// A CertificateProblem is one thing that is wrong with a certificate.
type CertificateProblem string

// The problems of a certificate. All but CertWeakKey make verification fail.
const (
	CertExpired         CertificateProblem = "expired"
	CertNotYetValid     CertificateProblem = "not_yet_valid"
	CertSelfSigned      CertificateProblem = "self_signed"
	CertWrongHost       CertificateProblem = "wrong_host"
	CertUnknownCA       CertificateProblem = "unknown_ca"
	CertIncompleteChain CertificateProblem = "incomplete_chain"
	CertWrongUsage      CertificateProblem = "wrong_usage"
	CertWeakSignature   CertificateProblem = "weak_signature"
	CertWeakKey         CertificateProblem = "weak_key"
)

// A Warning is a fact that does not stop a door from being used.
type Warning string

// The warnings.
const (
	WarnLoginInClear   Warning = "login-offered-in-clear"
	WarnWeakKey        Warning = "weak-key"
	WarnExpiresSoon    Warning = "expires-soon"
	WarnIPv6Broken     Warning = "ipv6-broken"
	WarnSlowGreeting   Warning = "slow-greeting"
	WarnBareLF         Warning = "bare-lf"
	WarnMaskedGreeting Warning = "masked-greeting" // asterisks: a firewall rewrites SMTP
	WarnUnaskedReply   Warning = "unasked-reply"   // said where it was not the server's turn
)

// End says why the probe of a door ended, where the facts alone do not tell.
type End string

// The ends of a door's probe.
const (
	EndNormal    End = ""
	EndCancelled End = "cancelled" // the context ended
	EndTimeout   End = "timeout"   // the limit for the whole door was reached
)
