// Package practice runs believable mail servers on this computer, for learning
// offline and for tests of whole programs.
//
// A [Server] plays one [Scene]: four doors on free loopback ports, shown under
// the numbers they usually have. Whatever is sent through them ends as a file
// in a folder; nothing is passed on.
//
//	server, err := practice.Start("blocked", dir)
//	if err != nil {
//		return err
//	}
//	defer server.Close()
//	report := server.Prober().Probe(ctx, server.Host, server.Doors)
//
// # The doors
//
//	465   submission, TLS at once, login
//	587   submission, STARTTLS, login after TLS only
//	2525  the same as 587: an unofficial spare
//	25    a relay: no login, takes mail for its own domain and refuses the rest
//
// In the scene by-address they are a company's relay: no login, and over TLS whoever
// calls may send to everyone. They are github.com/emersion/go-smtp's server with the rules of a strict
// provider. What such a server would never do (stay silent, inject text, speak
// HTTP) is played by small scripts.
//
// # What is real
//
// The ports are real, so any mail program can use them with the CA file and
// the login of the Server. The authority is made at each start and its key is
// dropped as soon as it has signed. Some things cannot be had on loopback: a
// network that is unreachable, a firewall that rejects, a name that does not
// exist. Those are played by [Server.Dial] and [Server.Lookup], which also see
// to it that a prober in practice asks nobody outside this computer.
//
// # Limits
//
// A server may run for as long as a person learns, so everything is limited:
// the size of a line and of a message, the number of connections, recipients,
// wrong passwords and kept messages, and the time an idle connection may take.
package practice
