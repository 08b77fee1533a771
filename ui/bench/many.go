//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// A crowd is a probe of many hosts from the input.
type crowd struct {
	peak int64 // the memory that it held at most
	took time.Duration
}

// manyHosts compares the memory that 10,000 hosts take at most with that of 1,000.
// The hosts are addresses of this computer whose doors refuse at once. Of each
// number it is the least of three runs: what the garbage collector has not come to
// differs from one to the next, what is never given back does not.
func (b *bench) manyHosts() ([]row, error) {
	const few, many = 1000, 10_000
	before, err := b.crowdOf(few)
	if err != nil {
		return nil, err
	}
	after, err := b.crowdOf(many)
	if err != nil {
		return nil, err
	}
	measured := fmt.Sprintf("%s, for 1,000 %s", mebibytes(after.peak), mebibytes(before.peak))
	rows := []row{{"memory for 10,000 hosts, at most", "as 1,000", measured, verdict(after.peak, before.peak+before.peak/10)}}
	if !b.steady {
		rows = append(rows, row{"  time for 10,000 hosts that refuse", "", fmt.Sprintf("%.1f s", after.took.Seconds()), ""})
	}
	return rows, nil
}

// crowdOf is the best of three probes of so many hosts.
func (b *bench) crowdOf(hosts int) (crowd, error) {
	var best crowd
	for i := range 3 {
		c, err := b.probeCrowd(hosts)
		if err != nil {
			return best, err
		}
		if i == 0 {
			best = c
		}
		best.peak, best.took = min(best.peak, c.peak), min(best.took, c.took)
	}
	return best, nil
}

func (b *bench) probeCrowd(hosts int) (crowd, error) {
	cmd := b.command(b.postern, "probe", "-", "--json", "--port", "1,2")
	var errOut bytes.Buffer
	var out lineCounter
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(addresses(hosts)), &out, &errOut
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return crowd{}, err
	}
	if int(out) != hosts {
		return crowd{}, fmt.Errorf("%d hosts led to %d lines: %s", hosts, out, &errOut)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return crowd{}, errors.New("the system does not tell how much memory was used")
	}
	return crowd{usage.Maxrss * 1024, took}, nil
}

// addresses are so many of this computer's own, each another one.
func addresses(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "127.%d.%d.%d\n", 1+i>>16, i>>8&0xff, i&0xff)
	}
	return b.String()
}

// A lineCounter counts the lines that are written to it.
type lineCounter int

// Write counts.
func (c *lineCounter) Write(b []byte) (int, error) {
	*c += lineCounter(bytes.Count(b, []byte("\n")))
	return len(b), nil
}
