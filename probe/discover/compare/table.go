package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// print prints what was asked for.
func (r results) print(w io.Writer, o options) {
	printTable(w, r.summary(), o.markdown)
	fmt.Fprintf(w, "\n%d set-ups; %s\n\n", len(r.tried), r.releases())
	printTable(w, r.rows(o.verbose), o.markdown)
	for _, miss := range r.known() {
		fmt.Fprintf(w, "\nPostern misses, and is known to: %s\n", miss)
	}
	for _, miss := range r.misses() {
		fmt.Fprintf(w, "\nPostern does not do what is expected: %s\n", miss)
	}
}

func (r results) releases() string {
	var all []string
	for _, p := range r.programs {
		all = append(all, p.release)
	}
	return strings.Join(all, "; ")
}

// summary is a row for each program.
func (r results) summary() [][]string {
	t := [][]string{{"program", string(right), string(nothing), string(noUse), string(clear)}}
	for k, p := range r.programs {
		counts := map[mark]int{}
		for i := range r.tried {
			counts[r.mark(i, k)]++
		}
		row := []string{p.name}
		for _, m := range []mark{right, nothing, noUse, clear} {
			row = append(row, fmt.Sprint(counts[m]))
		}
		t = append(t, row)
	}
	return t
}

// rows are a row for each set-up.
func (r results) rows(whole bool) [][]string {
	head := []string{"set-up"}
	for _, p := range r.programs {
		head = append(head, p.name)
	}
	t := [][]string{head}
	for i, s := range r.tried {
		row := []string{s.name}
		for k := range r.programs {
			a := r.answers[i][k]
			text := a.cell(r.mark(i, k))
			if whole && a.host != "" {
				text += fmt.Sprintf(" (%s, %s)", a.security, a.user)
			}
			row = append(row, text)
		}
		t = append(t, row)
	}
	return t
}

// printTable prints rows of cells, the first of which is the head.
func printTable(w io.Writer, rows [][]string, markdown bool) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, row := range rows {
		if markdown {
			fmt.Fprintln(w, "| "+strings.ReplaceAll(strings.Join(row, " | "), "*", `\*`)+" |")
			if n == 0 {
				fmt.Fprintln(w, "|"+strings.Repeat(" --- |", len(row)))
			}
			continue
		}
		var line strings.Builder
		for i, cell := range row {
			fmt.Fprintf(&line, "%-*s", widths[i]+2, cell)
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}
