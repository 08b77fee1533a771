package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/probe/practice"
	"postern/wizard/catalog"
	"postern/wizard/lesson"
	"postern/wizard/recipe"
)

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "print completions for a shell",
		Args:      oneArg("a shell", "bash"),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.out)
			}
			if near := nearest(args[0], shells); near != "" {
				return wrongf("there are no completions for %s; did you mean postern completion %s?", shown(args[0]), near)
			}
			return wrongf("there are no completions for %s; say bash, zsh, fish or powershell", shown(args[0]))
		},
	}
}

// completes reports whether a shell asks for what may come next.
func (a *app) completes() bool {
	return len(a.args) > 0 && (a.args[0] == cobra.ShellCompRequestCmd || a.args[0] == cobra.ShellCompNoDescRequestCmd)
}

// hideIdle keeps the flags that every command takes from being offered where they do
// nothing: with a command whose help does not tell of them.
func (a *app) hideIdle(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	cmd, _, err := root.Find(a.args[1:])
	if err != nil {
		return
	}
	told := flagWords(carried()[cmd.Name()+".txt"])
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		_, does := told[f.Name]
		f.Hidden = !does && f.Name != "plain" // which makes lines of any text
	})
}

// freeText are the flags of any command whose values nobody can list, and which are
// no files either.
var freeText = []string{"address", "from", "host", "imap", "name", "to", "user"}

// completeNothing keeps the shell from offering files.
func completeNothing(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// completeFormat offers the forms of the one program that has several: they are looked
// up only when a shell asks.
func completeFormat(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return recipe.Formats("thunderbird"), cobra.ShellCompDirectiveNoFileComp
}

// completeRest completes what the commands themselves leave open.
func completeRest(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		if cmd.ValidArgsFunction == nil && cmd.ValidArgs == nil {
			cmd.ValidArgsFunction = completeNothing
		}
		for _, name := range freeText {
			if cmd.Flag(name) != nil {
				_ = cmd.RegisterFlagCompletionFunc(name, completeNothing)
			}
		}
		if cmd.Flag("port") != nil {
			fixed(cmd, "port", "465", "587", "2525", "25")
		}
		if cmd.Flag("timeout") != nil {
			fixed(cmd, "timeout", "5s", "8s", "30s")
		}
		if cmd.Flag("profile") != nil {
			_ = cmd.RegisterFlagCompletionFunc("profile", completeProfiles)
		}
	}
}

// completeProfiles offers those that are on this computer.
func completeProfiles(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var dirs []string
	for _, p := range profiles() {
		dirs = append(dirs, cobra.CompletionWithDesc(p.Dir, p.Name))
	}
	return dirs, cobra.ShellCompDirectiveNoFileComp
}

// fixed completes a flag from a fixed list.
func fixed(cmd *cobra.Command, flag string, words ...string) {
	// The error is about a flag that does not exist: a test completes each one.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// completeFirst completes the argument of the bare command. The commands come by
// themselves, and at first they alone: the providers are too many to be looked through.
func completeFirst(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if typed == "" {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return completeProviders(cmd, args, typed)
}

// completeProviders completes the one argument of a command.
func completeProviders(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return completeProvider(cmd, args, typed)
}

// completeProvider completes a flag, wherever it stands.
func completeProvider(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, p := range catalog.Default().Providers {
		ids = append(ids, cobra.CompletionWithDesc(p.ID, p.Name))
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

func completePrograms(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	if len(args) == 0 {
		for _, p := range recipe.Programs() {
			ids = append(ids, cobra.CompletionWithDesc(p.ID, p.Name))
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

func completeLessons(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	if len(args) == 0 {
		for _, l := range lesson.All() {
			ids = append(ids, cobra.CompletionWithDesc(l.ID, l.Title))
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

func completeScenes(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	if len(args) == 0 {
		for _, s := range practice.Scenes() {
			ids = append(ids, cobra.CompletionWithDesc(s.ID, s.Title))
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}
