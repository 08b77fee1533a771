package talk

import "postern/probe"

// A Row holds what two sessions say at the same moment; nil where one says nothing.
type Row struct{ Left, Right *Line }

// Pair lays two sessions side by side. What is said before the encryption stands
// beside what is said before it in the other, TLS beside TLS, and behind it each
// command of the program, with the answer, beside the other's. Either may be empty.
func Pair(left, right Dialogue) []Row {
	var rows []Row
	l, r := parts(left.Lines), parts(right.Lines)
	for half := range max(len(l), len(r)) {
		rows = append(rows, zip(at(l, half), at(r, half))...)
	}
	return rows
}

// parts splits a session at the beginning of the encryption: before it, that, and what
// follows. What follows a second beginning, as in a second call, follows here too.
func parts(lines []Line) [][]Line {
	for i := range lines {
		if lines[i].Heard == Begins {
			return [][]Line{lines[:i], lines[i : i+1], lines[i+1:]}
		}
	}
	return [][]Line{lines}
}

// zip lays two pieces side by side, each command with its answer beside the other's.
func zip(left, right []Line) []Row {
	var rows []Row
	l, r := turns(left), turns(right)
	for i := range max(len(l), len(r)) {
		a, b := at(l, i), at(r, i)
		for j := range max(len(a), len(b)) {
			rows = append(rows, Row{line(a, j), line(b, j)})
		}
	}
	return rows
}

// turns splits lines before each of the program's. The first is what comes before.
func turns(lines []Line) [][]Line {
	var out [][]Line
	first := 0
	for i := range lines {
		if lines[i].From == probe.FromClient {
			out, first = append(out, lines[first:i]), i
		}
	}
	return append(out, lines[first:])
}

func at(parts [][]Line, i int) []Line {
	if i < len(parts) {
		return parts[i]
	}
	return nil
}

func line(lines []Line, i int) *Line {
	if i < len(lines) {
		return &lines[i]
	}
	return nil
}
