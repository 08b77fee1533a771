package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// An answer is what a program said, and how it ended.
type answer struct {
	text    string // on both streams, as it came
	ok      bool   // it ended well, and says so by its exit code
	hung    bool   // it had to be ended
	elapsed time.Duration
}

// A run is one tool in one situation.
type run struct {
	tool string
	answer
	judgement
	raw []string // the control bytes and characters it let through
}

// A race has every tool try every situation.
type race struct {
	tools []entry
	limit time.Duration
	jobs  int
}

// run returns the runs by situation and then by tool, in the order of both.
func (r race) run(ctx context.Context, tried []opened) [][]run {
	runs := make([][]run, len(tried))
	free := make(chan struct{}, r.jobs)
	var going sync.WaitGroup
	for i, o := range tried {
		runs[i] = make([]run, len(r.tools))
		for k, t := range r.tools {
			free <- struct{}{}
			going.Go(func() {
				defer func() { <-free }()
				runs[i][k] = t.try(ctx, o, r.limit)
			})
		}
	}
	going.Wait()
	return runs
}

// try has the tool try the door, and judges what it says.
func (e entry) try(ctx context.Context, o opened, limit time.Duration) run {
	a := e.start(ctx, e.call(o, e.world.caFile), limit, o.interrupt)
	r := run{tool: e.name, answer: a, judgement: e.judge(o.situation, a), raw: rawIn(a.text)}
	if o.hostile && e.aloud != nil {
		aloud := e.start(ctx, e.aloud(o, e.world.caFile), limit, o.interrupt)
		r.raw = append(r.raw, rawIn(aloud.text)...)
		r.text += aloud.text
	}
	return r
}

// start runs the program to its end or to the limit, whichever is first.
func (e entry) start(ctx context.Context, args []string, limit, interrupt time.Duration) answer {
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(bounded, e.path, args...)
	cmd.WaitDelay = time.Second
	// No settings but ours, and the words the rules know.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + e.world.dir, "LC_ALL=C.UTF-8"}
	var out limited
	cmd.Stdout, cmd.Stderr = &out, &out
	in, err := cmd.StdinPipe()
	if err != nil {
		return answer{text: err.Error()}
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return answer{text: err.Error()}
	}
	defer e.typeInto(in).Stop()
	if interrupt > 0 {
		press := time.AfterFunc(interrupt, func() { _ = cmd.Process.Signal(os.Interrupt) })
		defer press.Stop()
	}
	err = cmd.Wait()
	return answer{text: out.String(), ok: err == nil, hung: bounded.Err() != nil, elapsed: time.Since(began)}
}

// typeInto types what the tool is told, and ends its input when the answer has had
// time to come.
func (e entry) typeInto(in io.WriteCloser) *time.Timer {
	if e.says == "" {
		_ = in.Close()
	}
	_, _ = io.WriteString(in, e.says)
	return time.AfterFunc(3*time.Second, func() { _ = in.Close() })
}

// limited keeps the beginning of what is written to it.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	const most = 1 << 20
	if room := most - l.Len(); room > 0 {
		_, _ = l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// complain says something that is not a result.
func complain(format string, args ...any) { fmt.Fprintf(os.Stderr, "compare: "+format+"\n", args...) }
