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

// srv asks for the SRV records under a name (RFC 6186, RFC 8314).
func (t *task) srv(ctx context.Context, name string, security probe.Security) error {
	t.asks("DNS SRV " + name)
	records, end := t.run.finder.srv(ctx, name)
	if end != probe.DNSOK || len(records) == 0 {
		return ofDNS(end, name)
	}
	if len(records) == 1 && records[0].Target == "." {
		return trouble{NotOffered, name} // RFC 2782: decidedly not available
	}
	var found []Finding
	var notes []probe.Text
	for _, r := range inTurn(records) {
		host, err := checkTarget(r.Target)
		if err == nil && r.Port == 0 {
			err = fmt.Errorf("port 0 of %s is no port", host)
		}
		if err != nil {
			notes = append(notes, clip(err.Error()))
			continue
		}
		found = append(found, Finding{
			Source: t.answer.Source, Where: probe.NewText("DNS record " + name),
			Host: host, Port: int(r.Port), Security: security,
			Priority: r.Priority, Weight: r.Weight,
		})
	}
	t.update(func(a *Answer) { a.Findings, a.Notes = found, first(notes, maxNotes) })
	if len(found) == 0 {
		return trouble{BadRecords, name}
	}
	return nil
}

// inTurn returns SRV records by priority, and among equals the heaviest first:
// the one that RFC 2782 has chosen most often. A program that sends draws lots
// each time; settings are written once, and shall not differ from run to run.
func inTurn(records []*net.SRV) []*net.SRV {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b *net.SRV) int {
		return cmp.Or(
			cmp.Compare(a.Priority, b.Priority),
			cmp.Compare(b.Weight, a.Weight),
			cmp.Compare(a.Target, b.Target),
			cmp.Compare(a.Port, b.Port),
		)
	})
	return first(records, maxRecords)
}

// checkTarget checks the host name in a record: an address is none.
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

// exchanges asks for the MX records, and tells those who wait for the best.
func (t *task) exchanges(ctx context.Context) error {
	domain := t.run.query.Domain
	t.asks("DNS MX " + domain)
	records, end := t.run.finder.mx(ctx, domain)
	if end != probe.DNSOK || len(records) == 0 {
		return ofDNS(end, domain)
	}
	if len(records) == 1 && records[0].Host == "." {
		return trouble{NullMX, domain}
	}
	var found []Exchange
	var notes []probe.Text
	for _, r := range byPreference(records) {
		host, err := checkTarget(r.Host)
		if err != nil {
			notes = append(notes, clip(err.Error()))
			continue
		}
		found = append(found, Exchange{host, r.Pref})
	}
	t.update(func(a *Answer) { a.Exchanges, a.Notes = found, first(notes, maxNotes) })
	if len(found) == 0 {
		return trouble{BadRecords, domain}
	}
	t.run.best = found[0].Host
	return nil
}

// byPreference returns MX records in the order they are tried, always the same.
func byPreference(records []*net.MX) []*net.MX {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b *net.MX) int {
		return cmp.Or(cmp.Compare(a.Pref, b.Pref), cmp.Compare(a.Host, b.Host))
	})
	return first(records, maxRecords)
}

// first returns at most n elements.
func first[T any](s []T, n int) []T { return s[:min(len(s), n)] }
