package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// root builds the whole command line. It loads nothing: what is heavy is read by
// the command that needs it, so that --help stays quick.
func (a *app) root() *cobra.Command {
	o := &wizardFlags{}
	a.flags = o
	var version bool
	root := &cobra.Command{
		Use:               "postern [ADDRESS|PROVIDER|HOST]",
		Short:             "find the door your mail can leave through",
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		ValidArgsFunction: completeFirst,
		RunE: func(cmd *cobra.Command, args []string) error {
			if version {
				if len(args) > 0 {
					return noArgs(cmd, args)
				}
				return a.printVersion()
			}
			answer, err := a.firstAnswer(cmd, args)
			if err != nil {
				return err
			}
			return a.wizard(cmd.Context(), *o, opening{answer: answer})
		},
	}
	root.Flags().BoolVar(&version, "version", false, "")
	o.define(root)
	o.defineOffline(root)
	o.defineEverywhere(root)
	root.SetFlagErrorFunc(a.wrongFlag)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	root.SetHelpCommand(a.helpCommand(root))
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(a.probeCommand(), a.findCommand(), a.configCommand(), a.providersCommand(), a.programsCommand(),
		a.explainCommand(), a.learnCommand(o), a.practiceCommand(o), a.verifyCommand(), a.licencesCommand(), a.completionCommand())
	root.SetOut(a.out)
	root.SetErr(a.errOut)
	if a.completes() {
		describeFlags(root)
		completeRest(root)
		a.hideIdle(root)
	}
	return root
}

// wizardFlags are the flags of the commands that open the wizard.
type wizardFlags struct {
	plain, noMotion bool
	theme           string
	ca              string
	policy          advice.Policy
	offline         bool
}

// define adds the flags that only the wizard has.
func (o *wizardFlags) define(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.ca, "ca", "", "")
	definePrefer(cmd, &o.policy)
}

// defineOffline adds --offline: nobody is asked where a domain's mail is handed in.
func (o *wizardFlags) defineOffline(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&o.offline, "offline", false, "")
}

// defineEverywhere adds the flags that every command takes, so that an alias may
// hold them.
func (o *wizardFlags) defineEverywhere(root *cobra.Command) {
	fs := root.PersistentFlags()
	fs.BoolVar(&o.plain, "plain", false, "")
	fs.BoolVar(&o.noMotion, "no-motion", false, "")
	fs.Func("theme", "", func(v string) error {
		if v != "auto" && v != "light" && v != "dark" {
			return wrongf("say auto, light or dark")
		}
		o.theme = v
		return nil
	})
	fixed(root, "theme", "auto", "light", "dark")
}

// definePrefer adds --prefer.
func definePrefer(cmd *cobra.Command, policy *advice.Policy) {
	cmd.Flags().Func("prefer", "", func(v string) error {
		switch v {
		case "587":
			*policy = advice.Prefer587
		case "465":
			*policy = advice.Prefer465
		default:
			return wrongf("say 587 or 465: which of two equally good doors comes first")
		}
		return nil
	})
	fixed(cmd, "prefer", "587", "465")
}

// firstAnswer understands the argument of the bare command: an address, a host, or
// a provider's exact name or id. It returns "" where there is none.
func (a *app) firstAnswer(cmd *cobra.Command, args []string) (string, error) {
	switch {
	case len(args) == 0:
		return "", nil
	case strings.TrimSpace(args[0]) == "":
		return "", wrongf("the argument is empty; give an address, a provider or a server name, or none")
	case !strings.ContainsAny(args[0], "@."):
		if err := a.mistypedCommand(cmd); err != nil {
			return "", err
		}
	}
	if len(args) > 1 {
		return "", wrongf("the wizard takes one address, provider or server name, not %d; quote a name of several words", len(args))
	}
	return args[0], nil
}

// mistypedCommand returns an error if the first word that is no flag is neither
// a command nor anything the wizard could start with.
func (a *app) mistypedCommand(root *cobra.Command) error {
	word := firstWord(a.args)
	if word == "" || strings.ContainsAny(word, "@.") {
		return nil
	}
	var known []string
	for _, c := range root.Commands() {
		if c.Name() == word {
			return nil
		}
		known = append(known, c.Name())
	}
	if _, ok := catalog.Default().Find(word); ok {
		return nil
	}
	if r := read(word); r.Kind == typed.Number {
		return wrongf("%s is a number. %s", shown(word), r.Doubts[0])
	}
	if inLearn(word) {
		return wrongf("there is no command %s; it is a part of postern learn", shown(word))
	}
	if root.Flags().Lookup(word) != nil {
		return wrongf("there is no command or provider %s; did you mean postern --%s?", shown(word), word)
	}
	if near := nearest(word, known); near != "" {
		return wrongf("there is no command or provider %s; did you mean postern %s?", shown(word), near)
	}
	if near := nearProviders(word, "postern "); near != "" {
		return wrongf("there is no command or provider %s; did you mean %s?", shown(word), near)
	}
	if host, err := probe.CheckHost(word); err == nil {
		return wrongf("there is no command or provider %s; if it is a server, postern probe %s tries it; see postern --help", shown(word), host)
	}
	return wrongf("there is no command or provider %s; see postern --help, or postern providers", shown(word))
}

// inLearn reports whether a word is what a part of postern learn is called.
func inLearn(word string) bool {
	switch strings.ToLower(word) {
	case "quiz", "glossary", "journey", "lesson", "lessons", "myths":
		return true
	}
	return false
}

// firstWord returns the first argument that is neither a flag nor, for the flags
// that take one, its value.
func firstWord(args []string) string {
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--ca", args[i] == "--prefer", args[i] == "--theme":
			i++
		case args[i] == "--":
		case !strings.HasPrefix(args[i], "-"):
			return args[i]
		}
	}
	return ""
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		if as := hostOrAddress(args[0]); cmd.Flags().Lookup("host") != nil && as != "" {
			return wrongf("%s takes no argument; did you mean %s %s?", cmd.CommandPath(), as, probe.NewText(args[0]))
		}
		return wrongf("%s takes no argument, so not %s; see %s --help", cmd.CommandPath(), shown(args[0]), cmd.CommandPath())
	}
	return nil
}

// hostOrAddress is the flag that a host or an address goes with, "" for anything else.
func hostOrAddress(arg string) string {
	if strings.Contains(arg, "@") {
		return "--address"
	}
	if _, err := probe.CheckHost(arg); err != nil {
		return ""
	}
	return "--host"
}

// oneArg wants exactly one argument, what being its name.
func oneArg(what, example string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return wrongf("%s needs %s, as in: %s %s", cmd.CommandPath(), what, cmd.CommandPath(), example)
		case len(args) > 1 && cmd.Flags().Lookup("host") != nil && hostOrAddress(args[1]) != "":
			return wrongf("%s takes one argument; did you mean %s %s?", cmd.CommandPath(), hostOrAddress(args[1]), probe.NewText(args[1]))
		case len(args) > 1:
			return wrongf("%s takes one argument, so not %s; see %s --help", cmd.CommandPath(), shown(args[1]), cmd.CommandPath())
		}
		return nil
	}
}
