package talk

import (
	_ "embed"
	"strings"
	"sync"

	"postern/probe"
	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

// A Dialogue is what is said at one door, in order.
type Dialogue struct {
	Title string
	Lines []Line
}

// A Line is one thing that is said, or that happens.
type Line struct {
	From  probe.Speaker // FromNote for what happens
	Text  string
	Means string // a sentence or two; may be empty
	// Heard is what somebody on the way learns of it, and Special what else there is
	// to say about that; Special is commonly empty.
	Heard   Heard
	Special string
}

// Heard is what somebody on the way learns of a line.
type Heard string

// What can be learned of a line.
const (
	Call   Heard = "call"   // whom the program calls
	Clear  Heard = "clear"  // all of it
	Begins Heard = "begins" // TLS begins here
	Sealed Heard = "sealed" // that there is one
)

// Listener says in a sentence or two what somebody on the way learns of the line.
func (l Line) Listener() string {
	said := parsed().listener[l.Heard]
	if l.Special != "" {
		said += " " + l.Special
	}
	return said
}

// STARTTLS returns the session that begins in the clear and switches, as on 587.
func STARTTLS() Dialogue { return parsed().dialogues["587"] }

// ImplicitTLS returns the session that is encrypted from the first byte, as on 465.
func ImplicitTLS() Dialogue { return parsed().dialogues["465"] }

// A file is what text/sessions.txt holds.
type file struct {
	dialogues map[string]Dialogue
	listener  map[Heard]string
}

var parsed = sync.OnceValue(func() file { return parse(packed.Text(pack)) })

func parse(text string) file {
	f := file{dialogues: make(map[string]Dialogue), listener: make(map[Heard]string)}
	for _, part := range strings.Split("\n"+text, "\n[") {
		head, rest, _ := strings.Cut(part, "\n")
		name, title, ok := strings.Cut(head, "]")
		switch {
		case !ok:
		case name == "listener":
			for line := range strings.Lines(rest) {
				if heard, says, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
					f.listener[Heard(heard)] = says
				}
			}
		default:
			f.dialogues[name] = Dialogue{strings.TrimSpace(title), script(rest)}
		}
	}
	return f
}

// script reads the lines of a session.
func script(text string) []Line {
	var out []Line
	heard := Clear
	for row := range strings.Lines(text) {
		mark, rest, ok := strings.Cut(strings.TrimSpace(row), " ")
		if !ok {
			continue
		}
		l := Line{From: probe.FromNote, Heard: heard}
		parts := strings.SplitN(rest, " | ", 3)
		l.Text = parts[0]
		if len(parts) > 1 {
			l.Means = parts[1]
		}
		if len(parts) > 2 {
			l.Special = parts[2]
		}
		switch mark {
		case ">":
			l.From = probe.FromClient
		case "<":
			l.From = probe.FromServer
		case "*":
			l.Heard = Call
		case "=":
			l.Heard, heard = Begins, Sealed
		}
		out = append(out, l)
	}
	return out
}
