package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/wizard/catalog"
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

func (a *app) providers(words string, asJSON bool) error {
	c := catalog.Default()
	found := c.Search(words)
	if asJSON {
		writeJSON(a.out, jsonProviders{1, c.AsOf, append([]catalog.Provider{}, found...)})
	} else {
		rows := make([][]string, 0, len(found))
		for _, p := range found {
			rows = append(rows, []string{p.ID, p.Name, p.Headline()})
		}
		a.printTable(rows)
	}
	if len(found) == 0 {
		a.hint("No provider matches " + shown(words) + "; postern providers lists them all.")
		return errSaid
	}
	return nil
}

func (a *app) programsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "programs",
		Short: "the programs it can write settings for",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			here := installed()
			var rows [][]string
			for _, p := range recipe.Programs() {
				remark := p.Group + ", tested with " + p.Tested
				if slices.Contains(here, p.ID) {
					remark += ", found on this computer"
				}
				rows = append(rows, []string{p.ID, p.Name, remark})
			}
			a.printTable(rows)
			return nil
		},
	}
}
