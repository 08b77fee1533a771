package probe_test

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

// A report is the fold of the events of a run.
func ExampleProber_Start() {
	server := &smtptest.Server{}
	server.Start()
	defer server.Close()

	prober := &probe.Prober{Roots: server.Roots(), Lookup: loopback}
	doors := []probe.Door{{Port: 587, DialPort: server.Port()}}
	report, events := prober.Start(context.Background(), "localhost", doors)
	for e := range events {
		report = report.With(e)
	}

	door, _ := report.Door(587)
	fmt.Println(report.Settled(), door.Greeting, door.TLS, door.TLSVerified, door.AuthAfterTLS)
	// Output: true ok ok true [PLAIN LOGIN]
}

// The transcript holds every line of the dialogue, safe to print.
func ExampleProber_Probe() {
	server := &smtptest.Server{SayGreeting: "554 5.7.1 go \x1b[31maway\x1b[0m"}
	server.Start()
	defer server.Close()

	prober := &probe.Prober{Timeout: 10 * time.Second, Lookup: loopback}
	report := prober.Probe(context.Background(), "localhost", []probe.Door{{Port: 25, DialPort: server.Port()}})
	for _, line := range report.Doors[0].Transcript {
		if line.From != probe.FromNote {
			fmt.Println(line.From, line.Text)
		}
	}
	// Output:
	// server 554 5.7.1 go \x1B[31maway\x1B[0m
	// client QUIT
}

// loopback is what an example looks names up with.
func loopback(context.Context, string) ([]netip.Addr, probe.DNS) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, probe.DNSOK
}

func ExampleCheckHost() {
	for _, host := range []string{"SMTP.Bücher.example", "[2001:db8::25]", "ada@example.org", "smtp.example.org:587"} {
		name, err := probe.CheckHost(host)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(name)
	}
	// Output:
	// smtp.xn--bcher-kva.example
	// 2001:db8::25
	// "ada@example.org" is a mail address: give the mail server's name, often smtp.example.org or mail.example.org
	// "smtp.example.org:587" has a colon in it: give the host name alone, and the port by itself
}

func ExampleNewText() {
	fmt.Println(probe.NewText("ready\x1b[2J \u202egpj.exe caf\xe9"))
	// Output: ready\x1B[2J <U+202E>gpj.exe caf\xE9
}
