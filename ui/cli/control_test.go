package cli

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

const asked, other = "192.0.2.1", "192.0.2.2"

// A world of two hosts: one that is asked about, and any other. Every dial is
// written down.
type twoHosts struct {
	mu     sync.Mutex
	dialed []string
	there  error // what dialling the other host ends in; nil: it answers
}

func (h *twoHosts) prober(doors ...probe.Door) prober {
	p := prober{policy: advice.Prefer587, ports: doors}
	p.Timeout = 5 * time.Second
	p.Lookup = func(_ context.Context, host string) ([]netip.Addr, probe.DNS) {
		if host == "mail.example.org" {
			return []netip.Addr{netip.MustParseAddr(asked)}, probe.DNSOK
		}
		return []netip.Addr{netip.MustParseAddr(other)}, probe.DNSOK
	}
	p.Dial = h.dial
	return p
}

func (h *twoHosts) dial(_ context.Context, network, address string) (net.Conn, error) {
	h.mu.Lock()
	h.dialed = append(h.dialed, address)
	h.mu.Unlock()
	err := h.there
	if strings.HasPrefix(address, asked) {
		err = syscall.ECONNREFUSED
	}
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", err)}
	}
	here, there := net.Pipe()
	go func() {
		defer there.Close()
		if _, err := io.WriteString(there, "421 too busy\r\n"); err == nil {
			_, _ = io.Copy(io.Discard, there)
		}
	}()
	return here, nil
}

// TestControl: the person sees who was asked and what follows, and one connection
// a door is made there.
func TestControl(t *testing.T) {
	tests := []struct {
		name       string
		there      error
		conclusion advice.ConclusionID
		words      []string
	}{
		{"the other answers", nil, advice.ConcludeServer, []string{"try later", "likely mail.example.org", "answers on port 587"}},
		{"the other is shut too", syscall.ECONNREFUSED, advice.ConcludeNetwork, []string{"closed", "likely this network", "What to write, now that this is known:"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := &twoHosts{there: tt.there}
			p := h.prober(probe.Door{Port: 587})
			var told bytes.Buffer
			out := p.one(t.Context(), "mail.example.org")
			before := len(h.dialed)
			out.control = p.ask(t.Context(), out.report, &progress{w: &told})
			if got := strings.Join(h.dialed[before:], " "); got != other+":587" {
				t.Errorf("dialled %q", got)
			}
			if !strings.Contains(told.String(), "Trying smtp.gmail.com: 587.") {
				t.Errorf("whom it asks is not told while it does: %q", &told)
			}
			var text bytes.Buffer
			writeReport(&text, out, false, false)
			for _, w := range append(tt.words, "The control question went to smtp.gmail.com (Gmail):\n  587  submission, STARTTLS") {
				if !strings.Contains(text.String(), w) {
					t.Errorf("no %q in\n%s", w, &text)
				}
			}
			var line bytes.Buffer
			writeJSON(&line, newJSONReport(out, false))
			holdsSchema(t, line.Bytes())
			want := `"control":{"host":"smtp.gmail.com","ports":[{"port":587,"verdict":`
			if !strings.Contains(line.String(), want) || !strings.Contains(line.String(), `"conclusion":"`+string(tt.conclusion)+`"`) {
				t.Errorf("got %s", &line)
			}
		})
	}
}

// TestControlAsksNobodyInVain: where there is nothing to ask, nobody is, and the
// person is told so.
func TestControlAsksNobodyInVain(t *testing.T) {
	alone(t)
	s := house(t, "")
	args := []string{"probe", "localhost", "--port", portFlag(s, 587), "--ca", s.CAFile, "--control"}
	code, out, errOut := run(t, "", args...)
	if code != 0 || errOut != "" || !strings.Contains(out, "Another server would not help to tell.") || strings.Contains(out, "went to") {
		t.Errorf("got %d, %q and\n%s", code, errOut, out)
	}
	_, out, _ = run(t, "", append(args, "--json")...)
	if !strings.Contains(out, `"control":{"host":"","ports":[],"conclusion":"not-needed"}`) {
		t.Errorf("got %s", out)
	}
	holdsSchema(t, []byte(out))
	_, out, _ = run(t, "", "probe", "localhost", "--port", portFlag(s, 587), "--ca", s.CAFile, "--json")
	if strings.Contains(out, `"control"`) {
		t.Errorf("a control nobody asked for: %s", out)
	}
}

func TestControlIsForOneHost(t *testing.T) {
	alone(t)
	for _, hosts := range [][]string{{"localhost", "127.0.0.1"}, {"-"}} {
		code, out, errOut := run(t, "localhost\n", append([]string{"probe", "--control"}, hosts...)...)
		if code != exitUsage || out != "" || !strings.Contains(errOut, "--control goes with one host") {
			t.Errorf("%v: got %d, %q and %q", hosts, code, out, errOut)
		}
	}
}

// TestControlInterrupted: who stops the probe asks nobody else.
func TestControlInterrupted(t *testing.T) {
	h := new(twoHosts)
	p := h.prober(probe.Door{Port: 587})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := p.one(ctx, "mail.example.org")
	before := len(h.dialed)
	got := p.ask(ctx, out.report, nil)
	if got.question.Host != "" || len(h.dialed) != before || got.conclusion.ID != advice.ConcludeUnclear {
		t.Errorf("asked %q: %+v", got.question.Host, got.conclusion)
	}
}
