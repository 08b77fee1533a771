package practice

import (
	"bytes"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"
)

func TestTrace(t *testing.T) {
	when := time.Date(2026, time.March, 4, 5, 6, 7, 0, time.FixedZone("", 3600))
	home := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}
	tests := []struct {
		name string
		m    Message
		want string
	}{
		{
			"signed in",
			Message{
				Received: when, Port: 587, Client: home, Hello: "[127.0.0.1]",
				From: "ada@practice.example", To: []string{"bob@elsewhere.example"},
				TLS: true, TLSVersion: "1.3", TLSCipher: "TLS_AES_128_GCM_SHA256",
				User: "ada@practice.example", Mechanism: "PLAIN",
			},
			`Return-Path: <ada@practice.example>
X-Practice-To: <bob@elsewhere.example>
X-Practice-Door: 587
X-Practice-TLS: 1.3 TLS_AES_128_GCM_SHA256
X-Practice-Login: ada@practice.example (PLAIN)
Received: from [127.0.0.1] ([127.0.0.1])
	by localhost with ESMTPSA tls TLS_AES_128_GCM_SHA256 id x1
	for <bob@elsewhere.example>;
	Wed, 04 Mar 2026 05:06:07 +0100
`,
		},
		{
			"in the clear, to two, odd names",
			Message{
				Received: when, Port: 25, Client: &net.TCPAddr{IP: net.IPv6loopback}, Hello: "my laptop (new)", UTF8: true,
				To: []string{"a b@practice.example", "ädä@practice.example"},
			},
			`Return-Path: <>
X-Practice-To: <"a b"@practice.example>
X-Practice-To: <ädä@practice.example>
X-Practice-Door: 25
X-Practice-TLS: none
X-Practice-Login: none
Received: from unknown ([IPv6:::1])
	by localhost with UTF8SMTP id x1;
	Wed, 04 Mar 2026 05:06:07 +0100
`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := string(tt.m.trace("x1")), strings.ReplaceAll(tt.want, "\n", "\r\n"); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// FuzzTrace checks that nothing a client says can add a line to the header, or
// end it, provided that checkAddress let the addresses pass.
func FuzzTrace(f *testing.F) {
	f.Add("laptop.test", "ada@practice.example", "bob@elsewhere.example")
	f.Add("x\r\nSubject: y", "a\r\nb@c", "\x1b[2J@d")
	f.Add("", `"a>b\"c"@d`, "ädä@é\u2028")
	f.Fuzz(func(t *testing.T, hello, from, to string) {
		if checkAddress(from, true) != nil || checkAddress(to, true) != nil {
			return
		}
		m := Message{Hello: hello, From: from, To: []string{to, to}, Received: time.Unix(0, 0)}
		header := m.trace("id")
		if got := bytes.Count(header, []byte("\n")); got != 9 || bytes.Count(header, []byte("\r")) != got {
			t.Errorf("got %d lines, want 9:\n%q", got, header)
		}
		parsed, err := mail.ReadMessage(bytes.NewReader(append(header, "\r\nbody"...)))
		if err != nil {
			t.Fatalf("%v:\n%q", err, header)
		}
		if len(parsed.Header) != 6 || len(parsed.Header["X-Practice-To"]) != 2 {
			t.Errorf("got %v", parsed.Header)
		}
	})
}

// FuzzQuote reads the quoted word back as POSIX says a shell does: within
// single quotes nothing is special but the quote.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "/tmp/it's", "''", `\'`, "$(x)`y`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		quoted, got, inside := quote(word), "", false
		for i := 0; i < len(quoted); i++ {
			switch c := quoted[i]; {
			case c == '\'':
				inside = !inside
			case !inside && c == '\\':
				i++
				got += quoted[i : i+1]
			case !inside:
				t.Fatalf("%q: %q stands outside of quotes", quoted, c)
			default:
				got += string([]byte{c})
			}
		}
		if inside || got != word {
			t.Errorf("%q: got %q, want %q", quoted, got, word)
		}
	})
}
