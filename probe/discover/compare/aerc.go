package main

import (
	"context"
	"encoding/xml"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/probe/discover"
)

// aerc is a model of the :new-account wizard of aerc 0.21, which is the first that
// looks for servers. Written from https://git.sr.ht/~rjarry/aerc at 2bbcc0b9
// (January 2026), lib/autoconfig and app/account-wizard.go.
//
// Five sources are asked side by side, and the first in this order that has something
// counts, whether or not that holds an outgoing server. All end after 5 s.
func aerc(ctx context.Context, n network, address string) answer {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, domain, _ := strings.Cut(address, "@")
	a := aercRun{n, address, domain}
	sources := []func(context.Context) *answer{a.records, a.ownFiles, a.collection, a.guesses, a.exchange}
	var results []chan *answer
	for _, ask := range sources {
		result := make(chan *answer, 1)
		results = append(results, result)
		go func() { result <- ask(ctx) }()
	}
	for _, result := range results {
		select {
		case found := <-result:
			if found != nil {
				return found.inWizard()
			}
		case <-ctx.Done():
		}
	}
	return answer{}
}

type aercRun struct {
	network
	address, domain string
}

// inWizard is the answer as the wizard's fields have it: what is not TLS or STARTTLS
// leaves its choice of encryption where it was, at TLS.
func (a answer) inWizard() answer {
	if a.security == discover.Plaintext {
		a.security = probe.ImplicitTLS
	}
	return a
}

// records asks for SRV records. Without one for reading mail those for sending count
// for nothing. It never asks for _submissions, but for _smtps.
func (a aercRun) records(ctx context.Context) *answer {
	reads := false
	for _, service := range []string{"jmap", "imap", "imaps"} {
		reads = a.record(ctx, service) != nil || reads
	}
	if !reads {
		return nil
	}
	for _, s := range []struct {
		name     string
		security probe.Security
	}{{"submission", probe.STARTTLS}, {"smtps", probe.ImplicitTLS}} {
		if r := a.record(ctx, s.name); r != nil {
			return &answer{host: strings.TrimRight(r.Target, "."), port: int(r.Port), security: s.security, user: a.address}
		}
	}
	return &answer{}
}

// record is the one of the greatest weight, whatever its priority.
func (a aercRun) record(ctx context.Context, service string) *net.SRV {
	_, records, err := a.resolver().LookupSRV(ctx, service, "tcp", a.domain)
	if err != nil || len(records) == 0 {
		return nil
	}
	slices.SortStableFunc(records, func(x, y *net.SRV) int { return int(x.Priority) - int(y.Priority) })
	best := slices.MaxFunc(records, func(x, y *net.SRV) int { return int(x.Weight) - int(y.Weight) })
	if strings.TrimRight(best.Target, ".") == "" || best.Port == 0 {
		return nil
	}
	return best
}

// ownFiles fetches the domain's settings, and tells the address.
func (a aercRun) ownFiles(ctx context.Context) *answer {
	told := "?emailaddress=" + url.QueryEscape(a.address)
	return a.files(ctx,
		"https://autoconfig."+a.domain+"/mail/config-v1.1.xml"+told,
		"https://"+a.domain+"/.well-known/autoconfig/mail/config-v1.1.xml"+told)
}

func (a aercRun) collection(ctx context.Context) *answer {
	return a.files(ctx, "https://autoconfig.thunderbird.net/v1.1/"+a.domain)
}

// files reads the first file there is. It has to name a server for IMAP. Several
// outgoing servers are read into the same place, one over the other.
func (a aercRun) files(ctx context.Context, addresses ...string) *answer {
	for _, address := range addresses {
		p, err := a.get(ctx, address)
		if err != nil {
			continue
		}
		var f settingsFile
		if err := xml.Unmarshal(p.body, &f); err != nil || !readsIMAP(f) {
			continue
		}
		var last settingsServer
		for _, s := range f.Provider.Outgoing {
			last = over(last, s)
		}
		port, err := strconv.Atoi(last.Port)
		if err != nil {
			continue
		}
		security := probe.STARTTLS
		switch strings.ToLower(last.SocketType) {
		case "plain":
			security = discover.Plaintext
		case "ssl":
			security = probe.ImplicitTLS
		}
		return &answer{host: last.Host, port: port, security: security, user: a.address}
	}
	return nil
}

// readsIMAP reports whether the first server for IMAP has a port.
func readsIMAP(f settingsFile) bool {
	for _, s := range f.Provider.Incoming {
		if strings.EqualFold(s.Type, "imap") {
			_, err := strconv.Atoi(s.Port)
			return err == nil
		}
	}
	return false
}

// over is what is left where one server is read over another.
func over(under, s settingsServer) settingsServer {
	fields := [][2]*string{{&under.Host, &s.Host}, {&under.Port, &s.Port}, {&under.SocketType, &s.SocketType}, {&under.User, &s.User}}
	for _, f := range fields {
		if *f[1] != "" {
			*f[0] = *f[1]
		}
	}
	return under
}

// guesses tries usual names; both for reading and for sending mail one has to open.
func (a aercRun) guesses(ctx context.Context) *answer {
	if a.try(ctx, []string{"imap." + a.domain, "mail." + a.domain}, 143, 993) == nil {
		return nil
	}
	return a.try(ctx, []string{"smtp." + a.domain, "mail." + a.domain}, 587, 465)
}

// exchange tries the best MX host in the same way.
func (a aercRun) exchange(ctx context.Context) *answer {
	records, err := a.resolver().LookupMX(ctx, a.domain)
	if err != nil || len(records) == 0 {
		return nil
	}
	host := []string{strings.TrimSuffix(records[0].Host, ".")}
	if a.try(ctx, host, 143, 993) == nil {
		return nil
	}
	return a.try(ctx, host, 587, 465)
}

// try connects to each host, first where STARTTLS is usual, then where TLS is. That
// something listens is enough.
func (a aercRun) try(ctx context.Context, hosts []string, starttls, implicit int) *answer {
	for _, host := range hosts {
		if a.opens(ctx, host, starttls) {
			return &answer{host: host, port: starttls, security: probe.STARTTLS, user: a.address}
		}
		if a.opens(ctx, host, implicit) {
			return &answer{host: host, port: implicit, security: probe.ImplicitTLS, user: a.address}
		}
	}
	return nil
}
