package cli

import (
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// hosts returns the hosts to try: those that were named or, with none, those of
// the report to compare with.
func (p prober) hosts(args []string) ([]string, error) {
	if len(args) == 0 && p.earlier != nil {
		return p.earlier.hosts(), nil
	}
	hosts, err := checkHosts(args, p.provider)
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
