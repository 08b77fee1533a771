package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
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
	only     *regexp.Regexp
	markdown bool
	verbose  bool
}

func parse() options {
	o := options{only: regexp.MustCompile("")}
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
	programs := models()
	if _, err := exec.LookPath("msmtp"); err == nil && !cage.Inside() {
		well, err := cage.Run(ctx)
		if !errors.Is(err, cage.ErrNone) {
			return well, err
		}
		fmt.Fprintln(os.Stderr, "compare: no network of its own can be had here, so msmtp is a model:", err)
	}
	if cage.Inside() {
		if err := cage.Furnish(cage.Furniture{Hosts: "127.0.0.1 localhost\n"}); err != nil {
			cage.GiveUp(err)
		}
		programs[0] = realProgram(ctx)
	}
	r, err := compare(ctx, programs, o.only)
	if err != nil {
		return false, err
	}
	r.print(os.Stdout, o)
	return len(r.misses()) == 0, nil
}
