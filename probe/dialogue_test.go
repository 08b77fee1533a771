package probe

import (
	"net"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func TestLiteral(t *testing.T) {
	tests := map[string]struct {
		local net.Addr
		want  string
	}{
		"IPv4":           {&net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1}, "[192.0.2.1]"},
		"IPv6":           {&net.TCPAddr{IP: net.ParseIP("2001:db8::1"), Port: 1}, "[IPv6:2001:db8::1]"},
		"IPv6, a zone":   {&net.TCPAddr{IP: net.ParseIP("fe80::1"), Port: 1, Zone: "eth0"}, "[IPv6:fe80::1]"},
		"IPv4 in IPv6":   {&net.TCPAddr{IP: net.ParseIP("::ffff:192.0.2.1"), Port: 1}, "[192.0.2.1]"},
		"not an address": {&net.UnixAddr{Name: "pipe"}, "[127.0.0.1]"},
		"none":           {nil, "[127.0.0.1]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := addressLiteral(test.local); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestSayable(t *testing.T) {
	for name, want := range map[string]bool{
		"mail.example": true, "[192.0.2.1]": true, "": false, "a b": false,
		"a\r\nMAIL FROM:<>": false, "a\x00": false, "ü": false, "a\tb": false,
	} {
		if got := validEHLOName(name); got != want {
			t.Errorf("%q: got %v, want %v", name, got, want)
		}
	}
}

// TestAskOneLine: whatever came before, no command can hold two.
func TestAskOneLine(t *testing.T) {
	d := &dialogue{facts: &Result{}}
	for _, command := range []string{"EHLO a\r\nMAIL FROM:<>", "EHLO a\nb", "EHLO \x00"} {
		if _, err := d.ask(command); err == nil { // it would have no connection to write to
			t.Errorf("%q was asked", command)
		}
	}
}

func FuzzHear(f *testing.F) {
	name := dnsmessage.MustNewName("mail.example.")
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{Response: true, RCode: dnsmessage.RCodeNameError},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	b, err := m.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, message []byte) {
		var a dnsAnswers
		a.hear(message)
		if len(a.heard) > 1 {
			t.Fatalf("one message holds %d questions", len(a.heard))
		}
	})
}
