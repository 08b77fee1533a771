package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
)

// A prober tries hosts the way the flags say, and judges what it finds.
type prober struct {
	probe.Prober
	ports    []probe.Door // nil: those of the earlier report, or the usual ones
	policy   advice.Policy
	provider *catalog.Provider    // nil: whose host it is
	region   string               // of the provider
	noLogin  bool                 // the hosts are relays that let this computer in by its address
	earlier  earlier              // reports to compare with; nil where nobody asked
	clock    func() time.Duration // one that goes on while the computer sleeps; nil is the system's
}

// An outcome is what was found at a host, and what to make of it.
type outcome struct {
	report  probe.Report
	advice  advice.Advice
	control *control    // nil: not asked for
	compare *comparison // nil: not asked for
	// loginless: a door would do if the host were a relay that wants no login, which nobody said.
	loginless bool
	slept     time.Duration // how long nothing went on, though all was tried once more for that
}

// A comparison is what differs from an earlier report of the host.
type comparison struct {
	since   string // when that began, in RFC 3339; "" where there is none
	changes []change
}

// good reports whether the host has a door to recommend and, where it is compared
// with an earlier report, is as it was.
func (o outcome) good() bool {
	same := o.compare == nil || o.compare.since != "" && len(o.compare.changes) == 0
	return same && o.advice.Port != 0
}

func (a *app) prober(f probeFlags) (prober, error) {
	own, err := besides(f.ca)
	if err != nil {
		return prober{}, err
	}
	p := prober{region: f.region, policy: f.policy, ports: f.ports, noLogin: f.noLogin}
	p.Timeout, p.Besides = f.timeout, own
	if f.compare != "" {
		if p.earlier, err = readEarlier(f.compare); err != nil {
			return prober{}, err
		}
	}
	if f.provider != "" {
		found, err := findProvider(f.provider)
		if err != nil {
			return prober{}, err
		}
		if f.noLogin && !found.Loginless() {
			return prober{}, wrongf("%s takes mail only after a login; leave out --no-login", found.Name)
		}
		mine := *found // its own port may be another than the catalogue's
		p.provider = &mine
		p.ports = localPorts(p.provider, f.ports, p.ports)
	}
	return p, nil
}

// localPorts are the ports of a provider whose own program opens one on this computer:
// the one it is known for, unless another was named, which is the program's then.
func localPorts(p *catalog.Provider, named, usual []probe.Door) []probe.Door {
	switch {
	case p.SMTPLocal == nil:
		return usual
	case len(named) == 0:
		return []probe.Door{{Port: p.SMTPLocal.Port, Security: probe.Security(p.SMTPLocal.Security)}}
	}
	l := *p.SMTPLocal
	l.Port = named[0].Port
	p.SMTPLocal = &l
	return named
}

// findProvider finds a provider by its exact id or name.
func findProvider(name string) (*catalog.Provider, error) {
	if p, ok := catalog.Default().Find(name); ok {
		return p, nil
	}
	if near := nearProviders(name, ""); near != "" {
		return nil, wrongf("no provider is called %s; did you mean %s?", shown(name), near)
	}
	return nil, wrongf("no provider is called %s; see postern providers", shown(name))
}

// nearProviders names the providers that a mistyped name may have meant, three at
// most, with what comes before each on a command line.
func nearProviders(name, before string) string {
	found := catalog.Default().Near(name)
	ids := make([]string, 0, 3)
	for _, p := range found[:min(cap(ids), len(found))] {
		ids = append(ids, before+p.ID)
	}
	if n := len(ids); n > 1 {
		return strings.Join(ids[:n-1], ", ") + " or " + ids[n-1]
	}
	return strings.Join(ids, "")
}

// owner is the provider the host belongs to, nil if that is not known.
func (p prober) owner(host string) *catalog.Provider {
	if p.provider != nil {
		return p.provider
	}
	if found, ok := catalog.Default().ByHost(host); ok {
		return found
	}
	return nil
}

