package profile

import "strings"

// A section of a list: [name], and Key=value lines.
type section struct {
	name string
	keys map[string]string
}

// sections reads a list; one that is not there is empty.
func (s System) sections(path string) []section {
	body, err := s.Read(path)
	if err != nil {
		return nil
	}
	return parse(string(body))
}

// parse reads what Thunderbird writes: no quotes, no escapes, no comment but a
// whole line of it.
func parse(text string) []section {
	var out []section
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == ';' || line[0] == '#':
		case line[0] == '[' && line[len(line)-1] == ']':
			out = append(out, section{name: line[1 : len(line)-1], keys: make(map[string]string)})
		case len(out) > 0:
			if key, value, ok := strings.Cut(line, "="); ok {
				out[len(out)-1].keys[key] = value
			}
		}
	}
	return out
}

// defaults returns which profiles installed Thunderbirds open, as the list writes
// them. The names of their sections begin with prefix.
func defaults(all []section, prefix string) []string {
	var out []string
	for _, sec := range all {
		if path := sec.keys["Default"]; path != "" && strings.HasPrefix(sec.name, prefix) {
			out = append(out, path)
		}
	}
	return out
}
