package probe

import (
	"context"
	"net/netip"
	"slices"
	"strings"
)

// A certificate that is for another host often names the right one: that which
// the provider's own name leads to, and a customer's only points to. Whether one
// of its names leads to the same address is asked while the talk goes on.

// maxCandidates is how many names of a certificate are looked up.
const maxCandidates = 3

// candidates returns the names of a certificate that are worth a look-up: plain
// names of hosts that mean the same everywhere.
func candidates(c *Certificate) []string {
	var names []string
	for _, n := range c.Names {
		name, err := CheckHost(n.safe)
		if err != nil || isAddress(name) || !strings.Contains(name, ".") || slices.Contains(names, name) {
			continue
		}
		if names = append(names, name); len(names) == maxCandidates {
			break
		}
	}
	return names
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// A question is where a name leads to. It is put once a run, for all its doors.
type question struct {
	name  string
	done  chan struct{} // closed when the rest is known
	addrs []netip.Addr
	dns   DNS
}

// questions returns those about the names of a certificate that is for another
// host, and puts the ones that are new. They are given up with the run.
func (r *run) questions(c *Certificate) []*question {
	if c == nil || !c.has(CertWrongHost) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []*question
	for _, name := range candidates(c) {
		i := slices.IndexFunc(r.asked, func(q *question) bool { return q.name == name })
		if i < 0 {
			i = len(r.asked)
			r.asked = append(r.asked, &question{name: name, done: make(chan struct{})})
			go r.asked[i].ask(r.asking, r.prober)
		}
		all = append(all, r.asked[i])
	}
	return all
}

// ask looks the name up.
func (q *question) ask(ctx context.Context, p *Prober) {
	defer close(q.done)
	q.addrs, q.dns = p.lookup(ctx, q.name)
}

// known reports whether the answer is there, and waits for it while ctx lasts.
func (q *question) known(ctx context.Context) bool {
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
// address of the connection. Answers that are not there yet are waited for, but
// not for long.
func (v *visit) followNames(ctx context.Context) {
	asked := v.run.questions(v.result.Certificate)
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
	if end := cutBy(ctx); end == EndCancelled {
		v.result.End = end
	}
}

// leadsHere is what is found of a name that leads to the address.
const leadsHere = "it leads to the same address"

// found says where the name leads to, seen from an address.
func (q *question) found(address netip.Addr) string {
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
