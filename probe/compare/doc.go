// Command compare puts msmtp, swaks, openssl s_client and Postern before the same
// scripted servers, and prints who named the cause, who was vague, who was wrong
// and who never ended:
//
//	go run ./probe/compare            # measure, and print a table
//	go run ./probe/compare -v         # and a row for each situation
//	go run ./probe/compare -markdown  # both, as README.md has them
//	go run ./probe/compare -only REGEXP -show
//
// The last one shows what every program said, word for word, and why it was
// judged as it was. The command fails where Postern is not right.
//
// A [situation] is a server and what is true of it; a [tool] is a program and how
// somebody who knows it calls it; judge.go holds the rules. Nothing leaves the
// computer. Where the machine allows it (Linux, and root or user namespaces) all
// of it runs in a network of its own, with names of its own, see package cage;
// elsewhere the situations that need that are left out, and so is a program that
// is not on the path.
package main
