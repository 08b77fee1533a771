package probe

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
)

// readerConn is a connection that can only be read.
type readerConn struct {
	net.Conn
	io.Reader
}

func (c readerConn) Read(p []byte) (int, error) { return c.Reader.Read(p) }

const record = "\x16\x03\x03\x00\x04abcd"

func TestSniffer(t *testing.T) {
	tests := map[string]struct {
		early, in string
		strict    bool
		tls       string // what TLS reads
		plain     string // what came before
		err       error
	}{
		"TLS":                       {"", record, false, record, "", nil},
		"an alert":                  {"", "\x15\x03\x03\x00\x02\x02\x28", false, "\x15\x03\x03\x00\x02\x02\x28", "", nil},
		"injected":                  {"", "250 hi\r\n" + record, false, record, "250 hi\r\n", nil},
		"injected early":            {"250 hi\r\n", record, false, record, "250 hi\r\n", nil},
		"injected twice":            {"250 hi\r\n", "251 ho\r\n" + record, false, record, "250 hi\r\n251 ho\r\n", nil},
		"a byte":                    {"", "2" + record, false, record, "2", nil},
		"a byte of TLS":             {"", "\x16" + record, false, record, "\x16", nil},
		"two bytes of TLS":          {"", "\x16\x03" + record, false, record, "\x16\x03", nil},
		"a record early":            {record, record, false, record, record, nil},
		"a record of no such kind":  {"", "\x16\x03\x09" + record, false, record, "\x16\x03\x09", nil},
		"a record of no length":     {"", "\x16\x03\x01\x00\x00" + record, false, record, "\x16\x03\x01\x00\x00", nil},
		"never TLS":                 {"", "500 what\r\n", false, "", "500 what\r\n", nil},
		"never TLS, early":          {"500 what\r\n", "", false, "", "500 what\r\n", nil},
		"never TLS, nearly":         {"", "500 what\r\n\x16", false, "", "500 what\r\n\x16", nil},
		"never TLS, without end":    {"", strings.Repeat("500 what\r\n", 10000), false, "", "500 what\r\n", errNotTLS},
		"strict, TLS":               {"", record, true, record, "", nil},
		"strict, in the clear":      {"", "220 hi\r\n" + strings.Repeat("x", 9999), true, "", "220 hi\r\n", errNotTLS},
		"TLS, cut short":            {"", "\x16\x03", false, "", "", nil},
		"strict, TLS, cut short":    {"", "\x16\x03", true, "", "", nil},
		"strict, an alert too long": {"", "\x15\x03\x03\x00\x09", true, "", "\x15\x03\x03\x00\x09", errNotTLS},
	}
	for name, test := range tests {
		for reading, wrap := range map[string]func(io.Reader) io.Reader{
			"at once": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader, "by halves": iotest.HalfReader,
		} {
			t.Run(name+", "+reading, func(t *testing.T) {
				s := &sniffer{Conn: readerConn{Reader: wrap(strings.NewReader(test.in))}, strict: test.strict}
				s.early([]byte(test.early))
				got, err := io.ReadAll(s)
				if string(got) != test.tls || !errors.Is(err, test.err) {
					t.Errorf("TLS reads %q (%v), want %q (%v)", got, err, test.tls, test.err)
				}
				// By bytes, strictness strikes at the first one.
				if !test.strict && !strings.HasPrefix(string(s.plain), test.plain) || !strings.HasPrefix(test.early+test.in, string(s.plain)) {
					t.Errorf("in the clear came %q, want %q", s.plain, test.plain)
				}
				if want := test.tls != "" && test.plain != ""; s.injected() != want {
					t.Errorf("injected is %v, want %v", s.injected(), want)
				}
			})
		}
	}
}

func FuzzSniffer(f *testing.F) {
	f.Add([]byte("250 hi\r\n"), []byte(record))
	f.Add([]byte("\x16\x03"), []byte("\x15\x03\x03\x00\x02\x02\x28"))
	f.Fuzz(func(t *testing.T, early, in []byte) {
		read := func(r io.Reader) (string, *sniffer) {
			s := &sniffer{Conn: readerConn{Reader: r}}
			s.early(bytes.Clone(early))
			got, _ := io.ReadAll(s)
			return string(got), s
		}
		whole, s := read(bytes.NewReader(in))
		if held := len(s.held); s.plainBytes <= maxEarly && s.plainBytes+held+len(whole) != len(early)+len(in) ||
			held > 0 && (s.found || s.plainBytes > 0 || held >= recordHeader) {
			t.Fatalf("%d bytes in the clear, %d held and %d of TLS, of %d", s.plainBytes, held, len(whole), len(early)+len(in))
		}
		if s.found && !startsRecord([]byte(whole)) {
			t.Fatalf("TLS begins with %q", whole)
		}
		bits, _ := read(iotest.OneByteReader(bytes.NewReader(in)))
		if s.plainBytes <= maxEarly && bits != whole {
			t.Fatalf("by bytes TLS reads %q, at once %q", bits, whole)
		}
	})
}
