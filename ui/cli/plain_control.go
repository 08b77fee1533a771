package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
)

// control puts the control question, when the person agrees to whom it goes to, and
// says what follows.
func (f *front) control(ctx context.Context, s wizard.Session) error {
	question, there := s.Control()
	var answer probe.Report
	if there {
		asks := fmt.Sprintf("Postern would try %s at %s (%s) too: a hello and a goodbye, no address and no login. "+
			"Press enter to ask, or type b to leave it.", strings.ReplaceAll(portList(report(question).Doors), ", ", " and "), question.Host, question.Name)
		line, err := f.oneOf(ctx, s, "patterns", asks, "", "b")
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

// report is that of a question that was not put yet.
func report(q advice.Control) probe.Report { return probe.NewReport(q.Host, time.Time{}, q.Doors) }

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
