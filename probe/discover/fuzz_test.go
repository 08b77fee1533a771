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
		var why failure
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
		var why failure
		if err != nil && (!errors.As(err, &why) || why.reason.state() != Failed) {
			t.Fatalf("no trouble: %v", err)
		}
		if len(m.body) > maxBody || err == nil && (m.status < 200 || m.status > 999) {
			t.Errorf("status %d, %d bytes", m.status, len(m.body))
		}
		if err == nil && m.length >= 0 && m.status == 200 && int64(len(m.body)) != m.length {
			t.Errorf("%d bytes of %d", len(m.body), m.length)
		}
		checkPrintable(t, "why", reflect.ValueOf(evidence(why.text)))
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

// FuzzFilled fills an address into what a file says. What comes out is a host, and a
// text that can be printed; a domain that is taken stays as it is.
func FuzzFilled(f *testing.F) {
	f.Add("ada@example.org", "smtp.%EMAILDOMAIN%", "%EMAILADDRESS%")
	f.Add("a@b@xn--bcher-kva.example", "%EMAILDOMAIN%", "%EMAILLOCALPART%%EMAILDOMAIN%")
	f.Add("\x1b[2J@example.org", "mail.example.org", "%EMAILLOCALPART%")
	f.Add("ada@b\u00fccher.example.", "%EMAILDOMAIN%.%EMAILDOMAIN%", "")
	f.Fuzz(func(t *testing.T, address, host, user string) {
		host, err := checkHost(host)
		if err != nil {
			return
		}
		got, err := Finding{Host: host, Port: 465, Security: probe.ImplicitTLS, User: userForm(user)}.Filled(address)
		if err != nil {
			checkPrintable(t, "error", reflect.ValueOf(err.Error()))
			return
		}
		checkPrintable(t, "Finding", reflect.ValueOf(got))
		if again, err := probe.CheckHost(got.Host); err != nil || again != got.Host {
			t.Errorf("host %q: %v", got.Host, err)
		}
		domain, err := CheckDomain(address[strings.LastIndexByte(address, '@')+1:])
		if again, errAgain := CheckDomain(domain); err != nil || errAgain != nil || again != domain {
			t.Errorf("domain %q, then %q: %v, %v", domain, again, err, errAgain)
		}
		if err := (Query{Domain: domain, Address: address}).check(); err != nil {
			t.Errorf("%q at %q cannot be asked about: %v", address, domain, err)
		}
	})
}

// FuzzMXDomains: what may be asked is a domain that the host is in, and is neither the
// mail domain nor above it.
func FuzzMXDomains(f *testing.F) {
	f.Add("mx1.mail.example.net", "example.org")
	f.Add("mx.example.co.uk", "example.co.uk")
	f.Add("a.b", "a.b")
	f.Fuzz(func(t *testing.T, host, domain string) {
		host, err := checkTarget(host)
		if err != nil {
			return
		}
		if domain, err = CheckDomain(domain); err != nil {
			return
		}
		all := mxDomains(host, domain)
		for _, d := range all {
			if d == domain || d != host && !strings.HasSuffix(host, "."+d) || !strings.Contains(d, ".") || len(all) > 2 {
				t.Errorf("%s at %s: %q", domain, host, all)
			}
			if d != host && strings.HasSuffix(domain, "."+d) && strings.Count(host, ".") > strings.Count(d, ".")+1 {
				t.Errorf("%s at %s: %q is above the mail domain", domain, host, d)
			}
		}
	})
}
