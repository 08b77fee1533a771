package cli

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// configFlags are the flags of the config command.
type configFlags struct {
	address, provider, host string
	region                  string // of the provider
	port                    int
	security                recipe.Security
	user, name              string
	command                 string
	store                   recipe.SecretKind
	ca                      string
	policy                  advice.Policy
	output, format          string
	write, replace          bool
	profile                 string
	incoming                string
	noLogin                 bool // the server is a relay that lets this computer in by its address
	senderless              bool // the program's settings do not say who sends
	keepsPassword           bool // the program does
	noToken                 bool // the program cannot sign in with one
	lenient                 bool // the program is, so that TLS from the start is better for it
	loginOnly               bool // nothing is sent, so an address is only nice to have
}

func (a *app) configCommand() *cobra.Command {
	f := &configFlags{policy: advice.Prefer587}
	cmd := &cobra.Command{
		Use:               "config PROGRAM",
		Short:             "print or write a program's settings",
		Args:              oneArg("a program", "msmtp --address ada@example.org --host smtp.example.org"),
		ValidArgsFunction: completePrograms,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.write || f.output != "" {
				_ = cmd.Context().Done() // from now on a signal waits until the file is whole
			}
			return a.config(*f, args[0])
		},
	}
	fs := cmd.Flags()
	fs.StringVar(&f.address, "address", "", "")
	fs.StringVar(&f.provider, "provider", "", "")
	fs.StringVar(&f.host, "host", "", "")
	fs.StringVar(&f.user, "user", "", "")
	fs.StringVar(&f.name, "name", "", "")
	fs.StringVar(&f.command, "password-command", "", "")
	fs.StringVar(&f.ca, "ca", "", "")
	fs.StringVar(&f.output, "output", "", "")
	fs.StringVar(&f.format, "format", "", "")
	fs.StringVar(&f.profile, "profile", "", "")
	fs.StringVar(&f.incoming, "imap", "", "")
	fs.BoolVar(&f.noLogin, "no-login", false, "")
	fs.BoolVar(&f.write, "write", false, "")
	fs.BoolVar(&f.replace, "replace", false, "")
	fs.Func("port", "", func(v string) (err error) {
		f.port, err = parsePort(v)
		return err
	})
	fs.Func("security", "", func(v string) (err error) {
		f.security, err = parseSecurity(v)
		return err
	})
	fs.Func("password-store", "", func(v string) (err error) {
		f.store, err = parseStore(v)
		return err
	})
	definePrefer(cmd, &f.policy)
	fixed(cmd, "security", "starttls", "tls", "none")
	fixed(cmd, "password-store", "keyring", "pass", "ask")
	_ = cmd.RegisterFlagCompletionFunc("format", completeFormat)
	_ = cmd.RegisterFlagCompletionFunc("provider", completeProvider)
	defineRegion(cmd, &f.region, &f.provider)
	return cmd
}

func parseSecurity(v string) (recipe.Security, error) {
	switch s := recipe.Security(v); s {
	case recipe.STARTTLS, recipe.ImplicitTLS, recipe.Plain:
		return s, nil
	}
	return "", wrongf("say starttls, tls or none")
}

func parseStore(v string) (recipe.SecretKind, error) {
	switch k := recipe.SecretKind(v); k {
	case recipe.Keyring, recipe.Pass, recipe.AskMe:
		return k, nil
	}
	return "", wrongf("say keyring, pass or ask")
}

