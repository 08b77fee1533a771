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
//
// # Reading the code
//
// main.go runs one of the commands of root.go; errors.go makes an exit code of what went
// wrong. A command is a file, such as probe.go, find.go, config.go, verify.go and explain.go,
// with its words in probe_text.go and its JSON in probe_json.go, and so on. wizard.go opens the wizard in
// one front or the other, and engine.go does for both what a session asks for.
//
// The plain front is plain.go, which walks from step to step. Questions are put and
// answered in plain_ask.go, with lists and searches in plain_list.go and plain_search.go;
// what may be typed besides an answer is a command (plain_commands.go). Steps with more
// to them have files of their own: plain_find.go for the servers, plain_try.go and
// plain_doors.go for the doors, plain_ways.go where none is ready, plain_settings.go,
// plain_write.go and plain_verify.go for the settings, plain_end.go for afterwards; what
// is taught is in plain_learn.go, plain_lesson.go, plain_journey.go and plain_quiz.go.
package cli
