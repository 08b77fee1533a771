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

// words are the sections of a text file, and their fields.
type words map[string]map[string]string

// facts fill the places of a text.
type facts = fill.Values

var (
	verdictWords = wordsOf("verdicts")
	patternWords = wordsOf("patterns")
	reasonWords  = wordsOf("reasons")
	controlWords = wordsOf("control")

	interceptorWords = wordsOf("interceptors")
)

// wordsOf are the words of a file, read when they are first asked for.
//
//go:noinline
func wordsOf(name string) func() words {
	return sync.OnceValue(func() words { return mustRead(name) })
}

func mustRead(name string) words {
	w, err := readWords(texts()[name+".txt"])
	if err != nil || len(w) == 0 {
		panic(fmt.Sprintf("advice: text/%s.txt: %d sections, %v", name, len(w), err)) // a test has read it
	}
	return w
}

// readWords reads sections of fields; see the package's documentation.
func readWords(text string) (words, error) {
	w := make(words)
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
func (w words) first(sections []string, field string) string {
	for _, name := range sections {
		if s, ok := w[name][field]; ok {
			return s
		}
	}
	return w.get(sections[len(sections)-1], field)
}

// sentence returns the sentence of the first section that has one, in the form
// for several doors if that is needed and another one.
func (w words) sentence(sections []string, several bool) string {
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

// heirs returns a section and those it takes fields from, itself first.
func heirs(section string) []string {
	out := []string{section}
	for i := strings.LastIndexByte(section, '.'); i >= 0; i = strings.LastIndexByte(section, '.') {
		section = section[:i]
		out = append(out, section)
	}
	return out
}

// get returns a field of a section, or of the section it is a variant of. It is
// a mistake in the texts, found by a test, if neither has it.
func (w words) get(section, field string) string {
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

//go:noinline
func portName(port int) string { return strconv.Itoa(port) }
