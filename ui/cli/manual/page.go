package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"postern/ui/cli"
	"postern/wizard/recipe"
)

// A manual is one page, its sections in the order that man-pages(7) has.
type manual struct {
	title    string // postern-probe
	short    string
	day      string // of the edition
	sections []cli.Section
}

// titles are the manual's for those of the help; a heading that is not here stands
// within OPTIONS.
var titles = map[string]string{
	"": "DESCRIPTION", "Use": "SYNOPSIS", "Commands": "COMMANDS", "Flags": "OPTIONS",
	"Examples": "EXAMPLES", "Exit codes": "EXIT STATUS", "Environment": "ENVIRONMENT", "Files": "FILES", "Notes": "NOTES",
}

// order is how they come.
var order = []string{
	"SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "NOTES", "EXAMPLES", "SEE ALSO",
}

func newManual(p cli.Page, all []cli.Page, day string) (manual, error) {
	m := manual{title: titleOf(p.Name), short: p.Short, day: day}
	for _, s := range p.Sections {
		switch title, known := titles[s.Title]; {
		case title == "DESCRIPTION":
			m.describe(s, p.Name)
		case !known:
			m.add("OPTIONS", append([]cli.Part{{Term: subsection + s.Title}}, s.Parts...))
		default:
			m.add(title, s.Parts)
		}
	}
	if err := m.addMore(p.Name); err != nil {
		return m, err
	}
	if p.Name == "config" {
		m.add("FILES", programFiles())
	}
	m.addUsual(all[0])
	m.add("SEE ALSO", []cli.Part{{Text: seeAlso(p.Name, all)}})
	slices.SortStableFunc(m.sections, func(a, b cli.Section) int {
		return cmp.Compare(slices.Index(order, a.Title), slices.Index(order, b.Title))
	})
	return m, nil
}

func titleOf(name string) string {
	if name == "postern" {
		return name
	}
	return "postern-" + name
}

// add adds to a section.
func (m *manual) add(title string, parts []cli.Part) {
	if i := slices.IndexFunc(m.sections, func(s cli.Section) bool { return s.Title == title }); i >= 0 {
		m.sections[i].Parts = append(m.sections[i].Parts, parts...)
		return
	}
	m.sections = append(m.sections, cli.Section{Title: title, Parts: slices.Clone(parts)})
}

// describe takes what stands before the first heading: the line of use, and what the
// command does. What is said to those who use a screen reader comes behind.
func (m *manual) describe(s cli.Section, name string) {
	var last []cli.Part
	for _, p := range s.Parts {
		switch {
		case strings.HasPrefix(p.Text, "For screen readers"):
			last = append(last, p)
		case name != "postern" && strings.HasPrefix(p.Text, "postern "+name):
			m.add("SYNOPSIS", []cli.Part{{Term: p.Text}})
		default:
			m.add("DESCRIPTION", []cli.Part{p})
		}
	}
	m.add("DESCRIPTION", last)
}

// addMore adds what only the manual says.
func (m *manual) addMore(name string) error {
	body, err := more.ReadFile("text/" + name + ".txt")
	if err != nil {
		return nil //nolint:nilerr // most commands have no more to say
	}
	for _, s := range cli.Sections(string(body)) {
		title, known := titles[s.Title]
		if !known {
			if len(s.Parts) == 0 {
				continue
			}
			return fmt.Errorf("text/%s.txt: no page has the section %q", name, s.Title)
		}
		if title == "DESCRIPTION" && len(s.Parts) == 0 {
			continue
		}
		m.add(title, s.Parts)
	}
	return nil
}

// addUsual adds the sections that a command does not say more exactly itself.
func (m *manual) addUsual(postern cli.Page) {
	for _, s := range postern.Sections {
		title := titles[s.Title]
		if title != "EXIT STATUS" && title != "ENVIRONMENT" || m.has(title) {
			continue
		}
		m.add(title, s.Parts)
	}
	if !m.has("FILES") {
		m.add("FILES", []cli.Part{{Text: "It reads and writes no file, but those that are named."}})
	}
}

func (m *manual) has(title string) bool {
	return slices.ContainsFunc(m.sections, func(s cli.Section) bool { return s.Title == title })
}

// programFiles are the files that settings are written into.
func programFiles() []cli.Part {
	parts := []cli.Part{{Text: "With --write the settings go into the files where the program looks for them:"}}
	for _, p := range recipe.Programs() {
		var files []string
		for _, place := range p.Files {
			files = append(files, strings.Join(place.Paths, " or "))
		}
		if len(files) > 0 {
			parts = append(parts, cli.Part{Term: p.ID, Text: strings.Join(files, ", ")})
		}
	}
	return parts
}

func seeAlso(name string, all []cli.Page) string {
	var others []string
	for _, p := range all {
		if p.Name != name && (name == "postern" || p.Name == "postern" || near(name, p.Name)) {
			others = append(others, titleOf(p.Name)+"(1)")
		}
	}
	slices.Sort(others)
	return strings.Join(others, ", ")
}

// near reports whether who reads about one command may want the other.
func near(a, b string) bool {
	for _, group := range [][]string{
		{"find", "probe", "config", "verify", "providers", "programs"}, {"explain", "learn", "practice"}, {"help", "completion", "licences"},
	} {
		if slices.Contains(group, a) && slices.Contains(group, b) {
			return true
		}
	}
	return false
}
