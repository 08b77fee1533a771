package cli

import (
	"bufio"
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// What is known of the hosts being tried is told when the person stops it, and
// each in its turn.
func TestInterruptedHostsAreTold(t *testing.T) {
	s := &smtptest.Server{}
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p := prober{ports: []probe.Door{probe.DoorAt(587)}}
	p.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "192.0.2.1:") {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return s.Dial(ctx, network, address)
	}
	hosts := &hostList{named: []string{"192.0.2.1", "192.0.2.2"}, input: bufio.NewScanner(strings.NewReader(""))}
	var told []string
	stopped := func(yield func(int, outcome) bool) {
		for n, out := range p.many(ctx, hosts) {
			if !yield(n, out) {
				return
			}
			cancel() // as soon as the first has ended, which is the second
		}
	}
	for _, out := range inOrder(stopped) {
		told = append(told, out.report.Host+" "+string(advice.Judge(out.report.Doors[0])))
	}
	if want := []string{"192.0.2.1 cancelled", "192.0.2.2 bad-certificate"}; !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

// A host whose turn never came is told all the same.
func TestInOrderLosesNothing(t *testing.T) {
	var got []int
	for n := range inOrder(func(yield func(int, outcome) bool) {
		_ = yield(3, outcome{}) && yield(0, outcome{}) && yield(2, outcome{})
	}) {
		got = append(got, n)
	}
	if want := []int{0, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
