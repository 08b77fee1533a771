// Package submit checks a login at a door and, if asked, sends one message through
// it. It is the only package that ever holds a password.
//
//	final := new(submit.Submitter).Submit(ctx, submit.Attempt{
//		Host: "smtp.example.org", Door: probe.DoorAt(587), User: "ada@example.org",
//		Secret: submit.FromCommand("pass mail/example", os.Stdin),
//	})
//
// # What is safe
//
// The connection comes from [probe.Prober.OpenSecure]: the code that also probes, on
// one new connection. The secret is not even asked for unless TLS is up on that very
// connection, its certificate is verified, nothing came in the clear where TLS was
// due, and a mechanism that fits the secret was offered inside TLS. Nothing can switch
// that off. There is one attempt with one mechanism, never a second, because some
// providers lock an account after a few failures. Only the connection is made a second
// time, if the computer slept meanwhile, and before the secret is asked for.
//
// A password is never sent as a token, nor a token as a password.
//
// # What becomes of the secret
//
// It is held in a byte slice, as is everything that is made of it, and these slices
// are overwritten with zeros as soon as they were sent. Two copies cannot be reached:
// the buffer in which crypto/tls encrypts, which it normally overwrites itself, and
// the state of CRAM-MD5's hash. While the secret is held, core dumps are switched off.
//
// No transcript, reply, error or event holds the secret: what is sent after AUTH is
// recorded as ***, and where a server repeats the secret, or a base64 form of it, that
// is replaced by *** as well.
//
// # Who speaks SMTP
//
// The login is spoken here (login.go), because go-smtp's client would copy the secret
// into strings, which cannot be overwritten, and loses the server's own words if a
// token is refused. After the login, go-smtp's client sends the message (send.go)
// through a clientConn, a net.Conn that keeps the limits and the transcript of the
// probe.SecureConn under it, and gives the client the reply to EHLO that was read
// before.
//
// # Limits
//
// 30 s for each reply to AUTH, 60 s for the reply to the message, 10 s for every other
// reply. Fetching the secret is limited by ctx alone, since a person may have to type
// something for it.
package submit
