package discover

import (
	"bytes"
	"errors"
	"strings"

	"postern/probe"
)

// A file is what a settings file says of sending mail
// (https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat).
type file struct {
	provider probe.Text
	findings []Finding
	notes    []probe.Text
}

// readFile reads a settings file: every outgoing server, in order. Elements it does not
// know are skipped; entities that the file defines are refused, and so is any encoding
// but UTF-8.
func readFile(body []byte, mediaType string) (file, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if isPage(body) {
		return file{}, failure{WebPage, ""}
	}
	r := reader{}
	err := r.read(body)
	switch {
	case err != nil && mediaType == "text/html":
		return file{}, failure{WebPage, ""}
	case err != nil:
		return file{}, failure{BadXML, err.Error()}
	case len(r.file.findings) == 0:
		text := ""
		if len(r.file.notes) > 0 {
			text = r.file.notes[0].String()
		}
		return file{}, failure{NoServer, text}
	}
	return r.file, nil
}

// isPage reports whether a file begins as web pages do. Many sites answer with one
// whatever is asked for.
func isPage(body []byte) bool {
	start := bytes.ToLower(atMost(bytes.TrimSpace(body), 64))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// A reader goes through a file once, and knows where it is.
type reader struct {
	file   file
	path   []string // the elements it is in
	rooted bool     // the first was the right one
	server *server  // the one it is in
	text   strings.Builder
}

// The places where there is something to read.
const (
	root       = "clientConfig"
	serverPath = "clientConfig/emailProvider/outgoingServer"
	namePath   = "clientConfig/emailProvider/displayName"
)

func (r *reader) read(body []byte) error {
	m, err := readMarkup(string(body))
	if err != nil {
		return err
	}
	for {
		if done, err := m.done(); done || err != nil {
			return r.end(err)
		}
		t, text, err := m.next()
		switch {
		case err != nil:
		case t == nil && r.wanted():
			r.text.WriteString(text)
		case t != nil:
			err = r.tag(*t)
		}
		if err != nil {
			return err
		}
	}
}

// end says whether the file may end here.
func (r *reader) end(err error) error {
	if err == nil && !r.rooted {
		return errors.New("there is nothing in it")
	}
	return err
}

// tag goes into an element, or out of it.
func (r *reader) tag(t tag) error {
	if !t.ends {
		if err := r.open(t); err != nil {
			return err
		}
	}
	if t.ends || t.empty {
		r.close()
	}
	return nil
}

func (r *reader) open(t tag) error {
	r.path = append(r.path, t.name)
	switch {
	case len(r.path) > maxDepth:
		return errors.New("its elements are too deep inside each other")
	case len(r.path) == 1 && (t.name != root || r.rooted):
		return errors.New("it is no settings file: it begins with " + t.name)
	}
	r.rooted = true
	r.text.Reset()
	if r.at() == serverPath {
		r.server = &server{kind: t.kind}
	}
	return nil
}

func (r *reader) close() {
	at := r.at()
	r.path = r.path[:len(r.path)-1]
	text := strings.TrimSpace(r.text.String())
	r.text.Reset()
	switch {
	case at == namePath && r.file.provider.Empty():
		r.file.provider = evidence(text)
	case at == serverPath:
		r.keep()
		r.server = nil
	case r.server != nil && r.at() == serverPath:
		r.server.set(at[len(serverPath)+1:], text)
	}
}

// at is where the reader is. Names hold no slash.
func (r *reader) at() string {
	if len(r.path) > 4 {
		return "" // nothing is so deep
	}
	return strings.Join(r.path, "/")
}

// wanted reports whether text may matter here.
func (r *reader) wanted() bool {
	return len(r.path) == 4 && r.server != nil || r.at() == namePath
}

// keep adds the server that was read, unless it cannot be used, or is there.
func (r *reader) keep() {
	if len(r.file.findings) == maxServers {
		r.note(errors.New("more servers than can be of use"))
		return
	}
	f, err := r.server.finding()
	if err != nil {
		r.note(err)
		return
	}
	for _, other := range r.file.findings {
		if other.Host == f.Host && other.Port == f.Port && other.Security == f.Security {
			r.note(errors.New("the same server twice: " + f.Host))
			return
		}
	}
	r.file.findings = append(r.file.findings, f)
}

func (r *reader) note(err error) {
	if len(r.file.notes) < maxNotes {
		r.file.notes = append(r.file.notes, evidence(err.Error()))
	}
}
