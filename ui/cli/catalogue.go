package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/wizard"
	"postern/wizard/catalog"
	"postern/wizard/lesson"
	"postern/wizard/recipe"
)

func (a *app) providersCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "providers [WORDS]",
		Short:             "the providers it knows",
		ValidArgsFunction: completeProviders,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.providers(strings.Join(args, " "), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	return cmd
}

// jsonProviders is the JSON form of the catalogue, or of a part of it.
type jsonProviders struct {
	Schema    int                `json:"schema"`
	AsOf      string             `json:"as_of"`
	Providers []catalog.Provider `json:"providers"`
}

// providers prints what is known of those that match: one of them in full, several
// as a table, and all of them in full as JSON. An exact name is one match, whatever
// others have it in theirs; they are named beside it.
func (a *app) providers(words string, asJSON bool) error {
	c := catalog.Default()
	found := c.Search(words)
	named, exact := c.Find(words)
	switch {
	case asJSON:
		writeJSON(a.out, jsonProviders{1, c.AsOf, append([]catalog.Provider{}, found...)})
	case exact:
		a.providerPage(named, c.AsOf)
	case len(found) == 1:
		a.providerPage(&found[0], c.AsOf)
	default:
		a.providerTable(found)
	}
	switch {
	case len(found) == 0:
		a.hint("No provider matches " + shown(words) + "." + suggestion(words) + " postern providers lists them all.")
		return errSaid
	case c.Guessed(words):
		a.hint("Nothing is called " + shown(words) + "; this is what it most likely means.")
	case asJSON:
	case exact && len(found) > 1:
		a.hint("More that match: " + idsBut(found, named.ID) + ".")
	case len(found) > 1 && words != "":
		a.hint("For all that is known of one: postern providers " + found[0].ID)
	}
	return nil
}

// suggestion names what words that match nothing may have meant.
func suggestion(words string) string {
	if near := nearProviders(words, ""); near != "" {
		return " Did you mean " + near + "?"
	}
	return ""
}

// idsBut lists the ids of the others.
func idsBut(found []catalog.Provider, id string) string {
	var ids []string
	for _, p := range found {
		if p.ID != id {
			ids = append(ids, p.ID)
		}
	}
	return strings.Join(ids, ", ")
}

func (a *app) providerTable(found []catalog.Provider) {
	rows := make([][]string, 0, len(found))
	for _, p := range found {
		rows = append(rows, []string{p.ID, p.Name, p.Headline()})
	}
	a.printTable(rows)
}

// providerPage prints what the screen shows of a provider, letter by letter.
func (a *app) providerPage(p *catalog.Provider, asOf string) {
	width := textWidth
	if wide := a.width(); wide > 0 {
		width = min(width, wide)
	}
	writePage(a.text(), wizard.ProviderPage(p, asOf), width)
}

// writePage prints a reading as plain text.
func writePage(w io.Writer, page wizard.Reading, width int) {
	fmt.Fprintf(w, "%s\n\n%s\n", page.Title, strings.Join(lesson.Layout(page.Paragraphs, width), "\n"))
}

func (a *app) programsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "programs",
		Short: "the programs it can write settings for",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				writeJSON(a.out, programsJSON(installed()))
				return nil
			}
			a.printTable(programRows(installed()))
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	return cmd
}

// programRows are a line for each program: its name on the command line, its own
// name, its file, and what its settings rest on.
func programRows(here []string) [][]string {
	var rows [][]string
	for _, p := range recipe.Programs() {
		remark := string(p.Group) + ", " + p.Tier()
		if len(p.Files) > 0 {
			remark = p.Files[0].Paths[0] + ", " + remark
		}
		if slices.Contains(here, p.ID) {
			remark += ", found on this computer"
		}
		rows = append(rows, []string{p.ID, p.Name, remark})
	}
	return rows
}

// jsonPrograms is the JSON form of the table of programs.
type jsonPrograms struct {
	Schema   int           `json:"schema"`
	Programs []jsonProgram `json:"programs"`
}

// A jsonProgram has a tier, which is proven or documentation: tested goes with the
// one, source and as_of with the other.
type jsonProgram struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Group     string   `json:"group"`
	About     string   `json:"about"`
	Tier      string   `json:"tier"`
	Tested    string   `json:"tested,omitempty"`
	Source    string   `json:"source,omitempty"`
	AsOf      string   `json:"as_of,omitempty"`
	Files     []string `json:"files"`    // where a new one goes
	Password  string   `json:"password"` // how the program comes by it
	OAuth     bool     `json:"oauth"`
	Installed bool     `json:"installed"`
}

func programsJSON(here []string) jsonPrograms {
	out := jsonPrograms{Schema: 1, Programs: []jsonProgram{}}
	for _, p := range recipe.Programs() {
		j := jsonProgram{
			ID: p.ID, Name: p.Name, Group: string(p.Group), About: p.About, Tier: "documentation", Tested: p.Tested,
			Source: p.Source, AsOf: p.AsOf, Files: []string{}, Password: string(cmp.Or(p.Password, recipe.Fetched)),
			OAuth: p.OAuth, Installed: slices.Contains(here, p.ID),
		}
		if p.Proven() {
			j.Tier = "proven"
		}
		for _, place := range p.Files {
			j.Files = append(j.Files, place.Paths[0])
		}
		out.Programs = append(out.Programs, j)
	}
	return out
}
