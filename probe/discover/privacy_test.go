package discover

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe/smtptest"
)

// TestWhatIsSent holds the requests to what doc.go promises.
func TestWhatIsSent(t *testing.T) {
	w := lively()
	r := w.ask(t, Query{Domain: "example.org", PlainHTTP: true, Address: "ada+x@example.org"})
	told := 0
	for _, request := range w.requests {
		lines := strings.Split(request, "\r\n")
		var names []string
		for _, l := range lines[1 : len(lines)-2] {
			name, _, _ := strings.Cut(l, ":")
			names = append(names, name)
		}
		if want := []string{"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}; !slices.Equal(names, want) {
			t.Errorf("sent %q", request)
		}
		if !strings.Contains(request, "\r\nUser-Agent: Postern\r\n") {
			t.Errorf("sent %q", request)
		}
		if strings.Contains(request, "ada") {
			told++
			if lines[1] != "Host: autoconfig.example.org" && lines[1] != "Host: example.org" ||
				!strings.Contains(lines[0], "xml?emailaddress=ada%2Bx%40example.org HTTP/1.1") {
				t.Errorf("told the address: %q", request)
			}
		}
	}
	if told != 2 {
		t.Errorf("%d were told the address", told)
	}
	for _, q := range r.Asked() {
		if s := q.String(); strings.Contains(s, "ada") && !strings.HasPrefix(s, "GET https://") {
			t.Errorf("asked %s", s)
		}
	}
}

// TestNotWithoutConsent: by default nobody is told an address, and nothing goes out
// in the clear.
func TestNotWithoutConsent(t *testing.T) {
	w := lively()
	r := w.ask(t, Query{Domain: "example.org"})
	var asked []string
	for _, q := range r.Asked() {
		asked = append(asked, q.String())
	}
	slices.Sort(asked)
	want := []string{
		"DNS A and AAAA example.org", "DNS A and AAAA mail.example.org", "DNS A and AAAA mx.big.example.net", "DNS A and AAAA smtp.example.org",
		"DNS A and AAAA postern-wildcard-check.example.org",
		"DNS MX example.org", "DNS SRV _submission._tcp.example.org", "DNS SRV _submissions._tcp.example.org",
		"GET " + own, "GET https://autoconfig.big.example.net/mail/config-v1.1.xml",
		"GET https://autoconfig.example.net/mail/config-v1.1.xml", "GET https://autoconfig.thunderbird.net/v1.1/example.org",
		"GET https://big.example.net" + wellKnownPath, "GET https://example.net" + wellKnownPath, "GET " + wellKnown,
	}
	slices.Sort(want)
	if !slices.Equal(asked, want) {
		t.Errorf("asked\n%s", strings.Join(asked, "\n"))
	}
}

func TestLocalDomain(t *testing.T) {
	for _, d := range []string{"nas.local", "corp", "mail.home.arpa"} {
		w := &world{}
		if a := answer(t, w.ask(t, Query{Domain: d}), ISPDB); a.State != Skipped || a.Reason != LocalDomain {
			t.Errorf("%s: %s %s", d, a.State, a.Reason)
		}
	}
}

// TestBadQuery: nothing is asked in the name of what is no domain, and no address
// of another domain is told.
func TestBadQuery(t *testing.T) {
	for _, q := range []Query{
		{},
		{Domain: "Example.org"},
		{Domain: "192.0.2.1"},
		{Domain: "a b"},
		{Domain: "example.org/x"},
		{Domain: "example.org", Address: "ada"},
		{Domain: "example.org", Address: "@example.org"},
		{Domain: "example.org", Address: "ada@example.net"},
	} {
		for _, a := range new(world).ask(t, q).Answers {
			if len(a.Asked) > 0 || a.State != Skipped {
				t.Errorf("%+v: %s %s %v", q, a.Source, a.State, a.Asked)
			}
		}
	}
}

func TestCheckDomain(t *testing.T) {
	if d, err := CheckDomain("Bücher.Example."); d != "xn--bcher-kva.example" || err != nil {
		t.Errorf("got %q, %v", d, err)
	}
	for _, bad := range []string{"", "192.0.2.1", "[::1]", "ada@example.org", "a b"} {
		if _, err := CheckDomain(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestProxy: all files come through it, and nothing else is dialled.
func TestProxy(t *testing.T) {
	w := lively()
	w.hosts["proxy.example"] = "192.0.2.99"
	synctest.Test(t, func(t *testing.T) {
		f := w.finder()
		f.Proxy = func(*url.URL) (*url.URL, error) { return mustParse("http://me:secret@proxy.example:3128"), nil }
		p := &proxied{world: w}
		f.Dial = p.dial
		r := f.Find(t.Context(), Query{Domain: "example.org", PlainHTTP: true})
		for _, s := range []SourceID{Autoconfig, WellKnown, ISPDB, AutoconfigHTTP, WellKnownHTTP} {
			if a := answer(t, r, s); a.State != Found {
				t.Errorf("%s: %s %s %s", s, a.State, a.Reason, a.Why)
			}
		}
		login := "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("me:secret"))
		for _, request := range p.heads {
			if !strings.Contains(request, login) {
				t.Errorf("the proxy was asked %q", request)
			}
		}
		for _, request := range w.requests {
			if strings.HasPrefix(request, "GET /") && strings.Contains(request, login) {
				t.Errorf("a site was told %q", request)
			}
		}
		time.Sleep(time.Minute)
	})
}

// proxied is a world behind a proxy.
type proxied struct {
	*world
	heads []string
}

func (p *proxied) dial(_ context.Context, _, address string) (net.Conn, error) {
	if address != "192.0.2.99:3128" {
		return nil, errors.New("only the proxy can be reached, not " + address)
	}
	client, server := smtptest.Pipe(0)
	go p.pass(server)
	return client, nil
}

func (p *proxied) pass(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	head := ""
	for !strings.HasSuffix(head, "\r\n\r\n") {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		head += line
	}
	p.mu.Lock()
	p.heads = append(p.heads, head)
	p.mu.Unlock()
	words := strings.Fields(head)
	if words[0] == "GET" { // the whole address
		p.mu.Lock()
		answer := p.sites[words[1]]
		p.mu.Unlock()
		_, _ = io.WriteString(conn, answer)
		return
	}
	host := strings.TrimSuffix(words[1], ":443")
	if p.hosts[host] == "" {
		_, _ = io.WriteString(conn, "HTTP/1.1 502 Bad Gateway\r\n\r\n")
		return
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
	p.serve(conn, host, true)
}

func TestBadProxy(t *testing.T) {
	for _, address := range []string{"socks5://proxy.example", "https://proxy.example", "http://nowhere.example", "http://proxy.example:0", "http://example.org"} {
		w := lively()
		synctest.Test(t, func(t *testing.T) {
			f := w.finder()
			f.Proxy = func(*url.URL) (*url.URL, error) { return mustParse(address), nil }
			a := answer(t, f.Find(t.Context(), Query{Domain: "example.org"}), Autoconfig)
			if a.State != Failed || a.Reason != BadProxy {
				t.Errorf("%s: %s %s %s", address, a.State, a.Reason, a.Why)
			}
			time.Sleep(time.Minute)
		})
	}
	f := &Finder{Proxy: func(*url.URL) (*url.URL, error) { return nil, errors.New("http://me:secret@x") }}
	if _, err := f.proxy(mustParse(own)); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}
