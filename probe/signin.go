package probe

import "time"

// A SignIn is what came of signing in at a door and, if that was asked for, of
// sending one message. Package submit makes it; the type is here so that whoever
// judges these facts need not import the code that handles passwords. A published
// SignIn is never changed.
type SignIn struct {
	// Door is what was learned on this very connection before the login. A login is
	// only tried where TLS is up and verified, nothing was injected, and a mechanism
	// was offered inside TLS.
	Door Result
	// Step is what is being done now. Since is when it began, counted from the start.
	Step    SignInStep
	Since   time.Duration
	Elapsed time.Duration // to the end, or to the latest event while it goes on

	// NoLogin says that nobody was to sign in: the server had to know this computer by
	// its address. Login stays not_attempted then, and the message is sent all the same.
	NoLogin bool
	// Mechanism is the one that was used, or would have been; "" if none was chosen.
	Mechanism string
	Login     Login
	// LoginReply is the server's last reply to AUTH, and LoginStatus its enhanced
	// status code such as "5.7.8" (RFC 3463); zero if there was none.
	LoginReply  Reply
	LoginStatus string

	// SecretSent says that a response made from the secret was sent.
	SecretSent bool

	Send Send
	// SendCommand is the command that SendReply answers: MAIL, RCPT, DATA, or "." for
	// the end of the message.
	SendCommand string
	SendReply   Reply
	SendStatus  string
	// QueueID is the server's name for the message in its queue; empty if none could
	// be read from its reply.
	QueueID Text

	// Why says in Postern's words why the secret could not be had, why a login was
	// called off, or why no message could be sent; commonly empty.
	Why Text

	// Slept is how long the computer slept, or the program was stopped, while this
	// connection was made or used; commonly 0. If a reply did not come then, that says
	// nothing about the server.
	Slept time.Duration

	// Transcript never holds a secret: what is sent after AUTH is recorded as ***.
	Transcript []Line
}

// PastLogin reports whether nothing stands before the message any more: the login worked,
// or there was to be none and the connection is safe.
func (s SignIn) PastLogin() bool {
	return s.Login == LoginOK || s.NoLogin && (s.SendCommand != "" || !s.Why.Empty())
}

// A SignInStep is what is being done just now.
type SignInStep uint8

// The steps, in order. During SignInConnect, Door.Step tells more.
const (
	SignInConnect SignInStep = iota // the way to a verified connection
	SignInSecret                    // the secret is being fetched
	SignInAuth
	SignInMail
	SignInRcpt
	SignInData
	SignInSettled
)

// Login is how signing in ended.
type Login string

// The ends of a login.
const (
	LoginNotAttempted Login = "not_attempted" // the connection was not safe, or it was stopped before
	LoginNotOffered   Login = "not_offered"   // safe, and no login was offered
	LoginUnsupported  Login = "unsupported"   // only mechanisms that Postern lacks, or that the secret does not fit
	LoginNoSecret     Login = "no_secret"     // the secret could not be had
	LoginOK           Login = "ok"
	LoginRefused      Login = "refused" // a reply of 4yz or 5yz
	LoginSilent       Login = "silent"  // no answer in time
	LoginLost         Login = "lost"    // the connection broke
)

// Send is how sending the message ended.
type Send string

// The ends of sending.
const (
	SendNotAttempted Send = "not_attempted"
	SendOK           Send = "ok"
	SendRefused      Send = "refused" // SendReply says by what, SendCommand when
	SendSilent       Send = "silent"
	SendLost         Send = "lost"
)
