package cli

import (
	_ "embed"
	"fmt"

	"github.com/spf13/cobra"

	"postern/wizard/catalog"
)

// The licence of the repository, which a test holds to be the same.
//
//go:embed text/licence.txt
var licenceText string

//go:embed text/libraries.txt
var librariesText string

func (a *app) licencesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licences",
		Short: "whose work this is, and under which licences",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			rule := "\n----\n\n"
			fmt.Fprint(a.out, "Postern\n\n", licenceText, rule, catalog.Notice(), rule, librariesText)
			return nil
		},
	}
}
