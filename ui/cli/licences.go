package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"postern/wizard/catalog"
)

func (a *app) licencesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licences",
		Short: "whose work this is, and under which licences",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			rule, all := "\n----\n\n", carried()
			fmt.Fprint(a.out, "Postern\n\n", all["licence.txt"], rule, catalog.Notice(), rule, all["libraries.txt"])
			return nil
		},
	}
}
