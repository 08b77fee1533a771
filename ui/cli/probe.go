package cli

import (
	"bufio"
	"context"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/wizard/advice"
)

// probeFlags are the flags of the probe command.
type probeFlags struct {
	ports      []probe.Door // a door without Security is spoken to as is usual there
	format     string       // text, json or openmetrics; "" where none was named
	json       bool
	compare    string // the file of an earlier report
	transcript bool
	control    bool
	ca         string
	at         string // an address; "": where the name leads
	timeout    time.Duration
	policy     advice.Policy
	provider   string
	region     string // of the provider
	noLogin    bool   // the hosts are relays that let this computer in by its address
}

func (a *app) probeCommand() *cobra.Command {
	f := &probeFlags{policy: advice.Prefer587, timeout: probe.DoorTimeout}
	cmd := &cobra.Command{
		Use:   "probe HOST...",
		Short: "try the doors of a mail server",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.settleFormat(); err != nil {
				return err
			}
			return a.probe(cmd.Context(), *f, args)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	fs := cmd.Flags()
	fs.Func("port", "", func(v string) (err error) {
		f.ports, err = parsePorts(f.ports, v)
		return err
	})
	fs.Func("timeout", "", func(v string) (err error) {
		f.timeout, err = parseTimeout(v, "a door")
		return err
	})
	fs.BoolFunc("json", "", func(v string) error {
		if v != "true" {
			return wrongf("it takes no value; write only the flag")
		}
		f.json = true
		return nil
	})
	fs.Func("format", "", func(v string) (err error) {
		f.format, err = parseFormat(v)
		return err
	})
	fixed(cmd, "format", formats()...)
	fs.StringVar(&f.compare, "compare", "", "")
	fs.BoolVar(&f.transcript, "transcript", false, "")
	fs.BoolVar(&f.control, "control", false, "")
	fs.BoolVar(&f.noLogin, "no-login", false, "")
	fs.StringVar(&f.at, "at", "", "")
	fs.StringVar(&f.ca, "ca", "", "")
	fs.StringVar(&f.provider, "provider", "", "")
	definePrefer(cmd, &f.policy)
	_ = cmd.RegisterFlagCompletionFunc("provider", completeProvider)
	defineRegion(cmd, &f.region, &f.provider)
	return cmd
}

// settleFormat decides on the format, and refuses flags that contradict each other or
// would have no effect in it.
func (f *probeFlags) settleFormat() error {
	named := f.format
	switch {
	case f.json:
		f.format = formatJSON
	case named == "":
		f.format = formatText
	}
	switch metrics := f.format == formatOpenMetrics; {
	case f.json && named != "" && named != formatJSON:
		return wrongf("--json and --format %s do not go together; choose one", named)
	case metrics && f.transcript:
		return wrongf("--transcript goes with the formats text and json")
	case metrics && f.control:
		return wrongf("--control goes with the formats text and json")
	case metrics && f.compare != "":
		return wrongf("--compare goes with the formats text and json")
	}
	return nil
}

// probe tries the hosts and prints what it found.
func (a *app) probe(ctx context.Context, f probeFlags, args []string) error {
	p, err := a.prober(f)
	if err != nil {
		return err
	}
	hosts, err := p.targets(args)
	switch {
	case err != nil:
		return err
	case f.ports != nil && len(args) > 0 && nameTheirs(hosts):
		return wrongf("every host here names its own doors; leave out --port, which is for those that do not")
	}
	if err := p.goTo(f.at, hosts); err != nil {
		return err
	}
	for _, arg := range args {
		name, _, _ := cutPorts(arg)
		a.hintSlip(name)
	}
	if len(hosts) == 1 && hosts[0].host != fromInput {
		return a.probeOne(ctx, f, p.at(hosts[0]), hosts[0].host)
	}
	if f.control {
		return wrongf("--control goes with one host: it asks another one outside, which shall not be asked for many")
	}
	return a.probeMany(ctx, f, p, hosts)
}

// probeOne tries one host, and shows how it goes to a person who is looking.
func (a *app) probeOne(ctx context.Context, f probeFlags, p prober, host string) error {
	var show *progress
	if isTerminal(a.errOut) {
		show = &progress{w: a.errOut, once: a.asLines() && f.format == formatText}
	}
	out := p.watched(ctx, host, show)
	if f.control {
		out.control = p.ask(ctx, out.report, show)
		a.doubt(ctx, out.control.question.Host, out.control.slept)
	}
	a.doubt(ctx, host, out.slept)
	print := a.printer(f, false)
	print.outcome(out)
	print.end()
	return verdictOf(ctx, out.good())
}

// probeMany tries several hosts, some at once, and prints each as it ends, so that
// none has to be kept.
func (a *app) probeMany(ctx context.Context, f probeFlags, p prober, hosts []target) error {
	all := true
	list := &hostList{named: hosts, input: bufio.NewReader(a.in), complain: a.complain}
	count := a.tally()
	print := a.printer(f, true)
	for out := range p.many(ctx, list, count.tell) {
		all = all && out.good()
		a.doubt(ctx, out.report.Host, out.slept)
		print.outcome(out)
		count.count(out)
	}
	print.end()
	if ctx.Err() == nil && list.wrong > 0 {
		return wrongf("%s of the input cannot be probed; mend what is named above", counted(list.wrong, "line"))
	}
	return verdictOf(ctx, all)
}

// verdictOf turns "every host has a recommended door, and is as it was" into an
// exit code.
func verdictOf(ctx context.Context, all bool) error {
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case !all:
		return errSaid
	}
	return nil
}

// addressList joins addresses for a person.
func addressList(addrs []netip.Addr) string {
	words := make([]string, 0, len(addrs))
	for _, addr := range addrs {
		words = append(words, addr.String())
	}
	return strings.Join(words, ", ")
}
