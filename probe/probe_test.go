package probe_test

import (
	"context"
	"net/netip"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// toLoopback looks every name up as 127.0.0.1.
func toLoopback(context.Context, string) ([]netip.Addr, probe.DNS) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
}

// door starts the server and returns the door it stands behind.
func door(t *testing.T, s *smtptest.Server) probe.Door {
	t.Helper()
	s.Start()
	t.Cleanup(s.Close)
	d := probe.Door{Port: 587, DialPort: s.Port(), Security: probe.STARTTLS}
	if s.Implicit {
		d.Port, d.Security = 465, probe.ImplicitTLS
	}
	return d
}

// try starts the server and probes it as localhost.
func try(t *testing.T, s *smtptest.Server) probe.Result {
	t.Helper()
	d := door(t, s)
	p := probe.Prober{Lookup: toLoopback, Roots: s.Roots()}
	return p.Probe(t.Context(), "localhost", []probe.Door{d}).Doors[0]
}

func TestGoodDoors(t *testing.T) {
	for _, s := range []*smtptest.Server{{}, {Implicit: true}} {
		r := try(t, s)
		if r.TLS != probe.TLSOK || !r.TLSVerified || len(r.AuthAfterTLS) == 0 || r.Step != probe.StepSettled {
			t.Errorf("implicit %v: %+v", s.Implicit, r)
		}
	}
}