// config prints a program's settings, or writes them where that was asked for.
func (a *app) config(f configFlags, program string) error {
	p, ok := recipe.Find(program)
	if !ok {
		return unknownProgram(program)
	}
	f.keepsPassword, f.noToken, f.lenient, f.senderless = !p.Fetches(), !p.OAuth, p.Lenient, !recipe.NeedsAddress(program)
	if err := cmp.Or(f.check(), f.checkFor(p)); err != nil {
		return err
	}
	o, err := a.order(f)
	if err != nil {
		return err
	}
	o.settings.Dir = recipe.Folder(program, a.everyHome())
	if err := o.settings.Check(); err != nil {
		return usageError{err.Error()}
	}
	files, err := recipe.RenderAs(program, f.format, o.settings)
	if errors.Is(err, recipe.ErrCannotAsk) && f.store == "" && !f.write {
		o.settings.Secret.Kind, o.storeless = recipe.Keyring, true
		files, err = recipe.RenderAs(program, f.format, o.settings)
	}
	switch {
	case errors.Is(err, recipe.ErrNoIncoming):
		return wrongf("%s; name it with --imap, as in --imap imap.example.org", err)
	case errors.Is(err, recipe.ErrCannotAsk):
		return wrongf("%s cannot ask for a password; say where it is kept with --password-store keyring or pass, "+
			"or name what prints it with --password-command", p.Name)
	case err != nil:
		return usageError{err.Error()}
	case f.write:
		return a.writeConfig(program, o, f)
	case f.output != "":
		return a.outputConfig(program, o, files, f.output)
	}
	if len(p.Files) > 0 {
		if h := a.everyHome(); h.Named[p.Files[0].Variable] != "" {
			for i, place := range recipe.Places(program, o.settings, h) {
				files[i].Path = install.ShortenHome(place.Paths[0], h.Home)
			}
		}
	}
	fmt.Fprint(a.out, recipe.Text(files))
	if files[0].Belongs != "" {
		a.hint(files[0].Belongs)
	} else {
		a.placeOf(p, files, o)
	}
	a.afterwards(program, o, files[0].Path, p.Password == recipe.InFile)
	return nil
}

// placeOf says where what was printed goes, and which command puts it there.
func (a *app) placeOf(p *recipe.Program, files []recipe.File, o order) {
	if len(p.Files) == 0 {
		return
	}
	where, them := "It belongs in "+a.pathHere(files[0].Path), "it"
	switch {
	case p.Profiled:
		where += ", in the profile's folder"
	case len(files) > 1:
		where, them = "They belong in the files that the comment lines name", "them"
	}
	more := []string{"--write"}
	if o.storeless {
		more = append(more, "--password-store", string(recipe.Keyring))
	}
	command := a.thisCommand("postern", more...)
	if p.System() && runtime.GOOS == "windows" {
		a.hint(where + ", on the computer that " + p.Name + " runs on.")
		return
	}
	if p.System() {
		where += ", which only root may change"
		command = a.asRoot(p.ID, "--write")
	}
	a.hint(where + ". To put " + them + " there:")
	fmt.Fprintln(a.errOut, "  "+command)
}

// pathHere is a path as a person here writes it: few have set $XDG_CONFIG_HOME.
func (a *app) pathHere(path string) string {
	home, config := a.homes()
	if rest, ok := strings.CutPrefix(path, "$XDG_CONFIG_HOME"); ok && config != "" {
		return install.ShortenHome(config+rest, home)
	}
	return path
}

// thisCommand is the command as it was typed and more, for a shell to read.
// postern is what the program is called in it.
func (a *app) thisCommand(postern string, more ...string) string {
	words := []string{quoteHere(postern)}
	for _, arg := range append(slices.Clone(a.args), more...) {
		words = append(words, quoteHere(arg))
	}
	return probe.NewText(strings.Join(words, " ")).String()
}

// asRoot is [app.thisCommand] for root, to whom sudo hands a variable only where it is
// told to.
func (a *app) asRoot(program string, more ...string) string {
	named := recipe.FolderWord(program, a.everyHome())
	if named != "" {
		named = quoteHere(named) + " "
	}
	return "sudo " + named + a.thisCommand(rootName(), more...)
}

