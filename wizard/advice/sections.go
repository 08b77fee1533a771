package advice

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"postern/wizard/fill"
	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

var texts = packed.Later(pack)

// A sectionMap holds the sections of a text file by name, and their fields by name.
type sectionMap map[string]map[string]string

// facts are the values for the placeholders of a text.
type facts = fill.Values

var (
	verdictWords = wordsOf("verdicts")
	patternWords = wordsOf("patterns")
	reasonWords  = wordsOf("reasons")
	controlWords = wordsOf("control")

	interceptorWords = wordsOf("interceptors")
)

// wordsOf returns a function that reads text/name.txt when it is first called.
//
//go:noinline
func wordsOf(name string) func() sectionMap {
	return sync.OnceValue(func() sectionMap { return mustRead(name) })
}

func mustRead(name string) sectionMap {
	w, err := readWords(texts()[name+".txt"])
	if err != nil || len(w) == 0 {
		panic(fmt.Sprintf("advice: text/%s.txt: %d sections, %v", name, len(w), err)) // a test has read it
	}
	return w
}

// readWords reads sections of fields; see the package's documentation.
func readWords(text string) (sectionMap, error) {
	w := make(sectionMap)
	var section map[string]string
	var field string
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
			field = ""
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			name := line[1 : len(line)-1]
			if w[name] != nil {
				return nil, fmt.Errorf("line %d: section %s stands twice", i+1, name)
			}
			section, field = make(map[string]string), ""
			w[name] = section
		case strings.HasPrefix(line, "  ") && field != "":
			section[field] += " " + strings.TrimSpace(line)
		default:
			name, value, ok := strings.Cut(line, ":")
			if _, twice := section[name]; !ok || section == nil || twice {
				return nil, fmt.Errorf("line %d: neither a section nor a new field: %q", i+1, line)
			}
			field = name
			section[field] = strings.TrimSpace(value)
		}
	}
	return w, nil
}

// first returns a field of the first section that has it; the last one must.
func (w sectionMap) first(sections []string, field string) string {
	for _, name := range sections {
		if s, ok := w[name][field]; ok {
			return s
		}
	}
	return w.get(sections[len(sections)-1], field)
}

// sentence returns the sentence of the first section that has one, in the form
// for several doors if that is needed and another one.
func (w sectionMap) sentence(sections []string, several bool) string {
	for _, name := range sections {
		if s, ok := w[name]["several"]; ok && several {
			return s
		}
		if s, ok := w[name]["sentence"]; ok {
			return s
		}
	}
	return w.get(sections[len(sections)-1], "sentence")
}

// withParents returns a section and those it takes fields from, itself first.
func withParents(section string) []string {
	out := []string{section}
	for i := strings.LastIndexByte(section, '.'); i >= 0; i = strings.LastIndexByte(section, '.') {
		section = section[:i]
		out = append(out, section)
	}
	return out
}

// get returns a field of a section, or of the section it is a variant of. It is
// a mistake in the texts, found by a test, if neither has it.
func (w sectionMap) get(section, field string) string {
	for name := section; ; {
		if s, ok := w[name][field]; ok {
			return s
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			panic(fmt.Sprintf("advice: no %q in section %q", field, section))
		}
		name = name[:i]
	}
}

// say returns the text of a section of reasons.txt with the facts filled in.
func say(section string, f facts) string {
	return f.Line(reasonWords().get(section, "text"))
}

// list joins ports as one says them: "465, 587 and 2525".
func list(ports []int, and string) string {
	names := make([]string, len(ports))
	for i, p := range ports {
		names[i] = portName(p)
	}
	return join(names, and)
}

func join(names []string, and string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " " + and + " " + names[n-1]
	}
	return strings.Join(names, "")
}

func portName(port int) string { return strconv.Itoa(port) }
