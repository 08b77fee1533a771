//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"time"

	"postern/ui"
	"postern/wizard"
	"postern/wizard/catalog"
)

// childVariable makes this program the wizard with a made catalogue, of as many
// providers as its value says.
const childVariable = "POSTERN_BENCH_PROVIDERS"

// keyBudget is for the frame that a key leads to, in 95 of 100 cases.
const keyBudget = 10 * time.Millisecond

// keyToFrame times the frames that keys lead to, with the real list and with a
// long one.
func (b *bench) keyToFrame() ([]row, error) {
	own, err := os.Executable()
	if err != nil {
		return nil, err
	}
	long := b.command(own)
	long.Env = append(long.Env, childVariable+"=1000")
	var rows []row
	for _, list := range []struct {
		what  string
		terms func() (*terminal, error)
	}{
		{fmt.Sprintf("key to frame, %d providers", len(catalog.Default().Providers)), func() (*terminal, error) { return open(b.command(b.postern), true) }},
		{"key to frame, 1,000 providers", func() (*terminal, error) { return open(long, true) }},
	} {
		t, err := list.terms()
		if err != nil {
			return nil, err
		}
		times, err := typing(t, b.keys)
		t.close()
		if err != nil {
			return nil, err
		}
		p95 := percentile(times, 95)
		rows = append(rows, row{list.what, "95%: " + millis(keyBudget), fmt.Sprintf("%s, 95%%: %s", millis(percentile(times, 50)), millis(p95)), verdict(p95, keyBudget)})
	}
	return rows, nil
}

// The keys of somebody who looks for something: every one changes the screen.
var searching = []string{"m", "a", "i", "l", "\x1b[B", "\x1b[B", "\x1b[A", "\x7f", "\x7f", "\x7f", "\x7f", "\x1b[B", "\x1b[6~", "\x1b[A", "\x1b[5~"}

// typing presses keys one after another and times their frames. The pauses vary,
// lest all keys come at the same point of the screen's beat.
func typing(t *terminal, keys int) ([]time.Duration, error) {
	if _, err := t.until("Where is your mailbox", "ctrl+c quit"); err != nil {
		return nil, err
	}
	t.listen(time.Second) // until nothing is left of the start
	pause := rand.New(rand.NewPCG(1, 2))
	var times []time.Duration
	for i := range keys {
		t.listen(time.Duration(pause.Int64N(int64(20 * time.Millisecond))))
		took, err := t.press(searching[i%len(searching)])
		if err != nil {
			return nil, err
		}
		times = append(times, took)
	}
	return times, nil
}

// child is the wizard with a made catalogue.
func child() int {
	c, err := madeCatalog(os.Getenv(childVariable))
	if err == nil {
		_, err = ui.Run(context.Background(), func() wizard.Session { return wizard.New(wizard.World{Catalog: c}) }, ui.Options{In: os.Stdin, Out: os.Stdout, Environ: os.Environ()})
	}
	if err != nil && !errors.Is(err, ui.ErrAborted) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return 0
}

// madeCatalog is the real catalogue, repeated under other names until it is long
// enough.
func madeCatalog(size string) (*catalog.Catalog, error) {
	n, err := strconv.Atoi(size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", childVariable, err)
	}
	// Those with a server on this computer stand in another form in the file.
	real := slices.DeleteFunc(slices.Clone(catalog.Default().Providers), func(p catalog.Provider) bool { return p.SMTPLocal != nil })
	providers := make([]catalog.Provider, n)
	for i := range providers {
		p := real[i%len(real)]
		if again := i / len(real); again > 0 {
			p.ID = fmt.Sprintf("%s-%d", p.ID, again)
			p.Name = fmt.Sprintf("%.50s %d", p.Name, again)
			p.Domains = []string{p.ID + ".example"}
		}
		providers[i] = p
	}
	file, err := json.Marshal(map[string]any{
		"schema": catalog.Schema, "as_of": catalog.Default().AsOf, "license": "none", "license_notice": "made for measuring", "providers": providers,
	})
	if err != nil {
		return nil, err
	}
	return catalog.Read(bytes.NewReader(file))
}
