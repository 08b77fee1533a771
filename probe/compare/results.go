package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// results are all runs, by situation and then by tool.
type results struct {
	tools []entry
	tried []opened
	runs  [][]run
}

func newResults(tools []entry, tried []opened, runs [][]run) results {
	return results{tools, tried, runs}
}

// posternRight reports whether Postern was right in all situations, and let
// nothing raw through.
func (r results) posternRight() bool {
	for _, row := range r.runs {
		for _, one := range row {
			if one.tool == "Postern" && (one.mark != right || len(one.raw) > 0) {
				return false
			}
		}
	}
	return true
}

// A tally counts the marks of one tool.
type tally struct {
	marks map[mark]int
	raw   int
	took  time.Duration
}

func (r results) tally(tool int) tally {
	t := tally{marks: make(map[mark]int)}
	for _, row := range r.runs {
		t.marks[row[tool].mark]++
		t.took += row[tool].elapsed
		if len(row[tool].raw) > 0 {
			t.raw++
		}
	}
	return t
}

// print prints what was asked for.
func (r results) print(w io.Writer, o options) {
	if o.show {
		r.show(w)
	}
	style := plain
	if o.markdown {
		style = markdown
	}
	r.summary().print(w, style)
	fmt.Fprintf(w, "\n%s\n", r.releases())
	if o.markdown || o.verbose {
		fmt.Fprintln(w)
		r.rows().print(w, style)
	}
	for k, t := range r.tools {
		if t.name == "Postern" {
			r.misses(w, k)
		}
	}
}

// summary is a row for each tool.
func (r results) summary() table {
	t := table{{"program", "right", "vague", "wrong", "hung", "raw bytes", "time in all"}}
	for k, tool := range r.tools {
		n := r.tally(k)
		row := []string{tool.name}
		for _, m := range []mark{right, vague, wrong, hung} {
			row = append(row, fmt.Sprint(n.marks[m]))
		}
		t = append(t, append(row, fmt.Sprint(n.raw), fmt.Sprintf("%.0f s", n.took.Seconds())))
	}
	return t
}

// releases says which programs were compared.
func (r results) releases() string {
	var all []string
	for _, t := range r.tools {
		all = append(all, t.release)
	}
	return fmt.Sprintf("%d situations; %s", len(r.tried), strings.Join(all, "; "))
}

// rows are a row for each situation; a star stands for raw bytes.
func (r results) rows() table {
	head := []string{"situation", "what is true"}
	for _, tool := range r.tools {
		head = append(head, tool.name)
	}
	t := table{head}
	for i, o := range r.tried {
		row := []string{o.name, string(o.verdict)}
		for _, one := range r.runs[i] {
			cell := string(one.mark)
			if len(one.raw) > 0 {
				cell += " *"
			}
			row = append(row, cell)
		}
		t = append(t, row)
	}
	return t
}

// show prints all that was said, escaped.
func (r results) show(w io.Writer) {
	for i, o := range r.tried {
		fmt.Fprintf(w, "== %s: %s at %s\n", o.name, o.verdict, o.address())
		for k, one := range r.runs[i] {
			fmt.Fprintf(w, "-- %s: %s, %s (%.1f s, ended well: %v, raw: %s)\n", one.tool, one.mark, one.why,
				one.elapsed.Seconds(), one.ok, strings.Join(one.raw, ", "))
			fmt.Fprintf(w, "   $ %s %s\n", r.tools[k].program, strings.Join(r.tools[k].call(o, "ca.pem"), " "))
			for line := range strings.Lines(one.text) {
				fmt.Fprintf(w, "   %s\n", shown(line))
			}
		}
		fmt.Fprintln(w)
	}
}

// shown is a line as it can be looked at, and not too long.
func shown(line string) string {
	const most = 400
	quoted := fmt.Sprintf("%q", strings.TrimRight(line, "\r\n"))
	if len(quoted) > most {
		quoted = quoted[:most] + "…"
	}
	return quoted
}

// misses says where the tool was not right.
func (r results) misses(w io.Writer, tool int) {
	for i, o := range r.tried {
		one := r.runs[i][tool]
		if one.mark == right && len(one.raw) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s in %q: %s, %s", one.tool, o.name, one.mark, one.why)
		if len(one.raw) > 0 {
			fmt.Fprintf(w, "; raw: %s", strings.Join(one.raw, ", "))
		}
		fmt.Fprintln(w)
	}
}
