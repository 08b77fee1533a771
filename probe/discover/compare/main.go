package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"

	"postern/probe/internal/cage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	well, err := parse().run(ctx)
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
	markdown bool
	verbose  bool
}

func parse() options {
	o := options{only: regexp.MustCompile("")}
	flag.StringVar(&o.postern, "postern", "", "compare this program and do not build one")
	flag.Func("only", "only set-ups whose name matches this", func(v string) (err error) {
		o.only, err = regexp.Compile(v)
		return err
	})
	flag.BoolVar(&o.markdown, "markdown", false, "print the tables for README.md")
	flag.BoolVar(&o.verbose, "v", false, "print each answer whole, user name and all")
	flag.Parse()
	return o
}

// run compares, in a cage if msmtp is there and can have one, and reports whether
// Postern did what is expected of it.
func (o options) run(ctx context.Context) (well bool, err error) {
	if cage.Inside() {
		if err := cage.Furnish(furniture); err != nil {
			cage.GiveUp(err)
		}
		c := &cagedRun{postern: o.postern}
		return o.compare(ctx, c.programs(ctx))
	}
	well, err = o.runCaged(ctx)
	if !errors.Is(err, cage.ErrNone) {
		return well, err
	}
	fmt.Fprintln(os.Stderr, "compare: msmtp is a model, and Postern runs in this process:", err)
	return o.compare(ctx, models())
}

// furniture is the cage's: the addresses that nettest gives to hosts are its own.
var furniture = cage.Furniture{Hosts: "127.0.0.1 localhost\n", Networks: []string{"198.51.100.0/24"}}

// runCaged builds Postern and compares in a cage.
func (o options) runCaged(ctx context.Context) (well bool, err error) {
	if _, err := exec.LookPath("msmtp"); err != nil {
		return false, fmt.Errorf("%w: %w", cage.ErrNone, err)
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
	return cage.Run(ctx, "-postern", o.postern)
}

// compare has the programs look for all servers, and prints what came of it.
func (o options) compare(ctx context.Context, programs []program) (well bool, err error) {
	r, err := compare(ctx, programs, o.only)
	if err != nil {
		return false, err
	}
	r.print(os.Stdout, o)
	return len(r.misses()) == 0, nil
}
