package probe

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
			if reply := s.reply(question, "udp"); reply != nil {
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
		reply := s.reply(question, "tcp")
		_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...)) //nolint:gosec // short
		_ = conn.Close()
	}
}

func (s *nameServer) reply(question []byte, network string) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) == 0 {
		return nil
	}
	reply := s.answer(m.Questions[0])
	if reply == nil {
		return nil
	}
	reply.ID, reply.Response, reply.Questions = m.ID, true, m.Questions
	if network == "tcp" {
		reply.Truncated = false
	}
	b, err := reply.Pack()
	if err != nil {
		panic(err)
	}
	return b
}

// code answers every question with a response code.
func code(c dnsmessage.RCode) func(dnsmessage.Question) *dnsmessage.Message {
	return func(dnsmessage.Question) *dnsmessage.Message {
		return &dnsmessage.Message{Header: dnsmessage.Header{RCode: c}}
	}
}

func nothing(dnsmessage.Question) *dnsmessage.Message { return nil }

// address answers questions for an A record, and has no other.
func address(q dnsmessage.Question) *dnsmessage.Message {
	m := &dnsmessage.Message{}
	if q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60},
			Body:   &dnsmessage.AResource{A: [4]byte{192, 0, 2, 25}},
		}}
	}
	return m
}

// either answers questions for A records one way, and all others another way.
func either(a, other func(dnsmessage.Question) *dnsmessage.Message) func(dnsmessage.Question) *dnsmessage.Message {
	return func(q dnsmessage.Question) *dnsmessage.Message {
		if q.Type == dnsmessage.TypeA {
			return a(q)
		}
		return other(q)
	}
}

func truncated(f func(dnsmessage.Question) *dnsmessage.Message) func(dnsmessage.Question) *dnsmessage.Message {
	return func(q dnsmessage.Question) *dnsmessage.Message {
		m := f(q)
		m.Truncated = true
		return m
	}
}

func TestLookup(t *testing.T) {
	const refused, servFail, noName = dnsmessage.RCodeRefused, dnsmessage.RCodeServerFailure, dnsmessage.RCodeNameError
	none := func(q dnsmessage.Question) *dnsmessage.Message {
		return &dnsmessage.Message{Header: dnsmessage.Header{RecursionAvailable: true}}
	}
	tests := map[string]struct {
		answer func(dnsmessage.Question) *dnsmessage.Message
		want   DNS
	}{
		"an address":                  {address, DNSOK},
		"no such name":                {code(noName), DNSNXDomain},
		"no address":                  {none, DNSNoData},
		"no address, not recursing":   {code(dnsmessage.RCodeSuccess), DNSNoData},
		"server failure":              {code(servFail), DNSServFail},
		"refused":                     {code(refused), DNSServFail},
		"no answer":                   {nothing, DNSTimeout},
		"address, other one fails":    {either(address, code(servFail)), DNSOK},
		"no address, other one fails": {either(none, code(servFail)), DNSServFail},
		"fails, other one none":       {either(code(servFail), none), DNSServFail},
		"no answer, other one none":   {either(nothing, none), DNSTimeout},
		"over TCP, an address":        {truncated(address), DNSOK},
		"over TCP, no such name":      {truncated(code(noName)), DNSNXDomain},
		"over TCP, no address":        {truncated(none), DNSNoData},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newNameServer(t, test.answer)
			limit := 5 * time.Second
			if test.want == DNSTimeout {
				limit = 50 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			addrs, got := Resolver{s.dial}.Addresses(ctx, "nosuch.example")
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			want := []netip.Addr{netip.MustParseAddr("192.0.2.25")}
			if got == DNSOK && !slices.Equal(UsableAddresses(addrs), want) {
				t.Errorf("got %v, want %v", addrs, want)
			}
		})
	}
}

func TestAbsolute(t *testing.T) {
	for host, want := range map[string]string{"nosuch.example": "nosuch.example.", "localhost": "localhost", "nas": "nas", "nas.local": "nas.local"} {
		if got := absolute(host); got != want {
			t.Errorf("%s: got %s, want %s", host, got, want)
		}
	}
}

