package journey

import (
	"cmp"
	_ "embed"
	"strconv"
	"strings"

	"postern/probe/discover"
	"postern/wizard/fill"
	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

var texts = packed.Later(pack)

// A Traveller is what is known of the person's own mail. The zero value is a person
// of whom nothing is known.
type Traveller struct {
	Provider string // who takes the mail; "" if not known
	Server   string // the host it is handed to; "" if not known
	Port     int    // the person's door, 0 if there is none yet
	Implicit bool   // it is encrypted from the first byte
	Ready    bool   // it was tried, and passed every check
	Relay    Relay  // what came of trying port 25
	// Route is where the mail of a domain goes that the person named, nil for none.
	Route *discover.Route
}

// Relay is what came of trying the servers' own door.
type Relay uint8

// What can come of it.
const (
	RelayUnknown Relay = iota
	RelayOpen          // it answers
	RelayClosed        // it cannot be reached
)

// A Stop is one place on the way.
type Stop struct {
	ID    string // you, submission, queue, mx, relay, server, inbox
	Name  string // in a word or two, for a drawing
	Title string
	Calls string // who calls whom
	Port  string
	Login string
	TLS   string
	// Line is the port on the line that leads to the next stop; "" where no mail is
	// handed on.
	Line   string
	Lesson string // ID of the lesson that teaches more
	Body   []string
}

// MX is the ID of the stop where the recipient's server is looked up.
const MX = "mx"

// Stops returns the stops in their order.
func Stops(t Traveller) []Stop {
	values := t.values()
	var stops []Stop
	for _, part := range strings.Split(values.Text(texts()["stops.txt"]), "\n[") {
		id, rest, found := strings.Cut(part, "] ")
		if !found || strings.HasPrefix(part, "#") {
			continue
		}
		stops = append(stops, t.stop(id, rest))
	}
	return stops
}

// stop reads a filled part of the file: a name, fields, and paragraphs.
func (t Traveller) stop(id, text string) Stop {
	blocks := strings.Split(strings.TrimSpace(text), "\n\n")
	name, head, _ := strings.Cut(blocks[0], "\n")
	s := Stop{ID: id, Name: name}
	fields := map[string]*string{
		"title": &s.Title, "calls": &s.Calls, "port": &s.Port, "login": &s.Login, "tls": &s.TLS, "lesson": &s.Lesson,
	}
	for _, line := range strings.Split(head, "\n") {
		if label, value, ok := strings.Cut(line, ": "); ok && fields[label] != nil {
			*fields[label] = value
		}
	}
	for _, b := range blocks[1:] {
		if b = strings.TrimSpace(b); b != "" {
			s.Body = append(s.Body, b)
		}
	}
	switch id {
	case "you":
		s.Line = cmp.Or(portName(t.Port), "465/587")
	case "relay":
		s.Line = "25"
	}
	return s
}

// values are what the places of the file stand for.
func (t Traveller) values() fill.Values {
	provider, begins := t.Provider, t.Provider
	if provider == "" {
		provider, begins = "your provider", "Your provider"
	}
	server := t.Server
	if server == "" {
		server = "your provider's server"
	}
	v := fill.Values{
		"provider": provider, "Provider": begins, "server": server,
		"port": portName(t.Port), "ports": t.ports(), "how": t.how(),
		"tried": fill.Flag(t.Ready), "untried": fill.Flag(t.Port == 0),
		"open25": fill.Flag(t.Relay == RelayOpen), "closed25": fill.Flag(t.Relay == RelayClosed),
		"their": "the recipient's server", "domain": "their domain",
	}
	if r := t.Route; r != nil && called(*r) != "" {
		v["their"], v["domain"] = called(*r), r.Domain
	}
	return v
}

// called is the server that is called first for the domain of a route, "" if none is.
func called(r discover.Route) string {
	switch {
	case len(r.Exchanges) > 0:
		return r.Exchanges[0].Host
	case len(r.Addresses) > 0:
		return r.Domain
	}
	return ""
}

func (t Traveller) ports() string {
	if t.Port == 0 {
		return "465 or 587. Some services have a spare too, such as 2525."
	}
	return strconv.Itoa(t.Port) + "."
}

// how says when the encryption begins.
func (t Traveller) how() string {
	switch {
	case t.Port == 0:
		return "On 465 from the first byte, on 587 after a hello (STARTTLS), and before the login."
	case t.Implicit:
		return "From the first byte."
	}
	return "Both sides switch to it after a hello (STARTTLS), before the login."
}

func portName(port int) string {
	if port == 0 {
		return ""
	}
	return strconv.Itoa(port)
}
