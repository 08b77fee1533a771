package wizard

import (
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/candidate"
	"postern/wizard/typed"
)

// named are the doors that are named for the host that is chosen, best first.
func (s Session) named() []candidate.Candidate {
	if !s.searching() || s.Said(Server) == Own {
		return nil
	}
	return s.Found().At(s.Get(Host))
}

// namedDoors are the doors that are named for the host with encryption, by whoever was
// not heard without, and who names the first, as a sentence begins.
func (s Session) namedDoors() (doors []probe.Door, by string) {
	for _, c := range s.named() {
		d, ok := c.Door()
		if !ok || c.Plaintext || c.Unprotected {
			continue
		}
		if len(doors) == 0 && !c.Tied {
			by = strings.ToUpper(c.Sources[0].Words[:1]) + c.Sources[0].Words[1:]
		}
		doors = append(doors, d)
	}
	return doors, by
}

// withNamed returns the doors with those that somebody names for the host, or the
// person typed: spoken to as they say, and tried besides where they are no usual ones.
func (s Session) withNamed(doors []probe.Door) []probe.Door {
	known := make(map[int]bool)
	if p, ok := s.provider(); ok {
		for _, e := range p.Endpoints(s.Get(Host)) {
			known[e.Port] = true // the catalogue knows better
		}
	}
	for _, c := range s.named() {
		if d, ok := c.Door(); ok && !known[d.Port] {
			known[d.Port] = true // the best source's word counts
			doors = withDoor(doors, d)
		}
	}
	if s.Answered(Port) {
		d, _ := typed.Door(s.answers[Port]) // checked when it was put
		doors = withDoor(doors, d)
	}
	return doors
}

func withDoor(doors []probe.Door, d probe.Door) []probe.Door {
	i := slices.IndexFunc(doors, func(o probe.Door) bool { return o.Port == d.Port })
	if i < 0 {
		return append(doors, d)
	}
	doors[i] = d
	return doors
}

// namedUser is the login name that somebody says for the host, filled in for the
// address; "" if nobody does.
func (s Session) namedUser(address string) string {
	for _, c := range s.named() {
		if c.UserForm != "" {
			return candidate.FillUser(c.UserForm, address)
		}
	}
	return ""
}
