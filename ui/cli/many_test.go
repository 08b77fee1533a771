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
	hosts := &hostList{named: []target{{host: "192.0.2.1"}, {host: "192.0.2.2"}}, input: bufio.NewReader(strings.NewReader(""))}
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
	long := func(begin string) string { return begin + strings.Repeat("x", 1<<20) + "\n" }
	for name, tt := range map[string]struct{ between, says string }{
		"without end":         {long(""), "the line is longer than 4096 bytes"},
		"one byte over":       {strings.Repeat("x", longestLine+1) + "\n", "the line is longer than 4096 bytes"},
		"as long as is kept":  {strings.Repeat("x", longestLine) + "\n", "the host name is 4096 characters long"},
		"a name, then spaces": {"d.example" + long(strings.Repeat(" ", longestLine)), "the line is longer than 4096 bytes"},
		"a comment":           {long("# "), ""},
		"a comment behind":    {long("d.example # "), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var complaints []string
			l := &hostList{
				named: []target{{host: fromInput}}, complain: func(err error) { complaints = append(complaints, err.Error()) },
				input: bufio.NewReader(strings.NewReader("\ufeffa.example\n# no\n\n" + tt.between + "b.example # theirs\r\nc.example")),
			}
			var got []string
			for t, ok := l.next(); ok; t, ok = l.next() {
				got = append(got, t.host)
			}
			want := []string{"a.example", "b.example", "c.example"}
			if name == "a comment behind" {
				want = slices.Insert(want, 1, "d.example")
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			said := strings.Join(complaints, "\n")
			if l.wrong != len(complaints) || (tt.says == "") != (said == "") || said != "" && !strings.HasPrefix(said, "line 4: ") || !strings.Contains(said, tt.says) || len(said) > 1000 {
				t.Errorf("%d complaints: %.300q", l.wrong, said)
			}
		})
	}
}

// TestTheLastLineHasANumber: also one that does not end, and is as long as what is read
// at once.
func TestTheLastLineHasANumber(t *testing.T) {
	var said string
	l := &hostList{
		named: []target{{host: fromInput}}, complain: func(err error) { said += err.Error() },
		input: bufio.NewReader(strings.NewReader("\n" + strings.Repeat("x", longestLine))),
	}
	if got, ok := l.next(); ok || !strings.HasPrefix(said, "line 2: ") {
		t.Errorf("got %v and %.300q", got, said)
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

func TestAtOnce(t *testing.T) {
	for _, tt := range []struct{ doors, files, want int }{
		{4, 1 << 20, 16},
		{4, 1024, 16},
		{4, 256, 14},
		{4, 64, 2},
		{20, 64, 1},
		{4, 8, 1},
		{0, 64, 8},
	} {
		if got := atOnce(tt.doors, tt.files); got != tt.want {
			t.Errorf("%d doors, %d files: got %d, want %d", tt.doors, tt.files, got, tt.want)
		}
	}
}
