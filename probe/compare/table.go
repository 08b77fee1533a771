package main

import (
	"fmt"
	"io"
	"strings"
)

// A table is rows of cells, the first of which is the head.
type table [][]string

// A style is how a table is written.
type style uint8

const (
	plain style = iota
	markdown
)

func (t table) print(w io.Writer, s style) {
	widths := t.widths()
	for i, row := range t {
		line := join(row, widths, s)
		fmt.Fprintln(w, strings.TrimRight(line, " "))
		if i == 0 && s == markdown {
			fmt.Fprintln(w, "|"+strings.Repeat(" --- |", len(row)))
		}
	}
}

func join(row []string, widths []int, s style) string {
	if s == markdown {
		return "| " + strings.ReplaceAll(strings.Join(row, " | "), "*", `\*`) + " |"
	}
	var b strings.Builder
	for i, cell := range row {
		fmt.Fprintf(&b, "%-*s", widths[i]+2, cell)
	}
	return b.String()
}

func (t table) widths() []int {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	return widths
}