// checkFor refuses flags that the program has no use for.
func (f configFlags) checkFor(p *recipe.Program) error {
	formats := recipe.Formats(p.ID)
	switch {
	case f.format != "" && formats == nil:
		return wrongf("the settings of %s have one form only; leave out --format", p.Name)
	case f.format != "" && !slices.Contains(formats, f.format):
		return wrongf("--format: say %s", strings.Join(formats, ", "))
	case f.write && len(p.Files) == 0:
		return wrongf("%s has no file of its own for this; put the settings into one with --output", p.Name)
	case f.write && f.format != "" && f.format != formats[0]:
		return wrongf("--write writes %s; put the %s form into a file with --output", formats[0], f.format)
	case f.profile != "" && !p.Profiled:
		return wrongf("%s has no profiles; leave out --profile", p.Name)
	case f.profile != "" && !f.write:
		return wrongf("--profile goes with --write")
	case !p.Fetches() && (f.command != "" || f.store != ""):
		return wrongf("%s; leave out --password-command and --password-store", passwordWords(p))
	}
	return nil
}

// passwordWords says how the program comes by its password, where it fetches none.
func passwordWords(p *recipe.Program) string {
	switch p.Password {
	case recipe.Kept:
		if p.Group == recipe.Devices {
			return "the settings card holds no password and fetches none: what it is typed into asks for it"
		}
		if !p.OAuth {
			return p.Name + " asks for the password itself"
		}
		return p.Name + " asks for the password itself, or opens the provider's sign-in page"
	case recipe.InFile:
		return p.Name + " can only hold the password in its own file, where a placeholder will stand for it"
	case recipe.Environment:
		return p.Name + " reads the password from where it runs"
	case recipe.Fetched:
	}
	return ""
}

func unknownProgram(program string) error {
	if near := recipe.Suggest(program); near != "" {
		return wrongf("there are no settings for %s; did you mean %s?", shown(program), near)
	}
	return wrongf("there are no settings for %s; see postern programs", shown(program))
}

// sender is the address mail comes from: the login name may be one.
func (f configFlags) sender() string {
	if f.address == "" && strings.Contains(f.user, "@") {
		return f.user
	}
	return f.address
}

// check refuses flags that contradict each other.
func (f configFlags) check() error {
	switch {
	case f.command != "" && f.store != "":
		return wrongf("--password-command and --password-store do not go together; choose one")
	case f.write && f.output != "":
		return wrongf("--write and --output do not go together; --write uses the program's own file")
	case f.output == "-":
		return wrongf("the settings are printed where no file is named; leave out --output")
	case f.replace && !f.write:
		return wrongf("--replace goes with --write")
	case f.noLogin && (f.user != "" || f.command != "" || f.store != ""):
		return errNoLoginAndLogin("--password-command and --password-store")
	case f.sender() != "" || f.anybodySends() && (f.host != "" || f.provider != ""):
		return nil
	case f.anybodySends():
		return wrongf("postern config needs --host, the server's name, as in --host relay.example.org")
	}
	return wrongf("postern config needs --address, the address you send from, as in --address ada@example.org")
}

// errNoLoginAndLogin is for flags that tell of a login beside the one that says there is
// none; passwords are the flags for the password.
func errNoLoginAndLogin(passwords string) error {
	return wrongf("--no-login writes no login; leave it out, or leave out --user, %s", passwords)
}

// loginless reports whether nobody signs in with these settings.
func (f configFlags) loginless() bool { return f.noLogin || f.security == recipe.Plain }

// anybodySends reports whether the settings can be written though nobody said who sends:
// neither the program nor the login wants to know.
func (f configFlags) anybodySends() bool { return f.senderless && (f.loginless() || f.user != "") }

