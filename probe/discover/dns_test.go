package discover

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"postern/probe"
)

// A nameServer answers DNS questions on a loopback port. The function says what
// to answer, with nil for nothing at all.
type nameServer struct {
	answer func(q dnsmessage.Question) *dnsmessage.Message
	udp    net.PacketConn
	tcp    net.Listener
}

func newNameServer(t *testing.T, answer func(dnsmessage.Question) *dnsmessage.Message) *nameServer {
	t.Helper()
	tcp, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	udp, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp4", tcp.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s := &nameServer{answer, udp, tcp}
	t.Cleanup(func() { _ = tcp.Close(); _ = udp.Close() })
	go s.serveUDP()
	go s.serveTCP()
	return s
}

// dial reaches the server whatever name server was meant.
func (s *nameServer) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, s.tcp.Addr().String())
}

func (s *nameServer) serveUDP() {
	buf := make([]byte, 2048)
	for {
		n, from, err := s.udp.ReadFrom(buf)
		if err != nil {
			return
		}
		question := slices.Clone(buf[:n])
		go func() {
			if reply := s.reply(question, false); reply != nil {
				_, _ = s.udp.WriteTo(reply, from)
			}
		}()
	}
}

func (s *nameServer) serveTCP() {
	for {
		conn, err := s.tcp.Accept()
		if err != nil {
			return
		}
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return
		}
		question := make([]byte, binary.BigEndian.Uint16(length[:]))
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		reply := s.reply(question, true)
		_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...)) //nolint:gosec // short
		_ = conn.Close()
	}
}

func (s *nameServer) reply(question []byte, whole bool) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) == 0 {
		return nil
	}
	reply := s.answer(m.Questions[0])
	if reply == nil {
		return nil
	}
	reply.ID, reply.Response, reply.Questions = m.ID, true, m.Questions
	reply.Truncated = reply.Truncated && !whole
	b, err := reply.Pack()
	if err != nil {
		panic(err)
	}
	return b
}

// says answers every question of a record's type with it, and has no other.
func says(bodies ...dnsmessage.ResourceBody) func(dnsmessage.Question) *dnsmessage.Message {
	return func(q dnsmessage.Question) *dnsmessage.Message {
		m := &dnsmessage.Message{}
		for _, b := range bodies {
			if typeOf(b) == q.Type {
				m.Answers = append(m.Answers, dnsmessage.Resource{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}, Body: b,
				})
			}
		}
		return m
	}
}

func typeOf(b dnsmessage.ResourceBody) dnsmessage.Type {
	switch b.(type) {
	case *dnsmessage.SRVResource:
		return dnsmessage.TypeSRV
	case *dnsmessage.MXResource:
		return dnsmessage.TypeMX
	case *dnsmessage.AAAAResource:
		return dnsmessage.TypeAAAA
	default:
		return dnsmessage.TypeA
	}
}

// code answers every question with a response code.
func code(c dnsmessage.RCode) func(dnsmessage.Question) *dnsmessage.Message {
	return func(dnsmessage.Question) *dnsmessage.Message {
		return &dnsmessage.Message{Header: dnsmessage.Header{RCode: c}}
	}
}

func nothing(dnsmessage.Question) *dnsmessage.Message { return nil }

func truncated(f func(dnsmessage.Question) *dnsmessage.Message) func(dnsmessage.Question) *dnsmessage.Message {
	return func(q dnsmessage.Question) *dnsmessage.Message {
		m := f(q)
		m.Truncated = true
		return m
	}
}

func srv(target string, port uint16) *dnsmessage.SRVResource {
	return &dnsmessage.SRVResource{Target: dnsmessage.MustNewName(target), Port: port, Priority: 1, Weight: 2}
}

func mx(host string, pref uint16) *dnsmessage.MXResource {
	return &dnsmessage.MXResource{MX: dnsmessage.MustNewName(host), Pref: pref}
}

var (
	four = &dnsmessage.AResource{A: [4]byte{192, 0, 2, 25}}
	six  = &dnsmessage.AAAAResource{AAAA: [16]byte{0x20, 1, 0xd, 0xb8, 15: 1}}
)

// TestEnds asks a name server for all three kinds of records, and tells the ends
// apart.
func TestEnds(t *testing.T) {
	all := says(srv("a.example.org.", 465), mx("a.example.org.", 1), four, six)
	tests := map[string]struct {
		answer func(dnsmessage.Question) *dnsmessage.Message
		want   probe.DNS
	}{
		"records":           {all, probe.DNSOK},
		"records over TCP":  {truncated(all), probe.DNSOK},
		"no such name":      {code(dnsmessage.RCodeNameError), probe.DNSNXDomain},
		"the same over TCP": {truncated(code(dnsmessage.RCodeNameError)), probe.DNSNXDomain},
		"no record":         {says(), probe.DNSNoData},
		"the same, over":    {truncated(says()), probe.DNSNoData},
		"failure":           {code(dnsmessage.RCodeServerFailure), probe.DNSServFail},
		"refusal":           {code(dnsmessage.RCodeRefused), probe.DNSServFail},
		"silence":           {nothing, probe.DNSTimeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := resolver{newNameServer(t, test.answer).dial}
			limit := 5 * time.Second
			if test.want == probe.DNSTimeout {
				limit = 30 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			if records, got := r.srv(ctx, "_submissions._tcp.nosuch.example"); got != test.want || (len(records) == 1) != (got == probe.DNSOK) {
				t.Errorf("SRV: %v %s", records, got)
			}
			if records, got := r.mx(ctx, "nosuch.example"); got != test.want || (len(records) == 1) != (got == probe.DNSOK) {
				t.Errorf("MX: %v %s", records, got)
			}
			if addrs, got := r.addresses(ctx, "nosuch.example"); got != test.want || (len(addrs) == 2) != (got == probe.DNSOK) {
				t.Errorf("addresses: %v %s", addrs, got)
			}
		})
	}
}

