package probe

import (
	"context"
	"crypto/x509"
	"net"
	"net/netip"
	"time"
)

// A Prober tries doors. The zero value is ready to use; a Prober may be used
// from several goroutines at once and must not be changed while it is.
type Prober struct {
	// Lookup finds the addresses of a host; nil means Resolver.Addresses. It should
	// return when ctx ends, and is not waited for if it does not. It may be called
	// from several goroutines at once, also for the names in a certificate.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, DNS)
	// Dial opens a connection to one address; nil means net.Dialer. It must
	// return when ctx ends. network is "tcp", address an IP address and a port.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Roots are the only authorities to trust; nil means the system's.
	Roots *x509.CertPool
	// Besides are authorities to trust in addition to Roots. The two are put together
	// only when a certificate has come, because reading the system's takes a while.
	Besides []*x509.Certificate
	// LocalName is said in EHLO; empty means the address literal of the
	// connection's own end (RFC 5321, section 4.1.3).
	LocalName string
	// Timeout limits all that is done at one door, a second connection included;
	// 0 means DoorTimeout.
	Timeout time.Duration
}

// DoorTimeout is the default limit for one door.
const DoorTimeout = 30 * time.Second
