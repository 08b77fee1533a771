package discover

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// A world is all that a Finder can ask, in memory: name servers and web sites. What
// it does not know has no name.
type world struct {
	srv    map[string][]*net.SRV
	mx     map[string][]*net.MX
	hosts  map[string]string        // name → address
	dns    map[string]probe.DNS     // questions that end otherwise
	sites  map[string]string        // address of a file → the answer, word for word
	certs  map[string]smtptest.Kind // of a host, if it is not a good one
	silent string                   // name of a host, or a question, that is never answered

	ca *smtptest.CA

	mu       sync.Mutex
	requests []string
}

// never is how a site answers that takes the request and says nothing.
const never = "never"

// finder returns one that asks the world.
func (w *world) finder() *Finder {
	w.ca = smtptest.NewCA("Test Root")
	return &Finder{
		Lookup: w.lookup, SRV: w.lookupSRV, MX: w.lookupMX, Dial: w.dial, Roots: w.ca.Pool(),
		Proxy: func(*url.URL) (*url.URL, error) { return nil, nil },
	}
}

// ask is what a test asks of the world, in virtual time.
func (w *world) ask(t *testing.T, q Query) (report Report) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		report = w.finder().Find(t.Context(), q)
		time.Sleep(time.Minute) // whatever is still under way
	})
	return report
}

func (w *world) end(ctx context.Context, question string, found bool) probe.DNS {
	if question == w.silent {
		<-ctx.Done()
		return probe.DNSTimeout
	}
	if end, ok := w.dns[question]; ok {
		return end
	}
	if found {
		return probe.DNSOK
	}
	return probe.DNSNXDomain
}

func (w *world) lookup(ctx context.Context, host string) ([]netip.Addr, probe.DNS) {
	end := w.end(ctx, host, w.hosts[host] != "")
	if end != probe.DNSOK {
		return nil, end
	}
	return []netip.Addr{netip.MustParseAddr(w.hosts[host])}, end
}

func (w *world) lookupSRV(ctx context.Context, name string) ([]*net.SRV, probe.DNS) {
	return w.srv[name], w.end(ctx, name, w.srv[name] != nil)
}

func (w *world) lookupMX(ctx context.Context, domain string) ([]*net.MX, probe.DNS) {
	return w.mx[domain], w.end(ctx, "MX "+domain, w.mx[domain] != nil)
}

// dial connects to the web server at an address.
func (w *world) dial(ctx context.Context, _, address string) (net.Conn, error) {
	ip, port, _ := net.SplitHostPort(address)
	for host, a := range w.hosts {
		if a != ip {
			continue
		}
		if host == w.silent {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		client, server := smtptest.Pipe(time.Millisecond)
		go w.serve(server, host, port == "443")
		return client, nil
	}
	return nil, fmt.Errorf("dial %s: connection refused", address)
}

// serve answers one request at a host.
func (w *world) serve(conn net.Conn, host string, secure bool) {
	defer conn.Close()
	scheme := "http://"
	if secure {
		scheme = "https://"
		cert := w.ca.Issue(w.certs[host], host)
		conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12})
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	line, err := r.ReadString('\n')
	if err != nil {
		return
	}
	request := line
	for line != "\r\n" && err == nil {
		line, err = r.ReadString('\n')
		request += line
	}
	path := strings.Fields(request)[1]
	w.mu.Lock()
	w.requests = append(w.requests, request)
	answer, ok := w.sites[scheme+host+path]
	w.mu.Unlock()
	switch {
	case !ok:
		answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"
	case answer == never:
		_, _ = io.Copy(io.Discard, conn)
		return
	case strings.HasPrefix(answer, drip):
		dripping(conn, strings.TrimPrefix(answer, drip))
		return
	}
	_, _ = io.WriteString(conn, answer)
}

// drip begins an answer of which a byte comes each second, again and again.
const drip = "drip "

func dripping(conn net.Conn, s string) {
	for i := 0; ; i++ {
		if _, err := conn.Write([]byte{s[i%len(s)]}); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// ok is an answer with a file in it.
func ok(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// moved is an answer that leads elsewhere.
func moved(to string) string { return "HTTP/1.1 302 Found\r\nLocation: " + to + "\r\n\r\n" }

// settings is a file with servers in it.
func settings(servers ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
 <emailProvider id="example.org">
  <domain>example.org</domain>
  <displayName>Example Mail</displayName>
  <incomingServer type="imap"><hostname>imap.example.org</hostname><port>993</port></incomingServer>
` + strings.Join(servers, "\n") + `
 </emailProvider>
</clientConfig>`
}

// outgoing is one server of a file.
func outgoing(host, port, security string) string {
	return `<outgoingServer type="smtp"><hostname>` + host + `</hostname><port>` + port + `</port><socketType>` + security +
		`</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>`
}

// good is a file as it should be.
var good = settings(outgoing("smtp.example.org", "465", "SSL"))

const (
	own       = "https://autoconfig.example.org/mail/config-v1.1.xml"
	wellKnown = "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml"
)

// answer returns what one source has said.
func answer(t *testing.T, r Report, s SourceID) Answer {
	t.Helper()
	a, ok := r.Answer(s)
	if !ok {
		t.Fatalf("%s was not asked", s)
	}
	return a
}

// brief is a finding in a line.
func brief(f Finding) string {
	if f.Guess {
		return f.Host + " " + string(f.DNS)
	}
	return fmt.Sprintf("%s:%d %s", f.Host, f.Port, f.Security)
}

func briefs(a Answer) string {
	var all []string
	for _, f := range a.Findings {
		all = append(all, brief(f))
	}
	return strings.Join(all, ", ")
}
