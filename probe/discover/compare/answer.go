package main

import (
	"fmt"
	"slices"

	"postern/probe"
	"postern/probe/discover"
)

// An answer is what a program offers first; the zero value is nothing.
type answer struct {
	host     string
	port     int
	security probe.Security
	user     string
	// inClear: the settings were read from the network without encryption, and
	// nobody was asked.
	inClear bool
	// asked: somebody had to agree to something first.
	asked bool
	// warning is why the program itself says that it is of no use.
	warning string
}

// door is where the answer leads, in a form that can be compared.
func (a answer) door() string { return fmt.Sprintf("%s:%d %s", a.host, a.port, a.security) }

// A mark is what an answer is worth.
type mark string

// The marks.
const (
	right   mark = "right"        // a server the domain means; or nothing, or a warning, where there is none
	noUse   mark = "no use"       // a server that does not work, and that is not said
	clear   mark = "in the clear" // a server without encryption
	nothing mark = "nothing"      // though there is a server to be found
)

// judge says what an answer is worth in a set-up.
func judge(s setup, a answer) mark {
	useless := a.host == "" || a.warning != ""
	switch {
	case useless && len(s.right) == 0:
		return right
	case useless:
		return nothing
	case slices.Contains(s.right, a.door()):
		return right
	case a.security == discover.Plaintext:
		return clear
	}
	return noUse
}

// cell is the answer as it stands in the table.
func (a answer) cell(m mark) string {
	text := string(m)
	switch {
	case a.warning != "":
		text += ", says: " + a.warning
	case a.host != "":
		text += fmt.Sprintf(", %s:%d", a.host, a.port)
	case m == right:
		text += ", nothing"
	}
	if a.asked {
		text += ", asks first"
	}
	if a.inClear {
		text += " *"
	}
	return text
}
