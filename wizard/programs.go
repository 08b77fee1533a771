package wizard

import (
	"strings"

	"postern/wizard/recipe"
)

// foundHere heads the programs that are on this computer.
const foundHere = "found on this computer"

// programChoices puts what is installed first, and the others under their groups.
func (s Session) programChoices() []Choice {
	var here, rest []Choice
	for _, group := range recipe.Groups() {
		for _, p := range recipe.Programs() {
			switch {
			case p.Group != group:
			case s.installed(p.ID):
				here = append(here, Choice{Value: p.ID, Label: p.Name, Remark: programRemark(p), Group: foundHere})
			default:
				rest = append(rest, Choice{Value: p.ID, Label: p.Name, Remark: programRemark(p), Group: string(group)})
			}
		}
	}
	return append(here, rest...)
}

// programRemark says what a program is for, and if its settings were never tried.
func programRemark(p recipe.Program) string {
	if p.Proven() {
		return p.About
	}
	return p.About + "; from documentation"
}

// findPrograms returns the choices with all the words in what is said of them: those
// whose names begin with the words come first.
func (s Session) findPrograms(words string) []Choice {
	words = strings.ToLower(strings.TrimSpace(words))
	var named, others []Choice
	for _, c := range s.programChoices() {
		said := strings.ToLower(c.Value + " " + c.Label + " " + c.Remark + " " + c.Group)
		switch {
		case strings.HasPrefix(said, words) || strings.HasPrefix(strings.ToLower(c.Label), words):
			named = append(named, c)
		case holdsAll(said, words):
			others = append(others, c)
		}
	}
	return append(named, others...)
}

func holdsAll(text, words string) bool {
	for _, word := range strings.Fields(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
