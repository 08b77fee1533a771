package cli

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// A target is a host to try.
type target struct {
	host  string       // or fromInput
	doors []probe.Door // those that were named with it; nil: as for every host
}

// targets returns the hosts to try: those that were named or, with none, those of
// the report to compare with, or else the provider's.
func (p prober) targets(args []string) ([]target, error) {
	switch {
	case len(args) == 0 && p.earlier != nil && p.region == "":
		return p.earlier.targets(p.ports), nil
	case len(args) == 0 && p.provider != nil:
		host, err := hostOf(p.provider, p.region)
		return []target{{host: host}}, err
	case p.region != "" && p.provider == nil:
		return nil, wrongf("--region goes with --provider, as in --provider amazon-ses --region eu-west-1")
	case p.region != "":
		return nil, wrongf("the host is named already; leave out --region")
	}
	named, err := checkTargets(args)
	if err != nil || p.earlier == nil {
		return named, err
	}
	for _, t := range named {
		if _, ok := p.earlier.of(t.host, t.doors); !ok && t.host != fromInput {
			return nil, wrongf("the file to compare with holds no report of %s", shown(t.host))
		}
	}
	return named, nil
}

// nameTheirs reports whether doors were named with every host. Those on the input may
// come without.
func nameTheirs(hosts []target) bool {
	return !slices.ContainsFunc(hosts, func(t target) bool { return t.doors == nil })
}

// goTo makes the one host's name lead to an address, and to no other; the certificate
// must still be for the name. What else is looked up goes where it always does.
func (p *prober) goTo(at string, hosts []target) error {
	if at == "" {
		return nil
	}
	host := hosts[0].host
	if _, err := netip.ParseAddr(host); err == nil || len(hosts) > 1 || host == fromInput {
		return wrongf("--at says where one name leads; name one host, by its name")
	}
	address, _ := netip.ParseAddr(at)
	there := probe.UsableAddresses([]netip.Addr{address})
	if there == nil {
		return wrongf("--at: %s is no address of a server; write one such as 192.0.2.25 or 2001:db8::25", shown(at))
	}
	p.Lookup = func(ctx context.Context, name string) ([]netip.Addr, probe.DNS) {
		if name == host {
			return there, probe.DNSOK
		}
		return probe.Resolver{}.Addresses(ctx, name)
	}
	return nil
}

// fromInput stands for the hosts that are read from the input.
const fromInput = "-"

// checkTargets reads the hosts, before any of them is dialled.
func checkTargets(args []string) ([]target, error) {
	if len(args) == 0 {
		return nil, wrongf("postern probe needs a host, as in: postern probe smtp.example.org")
	}
	named := make([]target, 0, len(args))
	for _, arg := range args {
		t := target{host: fromInput}
		if arg != fromInput {
			var err error
			if t, err = checkTarget(arg); err != nil {
				return nil, err
			}
		} else if slices.ContainsFunc(named, func(o target) bool { return o.host == fromInput }) {
			return nil, wrongf("- stands twice; the input can be read only once")
		}
		named = append(named, t)
	}
	return named, nil
}

// checkTarget reads a host, and behind a colon its doors as --port names them: an IPv6
// address stands in brackets then. The host is as probe.CheckHost returns it.
func checkTarget(arg string) (target, error) {
	if _, domain, ok := strings.Cut(arg, "@"); ok {
		if p, ok := catalog.Default().ByDomain(domain); ok && len(p.Hosts()) > 0 {
			return target{}, wrongf("%s is an address; the server for it is %s: postern probe %[2]s", shown(arg), p.Hosts()[0])
		}
		return target{}, wrongf("%s is an address; name its server, as in: postern probe smtp.example.org", shown(arg))
	}
	if _, err := parsePort(arg); err == nil {
		return target{}, wrongf("%s is a number, not a host; a port is named by --port %[2]s, or behind a host: mail.example.org:%[2]s", shown(arg), arg)
	}
	name, ports, both := cutPorts(arg)
	host, err := probe.CheckHost(name)
	if err != nil {
		return target{}, usageError{err.Error()}
	}
	if !both {
		return target{host: host}, nil
	}
	doors, err := parsePorts(nil, ports)
	if err != nil {
		return target{}, wrongf("%s: %s", shown(arg), err)
	}
	return target{host, doors}, nil
}

// cutPorts parts a host from the ports behind it. In an address of IPv6 without brackets
// there is no telling, and in that of a web page there are none.
func cutPorts(arg string) (host, ports string, both bool) {
	host, ports, both = strings.Cut(arg, ":")
	if inner, rest, closed := strings.Cut(arg, "]"); closed && strings.HasPrefix(arg, "[") {
		host = inner + "]"
		ports, both = strings.CutPrefix(rest, ":")
		if rest != "" && !both {
			return arg, "", false
		}
		return host, ports, both
	}
	if _, err := netip.ParseAddr(arg); err == nil || !both || host == "" || strings.HasPrefix(ports, "//") {
		return arg, "", false
	}
	return host, ports, true
}