// TestLookupEnd weighs the answers to the two questions of a lookup, whatever
// the resolver made of them.
func TestLookupEnd(t *testing.T) {
	notFound := &net.DNSError{IsNotFound: true}
	tests := map[string]struct {
		a, aaaa verdict
		err     error
		want    DNS
	}{
		"absent":               {absent, absent, notFound, DNSNXDomain},
		"one is present":       {absent, present, notFound, DNSNoData},
		"present":              {present, present, notFound, DNSNoData},
		"one is unanswered":    {unanswered, present, notFound, DNSTimeout},
		"one fails":            {unanswered, failure, notFound, DNSServFail},
		"the resolver waited":  {unanswered, unanswered, &net.DNSError{IsTimeout: true}, DNSTimeout},
		"the resolver failed":  {present, present, &net.DNSError{}, DNSServFail},
		"lame, says the other": {present, present, &net.DNSError{Err: "lame referral"}, DNSNoData},
		"no DNSError":          {absent, absent, net.ErrClosed, DNSServFail},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			heard := &dnsAnswers{heard: map[dnsmessage.Question]verdict{
				{Type: dnsmessage.TypeA}: test.a, {Type: dnsmessage.TypeAAAA}: test.aaaa,
			}}
			if got := heard.end(t.Context(), test.err); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestNearby(t *testing.T) {
	tests := []struct {
		name, goos string
		want       bool
	}{
		{"nas.local", "linux", true},
		{"nas.local", "windows", true},
		{"nas.Local.", "darwin", true},
		{"nas", "windows", true},
		{"localhost", "windows", true},
		{"localhost.", "windows", true},
		{"mail.localhost", "windows", true},
		{"mail.example.org", "windows", false},
		{"localhost", "linux", false},
		{"nas", "darwin", false},
		{"mail.example.org", "linux", false},
	}
	for _, test := range tests {
		if got := nearby(test.name, test.goos); got != test.want {
			t.Errorf("%s on %s: got %t, want %t", test.name, test.goos, got, test.want)
		}
	}
}

func TestSystemMayKnow(t *testing.T) {
	for _, end := range []DNS{DNSNXDomain, DNSServFail, DNSTimeout} {
		if !systemMayKnow(end, "windows") || !systemMayKnow(end, "darwin") || systemMayKnow(end, "linux") {
			t.Errorf("%s: it may know on Windows and macOS only", end)
		}
	}
	if systemMayKnow(DNSOK, "windows") || systemMayKnow(DNSNoData, "darwin") {
		t.Error("it is asked again about a name that is known")
	}
}

func TestLookupHostsFile(t *testing.T) {
	addrs, end := Resolver{func(context.Context, string, string) (net.Conn, error) {
		t.Error("a name server was asked for localhost")
		return nil, net.ErrClosed
	}}.Addresses(t.Context(), "localhost")
	if end != DNSOK || len(addrs) == 0 || !addrs[0].IsLoopback() {
		t.Errorf("got %v, %s", addrs, end)
	}
}

// TestSecondNameServer: a name server that is dead leaves time to ask another one
// within the limit, and the one that is left is not cut short.
func TestSecondNameServer(t *testing.T) {
	slow := func(q dnsmessage.Question) *dnsmessage.Message {
		time.Sleep(askLimit + askLimit/4)
		return address(q)
	}
	only := newNameServer(t, slow)
	for name, servers := range map[string][2]*nameServer{
		"the first is dead":      {newNameServer(t, nothing), newNameServer(t, address)},
		"there is one, and slow": {only, only},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			// One after the other, whatever name servers the system has: the two
			// questions of a lookup are put side by side.
			dial := func(ctx context.Context, network, address string) (net.Conn, error) {
				turn := (asked.Add(1) - 1) / 2 % 2
				return servers[turn].dial(ctx, network, address)
			}
			ctx, cancel := context.WithTimeout(t.Context(), lookupLimit)
			defer cancel()
			if addrs, got := (Resolver{dial}).Addresses(ctx, "nosuch.example"); got != DNSOK || len(addrs) == 0 {
				t.Errorf("got %v, %s", addrs, got)
			}
		})
	}
}

func TestLookupUnreachable(t *testing.T) {
	r := Resolver{func(context.Context, string, string) (net.Conn, error) { return nil, net.ErrClosed }}
	_, end := r.Addresses(t.Context(), "nosuch.example")
	if end != DNSServFail {
		t.Errorf("got %s, want servfail", end)
	}
}

