package cli

import (
	"cmp"
	"context"
	"fmt"

	"postern/probe"
	"postern/wizard"
)

// control puts the control question, when the person agrees to whom it goes to, and
// says what follows.
func (f *front) control(ctx context.Context, s wizard.Session) error {
	question, there := s.Control()
	var answer probe.Report
	if there {
		line, err := f.oneOf(ctx, s, "patterns", s.ControlWords()+" Press enter to ask, or type b to leave it.", "", "b")
		if err != nil || line == "b" {
			return err
		}
		if answer, err = f.watch(ctx, question.Host, question.Doors); err != nil {
			return err
		}
	}
	writeControl(f.out, control{question: question, report: answer, conclusion: s.Conclude(answer)})
	return nil
}

// watch tries doors to the end, and tells how it goes. If nothing went on meanwhile, as
// when the computer sleeps, they are tried once more.
func (f *front) watch(ctx context.Context, host string, doors []probe.Door) (probe.Report, error) {
	return awake(f, func() (probe.Report, *sleepDetector, error) { return f.watchOnce(ctx, host, doors) })
}

func (f *front) watchOnce(ctx context.Context, host string, doors []probe.Door) (probe.Report, *sleepDetector, error) {
	sleep := newSleepDetector(f.engine.Uptime)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	run := f.engine.Probe(ctx, host, doors)
	report := run.Report
	show := &progress{most: probe.DoorTimeout, w: f.out, stops: !f.echo}
	fmt.Fprintln(f.out)
	show.begin(report)
	var left error
	err := follow(ctx, run.Events, func(e probe.Event) {
		report = report.With(e)
		show.event(report, e.Door)
	}, func() { show.still(report) }, func() bool {
		sleep.check()
		left = f.heard(report, run.Stop)
		return left != nil
	})
	return report, sleep, cmp.Or(left, err)
}
