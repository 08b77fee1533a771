package discover

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"postern/probe"
)

// askSRV asks for the SRV records under a name (RFC 6186, RFC 8314).
func (t *task) askSRV(ctx context.Context, name string, security probe.Security) error {
	t.noteAsked("DNS SRV " + name)
	records, end := t.run.finder.srv(ctx, name)
	if end != probe.DNSOK || len(records) == 0 {
		return dnsFailure(end, name)
	}
	if len(records) == 1 && records[0].Target == "." {
		return failure{NotOffered, name} // RFC 2782: decidedly not available
	}
	var found []Finding
	var notes []probe.Text
	for _, r := range byPriority(records) {
		host, err := checkTarget(r.Target)
		if err == nil && r.Port == 0 {
			err = fmt.Errorf("port 0 of %s is no port", host)
		}
		if err != nil {
			notes = append(notes, evidence(err.Error()))
			continue
		}
		found = append(found, Finding{
			Source: t.answer.Source, Where: probe.NewText("DNS record " + name),
			Host: host, Port: int(r.Port), Security: security,
			Priority: r.Priority, Weight: r.Weight,
		})
	}
	t.update(func(a *Answer) { a.Findings, a.Notes = found, atMost(notes, maxNotes) })
	if len(found) == 0 {
		return failure{BadRecords, name}
	}
	return nil
}

// byPriority sorts SRV records by priority, and equal ones by weight, the heaviest
// first. RFC 2782 wants a random choice by weight each time a program connects; but
// settings are written once and must not differ from run to run, so the likeliest
// choice is taken.
func byPriority(records []*net.SRV) []*net.SRV {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b *net.SRV) int {
		return cmp.Or(
			cmp.Compare(a.Priority, b.Priority),
			cmp.Compare(b.Weight, a.Weight),
			cmp.Compare(a.Target, b.Target),
			cmp.Compare(a.Port, b.Port),
		)
	})
	return atMost(records, maxRecords)
}

// checkTarget checks the host name in a record, which may not be an address.
func checkTarget(target string) (string, error) {
	host, err := probe.CheckHost(target)
	if err != nil {
		return "", err
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return "", fmt.Errorf("%s is an address, where a name has to be", host)
	}
	return host, nil
}

// askMX asks for the MX records, and sets the best one for the tasks that need it.
func (t *task) askMX(ctx context.Context) error {
	domain := t.run.query.Domain
	t.noteAsked("DNS MX " + domain)
	records, end := t.run.finder.mx(ctx, domain)
	if end != probe.DNSOK || len(records) == 0 {
		return dnsFailure(end, domain)
	}
	if len(records) == 1 && records[0].Host == "." {
		return failure{NullMX, domain}
	}
	var found []Exchange
	var notes []probe.Text
	for _, r := range byPreference(records) {
		host, err := checkTarget(r.Host)
		if err != nil {
			notes = append(notes, evidence(err.Error()))
			continue
		}
		found = append(found, Exchange{host, r.Pref})
	}
	t.update(func(a *Answer) { a.Exchanges, a.Notes = found, atMost(notes, maxNotes) })
	if len(found) == 0 {
		return failure{BadRecords, domain}
	}
	t.run.best = found[0].Host
	return nil
}

// byPreference sorts MX records into the order in which they are tried, equal ones by
// name.
func byPreference(records []*net.MX) []*net.MX {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b *net.MX) int {
		return cmp.Or(cmp.Compare(a.Pref, b.Pref), cmp.Compare(a.Host, b.Host))
	})
	return atMost(records, maxRecords)
}

// atMost returns at most the first n elements.
func atMost[T any](s []T, n int) []T { return s[:min(len(s), n)] }
