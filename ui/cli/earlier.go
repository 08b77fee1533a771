package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
	"unicode/utf16"

	"postern/probe"
)

// earlier are reports of another day, to compare with, in the order of their file.
type earlier []jsonReport

// of returns the report of a host, the last one where there are several: of those, the
// last that knows one of these doors.
func (e earlier) of(host string, doors []probe.Door) (r jsonReport, ok bool) {
	for _, one := range slices.Backward(e) {
		switch {
		case one.Host != host:
		case one.knows(doors):
			return one, true
		case !ok:
			r, ok = one, true
		}
	}
	return r, ok
}

// targets are the hosts of the file with the doors that were asked there, or others that
// are named. A report makes way for a later one of the same host that knows one of its
// doors.
func (e earlier) targets(named []probe.Door) []target {
	var out []target
	for _, r := range e {
		last, _ := e.of(r.Host, r.doors())
		doors := named
		if doors == nil {
			doors = last.doors()
		}
		if !slices.ContainsFunc(out, func(t target) bool { return t.host == r.Host && (named != nil || last.knows(t.doors)) }) {
			out = append(out, target{r.Host, doors})
		}
	}
	return out
}

// knows reports whether one of these doors is in the report.
func (r jsonReport) knows(doors []probe.Door) bool {
	return slices.ContainsFunc(doors, func(d probe.Door) bool {
		return slices.ContainsFunc(r.Ports, func(p jsonPort) bool { return p.Port == d.Port })
	})
}

// doors are the ports that were asked then, each spoken to in the same way.
func (r jsonReport) doors() []probe.Door {
	var out []probe.Door
	for _, p := range r.Ports {
		out = append(out, probe.Door{Port: p.Port, Security: p.security()})
	}
	return out
}

// security is how a port was asked; in a report that does not say it, as far as what was
// met there tells.
func (p jsonPort) security() probe.Security {
	switch said := probe.Security(p.Security); said {
	case probe.ImplicitTLS, probe.STARTTLS:
		return said
	}
	switch probe.TLSMode(p.TLSMode) {
	case probe.ModeImplicit, probe.ModePlaintextOnTLS:
		return probe.ImplicitTLS
	case probe.ModeSTARTTLS, probe.ModeImplicitOnSTARTTLS:
		return probe.STARTTLS
	}
	return ""
}

// The most that a file of reports may have: a thousand hosts with transcripts
// take less.
const largestReports = 64 << 20

// readEarlier reads a file that probe --json wrote, or the wizard saved.
func readEarlier(path string) (earlier, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, wrongf("--compare: %s", err)
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, largestReports+1))
	if err != nil {
		return nil, wrongf("--compare: %s", err)
	}
	if len(body) > largestReports {
		return nil, wrongf("--compare: %s has more than %d MiB", shown(path), largestReports>>20)
	}
	reports, err := parseEarlier(body)
	if err != nil {
		return nil, wrongf("--compare: %s: %s", shown(path), err)
	}
	return reports, nil
}

// parseEarlier reads reports, one JSON object after another.
func parseEarlier(body []byte) (earlier, error) {
	var out earlier
	d := json.NewDecoder(bytes.NewReader(inUTF8(body)))
	for {
		var r jsonReport
		err := d.Decode(&r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err = cmp.Or(r.unreadable(err), r.check()); err != nil {
			return nil, fmt.Errorf("report %d: %w", len(out)+1, err)
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, errors.New("there is no report in it; postern probe HOST --json writes one")
	}
	return out, nil
}

// inUTF8 is a text as JSON has it. What a program prints, PowerShell 5 writes into a
// file in UTF-16; and some editors put a mark before UTF-8.
func inUTF8(body []byte) []byte {
	high := 1
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		high = 0
	default:
		return bytes.TrimPrefix(body, []byte("\ufeff"))
	}
	var units []uint16
	for i := 2; i+1 < len(body); i += 2 {
		units = append(units, uint16(body[i+high])<<8|uint16(body[i+1-high]))
	}
	return []byte(string(utf16.Decode(units)))
}

// errNotOurs is said of what is no report at all.
var errNotOurs = errors.New("it is no report of postern probe --json")

// unreadable words what is wrong with a file that cannot be decoded. That of another
// schema is one of them, if its fields have other kinds.
func (r jsonReport) unreadable(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it breaks off in the middle")
	case r.Schema > 1:
		return r.check()
	}
	return errNotOurs
}

// begun is when the report was begun; check has seen that it can be read.
func (r jsonReport) begun() time.Time {
	t, _ := time.Parse(time.RFC3339, r.Started)
	return t
}

// check refuses what Postern did not write.
func (r jsonReport) check() error {
	switch {
	case r.Schema > 1:
		return fmt.Errorf("it is of schema %d, which a newer Postern writes; this one reads schema 1", r.Schema)
	case r.Schema != 1 || r.Host == "":
		return errNotOurs
	}
	if host, err := probe.CheckHost(r.Host); err != nil || host != r.Host {
		return errors.New("its host is no host")
	}
	if _, err := time.Parse(time.RFC3339, r.Started); err != nil {
		return errors.New("it does not say when it was begun")
	}
	if len(r.Ports) == 0 {
		return errors.New("it has no ports")
	}
	seen := map[int]bool{}
	for _, p := range r.Ports {
		if p.Port < 1 || p.Port > 65535 || seen[p.Port] {
			return fmt.Errorf("it has a port %d that cannot be asked", p.Port)
		}
		seen[p.Port] = true
	}
	return nil
}
