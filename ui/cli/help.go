package cli

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"
)

// The help of each command is a text file of its own name; lines that begin with
// "# " are headings.
//
//go:embed text/help
var helpTexts embed.FS

// help prints a command's help. It is plain text; only on a terminal that does
// not forbid it are the headings bold.
func (a *app) help(cmd *cobra.Command) {
	body, err := helpTexts.ReadFile("text/help/" + cmd.Name() + ".txt")
	if err != nil { // cobra's own hidden commands
		body = []byte(cmd.UseLine() + "\n")
	}
	bold, plain := "", ""
	if a.styled() {
		bold, plain = "\x1b[1m", "\x1b[m"
	}
	var b strings.Builder
	for line := range strings.Lines(string(body)) {
		if title, ok := strings.CutPrefix(line, "# "); ok {
			line = bold + strings.TrimSuffix(title, "\n") + plain + "\n"
		}
		b.WriteString(line)
	}
	a.out.Write([]byte(b.String()))
}

func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "how to use a command",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return commandNames(root), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				a.help(root)
				return nil
			}
			for _, c := range root.Commands() {
				if c.Name() == args[0] {
					a.help(c)
					return nil
				}
			}
			if near := nearest(args[0], commandNames(root)); near != "" {
				return wrongf("there is no command %s; did you mean postern help %s?", shown(args[0]), near)
			}
			return wrongf("there is no command %s; see postern --help", shown(args[0]))
		},
	}
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}
