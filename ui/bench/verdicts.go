//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/probe/practice"
)

// A judge is a program that says whether mail can be handed in at a door, asked as
// somebody would who knows it: the certificate is verified, and what the server can
// do inside TLS is asked for.
type judge struct {
	name, program string
	args          func(port int, implicit bool, ca string) []string
	// says is typed into a program that does not ask by itself and does not end, once
	// the server has greeted; its verdict is there with the last line of the answer.
	says string
	out  string // why it cannot be timed, "" if it can

	path  string
	times map[string][]time.Duration // by what was asked
}

func judges(postern string) []*judge {
	return []*judge{
		{name: "Postern", program: postern, args: func(port int, implicit bool, ca string) []string {
			return askPostern(portAndMode(port, implicit), ca)
		}},
		{name: "swaks", program: "swaks", args: func(port int, implicit bool, ca string) []string {
			tls := "-tls"
			if implicit {
				tls = "-tlsc"
			}
			return []string{
				"--server", "localhost", "--port", strconv.Itoa(port), tls, "--tls-verify", "--tls-ca-path", ca,
				"--ehlo", "client.test", "--from", "ada@client.test", "--to", "bob@client.test", "--quit-after", "EHLO",
			}
		}},
		{name: "msmtp --serverinfo", program: "msmtp", args: func(port int, implicit bool, ca string) []string {
			starttls := "on"
			if implicit {
				starttls = "off"
			}
			return []string{
				"--serverinfo", "--host=localhost", "--port=" + strconv.Itoa(port), "--domain=client.test",
				"--tls=on", "--tls-starttls=" + starttls, "--tls-trust-file=" + ca,
			}
		}},
		{name: "openssl s_client", program: "openssl", says: "EHLO client.test\r\n", args: func(port int, implicit bool, ca string) []string {
			args := []string{
				"s_client", "-connect", "localhost:" + strconv.Itoa(port), "-servername", "localhost", "-verify_hostname", "localhost",
				"-CAfile", ca, "-verify_return_error", "-brief",
			}
			if !implicit {
				args = append(args, "-starttls", "smtp", "-name", "client.test")
			}
			return args
		}},
	}
}

func askPostern(doors, ca string) []string {
	return []string{"probe", "localhost", "--port", doors, "--ca", ca}
}

// portAndMode is how Postern is told a door that is nobody's usual one.
func portAndMode(port int, implicit bool) string {
	if implicit {
		return strconv.Itoa(port) + ":tls"
	}
	return strconv.Itoa(port) + ":starttls"
}

// The questions that are timed.
const (
	asks587 = "verdict on 587"
	asks465 = "verdict on 465"
	asksAll = "verdict on all four doors"
)

// verdicts times how long programs take to a verdict on good doors that are a line
// away. Postern tries several doors at once; the others are started for one after
// another.
func (b *bench) verdicts() ([]row, error) {
	dir := filepath.Join(b.dir, "practice")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	server, err := practice.Start("", dir)
	if err != nil {
		return nil, err
	}
	defer server.Close()
	ports := make(map[probe.Door]int)
	for _, d := range server.Doors {
		l, err := lay(d)
		if err != nil {
			return nil, err
		}
		defer l.Close()
		ports[d] = l.port()
	}
	all := judges(b.postern)
	for _, j := range all {
		if j.path, err = exec.LookPath(j.program); err != nil {
			j.out = "not found"
		}
		j.times = make(map[string][]time.Duration)
	}
	for range b.runs + 1 {
		for _, j := range all {
			if j.out == "" {
				if err := j.ask(b, server, ports); err != nil {
					j.out = err.Error()
				}
			}
		}
	}
	if all[0].out != "" {
		return nil, errors.New(all[0].out)
	}
	var rows []row
	for _, question := range []string{asks587, asks465, asksAll} {
		for _, j := range all {
			rows = append(rows, j.row(question, all[0]))
		}
	}
	return rows, nil
}

// ask puts every question once.
func (j *judge) ask(b *bench, server *practice.Server, ports map[probe.Door]int) error {
	var each time.Duration
	var doors []string
	for _, d := range server.Doors {
		doors = append(doors, portAndMode(ports[d], d.Implicit()))
		if j.program == b.postern && !usual(d) {
			continue // it is asked for all at once
		}
		took, err := j.time(b, d.Implicit(), j.args(ports[d], d.Implicit(), server.CAFile))
		if err != nil {
			return err
		}
		each += took
		switch d.Port {
		case 587:
			j.times[asks587] = append(j.times[asks587], took)
		case 465:
			j.times[asks465] = append(j.times[asks465], took)
		}
	}
	if j.program == b.postern {
		var err error
		if each, err = j.time(b, false, askPostern(strings.Join(doors, ","), server.CAFile)); err != nil {
			return err
		}
	}
	j.times[asksAll] = append(j.times[asksAll], each)
	return nil
}

func usual(d probe.Door) bool { return d.Port == 587 || d.Port == 465 }

// time is how long the program takes until it has ended, or has the whole answer.
func (j *judge) time(b *bench, implicit bool, args []string) (time.Duration, error) {
	cmd := b.command(j.path, args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return 0, err
	}
	if j.says == "" {
		in.Close()
		began := time.Now()
		out, err := cmd.CombinedOutput()
		if err != nil {
			return 0, fmt.Errorf("%s: %w\n%s", j.name, err, out)
		}
		return time.Since(began), nil
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer cmd.Wait()         //nolint:errcheck // it is ended
	defer cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
	typed := false
	said := bufio.NewScanner(out)
	var heard strings.Builder
	for more := true; more; more = said.Scan() {
		heard.WriteString(said.Text() + "\n")
		// Behind STARTTLS nothing greets, and it reads its input when TLS is up.
		if !typed && (!implicit || strings.HasPrefix(said.Text(), "220 ")) {
			typed = true
			if _, err := io.WriteString(in, j.says); err != nil {
				return 0, err
			}
		}
		// One 250 may be the end of the answer before TLS.
		if strings.HasPrefix(said.Text(), "250 ") && strings.Contains(heard.String(), "250-") {
			return time.Since(began), nil
		}
	}
	return 0, fmt.Errorf("%s ended without an answer:\n%s", j.name, &heard)
}

// row compares a judge with Postern.
func (j *judge) row(question string, postern *judge) row {
	own := percentile(postern.times[question][1:], 50)
	if j == postern {
		return row{question + ", far away", "", inTrips(postern.times[question]), ""}
	}
	if j.out != "" {
		out, _, _ := strings.Cut(j.out, "\n")
		return row{"  " + j.name, "", "", "left out: " + out}
	}
	theirs := percentile(j.times[question][1:], 50)
	return row{"  " + j.name, "", fmt.Sprintf("%s; Postern %.2f of it", inTrips(j.times[question]), float64(own)/float64(theirs)), ""}
}

// inTrips is the median of times, but for the first, and the least of them, with how
// many round trips they are.
func inTrips(times []time.Duration) string {
	middle, least := percentile(times[1:], 50), percentile(times[1:], 0)
	return fmt.Sprintf("%s, %.1f round trips (from %.1f)", millis(middle), float64(middle)/float64(roundTrip), float64(least)/float64(roundTrip))
}
