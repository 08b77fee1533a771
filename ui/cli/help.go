package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// help prints a command's help: the text in text/help of its name.
func (a *app) help(cmd *cobra.Command) {
	body := rootHelp
	if cmd.HasParent() {
		var ok bool
		if body, ok = carried()[cmd.Name()+".txt"]; !ok { // cobra's own hidden commands
			body = cmd.UseLine() + "\n"
		}
	}
	a.printHelp(body)
}

// printHelp prints a text in which lines that begin with "# " are headings. Only on a terminal
// that does not forbid it are they bold.
func (a *app) printHelp(body string) {
	bold, plain := "", ""
	if a.styled() {
		bold, plain = "\x1b[1m", "\x1b[m"
	}
	var b strings.Builder
	for line := range strings.Lines(body) {
		if title, ok := strings.CutPrefix(line, headMark); ok {
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
