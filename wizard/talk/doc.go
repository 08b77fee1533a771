// Package talk tells sessions of SMTP line by line: what is said, what it means, and
// what somebody learns who listens on the way. Two of them, one that switches to TLS
// and one that begins with it, stand in text/sessions.txt; a recorded one takes the
// same form.
//
//	for _, row := range talk.Pair(talk.STARTTLS(), talk.ImplicitTLS()) { … }
package talk
