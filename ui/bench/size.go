//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"time"
)

// The budgets of the program as a file, and of its help.
const (
	sizeBudget = 12 << 20
	helpBudget = 5 * time.Millisecond
)

// size is that of the program without its symbols.
func (b *bench) size() ([]row, error) {
	info, err := os.Stat(b.postern)
	if err != nil {
		return nil, err
	}
	return []row{{"program, stripped", mebibytes(sizeBudget), mebibytes(info.Size()), verdict(info.Size(), sizeBudget)}}, nil
}

// help times --help into a pipe, and on a terminal that answers nothing; beside
// it the least that a program in Go takes here, and any program at all.
func (b *bench) help() ([]row, error) {
	empty, err := buildEmpty(b.dir)
	if err != nil {
		return nil, err
	}
	var piped, shown, floor, least []time.Duration
	for range 3*b.runs + 1 {
		for _, m := range []struct {
			times *[]time.Duration
			run   func() (time.Duration, error)
		}{
			{&piped, func() (time.Duration, error) { return timeOf(b.command(b.postern, "--help")) }},
			{&shown, func() (time.Duration, error) { return b.shownHelp() }},
			{&floor, func() (time.Duration, error) { return timeOf(b.command(empty)) }},
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
		{"  an empty program in Go", "", millis(percentile(floor[1:], 50)), ""},
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
