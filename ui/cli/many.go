package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"postern/probe"
)

// mostAtOnce is how many hosts are tried at once, at most.
const mostAtOnce = 16

// atOnce is how many hosts with so many doors are tried at once, if so many files may be
// open: two address families a door, each with a second connection, and some files more.
func atOnce(doors, files int) int {
	return min(max((files-32)/(4*max(doors, 1)), 1), mostAtOnce)
}

// A hostList gives out the hosts to probe: those that were named, and where
// fromInput stands among them, the lines of the input. What is no host there is
// complained about, counted and left out. It may be used from several goroutines.
type hostList struct {
	named    []target
	input    *bufio.Reader
	complain func(error)

	mu    sync.Mutex
	line  int // lines read
	wrong int // lines that are no host; to be read when all is over
}

// next gives out a host; ok is false when there is none left. It waits for the
// input as long as that takes.
func (l *hostList) next() (t target, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.named) > 0 && !ok {
		t, ok = l.named[0], true
		if t.host == fromInput {
			if t, ok = l.nextLine(); ok {
				break // there may be more
			}
		}
		l.named = l.named[1:]
	}
	return t, ok
}

// longestLine is how many bytes a line of the input may have: more than any host's name.
// A comment behind it may be of any length.
const longestLine = 4 << 10

// nextLine returns the next host of the input.
func (l *hostList) nextLine() (t target, ok bool) {
	for {
		text, err := l.readLine()
		if t, wrong := l.targetIn(text); wrong != nil {
			l.refuse(wrong)
		} else if t.host != "" {
			return t, true
		}
		switch {
		case err == io.EOF: //nolint:errorlint // bufio returns it as it is
			return target{}, false
		case err != nil:
			l.refuse(err)
			return target{}, false
		}
	}
}

// targetIn returns the host that a line names, the zero target where there is none but a
// comment.
func (l *hostList) targetIn(line string) (target, error) {
	if l.line == 1 {
		line = strings.TrimPrefix(line, "\ufeff") // some editors put it before UTF-8
	}
	name, _, commented := strings.Cut(line, "#") // no host name has one
	if len(line) > longestLine && !commented {
		return target{}, fmt.Errorf("the line is longer than %d bytes: a host name has 253 characters at most", longestLine)
	}
	if name = strings.TrimSpace(name); name == "" {
		return target{}, nil
	}
	return checkTarget(name)
}

// readLine reads a line of any length, and keeps the beginning of one that is too long:
// more bytes than it may have.
func (l *hostList) readLine() (string, error) {
	var line []byte
	for {
		piece, more, err := l.input.ReadLine()
		if err != nil {
			return string(line), err
		}
		if len(line) == 0 {
			l.line++
		}
		line = append(line, piece[:min(len(piece), 2*longestLine-len(line))]...)
		if !more {
			return string(line), nil
		}
	}
}

func (l *hostList) refuse(why error) {
	l.wrong++
	l.complain(wrongf("line %d: %s", l.line, why))
}

// many tries hosts, some at a time, and yields each outcome as it ends. When ctx ends,
// what is known by then of the hosts being tried is yielded too; workers that wait for a
// next host are left behind. still is called now and then while it goes on.
func (p prober) many(ctx context.Context, hosts *hostList, still func()) iter.Seq[outcome] {
	return func(yield func(outcome) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		n := atOnce(max(len(p.ports), len(probe.StandardDoors())), openFiles())
		results := make(chan outcome, n) // so that no worker waits for a reader who left
		var working atomic.Int32
		working.Store(int32(n)) //nolint:gosec // mostAtOnce at most
		for range n {
			go func() {
				p.work(ctx, hosts, results)
				if working.Add(-1) == 0 {
					close(results)
				}
			}()
		}
		quiet := time.NewTicker(progressEvery)
		defer quiet.Stop()
		for {
			select {
			case <-ctx.Done():
				rest(results, yield)
				return
			case <-quiet.C:
				still()
			case e, more := <-results:
				if !more || !yield(e) {
					return
				}
			}
		}
	}
}

// farewell is how long a probe that was stopped may take to say what it knew.
const farewell = 100 * time.Millisecond

// rest yields the outcomes of probes that were just stopped.
func rest(results <-chan outcome, yield func(outcome) bool) {
	for {
		select {
		case e, more := <-results:
			if !more || !yield(e) {
				return
			}
		case <-time.After(farewell):
			return
		}
	}
}

// work tries hosts until there is none left or ctx ends.
func (p prober) work(ctx context.Context, hosts *hostList, results chan<- outcome) {
	for {
		t, ok := hosts.next()
		if !ok || ctx.Err() != nil {
			return
		}
		results <- p.at(t).one(ctx, t.host)
	}
}
