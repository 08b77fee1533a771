package discover

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"postern/probe"
)

// A Finder finds the submission servers of a mail domain. The zero value is ready to
// use; a Finder may be used from several goroutines at once and must not be changed
// while it is.
type Finder struct {
	// Lookup finds the addresses of a host, SRV the records under a name such as
	// _submissions._tcp.example.org, and MX those of a domain; nil means the methods of
	// probe.Resolver. Each should return when ctx ends, and is not waited for if it
	// does not. They may be called from several goroutines at once.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, probe.DNS)
	SRV    func(ctx context.Context, name string) ([]*net.SRV, probe.DNS)
	MX     func(ctx context.Context, domain string) ([]*net.MX, probe.DNS)
	// Dial opens a connection to one address; nil means net.Dialer. It must
	// return when ctx ends. network is "tcp", address an IP address and a port.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Proxy returns the proxy for a URL, nil for none, like that of http.Transport; a
	// nil func means the environment: HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
	Proxy func(*url.URL) (*url.URL, error)
	// Roots are the only authorities to trust; nil means the system's.
	Roots *x509.CertPool
	// Besides are authorities to trust in addition to Roots.
	Besides []*x509.Certificate
	// Timeout limits all of it; 0 means Limit.
	Timeout time.Duration
	// Uptime is a clock that also advances while the computer sleeps, or the program is
	// stopped. Only Route uses it; nil means that a sleep is not noticed.
	Uptime func() time.Duration
}

// Limit is how long all sources together have by default.
const Limit = 8 * time.Second

// A Query is what is asked, and what the person agreed to.
type Query struct {
	// Domain is the part of the address after the @, as CheckDomain returns it.
	Domain string
	// PlainHTTP also fetches the domain's settings without encryption, where
	// anybody on the way may change them: only if the person agreed.
	PlainHTTP bool
	// Address is the whole address, told to the domain's own autoconfig servers,
	// and nobody else, over HTTPS alone: only if the person agreed. Commonly empty.
	Address string
}

// CheckDomain returns the mail domain in the form it is asked for, as
// probe.CheckHost does; an IP address is none.
func CheckDomain(s string) (string, error) {
	domain, err := probe.CheckHost(s)
	if err != nil {
		return "", err
	}
	if _, err := netip.ParseAddr(domain); err == nil {
		return "", fmt.Errorf("%s is an IP address: settings are found by the domain behind the @ of a mail address", domain)
	}
	return domain, nil
}

// check makes sure that nothing is asked about what is no domain, and that no address
// of another domain is sent.
func (q Query) check() error {
	if domain, err := CheckDomain(q.Domain); err != nil || domain != q.Domain {
		return errors.New("this is no domain as CheckDomain returns it")
	}
	if q.Address == "" {
		return nil
	}
	at := strings.LastIndexByte(q.Address, '@')
	if at < 1 {
		return errors.New("the address has no @")
	}
	if domain, err := CheckDomain(q.Address[at+1:]); err != nil || domain != q.Domain {
		return errors.New("the address is of another domain")
	}
	return nil
}

// local reports whether a domain has a meaning in one network only, so that nobody
// outside should be asked about it (RFC 6761, RFC 6762, RFC 8375).
func local(domain string) bool {
	if !strings.Contains(domain, ".") {
		return true
	}
	for _, end := range []string{".local", ".localhost", ".internal", ".home.arpa", ".lan", ".onion"} {
		if strings.HasSuffix(domain, end) {
			return true
		}
	}
	return false
}