// TestRecords asks for SRV and MX records, and tells the ends apart.
func TestRecords(t *testing.T) {
	mail := dnsmessage.MustNewName("mail.example.org.")
	records := func(bodies ...dnsmessage.ResourceBody) func(dnsmessage.Question) *dnsmessage.Message {
		return func(q dnsmessage.Question) *dnsmessage.Message {
			m := &dnsmessage.Message{}
			for _, b := range bodies {
				if _, isSRV := b.(*dnsmessage.SRVResource); isSRV == (q.Type == dnsmessage.TypeSRV) {
					h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: b})
				}
			}
			return m
		}
	}
	both := records(&dnsmessage.SRVResource{Target: mail, Port: 465}, &dnsmessage.MXResource{MX: mail, Pref: 1})
	malformed := dnsmessage.MustNewName("a b.")
	one := records(
		&dnsmessage.SRVResource{Target: malformed, Port: 465}, &dnsmessage.MXResource{MX: malformed, Pref: 1},
		&dnsmessage.SRVResource{Target: mail, Port: 465}, &dnsmessage.MXResource{MX: mail, Pref: 1},
	)
	tests := map[string]struct {
		answer func(dnsmessage.Question) *dnsmessage.Message
		want   DNS
	}{
		"records":            {both, DNSOK},
		"records over TCP":   {truncated(both), DNSOK},
		"one is malformed":   {one, DNSOK},
		"all are malformed":  {records(&dnsmessage.SRVResource{Target: malformed}, &dnsmessage.MXResource{MX: malformed}), DNSServFail},
		"no such name":       {code(dnsmessage.RCodeNameError), DNSNXDomain},
		"none, over TCP":     {truncated(code(dnsmessage.RCodeNameError)), DNSNXDomain},
		"no record":          {records(), DNSNoData},
		"no record over TCP": {truncated(records()), DNSNoData},
		"failure":            {code(dnsmessage.RCodeServerFailure), DNSServFail},
		"refusal":            {code(dnsmessage.RCodeRefused), DNSServFail},
		"silence":            {nothing, DNSTimeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := Resolver{newNameServer(t, test.answer).dial}
			limit := 5 * time.Second
			if test.want == DNSTimeout {
				limit = 30 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			if all, got := r.SRV(ctx, "_submissions._tcp.nosuch.example"); got != test.want || (len(all) == 1) != (got == DNSOK) {
				t.Errorf("SRV: %v %s", all, got)
			}
			if all, got := r.MX(ctx, "nosuch.example"); got != test.want || (len(all) == 1) != (got == DNSOK) {
				t.Errorf("MX: %v %s", all, got)
			}
		})
	}
}

// TestLookupOnce covers what Prober.lookup adds: literals, limits, no nonsense.
func TestLookupOnce(t *testing.T) {
	said := func(end DNS, addrs ...string) *Prober {
		return &Prober{Lookup: func(context.Context, string) (all []netip.Addr, _ DNS) {
			for _, a := range addrs {
				all = append(all, netip.MustParseAddr(a))
			}
			return all, end
		}}
	}
	tests := map[string]struct {
		prober *Prober
		host   string
		addrs  int
		want   DNS
	}{
		"IPv4":               {said(DNSServFail), "192.0.2.1", 1, DNSOK},
		"IPv6":               {said(DNSServFail), "2001:db8::1", 1, DNSOK},
		"a name":             {said(DNSOK, "192.0.2.1", "2001:db8::1"), "mail.example", 2, DNSOK},
		"the same twice":     {said(DNSOK, "192.0.2.1", "::ffff:192.0.2.1"), "mail.example", 1, DNSOK},
		"ok, but none":       {said(DNSOK), "mail.example", 0, DNSNoData},
		"none":               {said(DNSNXDomain), "mail.example", 0, DNSNXDomain},
		"fails with remains": {said(DNSServFail, "192.0.2.1"), "mail.example", 0, DNSServFail},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			addrs, got := test.prober.lookup(t.Context(), test.host)
			if got != test.want || len(addrs) != test.addrs {
				t.Errorf("got %v, %s, want %d of them, %s", addrs, got, test.addrs, test.want)
			}
		})
	}
}
