package discover

import (
	"bufio"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"postern/probe"
)

func hex(n int) string { return strconv.FormatInt(int64(n), 16) }

// checkPrintable walks all of a value, and fails where a string, or a text, has a
// rune in it that could do more to a terminal than print.
func checkPrintable(t *testing.T, where string, v reflect.Value) {
	t.Helper()
	if text, ok := v.Interface().(probe.Text); ok {
		v = reflect.ValueOf(text.String())
	}
	switch v.Kind() {
	case reflect.String:
		for _, r := range v.String() {
			if r != ' ' && !unicode.IsPrint(r) || r == utf8.RuneError {
				t.Errorf("%s: %U is left in %q", where, r, v)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				checkPrintable(t, where+"."+f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkPrintable(t, where+"[]", v.Index(i))
		}
	default: // numbers and truth
	}
}

// FuzzReadFile reads any bytes as a settings file. Whatever they are, what is found
// is well-formed, and an error is a trouble with a reason.
func FuzzReadFile(f *testing.F) {
	f.Add([]byte(good))
	for _, test := range files {
		f.Add([]byte(test.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := readFile(body, "")
		var why trouble
		if err != nil && !errors.As(err, &why) {
			t.Fatalf("no trouble: %v", err)
		}
		if err == nil && len(got.findings) == 0 || len(got.findings) > maxServers || len(got.notes) > maxNotes {
			t.Errorf("%d servers, %d notes", len(got.findings), len(got.notes))
		}
		for _, s := range got.findings {
			checkFinding(t, s)
		}
		checkPrintable(t, "notes", reflect.ValueOf(got.notes))
		checkPrintable(t, "provider", reflect.ValueOf(got.provider))
	})
}

// checkFinding holds a finding of a file to what it promises.
func checkFinding(t *testing.T, f Finding) {
	t.Helper()
	checkPrintable(t, "Finding", reflect.ValueOf(f))
	filled := strings.ReplaceAll(f.Host, PlaceDomain, "example.org")
	if host, err := probe.CheckHost(filled); len(filled) < 200 && (err != nil || host != filled) {
		t.Errorf("host %q: %v", f.Host, err)
	}
	if f.Port < 1 || f.Port > 65535 || len(f.Logins) > maxLogins {
		t.Errorf("%+v", f)
	}
	switch f.Security {
	case probe.STARTTLS, probe.ImplicitTLS, Plaintext:
	default:
		t.Errorf("security %q", f.Security)
	}
}

// FuzzReadMessage reads any bytes as an answer of a web server. Whatever they are,
// no more than the limit is held, and an error is a trouble with a reason.
func FuzzReadMessage(f *testing.F) {
	for _, s := range []string{
		ok(good), moved(own), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(good, 50),
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\n\nx", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n", "\x1b[2J", "HTTP/1.1 200 \xff\r\n:\r\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := readMessage(strings.NewReader(s))
		var why trouble
		if err != nil && (!errors.As(err, &why) || why.reason.state() != Failed) {
			t.Fatalf("no trouble: %v", err)
		}
		if len(m.body) > maxBody || err == nil && (m.status < 200 || m.status > 999) {
			t.Errorf("status %d, %d bytes", m.status, len(m.body))
		}
		if err == nil && m.length >= 0 && m.status == 200 && int64(len(m.body)) != m.length {
			t.Errorf("%d bytes of %d", len(m.body), m.length)
		}
		checkPrintable(t, "why", reflect.ValueOf(clip(why.text)))
		if u, err := follow(mustParse(own), m.location); err == nil {
			if r := u.RequestURI(); u.Scheme != "https" || strings.ContainsAny(r, " \r\n") || r[0] != '/' {
				t.Errorf("followed to %q", u)
			}
		}
	})
}

// FuzzReadChunks compares with what was put into chunks.
func FuzzReadChunks(f *testing.F) {
	f.Add("hello", 2)
	f.Add("", 1)
	f.Fuzz(func(t *testing.T, body string, n int) {
		if n < 1 || len(body) > maxBody {
			return
		}
		got, err := readChunks(bufio.NewReaderSize(strings.NewReader(chunks(body, n)), maxLine))
		if err != nil || string(got) != body {
			t.Errorf("got %q, %v", got, err)
		}
	})
}
