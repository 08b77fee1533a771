// Package submit checks a login at a door and, if asked, sends one message
// through it. It is the only place that ever holds a password.
//
//	final := new(submit.Submitter).Submit(ctx, submit.Attempt{
//		Host: "smtp.example.org", Door: probe.DoorAt(587), User: "ada@example.org",
//		Secret: submit.FromCommand("pass mail/example"),
//	})
//
// # What is safe
//
// The way to the server is [probe.Prober.Enter]'s: the same code that probes, on
// one new connection. The secret is not even asked for unless TLS is up on that
// very connection, its certificate is verified, nothing came in the clear where TLS
// was due, and a mechanism that fits the secret was offered inside. Nothing can
// switch that off. There is one attempt with one mechanism, never a second: some
// providers lock an account after a few. Only the way there is made once more where
// the computer slept on it, before the secret is asked for.
//
// A password is never sent as a token, nor a token as a password.
//
// # What becomes of the secret
//
// It is held in a slice of bytes, as is everything that is made of it, and those are
// overwritten with zeros as soon as they were sent. Out of reach are the buffer in
// which crypto/tls encrypts, which that overwrites as a rule, and the insides of
// CRAM-MD5. While the secret is held, the system is told to write no core dump.
//
// No transcript, reply, error or event holds it: what is said after AUTH stands as
// ***, and where a server repeats the secret, or a form of it in base64, that is ***
// as well.
//
// # Who speaks
//
// The login is spoken here, in few lines: go-smtp's client would copy the secret
// into strings, which cannot be overwritten, and forgets the server's own words if
// a token is refused. Once signed in, go-smtp's client sends the message; it is
// given a connection that keeps the limits and the transcript of a dialogue of
// package probe, and tells it what EHLO was already answered here.
//
// # What it waits for
//
// Thirty seconds for each reply to a login, ten for the others, sixty for the one to
// the message, as long as ctx lets it for the secret, since a person may have to
// type one to get it.
package submit
