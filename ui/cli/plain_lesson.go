package cli

import (
	"fmt"
	"strings"

	"postern/wizard/lesson"
)

// aloud lays a lesson out for somebody to whom it is read out, or who feels it line by
// line: what is a drawing or a table on a screen is a list of words, and what to read next
// comes last.
func aloud(l lesson.Lesson, width int, seen ...string) string {
	parts := []string{l.Title}
	for _, p := range l.Paragraphs(seen...) {
		parts = append(parts, blockInWords(p)...)
	}
	if len(l.Sources) > 0 {
		parts = append(parts, "Sources: "+strings.Join(l.Sources, "; "))
	}
	if next, ok := lesson.Get(l.Next); ok {
		parts = append(parts, "Next: "+next.ID+" ("+next.Title+")")
	}
	if len(l.See) > 0 {
		parts = append(parts, "See also: "+strings.Join(l.See, ", "))
	}
	return strings.Join(lesson.Layout(parts, width), "\n") + "\n"
}

// blockInWords is a paragraph in words: a block with columns or lines drawn as the items of a
// list, anything else as it is.
func blockInWords(p string) []string {
	if !strings.HasPrefix(p, "  ") {
		return []string{p}
	}
	var rows []string
	drawn, columns := false, false
	for _, row := range strings.Split(p, "\n") {
		row = strings.TrimPrefix(row, "  ")
		rows = append(rows, row)
		drawn = drawn || strings.HasPrefix(strings.TrimSpace(row), "|")
		columns = columns || strings.Contains(strings.TrimSpace(row), "  ")
	}
	var items []string
	switch {
	case drawn && strings.HasPrefix(rows[1], "|"):
		items = pointedAt(rows)
	case drawn:
		items = wayInWords(rows)
	case columns:
		items = tableInWords(rows)
	default:
		return []string{p}
	}
	for i := range items {
		items[i] = "- " + items[i]
	}
	return items
}

// wayInWords reads a way from one to the next, with what is written at the line between.
func wayInWords(rows []string) []string {
	var items []string
	over := ""
	for _, row := range rows {
		if between, ok := strings.CutPrefix(strings.TrimSpace(row), "|"); ok {
			over = strings.TrimSpace(between)
			continue
		}
		item := strings.Join(cells(row), ": ")
		if len(items) > 0 {
			item = fmt.Sprintf("from there (%s) to %s", over, item)
		}
		items = append(items, item)
	}
	return items
}

// pointedAt reads an example whose parts are pointed at from below.
func pointedAt(rows []string) []string {
	var items []string
	for i, mark := range rows[1] {
		if mark != '|' {
			continue
		}
		part := rows[0][i:]
		if next := strings.Index(rows[1][i+1:], "|"); next >= 0 {
			part = part[:next+1]
		}
		for _, row := range rows[2:] {
			if len(row) > i && row[i] != '|' && row[i] != ' ' && strings.Trim(row[:i], "| ") == "" {
				items = append(items, strings.TrimSpace(part)+": "+row[i:])
			}
		}
	}
	return append([]string{rows[0]}, items...)
}

// tableInWords reads a table row by row. With three columns or more the first row names
// them, unless there is hardly a row besides it.
func tableInWords(rows []string) []string {
	head := cells(rows[0])
	titled := len(head) > 2 && len(rows) > 2
	paired := len(head) == 2 && strings.HasPrefix(head[0], "on ") // the one beside the other
	var items []string
	held := ""
	for i, row := range rows {
		c := cells(row)
		switch step, ok := strings.CutPrefix(strings.TrimSpace(row), "-- "); {
		case ok:
			items = append(items, "then "+strings.TrimSuffix(step, " --"))
			continue
		case strings.HasPrefix(row, "     ") && held == "" && len(items) > 0: // it goes on
			items[len(items)-1] += " " + strings.Join(c, " ")
			continue
		case len(c) == 1 && titled:
			held = c[0]
			continue
		case held != "":
			c, held = append([]string{held}, c...), ""
		}
		switch {
		case paired && len(c) == 2:
			if i > 0 {
				items = append(items, head[0]+" "+c[0]+", "+head[1]+" "+c[1])
			}
		case paired:
			items = append(items, head[0]+" "+c[0])
		case titled && i == 0:
		case titled && len(c) == len(head):
			items = append(items, c[0]+": "+strings.Join(named(head, c), ", "))
		default:
			items = append(items, strings.Join(c, ": "))
		}
	}
	return items
}

// named are the cells of a row behind the first, each with the name of its column.
func named(head, row []string) []string {
	var out []string
	for i := range row {
		if i > 0 && row[i] != "-" {
			out = append(out, head[i]+" "+strings.Replace(row[i], "~", "about ", 1))
		}
	}
	return out
}

// cells are the parts of a row that stand apart.
func cells(row string) []string {
	var out []string
	for _, part := range strings.Split(row, "  ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
