package recipe

import (
	"cmp"
	"fmt"
	"strings"
)

// A form is another way to write a program's settings than its own file.
type form struct {
	part
	id      string
	belongs string // as in File
}

// Formats returns the ways in which a program's settings can be written, the usual
// one first. It is nil where there is only one.
func Formats(program string) []string {
	e, _ := find(program)
	if len(e.forms) == 0 {
		return nil
	}
	ids := []string{e.usual()}
	for _, f := range e.forms {
		ids = append(ids, f.id)
	}
	return ids
}

// RenderAs is [Render] in one of the program's [Formats]; "" is the usual one.
func RenderAs(program, format string, s *Settings) ([]File, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	if format == "" || format == e.usual() {
		return Render(program, s)
	}
	for _, f := range e.forms {
		if f.id == format {
			return f.render(s)
		}
	}
	if len(e.forms) == 0 {
		return nil, fmt.Errorf("the settings of %s have one form only: leave out the format", e.Name)
	}
	return nil, fmt.Errorf("there is no format %q for %s: choose %s", format, e.Name, strings.Join(Formats(program), ", "))
}

// usual is what the form is called that the program's settings have by themselves.
func (e *entry) usual() string { return cmp.Or(e.parts[0].path(), "usual") }

func (f form) render(s *Settings) ([]File, error) {
	body, err := f.fill(s)
	if err != nil {
		return nil, err
	}
	return []File{{Path: f.path(), Mode: f.mode, Body: body, Belongs: f.belongs}}, nil
}
