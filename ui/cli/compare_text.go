package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// writeChanges prints what differs from an earlier report, for a person.
func writeChanges(w io.Writer, c comparison) {
	if c.since == "" {
		fmt.Fprintf(w, "\n%s\n", noEarlier)
		return
	}
	fmt.Fprintf(w, "\nCompared with the report of %s:\n", c.since)
	if len(c.changes) == 0 {
		fmt.Fprintln(w, "Nothing has changed.")
		return
	}
	for _, ch := range c.changes {
		fmt.Fprintln(w, hang("- ", ch.sentence(), textWidth))
	}
}

const noEarlier = "The file holds no report of this host to compare with."

// changesWord is writeChanges for one line.
func changesWord(c comparison) string {
	switch {
	case c.since == "":
		return "no earlier report"
	case len(c.changes) == 0:
		return "nothing has changed"
	}
	words := make([]string, 0, len(c.changes))
	for _, ch := range c.changes {
		words = append(words, ch.sentence())
	}
	return strings.Join(words, "; ")
}

func (c change) sentence() string {
	where := ""
	if c.Port != 0 {
		where = fmt.Sprintf("%d: ", c.Port)
	}
	switch {
	case c.What == "asked" && c.Is == "yes":
		return where + "was not asked then"
	case c.What == "asked":
		return where + "was asked then, and is not now"
	}
	what := where + strings.ReplaceAll(c.What, "_", " ")
	was, is := strings.Split(c.Was, ", "), strings.Split(c.Is, ", ")
	lost, gained := without(was, is), without(is, was)
	switch {
	case len(lost) == len(was): // nothing stayed
		return fmt.Sprintf("%s was %s, is %s", what, c.Was, c.Is)
	case len(lost) == 0:
		return what + " gained " + strings.Join(gained, ", ")
	case len(gained) == 0:
		return what + " lost " + strings.Join(lost, ", ")
	}
	return what + " lost " + strings.Join(lost, ", ") + ", gained " + strings.Join(gained, ", ")
}

// without are the words of a list that the other one has not.
func without(words, other []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(other, w) })
}
