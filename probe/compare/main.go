package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"

	"postern/probe/internal/cage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := parse()
	well, err := o.run(ctx)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	case !well:
		os.Exit(1)
	}
}

// options are what was asked for.
type options struct {
	postern  string // the program; "" until it is built
	only     *regexp.Regexp
	limit    time.Duration
	jobs     int
	verbose  bool
	show     bool
	markdown bool
	caged    bool // this process is already in a network of its own
}

func parse() options {
	o := options{only: regexp.MustCompile("")}
	flag.StringVar(&o.postern, "postern", "", "compare this program and do not build one")
	flag.Func("only", "only situations whose name matches this", func(v string) (err error) {
		o.only, err = regexp.Compile(v)
		return err
	})
	flag.DurationVar(&o.limit, "limit", 50*time.Second, "a program that runs longer than this hangs")
	flag.IntVar(&o.jobs, "jobs", 16, "how many programs run at once")
	flag.BoolVar(&o.verbose, "v", false, "print a row for each situation")
	flag.BoolVar(&o.show, "show", false, "print what each program said, and why it was judged so")
	flag.BoolVar(&o.markdown, "markdown", false, "print the tables for README.md")
	flag.Parse()
	o.caged = cage.Inside()
	return o
}

// run compares, in a cage if there can be one, and reports whether Postern was
// right everywhere.
func (o options) run(ctx context.Context) (well bool, err error) {
	if o.caged {
		if err := cage.Furnish(furniture); err != nil {
			cage.GiveUp(err)
		}
		return o.compare(ctx)
	}
	dir, err := os.MkdirTemp("", "postern-compare-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	if o.postern == "" {
		o.postern = filepath.Join(dir, "postern")
		if err := build(ctx, o.postern); err != nil {
			return false, err
		}
	}
	well, err = cage.Run(ctx, "-postern", o.postern)
	if !errors.Is(err, cage.ErrNone) {
		return well, err
	}
	fmt.Fprintln(os.Stderr, "compare: no network of its own can be had here:", err)
	return o.compare(ctx)
}

// compare tries every tool in every situation, and prints what came of it.
func (o options) compare(ctx context.Context) (well bool, err error) {
	w, err := newWorld(o.caged)
	if err != nil {
		return false, err
	}
	defer w.close()
	tools := w.installed(ctx, o.postern)
	tried, err := w.open(o.only)
	if err != nil {
		return false, err
	}
	runs := race{tools, o.limit, o.jobs}.run(ctx, tried)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	r := newResults(tools, tried, runs)
	r.print(os.Stdout, o)
	return r.posternRight(), nil
}
