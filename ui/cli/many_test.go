package cli

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// What is known of the hosts being tried is told when the person stops it.
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
	hosts := &hostList{named: []string{"192.0.2.1", "192.0.2.2"}, input: bufio.NewReader(strings.NewReader(""))}
	var told []string
	for out := range p.many(ctx, hosts, func() {}) {
		told = append(told, out.report.Host+" "+string(advice.Judge(out.report.Doors[0])))
		cancel() // as soon as the first has ended, which is the second that was named
	}
	if want := []string{"192.0.2.2 bad-certificate", "192.0.2.1 cancelled"}; !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

// A line without end is one line that is no host; the others are hosts.
func TestHostsAreReadWhateverStandsBetween(t *testing.T) {
	var complaints []string
	l := &hostList{
		named: []string{"-"}, complain: func(err error) { complaints = append(complaints, err.Error()) },
		input: bufio.NewReader(strings.NewReader("\ufeffa.example\n# no\n\n" + strings.Repeat("x", 1<<20) + "\nb.example # theirs\r\nc.example")),
	}
	var got []string
	for host, ok := l.next(); ok; host, ok = l.next() {
		got = append(got, host)
	}
	if want := []string{"a.example", "b.example", "c.example"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(complaints) != 1 || !strings.HasPrefix(complaints[0], "line 4: ") || len(complaints[0]) > 1000 || l.wrong != 1 {
		t.Errorf("complaints: %.300q", complaints)
	}
}

func TestTally(t *testing.T) {
	var out bytes.Buffer
	c := &tally{w: &out}
	c.count(outcome{})
	c.count(outcome{advice: advice.Advice{Port: 587}})
	c.tell()
	if got, want := out.String(), "2 hosts tried so far, 1 of them with a door to use.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	new(tally).tell() // to nobody
}
