package cli

import (
	"bufio"
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// probeFlags are the flags of the probe command.
type probeFlags struct {
	ports      []probe.Door // a door without Security is spoken to as is usual there
	json       bool
	transcript bool
	control    bool
	ca         string
	timeout    time.Duration
	policy     advice.Policy
	provider   string
}

func (a *app) probeCommand() *cobra.Command {
	f := &probeFlags{policy: advice.Prefer587, timeout: probe.DoorTimeout}
	cmd := &cobra.Command{
		Use:   "probe HOST...",
		Short: "try the doors of a mail server",
		RunE: func(cmd *cobra.Command, args []string) error {
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
		f.timeout, err = parseTimeout(v)
		return err
	})
	fs.BoolVar(&f.json, "json", false, "")
	fs.Func("format", "", func(v string) error {
		if v != "text" && v != "json" {
			return wrongf("say text or json")
		}
		f.json = v == "json"
		return nil
	})
	fixed(cmd, "format", "text", "json")
	fs.BoolVar(&f.transcript, "transcript", false, "")
	fs.BoolVar(&f.control, "control", false, "")
	fs.StringVar(&f.ca, "ca", "", "")
	fs.StringVar(&f.provider, "provider", "", "")
	definePrefer(cmd, &f.policy)
	_ = cmd.RegisterFlagCompletionFunc("provider", completeProvider)
	return cmd
}

// probe tries the hosts and prints what it found.
func (a *app) probe(ctx context.Context, f probeFlags, args []string) error {
	p, err := a.prober(f)
	if err != nil {
		return err
	}
	hosts, err := checkHosts(args, p.provider)
	if err != nil {
		return err
	}
	if len(hosts) == 1 && hosts[0] != fromInput {
		return a.probeOne(ctx, f, p, hosts[0])
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
		show = &progress{w: a.errOut}
	}
	out := p.watched(ctx, host, show)
	if f.control {
		out.control = p.ask(ctx, out.report, show)
	}
	a.printOutcome(f, out, false)
	return verdictOf(ctx, out.advice.Port != 0)
}

// probeMany tries several hosts, some at once, and prints each as it ends, so that
// none has to be kept.
func (a *app) probeMany(ctx context.Context, f probeFlags, p prober, hosts []string) error {
	all := true
	list := &hostList{named: hosts, input: bufio.NewReader(a.in), complain: a.complain}
	count := a.tally()
	for out := range p.many(ctx, list, count.tell) {
		all = all && out.advice.Port != 0
		a.printOutcome(f, out, true)
		count.count(out)
	}
	if ctx.Err() == nil && list.wrong > 0 {
		return wrongf("%s of the input cannot be probed; mend what is named above", counted(list.wrong, "line"))
	}
	return verdictOf(ctx, all)
}

func (a *app) printOutcome(f probeFlags, out outcome, many bool) {
	switch {
	case f.json:
		writeJSON(a.out, newJSONReport(out, f.transcript))
	case many && !f.transcript:
		writeLine(a.text(), out)
	default:
		writeReport(a.text(), out, f.transcript)
	}
}

// verdictOf turns "every host has a recommended door" into an exit code.
func verdictOf(ctx context.Context, all bool) error {
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case !all:
		return errSaid
	}
	return nil
}

// fromInput stands for the hosts that are read from the input.
const fromInput = "-"

// checkHosts returns the hosts in ASCII form, before any of them is dialled.
func checkHosts(args []string, p *catalog.Provider) ([]string, error) {
	if len(args) == 0 {
		if p != nil && len(p.Hosts()) > 0 {
			return nil, wrongf("postern probe needs a host; %s has %s: postern probe %[2]s", p.Name, p.Hosts()[0])
		}
		return nil, wrongf("postern probe needs a host, as in: postern probe smtp.example.org")
	}
	hosts := make([]string, 0, len(args))
	for _, arg := range args {
		if arg == fromInput {
			if slices.Contains(hosts, fromInput) {
				return nil, wrongf("- stands twice; the input can be read only once")
			}
			hosts = append(hosts, fromInput)
			continue
		}
		host, err := checkHost(arg)
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, host)
	}
	return hosts, nil
}

// checkHost is probe.CheckHost with a word for those who type an address.
func checkHost(arg string) (string, error) {
	if _, domain, ok := strings.Cut(arg, "@"); ok {
		if p, ok := catalog.Default().ByDomain(domain); ok && len(p.Hosts()) > 0 {
			return "", wrongf("%s is an address; the server for it is %s: postern probe %[2]s", shown(arg), p.Hosts()[0])
		}
		return "", wrongf("%s is an address; name its server, as in: postern probe smtp.example.org", shown(arg))
	}
	host, err := probe.CheckHost(arg)
	if err != nil {
		return "", usageError{err.Error()}
	}
	return host, nil
}

// addressList joins addresses for a person.
func addressList(addrs []netip.Addr) string {
	words := make([]string, 0, len(addrs))
	for _, addr := range addrs {
		words = append(words, addr.String())
	}
	return strings.Join(words, ", ")
}