// doors are the ports to try, each spoken to as was asked, or else as the
// provider documents, or else as is usual.
func (p prober) doors(host string) []probe.Door {
	ports := p.asked(host)
	doors := make([]probe.Door, 0, len(ports))
	for _, d := range ports {
		if d.Security == "" {
			d = p.documented(host, d.Port)
		}
		doors = append(doors, d)
	}
	return doors
}

// asked are the ports to try: those that were named, else those of the earlier
// report, else the usual ones.
func (p prober) asked(host string) []probe.Door {
	if p.ports != nil {
		return p.ports
	}
	if r, ok := p.earlier.of(host, nil); ok {
		return r.doors()
	}
	var ports []probe.Door
	for _, d := range probe.StandardDoors() {
		ports = append(ports, probe.Door{Port: d.Port})
	}
	return ports
}

func (p prober) documented(host string, port int) probe.Door {
	d := probe.DoorAt(port)
	owner := p.owner(host)
	if owner == nil {
		return d
	}
	for _, e := range owner.EndpointsAs(host) {
		if e.Port != port {
			continue
		}
		d.Security = probe.STARTTLS
		if e.Security == string(probe.ImplicitTLS) {
			d.Security = probe.ImplicitTLS
		}
		break
	}
	return d
}

// judge adds the advice to a report. Nobody has said that the host is their own
// relay, so a door without encryption is never recommended here.
func (p prober) judge(r probe.Report) outcome {
	c := p.caseOf(r)
	o := outcome{report: r, advice: advice.Advise(c)}
	o.loginless = o.advice.Port == 0 && !c.ByAddress && (c.Provider == nil || c.Provider.Loginless()) &&
		slices.ContainsFunc(r.Doors, func(d probe.Result) bool { return advice.Encrypted(advice.Judge(d)) })
	if p.earlier != nil {
		o.compare = &comparison{}
		if was, ok := p.earlier.of(r.Host, r.Asked()); ok {
			o.compare = &comparison{since: rfc3339(was.begun()), changes: changes(was, newJSONReport(o, false))}
		}
	}
	return o
}

func (p prober) caseOf(r probe.Report) advice.Case {
	owner := p.owner(r.Host)
	return advice.Case{
		Report: r, Provider: owner, Policy: p.policy, Elapsed: r.Elapsed,
		ByAddress: p.noLogin && (owner == nil || owner.Loginless()),
	}
}

// at is the prober for a target: the doors that were named with it go before all others.
func (p prober) at(t target) prober {
	if t.doors != nil {
		p.ports = t.doors
	}
	return p
}

// one tries a host to the end.
func (p prober) one(ctx context.Context, host string) outcome {
	return p.watched(ctx, host, nil)
}

// watched is one, shown to a person while it goes on.
func (p prober) watched(ctx context.Context, host string, show *progress) outcome {
	report, slept := p.watch(ctx, host, p.doors(host), show)
	out := p.judge(report)
	out.slept = slept
	return out
}

// watch tries the doors of a host, and shows how it goes; to nobody if show is nil. If
// nothing went on meanwhile, as when the computer sleeps, they are tried once more; slept
// is how long it was so again.
func (p prober) watch(ctx context.Context, host string, doors []probe.Door, show *progress) (report probe.Report, slept time.Duration) {
	report, sleep := p.follow(ctx, host, doors, show)
	if sleep.Slept() == 0 || ctx.Err() != nil {
		return report, 0
	}
	show.say(sleep.told(false))
	report, sleep = p.follow(ctx, host, doors, show)
	return report, sleep.Slept()
}

// follow is watch for one try.
func (p prober) follow(ctx context.Context, host string, doors []probe.Door, show *progress) (probe.Report, *sleepDetector) {
	report, events := p.Start(ctx, host, doors)
	show.begin(report)
	sleep := newSleepDetector(p.clock)
	drain(events, sleep, func(e probe.Event) {
		report = report.With(e)
		show.event(report, e.Door)
	}, func() { show.still(report) })
	return report, sleep
}
