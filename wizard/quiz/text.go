package quiz

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack questions.pack text/questions.txt
//go:generate go run postern/wizard/packed/pack own.pack text/own.txt

// The files of text, packed.
var (
	//go:embed questions.pack
	questionsPack string
	//go:embed own.pack
	ownPack string
)

// A section is a part of a text file: its name, and its fields as they stand there.
type section struct {
	name   string
	fields []field
}

type field struct{ name, value string }

// get returns the first field of a name, "" if there is none.
//
//go:noinline
func (s section) get(name string) string {
	for _, f := range s.fields {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// list returns the parts of a field.
func (s section) list(name, separator string) []string {
	var out []string
	for _, part := range strings.Split(s.get(name), separator) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// sections reads a text file; see the package's documentation.
func sections(text string) ([]section, error) {
	var out []section
	for i, line := range strings.Split(text, "\n") {
		switch {
		case line == "", strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			out = append(out, section{name: line[1 : len(line)-1]})
		case len(out) == 0:
			return nil, fmt.Errorf("line %d belongs to no section: %q", i+1, line)
		default:
			s := &out[len(out)-1]
			name, value, ok := strings.Cut(line, ":")
			switch {
			case strings.HasPrefix(line, "  ") && len(s.fields) > 0:
				s.fields[len(s.fields)-1].value += " " + strings.TrimSpace(line)
			case ok:
				s.fields = append(s.fields, field{name, strings.TrimSpace(value)})
			default:
				return nil, fmt.Errorf("line %d is no field: %q", i+1, line)
			}
		}
	}
	return out, nil
}

// own are the sections of own.txt by their names.
var own = sync.OnceValue(func() map[string]section {
	out := make(map[string]section)
	for _, s := range mustRead(packed.Text(ownPack)) {
		out[s.name] = s
	}
	return out
})

func mustRead(text string) []section {
	s, err := sections(text)
	if err != nil {
		panic("quiz: " + err.Error()) // a test has read it
	}
	return s
}
