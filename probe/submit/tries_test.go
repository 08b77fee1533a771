package submit_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/probe/submit"
)

const (
	user   = "ada@example.org"
	secret = "correct Horse=battery\\st%ple,\"'ß"
)

// An outcome is all that an attempt left behind.
type outcome struct {
	probe.SignIn
	server   *smtptest.Server
	wire     []byte // what the client sent, as it crossed the network
	commands []string
}

// says is a source that has the secret already.
func says(secret string) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) { return []byte(secret), nil }
}

func toLoopback(context.Context, string) ([]netip.Addr, probe.DNS) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
}

// doorOfScript returns the door a scripted server is behind.
func doorOfScript(s *smtptest.Server) probe.Door {
	if s.Implicit {
		return probe.DoorAt(465)
	}
	return probe.DoorAt(587)
}

// tries makes an attempt in virtual time and checks what always holds.
func tries(t *testing.T, s *smtptest.Server, change func(*submit.Attempt)) (o outcome) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		a := submit.Attempt{Host: "localhost", Door: doorOfScript(s), User: user, Secret: says(secret)}
		if change != nil {
			change(&a)
		}
		o = attempts(t, t.Context(), s, a)
	})
	return o
}

// attempts is tries for whoever is in a bubble already.
func attempts(t *testing.T, ctx context.Context, s *smtptest.Server, a submit.Attempt) outcome {
	t.Helper()
	tap := &tap{}
	p := &probe.Prober{Lookup: toLoopback, Dial: tap.dial(s.Dial), Roots: s.Roots()}
	var given []byte
	if fetch := a.Secret; fetch != nil {
		a.Secret = func(ctx context.Context) ([]byte, error) {
			b, err := fetch(ctx)
			given = b
			return b, err
		}
	}
	first, events := (&submit.Submitter{Prober: p}).Start(ctx, a)
	o := outcome{SignIn: first, server: s}
	var seen []submit.Event
	var printed []string
	for e := range events {
		seen, printed, o.SignIn = append(seen, e), append(printed, fmt.Sprintf("%+v", e)), e.SignIn
	}
	synctest.Wait()
	s.Close()
	time.Sleep(2 * time.Hour) // for a source that keeps its secret for long
	synctest.Wait()
	o.wire, o.commands = tap.bytes(), s.Commands()
	checkStream(t, seen, printed)
	checkWiped(t, given)
	for _, c := range s.Complaints() {
		t.Errorf("the server complains: %s", c)
	}
	if n := s.Connections(); n > 1 {
		t.Errorf("%d connections were made", n)
	}
	return o
}

// checkStream checks what holds of every stream of events.
func checkStream(t *testing.T, seen []submit.Event, printed []string) {
	t.Helper()
	for i, e := range seen {
		if fmt.Sprintf("%+v", e) != printed[i] {
			t.Errorf("event %d was changed after it was sent", i)
		}
		if i > 0 && (e.At < seen[i-1].At || e.SignIn.Step < seen[i-1].SignIn.Step) {
			t.Errorf("event %d goes back", i)
		}
		if settled := e.SignIn.Step == probe.SignInSettled; settled != (i == len(seen)-1) {
			t.Errorf("event %d of %d: settled is %v", i, len(seen), settled)
		}
	}
	if len(seen) == 0 {
		t.Error("there was no event")
	}
	all := strings.Join(printed, "\n")
	for _, e := range seen {
		j, err := json.Marshal(e)
		if err != nil {
			t.Error(err)
		}
		all += "\n" + string(j)
	}
	if found := leak(all, secret); found != "" {
		t.Errorf("the events hold the secret, as %q", found)
	}
}

// checkWiped checks that what the source returned was overwritten.
func checkWiped(t *testing.T, given []byte) {
	t.Helper()
	if len(bytes.Trim(given, "\x00")) > 0 {
		t.Error("the secret was not overwritten")
	}
}

// check searches for the secret where none may be, and counts the attempts.
func (o outcome) check(t *testing.T, credential bool) {
	t.Helper()
	if found := leak(string(o.wire), secret); found != "" {
		t.Errorf("the secret was sent in the clear, as %q", found)
	}
	said := strings.Join(o.commands, "\n")
	logins := 0
	for _, c := range o.commands {
		if strings.HasPrefix(strings.ToUpper(c), "AUTH") {
			logins++
		}
	}
	if logins > 1 || !credential && logins > 0 {
		t.Errorf("AUTH was said %d times:\n%s", logins, said)
	}
	if sent := leak(said, secret) != ""; sent && !credential {
		t.Errorf("the secret was sent:\n%s", said)
	}
	if t.Failed() {
		t.Log(transcript(o.SignIn))
	}
}

// transcript prints the conversation.
func transcript(s probe.SignIn) string {
	var b strings.Builder
	for _, l := range s.Transcript {
		fmt.Fprintf(&b, "%v %s: %s\n", l.At, l.From, l.Text)
	}
	return b.String()
}

// leak returns the form in which a text holds a secret, "" if it does not. It has
// its own way of finding forms: it codes the secret with all kinds of neighbours,
// and takes what they have in common.
func leak(text, secret string) string {
	low := strings.ToLower(text)
	for _, form := range forms(secret) {
		if len(form) > 3 && strings.Contains(low, strings.ToLower(form)) {
			return form
		}
	}
	return ""
}

func forms(secret string) []string {
	all := []string{secret, hex.EncodeToString([]byte(secret)), fmt.Sprintf("%q", secret)}
	for _, alphabet := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		all = append(all, alphabet.EncodeToString([]byte(secret)))
		for before := range 3 {
			one := alphabet.EncodeToString([]byte(strings.Repeat("\x00", before) + secret + "\x00\x00\x00"))
			other := alphabet.EncodeToString([]byte(strings.Repeat("\xFF", before) + secret + "\xFF\xFF\xFF"))
			common := ""
			for i := range min(len(one), len(other)) {
				if one[i] == other[i] {
					common += one[i : i+1]
				}
			}
			all = append(all, strings.TrimRight(common, "="))
		}
	}
	return all
}

// A tap records what a client sends.
type tap struct {
	mu   sync.Mutex
	sent []byte
}

func (p *tap) dial(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return tapped{c, p}, nil
	}
}

func (p *tap) bytes() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent
}

type tapped struct {
	net.Conn
	tap *tap
}

func (c tapped) Write(b []byte) (int, error) {
	c.tap.mu.Lock()
	c.tap.sent = append(c.tap.sent, b...)
	c.tap.mu.Unlock()
	return c.Conn.Write(b)
}
