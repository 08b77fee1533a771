package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"postern/wizard"
	"postern/wizard/install"
)

// save writes a report into a new file in the folder the person is in, or in the
// practice folder, and returns its path. A file that holds this very report already
// is left as it is.
func (e *engine) save(s wizard.Session, asJSON bool) (string, error) {
	body, ending := textReport(s), ".txt"
	if asJSON {
		body, ending = jsonReportOf(s), ".json"
	}
	dir := ""
	if s.Practising() {
		dir = s.Practice().Dir
	}
	for again := 1; ; again++ {
		path, err := filepath.Abs(filepath.Join(dir, reportName(s, again)+ending))
		if err != nil {
			return "", fmt.Errorf("find a place for the report: %w", err)
		}
		current, err := install.Look(path)
		if err != nil {
			return "", err
		}
		if current.Exists && !bytes.Equal(current.Body, body) {
			continue // of another moment
		}
		return path, e.keep(install.Make(current, body, 0o600))
	}
}

// keep writes a report, and remembers it.
func (e *engine) keep(p install.Plan) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if e.left {
		return errInterrupted
	}
	done, err := apply([]install.Plan{p})
	if err == nil && !slices.Contains(e.saved, done[0].Path) {
		e.saved = append(e.saved, done[0].Path)
	}
	return err
}

// reportName names a report after its host and the moment it was begun.
func reportName(s wizard.Session, again int) string {
	host := strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-", r) {
			return r
		}
		return '_'
	}, s.Report().Host)
	name := "postern-" + host + "-" + s.Report().Started.UTC().Format("20060102-150405")
	if again > 1 {
		name += fmt.Sprintf("-%d", again)
	}
	return name
}

// textReport is everything known of a host's doors, to be shown to somebody who
// knows: what follows from it, then each door's facts and what was said there.
func textReport(s wizard.Session) []byte {
	var b bytes.Buffer
	r := s.Report()
	info, _ := debug.ReadBuildInfo()
	fmt.Fprintf(&b, "Report of a mail server's doors, %s\nby %s\n\n", r.Started.UTC().Format(time.RFC1123), versionLine(info))
	writeReport(&b, outcome{report: r, advice: s.Advice()}, false, false)
	for _, d := range r.Doors {
		writeReading(&b, s.Facts(d.Door.Port))
		writeReading(&b, s.Conversation(d.Door.Port))
	}
	return b.Bytes()
}

func jsonReportOf(s wizard.Session) []byte {
	var b bytes.Buffer
	writeJSON(&b, newJSONReport(outcome{report: s.Report(), advice: s.Advice()}, true))
	return b.Bytes()
}
