package cli

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// writeCommands are what can be typed at the settings besides whether to write them.
func (f *front) writeCommands(s wizard.Session) []command {
	var out []command
	if login, ok := s.Login(); ok {
		out = append(out, doing("v", login.Tests(), f.verify))
	}
	if recipe.StoreCommand(s.Settings()) != "" {
		out = append(out, doing("p", "stores the password", f.store))
	}
	if f.keep != nil {
		out = append(out, command{word: "s", takes: anything, does: "and a file's name saves a copy of them", run: f.saveCopy})
	}
	return append(out,
		telling("c", "shows the settings again", nil, func(s wizard.Session, _ string) { f.showConfig(s) }),
		doing("o", "goes to another program", f.otherProgram))
}

// showConfig prints the settings alone, to be copied.
func (f *front) showConfig(s wizard.Session) {
	if config, err := s.Config(); err == nil {
		fmt.Fprint(f.exact, "\n"+config)
	}
}

// store hands the terminal to the password store's own program, so that the password
// never passes through this one.
func (f *front) store(ctx context.Context, s wizard.Session) (wizard.Session, error) {
	command := recipe.StoreCommand(s.Settings())
	if f.echo {
		f.say("There is no terminal here to type a password on. Store it with this command, in a terminal:")
		fmt.Fprintln(f.exact, "  "+command)
		return s, nil
	}
	f.say("This command asks for the password and stores it. Postern does not see it:")
	fmt.Fprintln(f.exact, "  "+command)
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = f.input, f.exact, f.exact
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return s, errInterrupted
	case err != nil:
		f.say("The password was not stored: the command ended with " + probe.NewText(err.Error()).String() + ".")
	default:
		f.say("The password is stored.")
	}
	return s, nil
}

// saveCopy writes the settings into a new file that the person names.
func (f *front) saveCopy(_ context.Context, s wizard.Session, name string) (wizard.Session, error) {
	if name == "" {
		f.say("Type s and the name of a new file, as in: s settings.txt")
		return s, nil
	}
	if rest, home := strings.CutPrefix(name, "~/"); home {
		name = filepath.Join(s.World().Home, rest)
	}
	if err := f.saveAs(s, name); err != nil {
		f.say(sentence("nothing was saved: " + err.Error()))
	}
	return s, nil
}

func (f *front) saveAs(s wizard.Session, name string) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return fmt.Errorf("find the place: %w", err)
	}
	if dir := filepath.Dir(path); !isFolder(dir) {
		return fmt.Errorf("there is no folder %s; name a file in one that is there", dir)
	}
	current, err := install.Look(path)
	if err != nil {
		return err
	}
	if current.Exists {
		return fmt.Errorf("%s is there already; name another file", path)
	}
	config, err := s.Config()
	if err != nil {
		return err
	}
	if err := f.keep(install.Make(current, []byte(config), 0o600)); err != nil {
		return err
	}
	f.copies = append(f.copies, path)
	f.say("Saved a copy:")
	fmt.Fprintln(f.exact, probe.NewText(path).String())
	return nil
}

// otherProgram goes back to the question which program.
func (f *front) otherProgram(_ context.Context, s wizard.Session) (wizard.Session, error) {
	if back, ok := s.BackTo(wizard.PageProgram); ok {
		return back, nil
	}
	return s, nil
}
