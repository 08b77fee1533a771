// Package journey tells the way of a message, from the program it is written in to
// the inbox: stop by stop, with who calls whom, the port, the login and the
// encryption at each. The person's own server stands in it where it is known.
//
//	for _, stop := range journey.Stops(journey.Traveller{Server: "smtp.example.org", Port: 465}) { … }
//
// It also says in words what a real MX lookup came to. It asks nobody itself. The
// sentences stand in the files of text.
package journey
