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
		if near := lesson.Suggest(topic); near != "" {
			return wrongf("there is no lesson %s; did you mean postern explain %s?", shown(topic), near)
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
	fmt.Fprint(a.text(), l.Text(textWidth))
	return nil
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
	rows := make([][]string, 0, len(all))
	for _, l := range all {
		rows = append(rows, []string{l.ID, l.Title})
	}
	a.printTable(rows)
	return nil
}
