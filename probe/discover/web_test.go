package discover

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// TestRealServer fetches files from the standard library's own server, on loopback,
// as it sends them: of known length, in chunks, by a redirect.
func TestRealServer(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("autoconfig.example.org"+autoconfigPath, func(w http.ResponseWriter, _ *http.Request) {
		for part := range slices.Chunk([]byte(good), 100) {
			_, _ = w.Write(part)
			_ = http.NewResponseController(w).Flush()
		}
	})
	mux.HandleFunc("example.org"+wellKnownPath, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://autoconfig.thunderbird.net/v1.1/example.org", http.StatusFound)
	})
	mux.HandleFunc("autoconfig.thunderbird.net/v1.1/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(good))
	})
	ca := smtptest.NewCA("Test Root")
	s := httptest.NewUnstartedServer(mux)
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
		cert := ca.Issue(smtptest.Good, h.ServerName)
		return &cert, nil
	}}
	s.StartTLS()
	defer s.Close()
	w := &world{}
	f := w.finder()
	f.Roots = ca.Pool()
	f.Proxy = func(*url.URL) (*url.URL, error) { return nil, nil }
	f.Lookup = func(context.Context, string) ([]netip.Addr, probe.DNS) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
	}
	f.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.Listener.Addr().String())
	}
	r := f.Find(t.Context(), Query{Domain: "example.org"})
	for _, source := range []SourceID{Autoconfig, WellKnown, ISPDB} {
		if a := answer(t, r, source); a.State != Found || briefs(a) != "smtp.example.org:465 tls" {
			t.Errorf("%s: %s %s %s", source, a.State, a.Reason, a.Why)
		}
	}
}

// TestImports keeps what is big, and what draws or decides, out of the program.
func TestImports(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dep := range strings.FieldsSeq(string(out)) {
		switch {
		case dep == "net/http":
			t.Error("net/http adds 0.9 MB to the program: http.go is enough for small files")
		case dep == "encoding/xml":
			t.Error("encoding/xml adds 57 kB to the program: markup.go is enough for settings files")
		case strings.HasPrefix(dep, "postern/") && dep != "postern/probe" && dep != "postern/probe/discover":
			t.Errorf("%s: who asks knows nobody who decides or draws", dep)
		case strings.HasPrefix(dep, "github.com/"), strings.HasPrefix(dep, "charm.land/"):
			t.Errorf("%s: the standard library and golang.org/x do", dep)
		}
	}
}
