package cli

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// hosts returns the hosts to try: those that were named or, with none, those of
// the report to compare with, or else the provider's.
func (p prober) hosts(args []string) ([]string, error) {
	switch {
	case len(args) == 0 && p.earlier != nil && p.region == "":
		return p.earlier.hosts(), nil
	case len(args) == 0 && p.provider != nil:
		host, err := hostOf(p.provider, p.region)
		return []string{host}, err
	case p.region != "" && p.provider == nil:
		return nil, wrongf("--region goes with --provider, as in --provider amazon-ses --region eu-west-1")
	case p.region != "":
		return nil, wrongf("the host is named already; leave out --region")
	}
	hosts, err := checkHosts(args)
	if err != nil || p.earlier == nil {
		return hosts, err
	}
	for _, host := range hosts {
		if _, ok := p.earlier.of(host); !ok && host != fromInput {
			return nil, wrongf("the file to compare with holds no report of %s", shown(host))
		}
	}
	return hosts, nil
}

// goTo makes the one host's name lead to an address, and to no other; the certificate
// must still be for the name. What else is looked up goes where it always does.
func (p *prober) goTo(at string, hosts []string) error {
	if at == "" {
		return nil
	}
	host := hosts[0]
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

// checkHosts returns the hosts in ASCII form, before any of them is dialled.
func checkHosts(args []string) ([]string, error) {
	if len(args) == 0 {
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
	if err := portInHost(arg); err != nil {
		return "", err
	}
	host, err := probe.CheckHost(arg)
	if err != nil {
		return "", usageError{err.Error()}
	}
	return host, nil
}

// portInHost refuses a port in the place of a host or behind one, and says where it goes.
func portInHost(arg string) error {
	name, port, both := strings.Cut(arg, ":")
	if !both {
		name, port = "", arg
	}
	if _, err := parsePort(port); err != nil || both && name == "" {
		return nil // it is another mistake, or none
	}
	how := fmt.Sprintf("; with --port %[1]s:tls or --port %[1]s:starttls you say how encryption begins there", port)
	if host, err := probe.CheckHost(name); err == nil {
		return wrongf("%s is a host with a port; write postern probe %s --port %s%s", shown(arg), host, port, how)
	}
	if !both {
		return wrongf("%s is a number, not a host; a port is named by --port %s%s", shown(arg), port, how)
	}
	return nil
}