// TestFamilies: one family is enough, and what is not known of the other counts.
func TestFamilies(t *testing.T) {
	either := func(four, six func(dnsmessage.Question) *dnsmessage.Message) func(dnsmessage.Question) *dnsmessage.Message {
		return func(q dnsmessage.Question) *dnsmessage.Message {
			if q.Type == dnsmessage.TypeA {
				return four(q)
			}
			return six(q)
		}
	}
	fails := code(dnsmessage.RCodeServerFailure)
	for name, test := range map[string]struct {
		answer func(dnsmessage.Question) *dnsmessage.Message
		want   probe.DNS
	}{
		"only IPv4":        {says(four), probe.DNSOK},
		"only IPv6":        {says(six), probe.DNSOK},
		"IPv6 fails":       {either(says(four), fails), probe.DNSOK},
		"none, IPv6 fails": {either(says(), fails), probe.DNSServFail},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := (resolver{newNameServer(t, test.answer).dial}).addresses(t.Context(), "nosuch.example"); got != test.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// TestOverTheWire: a whole run whose name server is a real one.
func TestOverTheWire(t *testing.T) {
	for name, test := range map[string]struct {
		bodies       []dnsmessage.ResourceBody
		srv, mx      State
		found        string
		why, whyNoMX Reason
	}{
		"several":    {[]dnsmessage.ResourceBody{srv("b.example.org.", 465), srv("a.example.org.", 465), mx("m.example.org.", 5)}, Found, Found, "a.example.org:465 tls, b.example.org:465 tls", "", ""},
		"not so":     {[]dnsmessage.ResourceBody{srv(".", 0), mx(".", 0)}, None, None, "", NotOffered, NullMX},
		"one is bad": {[]dnsmessage.ResourceBody{srv("a b.example.org.", 465), srv("a.example.org.", 465), mx("a b.", 1)}, Found, Failed, "a.example.org:465 tls", "", NameServer},
	} {
		t.Run(name, func(t *testing.T) {
			r := resolver{newNameServer(t, says(test.bodies...)).dial}
			report := (&Finder{Lookup: r.addresses, SRV: r.srv, MX: r.mx}).Find(t.Context(), Query{Domain: "nosuch.example"})
			a, m := answer(t, report, SRVSubmissions), answer(t, report, MX)
			if a.State != test.srv || a.Reason != test.why || briefs(a) != test.found {
				t.Errorf("SRV: %s %s %s", a.State, a.Reason, briefs(a))
			}
			if m.State != test.mx || m.Reason != test.whyNoMX {
				t.Errorf("MX: %s %s %v", m.State, m.Reason, m.Exchanges)
			}
		})
	}
}

// TestSecondNameServer: a dead name server leaves time to ask another one.
func TestSecondNameServer(t *testing.T) {
	t.Parallel()
	dead, alive := newNameServer(t, nothing), newNameServer(t, says(mx("a.example.org.", 1)))
	var asked atomic.Int32
	r := resolver{func(ctx context.Context, network, address string) (net.Conn, error) {
		if asked.Add(1) == 1 {
			return dead.dial(ctx, network, address)
		}
		return alive.dial(ctx, network, address)
	}}
	ctx, cancel := context.WithTimeout(t.Context(), Limit)
	defer cancel()
	if records, got := r.mx(ctx, "nosuch.example"); got != probe.DNSOK || len(records) != 1 {
		t.Errorf("got %v, %s", records, got)
	}
}

func TestNobodyToAsk(t *testing.T) {
	r := resolver{func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed }}
	if _, got := r.mx(t.Context(), "nosuch.example"); got != probe.DNSServFail {
		t.Errorf("got %s", got)
	}
	if addrs, got := r.addresses(t.Context(), "localhost"); got != probe.DNSOK || !addrs[0].IsLoopback() {
		t.Errorf("hosts file: %v %s", addrs, got)
	}
}

// TestAddresses: what cannot be a host's is left out, and an address is its own.
func TestAddresses(t *testing.T) {
	f := &Finder{Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
		return []netip.Addr{{}, netip.IPv4Unspecified(), netip.IPv6Unspecified(), netip.MustParseAddr("224.0.0.1"), netip.MustParseAddr("::ffff:192.0.2.1")}, probe.DNSOK
	}}
	want := []netip.Addr{netip.MustParseAddr("192.0.2.1")}
	if addrs, end := f.addresses(t.Context(), "example.org"); end != probe.DNSOK || !slices.Equal(addrs, want) {
		t.Errorf("got %v, %s", addrs, end)
	}
	if addrs, end := f.addresses(t.Context(), "::ffff:192.0.2.1"); end != probe.DNSOK || !slices.Equal(addrs, want) {
		t.Errorf("got %v, %s", addrs, end)
	}
}
