//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// The budgets of the program as a file, and of its help.
const (
	sizeBudget = 12e6
	helpBudget = 5 * time.Millisecond
)

// size is that of the program without its symbols.
func (b *bench) size() ([]row, error) {
	info, err := os.Stat(b.postern)
	if err != nil {
		return nil, err
	}
	return []row{{"program, stripped", megabytes(sizeBudget), megabytes(info.Size()), verdict(info.Size(), sizeBudget)}}, nil
}

// help times --help into a pipe, and on a terminal that answers nothing; beside
// it the least that any program takes here.
func (b *bench) help() ([]row, error) {
	var piped, shown, least []time.Duration
	for range 3*b.runs + 1 {
		for _, m := range []struct {
			times *[]time.Duration
			run   func() (time.Duration, error)
		}{
			{&piped, func() (time.Duration, error) { return timeOf(b.command(b.postern, "--help")) }},
			{&shown, func() (time.Duration, error) { return b.shownHelp() }},
			{&least, func() (time.Duration, error) { return timeOf(b.command("/bin/true")) }},
		} {
			took, err := m.run()
			if err != nil {
				return nil, err
			}
			*m.times = append(*m.times, took)
		}
	}
	line := func(what string, times []time.Duration) row {
		median := percentile(times[1:], 50)
		return row{what, millis(helpBudget), fmt.Sprintf("%s (from %s)", millis(median), millis(percentile(times[1:], 0))), verdict(median, helpBudget)}
	}
	return []row{
		line("--help", piped),
		line("--help, terminal answers nothing", shown),
		{"  /bin/true", "", millis(percentile(least[1:], 50)), ""},
	}, nil
}

// timeOf is how long a program runs.
func timeOf(cmd *exec.Cmd) (time.Duration, error) {
	began := time.Now()
	_, err := cmd.Output()
	return time.Since(began), err
}

// shownHelp is how long --help runs on a terminal.
func (b *bench) shownHelp() (time.Duration, error) {
	t, err := open(b.command(b.postern, "--help"), false)
	if err != nil {
		return 0, err
	}
	defer t.close()
	err = t.cmd.Wait()
	return time.Since(t.began), err
}

// manyHosts compares the memory that 1,000 hosts from the input take at most with
// that of 100, and counts the lines.
func (b *bench) manyHosts() ([]row, error) {
	const few, many = 100, 1000
	before, err := b.peakOf(few)
	if err != nil {
		return nil, err
	}
	peak, err := b.peakOf(many)
	if err != nil {
		return nil, err
	}
	budget := before + before/10
	return []row{{
		"memory for 1,000 hosts, at most", "as for 100", fmt.Sprintf("%s, for 100 %s", megabytes(peak), megabytes(before)), verdict(peak, budget),
	}}, nil
}

// peakOf is the memory that a probe of so many hosts holds at most.
func (b *bench) peakOf(hosts int) (int64, error) {
	cmd := b.command(b.postern, "probe", "-", "--json", "--port", "1,2")
	var out, errOut bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(strings.Repeat("127.0.0.1\n", hosts)), &out, &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	if lines := bytes.Count(out.Bytes(), []byte("\n")); lines != hosts {
		return 0, fmt.Errorf("%d hosts led to %d lines: %s", hosts, lines, &errOut)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, errors.New("the system does not tell how much memory was used")
	}
	return usage.Maxrss * 1024, nil
}
