package wizard_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/wizard"
)

// What a server says stands under its label, line by line: no line of it may pass
// for a finding of ours.
func TestTheGreetingStandsApart(t *testing.T) {
	for name, tt := range map[string]struct {
		says string
		want []string
	}{
		"one line":      {"220 mx.example", []string{"220 mx.example"}},
		"several lines": {"220-mx.example\n220 login        PLAIN", []string{"220 mx.example", "login        PLAIN"}},
		"no reply":      {"hello\nlogin        PLAIN", []string{"hello"}},
		"no text":       {"554", []string{"554"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := &smtptest.Server{SayGreeting: tt.says, CloseAt: smtptest.Hello}
				defer srv.Close()
				p := &probe.Prober{Dial: srv.Dial, Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
					return []netip.Addr{netip.IPv6Loopback()}, probe.DNSOK
				}}
				r := p.Probe(t.Context(), "localhost", []probe.Door{probe.DoorAt(587)})
				facts := wizard.New(wizard.World{}).WithReport(r, r.Elapsed).Facts(587)
				rows := strings.Split(strings.Join(facts.Paragraphs, "\n"), "\n")
				for _, want := range tt.want {
					if !slices.Contains(rows, strings.Repeat(" ", 15)+want) {
						t.Errorf("no row of its own for %q in\n%s", want, strings.Join(rows, "\n"))
					}
				}
			})
		})
	}
}
