package probe

import (
	"context"
	"net/netip"
	"slices"
	"strings"
)

// A certificate for another host often names the right host: the provider's own
// name, which the name that was asked for is only an alias of. Whether one of the
// names in a certificate leads to the same address is looked up while the dialogue
// goes on.

// maxNameLookups is how many names of a certificate are looked up.
const maxNameLookups = 3

// namesToLookUp returns the names of a certificate that are worth a lookup: host
// names with a dot and without a wildcard, at most maxNameLookups.
func namesToLookUp(c *Certificate) []string {
	var names []string
	for _, n := range c.Names {
		name, err := CheckHost(n.safe)
		if err != nil || isAddress(name) || !strings.Contains(name, ".") || slices.Contains(names, name) {
			continue
		}
		if names = append(names, name); len(names) == maxNameLookups {
			break
		}
	}
	return names
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// A nameLookup is the lookup of one name. There is one for each name in a run,
// whichever doors have it in their certificates.
type nameLookup struct {
	name  string
	done  chan struct{} // closed when the rest is known
	addrs []netip.Addr
	dns   DNS
}

// lookUpNames returns the lookups of the names of a certificate that is for another
// host, and starts those that are new. They end with the run.
func (r *run) lookUpNames(c *Certificate) []*nameLookup {
	if c == nil || !c.has(CertWrongHost) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []*nameLookup
	for _, name := range namesToLookUp(c) {
		i := slices.IndexFunc(r.asked, func(q *nameLookup) bool { return q.name == name })
		if i < 0 {
			i = len(r.asked)
			r.asked = append(r.asked, &nameLookup{name: name, done: make(chan struct{})})
			go r.asked[i].ask(r.asking, r.prober)
		}
		all = append(all, r.asked[i])
	}
	return all
}

// ask does the lookup.
func (q *nameLookup) ask(ctx context.Context, p *Prober) {
	defer close(q.done)
	q.addrs, q.dns = p.lookup(ctx, q.name)
}

// known waits for the answer until ctx ends, and reports whether it is there.
func (q *nameLookup) known(ctx context.Context) bool {
	select {
	case <-q.done:
		return true
	default:
	}
	select {
	case <-q.done:
		return true
	case <-ctx.Done():
		return false
	}
}

// followNames notes which names of a certificate for another host lead to the
// address of the connection. It waits for answers that are still missing, but no
// longer than namesLimit.
func (v *visit) followNames(ctx context.Context) {
	asked := v.run.lookUpNames(v.result.Certificate)
	if len(asked) == 0 {
		return
	}
	waiting, stop := context.WithTimeout(ctx, namesLimit)
	defer stop()
	c := *v.result.Certificate // published results share it
	for _, q := range asked {
		found := "no answer in time"
		if q.known(waiting) {
			found = q.found(v.result.Address)
		}
		if found == leadsHere {
			c.LeadsHere = append(c.LeadsHere, Text{q.name})
		}
		v.record(Line{At: v.now(), From: FromNote, Text: Text{"looked up " + q.name + ", whose certificate this is: " + found}})
	}
	v.result.Certificate = &c
	if end := endOf(ctx); end == EndCancelled {
		v.result.End = end
	}
}

// leadsHere is the note on a name that leads to the address.
const leadsHere = "it leads to the same address"

// found words where the name leads, compared with an address.
func (q *nameLookup) found(address netip.Addr) string {
	switch {
	case q.dns == DNSTimeout:
		return "no answer in time"
	case q.dns != DNSOK:
		return "it leads nowhere"
	case slices.Contains(q.addrs, address.Unmap().WithZone("")):
		return leadsHere
	default:
		return "it leads to another address"
	}
}
