// Package smtptest provides scripted SMTP servers for tests, as httptest does
// for HTTP. The zero [Server] is a well-behaved submission server with STARTTLS
// and a good certificate; each field of it is one way to misbehave.
//
//	s := &smtptest.Server{SilentAt: smtptest.Greeting}
//	s.Start()
//	defer s.Close()
//
// A server listens on a free loopback port, or, for tests in virtual time,
// answers on connections in memory that [Server.Dial] makes, with the latency
// that is asked for.
package smtptest
