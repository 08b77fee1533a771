//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// The budgets of the wizard on the doors screen, and of a screen on which nothing
// moves.
const (
	memoryBudget = 20 << 20
	idleBudget   = 1.5 // percent of a core
)

// onTheDoors measures the wizard on the doors screen, when all doors have settled:
// its memory, and what it does when there is nothing to do.
func (b *bench) onTheDoors() ([]row, error) {
	h, err := openHouse(b.dir)
	if err != nil {
		return nil, err
	}
	defer h.close()
	t, err := h.open(b)
	if err != nil {
		return nil, err
	}
	defer t.close()
	const settle = 3 * time.Second // until the goodbyes are said and memory is given back
	t.listen(settle)
	busy, err := t.processorTime()
	if err != nil {
		return nil, err
	}
	const while = 5 * time.Second
	bytes := t.listen(while)
	after, err := t.processorTime()
	if err != nil {
		return nil, err
	}
	peak, now, err := t.memory()
	if err != nil {
		return nil, err
	}
	share := 100 * float64(after-busy) / float64(while)
	rows := []row{
		{"memory on the doors screen, " + h.what(), mebibytes(memoryBudget), mebibytes(now) + ", for a moment " + mebibytes(peak), verdict(now, memoryBudget)},
		{"bytes a second, nothing moving", "0", strconv.Itoa(bytes / int(while/time.Second)), verdict(bytes, 0)},
	}
	if !b.steady {
		rows = append(rows, row{"processor, nothing moving", fmt.Sprintf("%.1f %%", idleBudget), fmt.Sprintf("%.2f %% of a core", share), verdict(share, idleBudget)})
	}
	return rows, nil
}

// processorTime is what the program's threads have used, to the nanosecond.
func (t *terminal) processorTime() (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", t.cmd.Process.Pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("the system does not tell processor times: %v", err)
	}
	var sum time.Duration
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			return 0, err
		}
		n, err := strconv.ParseInt(strings.Fields(string(body))[0], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(n)
	}
	return sum, nil
}

// memory is what the program holds in memory, at most so far and now.
func (t *terminal) memory() (peak, now int64, err error) {
	body, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(body)) {
		var kib int64
		switch {
		case strings.HasPrefix(line, "VmHWM:"):
			fmt.Sscan(strings.TrimPrefix(line, "VmHWM:"), &kib) //nolint:errcheck // 0 is found below
			peak = kib * 1024
		case strings.HasPrefix(line, "VmRSS:"):
			fmt.Sscan(strings.TrimPrefix(line, "VmRSS:"), &kib) //nolint:errcheck // likewise
			now = kib * 1024
		}
	}
	if peak == 0 || now == 0 {
		return 0, 0, fmt.Errorf("the system does not tell how much memory is used")
	}
	return peak, now, nil
}
