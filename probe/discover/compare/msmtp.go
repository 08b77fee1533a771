package main

import (
	"bufio"
	"context"
	"net"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"postern/probe"
)

// msmtp is a model of msmtp --configure. Written from https://github.com/marlam/msmtp
// at 933d35b (1.8.33): msmtp_configure in src/msmtp.c and net_get_srv_record in
// src/net.c.
//
// It asks for _submissions, and where that has nothing for _submission, and takes the
// record of the lowest priority and then the greatest weight. The user is the part
// before the @.
func msmtp(ctx context.Context, n network, address string) answer {
	user, domain, _ := strings.Cut(address, "@")
	if ascii, err := idna.ToASCII(domain); err == nil {
		domain = ascii // since 1.8.28, if built with libidn2
	}
	for _, s := range []struct {
		name     string
		security probe.Security
	}{{"submissions", probe.ImplicitTLS}, {"submission", probe.STARTTLS}} {
		_, records, err := n.resolver().LookupSRV(ctx, s.name, "tcp", domain)
		if err != nil {
			continue
		}
		var best *net.SRV
		for _, r := range records {
			if r.Target == "." {
				continue
			}
			if best == nil || r.Priority < best.Priority || r.Priority == best.Priority && r.Weight > best.Weight {
				best = r
			}
		}
		if best != nil {
			return answer{host: strings.TrimSuffix(best.Target, "."), port: int(best.Port), security: s.security, user: user}
		}
	}
	return answer{}
}

// readMSMTP reads the settings that msmtp prints.
func readMSMTP(text string) answer {
	var a answer
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		switch key, value, _ := strings.Cut(lines.Text(), " "); key {
		case "host":
			a.host = value
		case "port":
			a.port, _ = strconv.Atoi(value)
		case "tls_starttls":
			a.security = map[string]probe.Security{"on": probe.STARTTLS, "off": probe.ImplicitTLS}[value]
		case "user":
			a.user = value
		}
	}
	return a
}