// afterwards says what is left to do for the person, in the order to do it.
// The program's own steps count once its file is there, or where it only becomes whole
// by them.
// bodies are the files that were written, if any.
func (a *app) afterwards(program string, o order, path string, steps bool, bodies ...[]byte) {
	s := o.settings
	there := func(texts []string) []string {
		if len(bodies) == 0 {
			return texts
		}
		return recipe.WithoutPlaceholder(texts, bodies...)
	}
	if o.provider != nil && o.provider.SetupNote != "" {
		a.hint(strings.Join(nonEmpty("First, at "+o.provider.Name+": "+o.provider.SetupNote, o.provider.SetupURL), " "))
	}
	if store := recipe.StoreCommand(s); store != "" {
		a.hint("Store the password once:")
		fmt.Fprintln(a.errOut, "  "+store)
	}
	if p, _ := recipe.Find(program); !p.Proven() {
		a.hint("These settings follow the documentation as it was on " + p.AsOf + " (" + p.Source + "), and were not tried with the program.")
	}
	for _, note := range there(recipe.Notes(program, s)) {
		a.hint(note)
	}
	a.warn(o)
	a.sayMoved(program, o)
	a.sayStoreless(program, o)
	if steps {
		for _, text := range there(recipe.Afterwards(program, s)) {
			a.hint(text)
		}
	}
	if try := recipe.TryCommand(program, s, path); try != "" {
		a.hint("Then send yourself a message:")
		fmt.Fprintln(a.errOut, "  "+try)
	}
}

// sayMoved says why the door is another one than the provider prefers.
func (a *app) sayMoved(program string, o order) {
	if p, _ := recipe.Find(program); o.moved {
		a.hint(fmt.Sprintf("! %s would go on without encryption where a server stops offering STARTTLS, so these settings use %d, "+
			"where TLS is there from the start. For the other door: --port %d", p.Name, o.settings.Port, o.usual))
	}
}

// sayStoreless says that the place the password is fetched from is still to be made.
func (a *app) sayStoreless(program string, o order) {
	if p, _ := recipe.Find(program); o.storeless {
		a.hint("! " + p.Name + " cannot ask for a password, and no place that keeps one was found on this computer. These settings ask the keyring: " +
			"the command secret-tool has to be there. For another place: --password-store pass, or --password-command.")
	}
}

// warn says what is unusual about the door, and why it is.
func (a *app) warn(o order) {
	switch s := o.settings; {
	case o.provider != nil && o.provider.SMTPLocal != nil && s.CAFile == "":
		a.hint("! Its certificate is its own, and has to be named: in Bridge, Settings > Advanced settings > Export TLS certificates; then --ca cert.pem.")
	case s.User == "" && s.Security != recipe.Plain:
		a.warnBeginning(s)
		a.hint(wizard.ByAddressWords(s.Host) + " To see whether it takes a message from here:")
		fmt.Fprintln(a.errOut, "  "+tryRelay(s))
	case s.Port == 25 && s.User != "":
		door := "the doors for people, programs and sites are 465 and 587"
		if o.provider != nil {
			door = fmt.Sprintf("%s's door for people is %d: leave out --port", o.provider.Name, o.usual)
		}
		a.hint("! 25 is the door between servers, and many networks filter it; " + door + ".")
	case s.Security == recipe.Plain:
		a.hint("! Without encryption and login: right only for a relay of your own, on this computer or your own network.")
	default:
		a.warnBeginning(s)
	}
}

// warnBeginning says where encryption begins in a way that is unusual at the door.
func (a *app) warnBeginning(s *recipe.Settings) {
	switch {
	case s.Security == recipe.STARTTLS && probe.DoorAt(s.Port).Implicit():
		a.hint(fmt.Sprintf("! On %d TLS usually comes at once (--security tls); where it does, a program that waits to begin it waits for ever.", s.Port))
	case s.Security == recipe.ImplicitTLS && (s.Port == 587 || s.Port == 25):
		a.hint(fmt.Sprintf("! On %d TLS usually begins with STARTTLS (--security starttls).", s.Port))
	}
}

// hint says something to the person beside the result.
func (a *app) hint(text string) { fmt.Fprintln(a.errOut, wrap(a.fit(a.errOut, text), textWidth)) }
