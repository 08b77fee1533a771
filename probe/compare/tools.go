package main

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// patience is how long msmtp and swaks are told to wait for each answer; their own
// limits are minutes, or none. Postern keeps to its own, and openssl has none.
const patience = 15 * time.Second

// A tool is a program and how somebody who knows it asks it about a door.
type tool struct {
	name    string
	program string // on the path
	version []string
	// call returns the arguments that make it try a door, its certificate
	// verified against the authority.
	call func(o opened, ca string) []string
	// says is typed into it; its input ends a while later.
	says string
	// able, if set, are arguments after which it says it can do TLS, in the words
	// canTLS; it can be without, where a library is missing.
	able []string
	// judge says what its answer is worth.
	judge func(situation, answer) judgement
	// aloud, if there is one, makes it say the same for a person.
	aloud func(o opened, ca string) []string
}

// tools returns all of them, as they stand in the tables.
func tools(postern string) []tool {
	return []tool{
		{name: "msmtp", program: "msmtp", version: []string{"--version"}, call: callMSMTP, judge: judgeOther},
		{name: "swaks", program: "swaks", version: []string{"--version"}, call: callSwaks, judge: judgeOther, able: []string{"--support"}},
		{
			name: "openssl", program: "openssl", version: []string{"version"}, call: callOpenSSL, judge: judgeOther,
			says: "EHLO client.test\r\n",
		},
		{name: "Postern", program: postern, version: []string{"--version"}, call: callPostern, judge: judgePostern, aloud: callPosternAloud},
	}
}

// callMSMTP asks for the server's greeting, capabilities and certificate.
func callMSMTP(o opened, ca string) []string {
	starttls := "on"
	if o.implicit {
		starttls = "off"
	}
	return []string{
		"--serverinfo", "--host=" + o.host, "--port=" + strconv.Itoa(o.port),
		"--domain=client.test", "--timeout=" + strconv.Itoa(int(patience.Seconds())),
		"--tls=on", "--tls-starttls=" + starttls, "--tls-trust-file=" + ca,
	}
}

// callSwaks goes as far as the EHLO inside TLS.
func callSwaks(o opened, ca string) []string {
	tls := "-tls"
	if o.implicit {
		tls = "-tlsc"
	}
	return []string{
		"--server", o.host, "--port", strconv.Itoa(o.port), "--ehlo", "client.test",
		"--from", "ada@client.test", "--to", "bob@client.test", "--quit-after", "EHLO",
		"--timeout", patience.String(), tls, "--tls-verify", "--tls-ca-path", ca,
	}
}

// callOpenSSL begins TLS and says EHLO in it.
func callOpenSSL(o opened, ca string) []string {
	args := []string{"s_client"}
	if !o.implicit {
		args = append(args, "-starttls", "smtp", "-name", "client.test")
	}
	return append(args,
		"-connect", o.address(), "-servername", o.host, "-verify_hostname", o.host,
		"-CAfile", ca, "-verify_return_error", "-brief",
	)
}

// callPostern asks for the report that scripts get.
func callPostern(o opened, ca string) []string { return append(callPosternAloud(o, ca), "--json") }

// callPosternAloud asks for all that a person can be shown.
func callPosternAloud(o opened, ca string) []string {
	mode := "starttls"
	if o.implicit {
		mode = "tls"
	}
	return []string{
		"probe", o.host, "--port", strconv.Itoa(o.port) + ":" + mode,
		"--ca", ca, "--transcript",
	}
}

// canTLS is how swaks says that it can.
const canTLS = "TLS supported"

// entry is a tool that is there.
type entry struct {
	tool
	path    string // of the program
	release string // what it calls itself
	world   *world
}

// installed returns the tools whose program is there; it says which are not.
func (w *world) installed(ctx context.Context, postern string) []entry {
	var there []entry
	for _, t := range tools(postern) {
		path, err := exec.LookPath(t.program)
		if err != nil {
			complain("left out, for it is not on the path: %s", t.name)
			continue
		}
		e := entry{tool: t, path: path, world: w}
		if t.able != nil && !strings.Contains(e.start(ctx, t.able, time.Minute, 0).text, canTLS) {
			complain("left out, for it lacks what it needs for TLS: %s", t.name)
			continue
		}
		e.release = e.firstLine(ctx)
		there = append(there, e)
	}
	return there
}

// firstLine is what the program says first when asked for its version.
func (e entry) firstLine(ctx context.Context) string {
	a := e.start(ctx, e.version, time.Minute, 0)
	line, _, _ := strings.Cut(strings.TrimSpace(a.text), "\n")
	return line
}
