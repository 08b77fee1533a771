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
// Postern is run for real: package discover asks, package candidate ranks, and the
// door of what comes first is tried. msmtp is run for real where it is installed and
// the machine allows a network of its own (package cage). The others are models,
// written from their source, which each names: thunderbird.go, aerc.go, msmtp.go.
package main
