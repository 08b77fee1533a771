package cli

import (
	"bufio"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// atOnce is how many hosts are tried at once. With four doors each and two
// address families a door, that stays below what systems let a program open.
const atOnce = 16

// A hostList gives out the hosts to probe: those that were named, and where
// fromInput stands among them, the lines of the input. What is no host there is
// complained about, counted and left out. It may be used from several goroutines.
type hostList struct {
	named    []string
	input    *bufio.Scanner
	complain func(error)

	mu    sync.Mutex
	given int // hosts given out
	line  int // lines read
	wrong int // lines that are no host; to be read when all is over
}

// next gives out a host and its number; ok is false when there is none left. It
// waits for the input as long as that takes.
func (l *hostList) next() (n int, host string, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.named) > 0 && !ok {
		host, ok = l.named[0], true
		if host == fromInput {
			if host, ok = l.nextLine(); ok {
				break // there may be more
			}
		}
		l.named = l.named[1:]
	}
	if ok {
		l.given++
	}
	return l.given - 1, host, ok
}

// nextLine returns the next host of the input.
func (l *hostList) nextLine() (host string, ok bool) {
	for l.input.Scan() {
		l.line++
		text := strings.TrimSpace(l.input.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		host, err := checkHost(text)
		if err == nil {
			return host, true
		}
		l.wrong++
		l.complain(wrongf("line %d: %s", l.line, err))
	}
	if err := l.input.Err(); err != nil {
		l.wrong++
		l.complain(wrongf("line %d: %s", l.line+1, err))
	}
	return "", false
}

// An ended host is one that was tried to the end.
type ended struct {
	n   int // its number
	out outcome
}

// many tries hosts, at most atOnce at a time, and yields each outcome as it ends,
// with the host's number. When ctx ends, what is known by then of the hosts being
// tried is yielded too; workers that wait for a next host are left behind.
func (p prober) many(ctx context.Context, hosts *hostList) iter.Seq2[int, outcome] {
	return func(yield func(int, outcome) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		results := make(chan ended, atOnce) // so that no worker waits for a reader who left
		var working atomic.Int32
		working.Store(atOnce)
		for range atOnce {
			go func() {
				p.work(ctx, hosts, results)
				if working.Add(-1) == 0 {
					close(results)
				}
			}()
		}
		for {
			select {
			case <-ctx.Done():
				rest(results, yield)
				return
			case e, more := <-results:
				if !more || !yield(e.n, e.out) {
					return
				}
			}
		}
	}
}

// farewell is how long a probe that was stopped may take to say what it knew.
const farewell = 100 * time.Millisecond

// rest yields the outcomes of probes that were just stopped.
func rest(results <-chan ended, yield func(int, outcome) bool) {
	for {
		select {
		case e, more := <-results:
			if !more || !yield(e.n, e.out) {
				return
			}
		case <-time.After(farewell):
			return
		}
	}
}

// work tries hosts until there is none left or ctx ends.
func (p prober) work(ctx context.Context, hosts *hostList, results chan<- ended) {
	for {
		n, host, ok := hosts.next()
		if !ok || ctx.Err() != nil {
			return
		}
		results <- ended{n, p.one(ctx, host)}
	}
}

// inOrder yields outcomes in the order of their hosts, keeping those that ended
// before an earlier one; at the end also those whose turn never came.
func inOrder(outcomes iter.Seq2[int, outcome]) iter.Seq2[int, outcome] {
	return func(yield func(int, outcome) bool) {
		next, kept := 0, make(map[int]outcome)
		for n, out := range outcomes {
			kept[n] = out
			for out, ready := kept[next]; ready; out, ready = kept[next] {
				if !yield(next, out) {
					return
				}
				delete(kept, next)
				next++
			}
		}
		for _, n := range slices.Sorted(maps.Keys(kept)) {
			if !yield(n, kept[n]) {
				return
			}
		}
	}
}
