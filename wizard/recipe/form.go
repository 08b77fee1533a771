package recipe

import (
	"fmt"
	"strings"

	"postern/wizard/fill"
)

// A form is another way to write a program's settings than its own file.
type form struct {
	id, file, template string
	mode               uint32
	belongs            string // as in File
	encode             func(name, value string) (string, error)
	// add puts in what this form wants beside the values that all have, or says
	// what is missing; nil where that is nothing.
	add func(v fill.Values, s Settings) error
}

// Formats returns the ways in which a program's settings can be written, the usual
// one first. It is nil where there is only one.
func Formats(program string) []string {
	e, _ := find(program)
	if len(e.forms) == 0 {
		return nil
	}
	ids := []string{e.file}
	for _, f := range e.forms {
		ids = append(ids, f.id)
	}
	return ids
}

// RenderAs is [Render] in one of the program's [Formats]; "" is the usual one.
func RenderAs(program, format string, s Settings) ([]File, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	if format == "" || format == e.file {
		return Render(program, s)
	}
	for _, f := range e.forms {
		if f.id == format {
			return f.render(e, s)
		}
	}
	if len(e.forms) == 0 {
		return nil, fmt.Errorf("the settings of %s have one form only: leave out the format", e.Name)
	}
	return nil, fmt.Errorf("there is no format %q for %s: choose %s", format, e.Name, strings.Join(Formats(program), ", "))
}

func (f form) render(e entry, s Settings) ([]File, error) {
	e.template, e.encode = f.template, f.encode
	v, err := e.values(s)
	if err != nil {
		return nil, err
	}
	if f.add != nil {
		if err := f.add(v, s); err != nil {
			return nil, err
		}
	}
	return []File{{Path: f.file, Mode: f.mode, Body: v.Text(template(f.template)), Belongs: f.belongs}}, nil
}
