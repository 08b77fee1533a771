package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// printTable prints rows on standard output: for a program with each row on a
// line of its own, for a person so that it fits their terminal, or without columns.
func (a *app) printTable(rows [][]string) {
	if a.asLines() {
		a.printRows(rows)
		return
	}
	if wide := a.width(); wide > 0 && tableWidth(rows) > wide {
		writeStack(a.text(), rows, wide)
		return
	}
	writeTable(a.text(), rows)
}

// printRows prints each row as a line of words: what it is called, and the rest of it.
func (a *app) printRows(rows [][]string) {
	width := textWidth
	if wide := a.width(); wide > 0 {
		width = min(wide, textWidth)
	}
	for _, row := range rows {
		fmt.Fprintln(a.text(), wrap(row[0]+": "+strings.Join(row[1:], ", "), width))
	}
}

// writeTable prints rows with their columns aligned. The last column is not
// padded.
func writeTable(w io.Writer, rows [][]string) {
	widths := columnWidths(rows)
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// writeStack prints the last cell of each row beneath the others, wrapped.
func writeStack(w io.Writer, rows [][]string, width int) {
	for _, row := range rows {
		last := len(row) - 1
		fmt.Fprintln(w, wrap(strings.Join(row[:last], ": "), width))
		fmt.Fprintln(w, hang("    ", row[last], width))
	}
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	return widths
}

// tableWidth is how wide writeTable would print the rows.
func tableWidth(rows [][]string) int {
	widths := columnWidths(rows)
	all := 2 * (len(widths) - 1)
	for _, w := range widths {
		all += w
	}
	return all
}
