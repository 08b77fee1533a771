//go:build linux

// Command bench measures what Postern promises about speed, memory and size, side
// by side with other programs that draw a list on a terminal, and with others that
// say whether mail can be handed in:
//
//	go run ./ui/bench             # measure, and print a table
//	go run ./ui/bench -check      # and fail where a budget is exceeded
//	go run ./ui/bench -steady     # only what a busy machine does not change
//	go run ./ui/bench -markdown   # the table of README.md, and where it was made
//
// The other programs are gum, neomutt and aerc, and swaks, msmtp and openssl; those
// that are not found on the path are left out. Times are medians of runs that take
// turns, so that all of them meet the same machine.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if os.Getenv(childVariable) != "" {
		os.Exit(child())
	}
	var b bench
	check := flag.Bool("check", false, "fail where a budget is exceeded")
	flag.BoolVar(&b.steady, "steady", false, "measure only what a busy machine does not change")
	flag.BoolVar(&b.markdown, "markdown", false, "print the table in Markdown, and what it was measured on")
	flag.IntVar(&b.runs, "runs", 15, "how often each program is started")
	flag.IntVar(&b.keys, "keys", 200, "how many keys are pressed")
	flag.StringVar(&b.postern, "postern", "", "measure this program and do not build one")
	flag.Parse()
	over, err := b.run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if over && *check {
		os.Exit(1)
	}
}

// A bench is what is measured, and how often.
type bench struct {
	postern    string // the program
	dir        string // for files of its own
	steady     bool
	markdown   bool
	runs, keys int
}

// run measures all there is, and prints each row when it is known. It reports
// whether a budget was exceeded.
func (b *bench) run() (over bool, err error) {
	if b.dir, err = os.MkdirTemp("", "postern-bench-"); err != nil {
		return false, err
	}
	defer os.RemoveAll(b.dir)
	if b.postern == "" {
		if b.postern, err = build(b.dir); err != nil {
			return false, err
		}
	}
	parts := []func() ([]row, error){b.size, b.onTheDoors, b.manyHosts}
	if !b.steady {
		parts = append(parts, b.help, b.firstFrames, b.keyToFrame, b.verdicts)
	}
	show := row.print
	if b.markdown {
		fmt.Print(b.place())
		show = row.mark
	}
	show(row{"what", "budget", "measured", "verdict"})
	if b.markdown {
		fmt.Println("|---|---|---|---|")
	}
	for _, part := range parts {
		rows, err := part()
		if err != nil {
			return over, err
		}
		for _, r := range rows {
			show(r)
			over = over || r.verdict == exceeded
		}
	}
	return over, nil
}

// build builds Postern as it is given to people: without cgo, which costs a
// megabyte of memory and a millisecond at every start.
func build(dir string) (string, error) { return buildAt(dir, "postern", "postern") }

// buildEmpty builds a program that does nothing, in the same way.
func buildEmpty(dir string) (string, error) {
	source := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		return "", err
	}
	return buildAt(dir, "empty", source)
}

func buildAt(dir, name, source string) (string, error) {
	path := filepath.Join(dir, name)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, source)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return path, nil
}

// A row is one line of the table.
type row struct {
	what, budget, measured, verdict string
}

func (r row) print() { fmt.Printf("%-45s %-11s %-30s %s\n", r.what, r.budget, r.measured, r.verdict) }

// mark prints the row as one of a table in Markdown.
func (r row) mark() {
	fmt.Printf("| %s | %s | %s | %s |\n", strings.Replace(r.what, "  ", "– ", 1), r.budget, r.measured, r.verdict)
}

// The verdicts.
const (
	within   = "within"
	exceeded = "OVER"
)

// verdict is how a number stands to its budget.
func verdict[N ~int | ~int64 | ~float64](got, budget N) string {
	if got > budget {
		return exceeded
	}
	return within
}
