// Package cli is the command line: the commands, what they print, and the plain
// front, which asks the wizard's questions line by line where there is no
// terminal or a person wants it so.
//
// [Main] is the whole program but for its signals.
//
// # Streams
//
// Results go to standard output: a config, a report, JSON, a list. Everything
// else goes to standard error. The plain front asks on standard output, as its
// questions and texts are what was asked for; but where a person answers at a
// terminal and only standard output is none, it asks on standard error, and the
// settings are the output.
//
// # Exit codes
//
// 0 done, 1 not, 2 wrong usage, 130 interrupted.
package cli
