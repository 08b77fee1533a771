package nettest_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/nettest"
	"postern/probe/smtptest"
)

func start(t *testing.T, n *nettest.Net) *nettest.Net {
	t.Helper()
	if err := n.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	return n
}

// TestNames asks for names of every kind, wildcards as RFC 4592 has them.
func TestNames(t *testing.T) {
	n := start(t, &nettest.Net{Zone: `
		*.example.org       A 198.51.100.200
		there.example.org   MX 10 mx.example.org
		a.b.example.org     A
		sick.example.org    SERVFAIL
	`})
	names := probe.Resolver{Dial: n.DialNames}
	for name, want := range map[string]probe.DNS{
		"any.example.org":     probe.DNSOK,
		"any.any.example.org": probe.DNSOK,
		"there.example.org":   probe.DNSNoData,
		"b.example.org":       probe.DNSNoData,
		"c.b.example.org":     probe.DNSNXDomain, // b.example.org exists, and has no wildcard
		"A.B.example.org":     probe.DNSOK,
		"sick.example.org":    probe.DNSServFail,
		"example.org":         probe.DNSNoData,
		"example.net":         probe.DNSNXDomain,
	} {
		if addrs, got := names.Addresses(t.Context(), name); got != want {
			t.Errorf("%s: %s %v, want %s", name, got, addrs, want)
		}
	}
	if records, end := names.MX(t.Context(), "there.example.org"); end != probe.DNSOK || records[0].Host != "mx.example.org." {
		t.Errorf("MX: %v %s", records, end)
	}
}

func TestBadZone(t *testing.T) {
	for _, zone := range []string{"x", "x AAAA ::1", "x A ::1", "x MX 10", "x MX ten y", "x SRV 0 0 70000 y"} {
		n := &nettest.Net{Zone: zone}
		if err := n.Start(); err == nil {
			n.Close()
			t.Errorf("%q was taken", zone)
		}
	}
}

// TestDial reaches sites and doors, and nothing else.
func TestDial(t *testing.T) {
	n := start(t, &nettest.Net{
		Zone:  "web.example.org A 198.51.100.1\nmail.example.org A 198.51.100.2\nnone.example.org A 198.51.100.3",
		Sites: map[string]string{"https://web.example.org/x": nettest.File("hello"), "https://*.example.org/y": nettest.File("any")},
		Doors: map[string]*smtptest.Server{"mail.example.org:587": {}},
	})
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: n.Roots(), MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return n.Dial(ctx, network, "198.51.100.1:443")
		},
	}}
	for path, want := range map[string]string{"/x": "hello", "/y?z": "any", "/z": "none"} {
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://web.example.org"+path, nil)
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if string(body) != want || err != nil {
			t.Errorf("%s: %q %v", path, body, err)
		}
	}
	if got := strings.Join(n.Requests(), " "); !strings.Contains(got, "GET https://web.example.org/x") {
		t.Errorf("requests: %s", got)
	}
	for address, want := range map[string]bool{
		"198.51.100.2:587": true, "198.51.100.2:465": false, "198.51.100.2:443": false,
		"198.51.100.1:80": false, "198.51.100.3:443": false, "198.51.100.9:443": false,
	} {
		conn, err := n.Dial(t.Context(), "tcp", address)
		if (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
		if err == nil {
			_ = conn.Close()
		}
	}
}
