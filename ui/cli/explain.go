package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"postern/wizard/lesson"
)

func (a *app) explainCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "explain [TOPIC]",
		Short:             "a lesson in plain text",
		ValidArgsFunction: completeLessons,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listLessons(asJSON)
			}
			return a.explain(strings.Join(args, " "), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	return cmd
}

// jsonLesson is the JSON form of a lesson.
type jsonLesson struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Answer  string   `json:"answer"`
	Body    []string `json:"body"`
	Claims  []string `json:"claims"`
	Sources []string `json:"sources"`
	Next    string   `json:"next"`
	See     []string `json:"see"`
}

func newJSONLesson(l lesson.Lesson) jsonLesson {
	return jsonLesson{l.ID, l.Title, l.Answer, words(l.Body), words(l.Claims), words(l.Sources), l.Next, words(l.See)}
}

func (a *app) explain(topic string, asJSON bool) error {
	l, ok := lesson.Find(topic)
	if !ok {
		l, ok = lesson.Entry(topic)
	}
	if !ok {
		switch near, name := lesson.Suggest(topic); near {
		case "":
		case name:
			return wrongf("there is no lesson %s; did you mean postern explain %s?", shown(topic), near)
		default:
			return wrongf("there is no lesson %s; did you mean %s? It is in postern explain %s", shown(topic), shown(name), near)
		}
		return wrongf("there is no lesson %s; postern explain lists them all", shown(topic))
	}
	if asJSON {
		writeJSON(a.out, struct {
			Schema int `json:"schema"`
			jsonLesson
		}{1, newJSONLesson(l)})
		return nil
	}
	text := l.Text(a.pageWidth())
	if a.asLines() {
		text = aloud(l, a.pageWidth())
	}
	if gloss := l.Gloss(topic); gloss != "" {
		text = strings.Join(lesson.Layout([]string{gloss}, a.pageWidth()), "\n") + "\n\n" + text
	}
	a.page(text)
	return nil
}

// pageWidth is how wide a page is laid out: as the terminal has it.
func (a *app) pageWidth() int {
	if wide := a.width(); wide > 0 {
		return wide
	}
	return textWidth
}

func (a *app) listLessons(asJSON bool) error {
	all := lesson.All()
	if asJSON {
		list := struct {
			Schema  int          `json:"schema"`
			Lessons []jsonLesson `json:"lessons"`
		}{1, []jsonLesson{}}
		for _, l := range all {
			list.Lessons = append(list.Lessons, newJSONLesson(l))
		}
		writeJSON(a.out, list)
		return nil
	}
	if a.asLines() {
		a.page(contentsInLines(all))
		return nil
	}
	a.page(contents(all, a.width()))
	return nil
}

// contentsInLines lists the lessons beneath the names of their groups, with no columns.
func contentsInLines(lessons []lesson.Lesson) string {
	var b strings.Builder
	group := ""
	for _, l := range lessons {
		if l.Group != group {
			group = l.Group
			fmt.Fprintf(&b, "%s:\n", group)
		}
		fmt.Fprintf(&b, "%s: %s\n", l.ID, l.Title)
	}
	return b.String()
}

// contents lists the lessons beneath the names of their groups, for a terminal of
// that width, 0 if it does not matter.
func contents(lessons []lesson.Lesson, width int) string {
	var groups []string
	rows := make(map[string][][]string)
	var all [][]string
	for _, l := range lessons {
		row := []string{"  " + l.ID, l.Title}
		if rows[l.Group] == nil {
			groups = append(groups, l.Group)
		}
		rows[l.Group] = append(rows[l.Group], row)
		all = append(all, row)
	}
	widths := columnWidths(all)
	stacked := width > 0 && tableWidth(all) > width
	var b strings.Builder
	for i, g := range groups {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintln(&b, g)
		for _, row := range rows[g] {
			if stacked {
				fmt.Fprintf(&b, "%s\n%s\n", row[0], hang("      ", row[1], width))
				continue
			}
			fmt.Fprintf(&b, "%-*s%s\n", widths[0]+2, row[0], row[1])
		}
	}
	return b.String()
}
