//go:build linux

package realtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"postern/probe/smtptest"
)

// A firewalled host closes every door of mail by a rule of nftables, but 587 may be
// open. The rules with icmpx answer by ICMP, or ICMPv6, as the family needs.
type firewalled struct {
	name   string
	rule   string // empty: there is no such host
	open   string // the verdict of 587, if it is open
	v4, v6 string // the verdict of the others, by family
}

// Linux reports the rejection of a firewall by a word of its own over IPv6 only.
// Over IPv4 it reports that no way leads to the host: believed, unless another door
// of that address answered, if only with a refusal.
var firewalls = []firewalled{
	{name: "drops", rule: "drop", v4: "no-answer", v6: "no-answer"},
	{name: "drops all but one", rule: "drop", open: "ready", v4: "no-answer", v6: "no-answer"},
	{name: "resets", rule: "reject with tcp reset", v4: "refused", v6: "refused"},
	{name: "says that nothing listens", rule: "reject with icmpx type port-unreachable", v4: "refused", v6: "refused"},
	{name: "prohibits", rule: "reject with icmpx type admin-prohibited", v4: "unreachable", v6: "rejected-by-firewall"},
	{name: "prohibits all but one", rule: "reject with icmpx type admin-prohibited", open: "ready", v4: "rejected-by-firewall", v6: "rejected-by-firewall"},
	{name: "prohibits all but one that refuses", rule: "reject with icmpx type admin-prohibited", open: "refused", v4: "rejected-by-firewall", v6: "rejected-by-firewall"},
	{name: "denies the host", rule: "reject with icmpx type host-unreachable", v4: "unreachable", v6: "unreachable"},
	{name: "denies the host but for one", rule: "reject with icmpx type host-unreachable", open: "ready", v4: "rejected-by-firewall", v6: "rejected-by-firewall"},
	{name: "denies the way", rule: "reject with icmpx type no-route", v4: "unreachable", v6: "unreachable"},
	{name: "has nobody behind it", v4: "unreachable", v6: "unreachable"},
}

const openDoor = 587

// Where nothing answers, a door is given up sooner than it would be: that changes no
// verdict. It is longer than the system looks for a neighbour.
const doorLimit = "5s"

func TestFirewalls(t *testing.T) {
	t.Parallel()
	outside, inside := newNetwork(t), newNetwork(t)
	join(t, outside, inside)
	outside.shell(t, "ip address add 10.83.0.1/24 dev eth0", "ip address add fd00:83::1/64 dev eth0 nodad")
	inside.answersAlways(t)
	postern, ca := build(t), smtptest.NewCA("Firewall Test Authority")
	trusted := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(trusted, []byte(certificates(ca.Certificate().Raw)), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, f := range firewalls {
		f.build(t, inside, i, ca)
	}
	probes := map[string]*probing{} // all at once: most of them wait
	for i := range firewalls {
		for _, address := range addresses(i) {
			cmd := exec.CommandContext(t.Context(), postern, "probe", address, "--json", "--ca", trusted, "--timeout", doorLimit)
			probes[address] = begin(t, outside, cmd)
		}
	}
	for i, f := range firewalls {
		at := addresses(i)
		t.Run(f.name+"/IPv4", func(t *testing.T) { f.judged(t, probes[at[0]], f.v4) })
		t.Run(f.name+"/IPv6", func(t *testing.T) { f.judged(t, probes[at[1]], f.v6) })
	}
}

// addresses are those of the host with this number: IPv4, IPv6.
func addresses(i int) [2]string {
	return [2]string{fmt.Sprintf("10.83.0.%d", 10+i), fmt.Sprintf("fd00:83::%d", 10+i)}
}

// answersAlways lets the network send as many ICMP errors as there is reason for,
// where the machine allows it. Else some come with the second try, a second later.
func (n network) answersAlways(t *testing.T) {
	t.Helper()
	n.shell(t, "for limit in ipv4/icmp_ratelimit ipv6/icmp/ratelimit; do",
		"{ echo 0 >/proc/sys/net/$limit; } 2>/dev/null || :", "done")
}

// build gives the network the host with this number, and the firewall before it.
func (f firewalled) build(t *testing.T, n network, i int, ca *smtptest.CA) {
	t.Helper()
	if f.rule == "" {
		return
	}
	at, open := addresses(i), 0
	if f.open != "" {
		open = openDoor
	}
	doors := fmt.Sprintf("tcp dport { 25, 465, 587, 2525 } tcp dport != %d %s", open, f.rule)
	n.shell(t, fmt.Sprintf("ip address add %s/24 dev eth0", at[0]), fmt.Sprintf("ip address add %s/64 dev eth0 nodad", at[1]),
		"nft -f - <<END", fmt.Sprintf("table inet host%d {", i), "chain input {", "type filter hook input priority 0",
		fmt.Sprintf("ip daddr %s %s", at[0], doors), fmt.Sprintf("ip6 daddr %s %s", at[1], doors), "}", "}", "END")
	if f.open != "ready" {
		return
	}
	for _, address := range at {
		s := &smtptest.Server{Listen: net.JoinHostPort(address, strconv.Itoa(openDoor)), Host: address, CA: ca}
		if err := n.do(func() error { s.Start(); return nil }); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
	}
}

// A probing is Postern at work.
type probing struct {
	cmd         *exec.Cmd
	out, errOut bytes.Buffer
}

// begin starts Postern in the network.
func begin(t *testing.T, n network, cmd *exec.Cmd) *probing {
	t.Helper()
	p := &probing{cmd: cmd}
	cmd.Stdout, cmd.Stderr = &p.out, &p.errOut
	if err := n.do(cmd.Start); err != nil {
		t.Fatal(err)
	}
	return p
}

// judged holds Postern's verdicts against what is so.
func (f firewalled) judged(t *testing.T, p *probing, want string) {
	t.Helper()
	err := p.cmd.Wait()
	var got report
	if json.Unmarshal(p.out.Bytes(), &got) != nil || len(got.Ports) != 4 {
		t.Fatalf("%v and %d doors in %q\n%s", err, len(got.Ports), &p.out, &p.errOut)
	}
	for _, door := range got.Ports {
		w := want
		if f.open != "" && door.Port == openDoor {
			w = f.open
		}
		if door.Verdict != w {
			t.Errorf("port %d: got %s (connect is %s), want %s", door.Port, door.Verdict, door.Connect, w)
		}
	}
	if rec := got.Recommendation.Port; (f.open == "ready") != (rec != nil && *rec == openDoor) {
		t.Errorf("recommended: got %v", rec)
	}
}
