package nettest

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// A zone is all records, by lower-case name without the last dot.
type zone map[string]node

// A node is what is at a name.
type node struct {
	records []dnsmessage.ResourceBody
	code    dnsmessage.RCode // of every answer, if not success
	silent  bool
}

// readZone reads the records of Net.Zone.
func readZone(text string) (zone, error) {
	z := zone{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if err := z.add(fields); err != nil {
			return nil, fmt.Errorf("zone, %q: %w", strings.TrimSpace(line), err)
		}
	}
	return z, nil
}

// add adds the record of one line.
func (z zone) add(fields []string) error {
	if len(fields) < 2 {
		return fmt.Errorf("a name and nothing else")
	}
	name, data := strings.ToLower(fields[0]), fields[2:]
	n := z[name]
	switch kind := fields[1]; {
	case kind == "A" && len(data) == 0:
		data = []string{netip.AddrFrom4([4]byte{198, 51, 100, byte(len(z) + 1)}).String()} //nolint:gosec // few names
		fallthrough
	case kind == "A" && len(data) == 1:
		a, err := netip.ParseAddr(data[0])
		if err != nil || !a.Is4() {
			return fmt.Errorf("%q is no IPv4 address", data[0])
		}
		n.records = append(n.records, &dnsmessage.AResource{A: a.As4()})
	case kind == "MX" && len(data) == 2:
		numbers, host, err := numbersAndName(data)
		if err != nil {
			return err
		}
		n.records = append(n.records, &dnsmessage.MXResource{Pref: numbers[0], MX: host})
	case kind == "SRV" && len(data) == 4:
		numbers, host, err := numbersAndName(data)
		if err != nil {
			return err
		}
		n.records = append(n.records, &dnsmessage.SRVResource{Priority: numbers[0], Weight: numbers[1], Port: numbers[2], Target: host})
	case kind == "SERVFAIL":
		n.code = dnsmessage.RCodeServerFailure
	case kind == "SILENT":
		n.silent = true
	default:
		return fmt.Errorf("not a record that is known here")
	}
	z[name] = n
	return nil
}

// numbersAndName reads record data: numbers of 16 bits, and a name at the end.
func numbersAndName(data []string) ([]uint16, dnsmessage.Name, error) {
	last := len(data) - 1
	var numbers []uint16
	for _, s := range data[:last] {
		n, err := strconv.ParseUint(s, 10, 16)
		if err != nil {
			return nil, dnsmessage.Name{}, err
		}
		numbers = append(numbers, uint16(n))
	}
	name, err := dnsmessage.NewName(strings.TrimSuffix(data[last], ".") + ".")
	return numbers, name, err
}

// exists reports whether there is such a name, or one below it.
func (z zone) exists(name string) bool {
	if _, ok := z[name]; ok {
		return true
	}
	for n := range z {
		if strings.HasSuffix(n, "."+name) {
			return true
		}
	}
	return false
}

// at returns what is at a name, by its own or by the wildcard of the nearest name
// above it that exists (RFC 4592); false if nothing is.
func (z zone) at(name string) (node, bool) {
	if z.exists(name) {
		return z[name], true
	}
	for {
		_, above, ok := strings.Cut(name, ".")
		if !ok {
			return node{}, false
		}
		if n, ok := z["*."+above]; ok {
			return n, true
		}
		if z.exists(above) {
			return node{}, false
		}
		name = above
	}
}

// answer is the answer to a question; nil for none.
func (z zone) answer(question []byte) *dnsmessage.Message {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) == 0 {
		return nil
	}
	q := m.Questions[0]
	reply := &dnsmessage.Message{
		Header:    dnsmessage.Header{ID: m.ID, Response: true, RecursionDesired: true, RecursionAvailable: true},
		Questions: m.Questions[:1],
	}
	n, ok := z.at(strings.ToLower(strings.TrimSuffix(q.Name.String(), ".")))
	reply.RCode = n.code
	switch {
	case n.silent:
		return nil
	case !ok:
		reply.RCode = dnsmessage.RCodeNameError
	case n.code == dnsmessage.RCodeSuccess:
		for _, r := range n.records {
			if kindOf(r) == q.Type {
				h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}
				reply.Answers = append(reply.Answers, dnsmessage.Resource{Header: h, Body: r})
			}
		}
	}
	return reply
}

func kindOf(r dnsmessage.ResourceBody) dnsmessage.Type {
	switch r.(type) {
	case *dnsmessage.SRVResource:
		return dnsmessage.TypeSRV
	case *dnsmessage.MXResource:
		return dnsmessage.TypeMX
	default:
		return dnsmessage.TypeA
	}
}

// namesOf returns the names that lead to an address, wildcards as such.
func (z zone) namesOf(address netip.Addr) []string {
	var names []string
	for name, n := range z {
		for _, r := range n.records {
			if a, ok := r.(*dnsmessage.AResource); ok && netip.AddrFrom4(a.A) == address {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// addresses returns all addresses that names lead to, each once.
func (z zone) addresses() []netip.Addr {
	var all []netip.Addr
	for _, n := range z {
		for _, r := range n.records {
			if a, ok := r.(*dnsmessage.AResource); ok && !slices.Contains(all, netip.AddrFrom4(a.A)) {
				all = append(all, netip.AddrFrom4(a.A))
			}
		}
	}
	return all
}
