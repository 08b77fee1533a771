//go:build !windows

package probe_test

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// doorsOf dials by address and port; what is not listed never answers.
func doorsOf(s *smtptest.Server, errs map[string]error) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		err, listed := errs[address]
		switch {
		case !listed:
			<-ctx.Done()
			return nil, ctx.Err()
		case err != nil:
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", err)}
		}
		return s.Dial(ctx, network, address)
	}
}

// TestFirewalls: one door alone cannot tell a firewall's ICMP error from a route
// that leads nowhere; another door of the same address can.
func TestFirewalls(t *testing.T) {
	const noWay, noNet, shut = syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.ECONNREFUSED
	type network = map[string]error
	at := func(host, port string) string { return net.JoinHostPort(host, port) }
	tests := map[string]struct {
		addrs []string
		net   network
		want  string // of 587, then of 25, in short
	}{
		"another door opens":        {[]string{v4}, network{at(v4, "587"): nil, at(v4, "25"): noWay}, "ok; rejected 1: rejected"},
		"another door refuses":      {[]string{v4}, network{at(v4, "587"): shut, at(v4, "25"): noWay}, "refused; rejected 1: rejected"},
		"another door is reset":     {[]string{v4}, network{at(v4, "587"): syscall.ECONNRESET, at(v4, "25"): noNet}, "reset; rejected 1: rejected"},
		"no door has a way":         {[]string{v4}, network{at(v4, "587"): noWay, at(v4, "25"): noWay}, "unreachable; unreachable 0: unreachable"},
		"no door answers":           {[]string{v4}, network{at(v4, "25"): noWay}, "timeout; unreachable 0: unreachable"},
		"another address answers":   {[]string{otherV4, v4}, network{at(otherV4, "587"): nil, at(otherV4, "25"): shut, at(v4, "25"): noWay}, "ok; refused 1: refused, unreachable"},
		"both answers of a kind":    {[]string{v4, otherV4}, network{at(v4, "587"): nil, at(v4, "25"): noWay, at(otherV4, "25"): noWay}, "ok; rejected 1: rejected, unreachable"},
		"one address drops":         {[]string{v4, otherV4}, network{at(v4, "587"): nil, at(v4, "25"): noWay}, "ok; rejected 1: rejected, timeout"},
		"this computer has no room": {[]string{v4}, network{at(v4, "587"): nil, at(v4, "25"): syscall.EMFILE}, "ok; unreachable 0: unreachable"},
		"IPv6 says it itself":       {[]string{v6}, network{at(v6, "587"): syscall.ECONNREFUSED, at(v6, "25"): syscall.EACCES}, "refused; rejected 1: rejected"},
		"IPv6, alone":               {[]string{v6}, network{at(v6, "25"): syscall.EACCES}, "timeout; rejected 1: rejected"},
		"a family without a way": {
			[]string{v6, v4},
			network{at(v6, "587"): noNet, at(v6, "25"): noNet, at(v4, "587"): nil, at(v4, "25"): shut},
			"ok; refused 1: unreachable, refused",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{}
				p := &probe.Prober{Lookup: lookupOf(test.addrs...), Dial: doorsOf(s, test.net), Roots: s.Roots()}
				report := p.Probe(t.Context(), "localhost", []probe.Door{probe.DoorAt(587), probe.DoorAt(25)})
				synctest.Wait()
				s.Close()
				var tries []string
				for _, a := range report.Doors[1].Connects {
					tries = append(tries, string(a.Result))
				}
				relay := report.Doors[1]
				got := string(report.Doors[0].Connect) + "; " + string(relay.Connect) + " " +
					string(rune('0'+relay.RoundTrips)) + ": " + strings.Join(tries, ", ")
				if got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			})
		})
	}
}

// TestFirewallTold: in whatever order the events come, the report says the same,
// and no published result is written to.
func TestFirewallTold(t *testing.T) {
	doors := []probe.Door{probe.DoorAt(587), probe.DoorAt(25)}
	var events []probe.Event
	for _, err := range []error{nil, syscall.EHOSTUNREACH} {
		synctest.Test(t, func(t *testing.T) {
			s := &smtptest.Server{}
			p := &probe.Prober{Lookup: lookupOf(v4), Roots: s.Roots(), Dial: network{s, map[string]route{v4: {err: err}}}.dial}
			_, all := p.Start(t.Context(), "localhost", doors[len(events):][:1])
			var last probe.Event
			for e := range all {
				last = e
			}
			last.Door = len(events)
			events = append(events, last)
			synctest.Wait()
			s.Close()
		})
	}
	for _, order := range [][]int{{0, 1}, {1, 0}, {1, 0, 1, 0}} {
		report := probe.NewReport("localhost", time.Now(), doors)
		for _, i := range order {
			report = report.With(events[i])
		}
		if got := report.Doors[1]; got.Connect != probe.ConnectRejected || got.RoundTrips != 1 {
			t.Errorf("in the order %d: got %s, %d round trips", order, got.Connect, got.RoundTrips)
		}
		if got := events[1].Result; got.Connect != probe.ConnectUnreachable || got.Connects[0].Result != probe.ConnectUnreachable {
			t.Errorf("in the order %d: the event was written to: %+v", order, got)
		}
	}
}

// TestNoBlame: an ICMP error that the system words as a lack of permission is
// never told in that word.
func TestNoBlame(t *testing.T) {
	for _, err := range []error{syscall.EACCES, syscall.EPERM} {
		synctest.Test(t, func(t *testing.T) {
			dial := func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: errors.Join(os.NewSyscallError("connect", err))}
			}
			r := checkedProbe(t, &probe.Prober{Lookup: lookupOf(v6, v4), Dial: dial}, probe.DoorAt(25))
			if r.Connect != probe.ConnectRejected || strings.Contains(strings.ToLower(print(r)), "perm") {
				t.Errorf("got %s\n%s", r.Connect, print(r))
			}
		})
	}
}
