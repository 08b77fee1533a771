package cli

import (
	"fmt"
	"strconv"
	"strings"

	"postern/wizard"
)

// numbered are the choices that were listed last, each with a number, and what enter
// alone means among them.
type numbered struct {
	choices  []wizard.Choice
	searched bool   // they are what words that were typed led to: enter takes none of them
	only     string // but the one choice that the words match, if there is but one
}

// list numbers the choices and remembers them.
func (f *front) list(choices []wizard.Choice) {
	f.numbered.choices = choices
	for i, c := range choices {
		if c.Group != "" && (i == 0 || choices[i-1].Group != c.Group) {
			fmt.Fprintln(f.out, sentence(c.Group+":"))
		}
		line := c.Label
		if c.Remark != "" {
			line += ": " + c.Remark
		}
		fmt.Fprintln(f.out, hang(strconv.Itoa(i+1)+") ", line, textWidth))
	}
}

// value is that of the choice meant by a value, a number or a label.
func (n *numbered) value(line string) (value string, ok bool) {
	c, ok := n.choice(line)
	return c.Value, ok
}

// choice finds the choice meant by a value, a number or a label.
func (n *numbered) choice(line string) (wizard.Choice, bool) {
	for _, c := range n.choices {
		if c.Value == line {
			return c, true
		}
	}
	if i, err := strconv.Atoi(line); err == nil && i >= 1 && i <= len(n.choices) {
		return n.choices[i-1], true
	}
	for _, c := range n.choices {
		if strings.EqualFold(c.Label, line) {
			return c, true
		}
	}
	return wizard.Choice{}, false
}

// misses reports whether a line is a number that nothing on the screen has. One
// of three digits may be a name: there is a provider called 163.
func (n *numbered) misses(line string) bool {
	_, err := strconv.ParseUint(line, 10, 64)
	return err == nil && len(n.choices) > 0 && len(line) < 3
}

// words say which numbers can be answered.
func (n *numbered) words() string {
	if len(n.choices) == 1 {
		return "the number 1"
	}
	return fmt.Sprintf("a number from 1 to %d", len(n.choices))
}
