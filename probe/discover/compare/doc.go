// Command compare puts the ways in which msmtp, aerc, Thunderbird and Postern find
// the server for an address before the same mail domains, and prints what each
// finds:
//
//	go run ./probe/discover/compare            # a table, and a line for each program
//	go run ./probe/discover/compare -markdown  # both, as README.md has them
//	go run ./probe/discover/compare -only REGEXP -v
//
// It fails where Postern does not do what is expected of it.
//
// A [setup] is a domain on package nettest's small Internet, and what is true of it.
// Where the machine allows a network of its own (package cage), Postern and msmtp are
// run there, see real.go. Elsewhere Postern's packages are, in this process, and msmtp
// is a model. The others always are, written from their source, which each names:
// thunderbird.go, aerc.go, msmtp.go.
package main
