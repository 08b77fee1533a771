package wizard_test

import (
	"slices"
	"testing"

	"postern/wizard"
)

// TestProgramsAreFound: those here come first, each group has one heading, and typing
// finds a program by its name, its group and what it is for.
func TestProgramsAreFound(t *testing.T) {
	w := world()
	w.Installed = []string{"dma", "msmtp"}
	ask := askProgram(t, w)
	if ask.Choices[0].Value != "msmtp" || ask.Choices[1].Value != "dma" || ask.Choices[0].Group != ask.Choices[1].Group {
		t.Errorf("got %+v first, want the two that are here", ask.Choices[:2])
	}
	var groups []string
	for _, c := range ask.Choices {
		if len(groups) == 0 || groups[len(groups)-1] != c.Group {
			groups = append(groups, c.Group)
		}
	}
	if unique := slices.Compact(slices.Sorted(slices.Values(groups))); len(unique) != len(groups) {
		t.Errorf("got the headings %q, want each once", groups)
	}
	for words, want := range map[string]string{"postf": "postfix", "DragonFly": "dma", "exim4": "exim4", "system opens": "opensmtpd", "windows": "thunderbird"} {
		if got := ask.Find(words); len(got) == 0 || got[0].Value != want {
			t.Errorf("%q: got %+v, want %s first", words, got, want)
		}
	}
	if got := ask.Find("xyzzy"); len(got) != 0 {
		t.Errorf("got %+v for nothing", got)
	}
	if got := ask.Find(""); len(got) != len(ask.Choices) {
		t.Errorf("got %d of %d without words", len(got), len(ask.Choices))
	}
}

// askProgram is the question which program, where a door is chosen.
func askProgram(t *testing.T, w wizard.World) wizard.Ask {
	t.Helper()
	s := answer(t, wizard.New(w), wizard.Provider, "ada@fastmail.com")
	s = tried(t, s, 465, 587).Next()
	s = answer(t, s, wizard.Door, "465").Next()
	ask, ok := s.Step().(wizard.Ask)
	if !ok || ask.Field != wizard.Program {
		t.Fatalf("at %s, want to be asked for the program", at(s))
	}
	return ask
}
