package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"postern/wizard/install"
	"postern/wizard/recipe"
)

// settingsMode is for a file that names a login and how to fetch its password.
const settingsMode fs.FileMode = 0o600

// writeConfig puts the settings where the program looks for them: into a new
// file, or as one account more into the one that is there.
func (a *app) writeConfig(program string, o order, f configFlags) error {
	paths, err := a.paths(program, f.profile)
	if err != nil {
		return err
	}
	current, err := look(paths)
	if err == nil && current.InUse {
		err = install.ErrInUse
	}
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	body, err := settingsFor(program, o.settings, current, f.replace)
	var exists *recipe.ExistsError
	switch {
	case errors.As(err, &exists):
		home, _ := a.homes()
		return fmt.Errorf("%s: there is %s already, so nothing was written; --replace puts this one in its place",
			install.ShortenHome(current.Path, home), exists.What)
	case err != nil:
		return fmt.Errorf("nothing was written: %w", err)
	}
	if err := a.install(program, o, install.Make(current, body, settingsMode)); err != nil {
		return err
	}
	for _, text := range recipe.Afterwards(program) {
		a.hint(text)
	}
	return nil
}

// settingsFor is what the file will hold.
func settingsFor(program string, s recipe.Settings, current install.Current, replace bool) ([]byte, error) {
	if current.Exists || current.Own != nil {
		return recipe.MergeBeside(program, current.Body, current.Own, s, replace)
	}
	files, err := recipe.Render(program, s)
	if err != nil {
		return nil, err
	}
	return []byte(files[0].Body), nil
}

// outputConfig writes the settings to a file of the person's choice; several
// files go into it as a folder, under their own names.
func (a *app) outputConfig(program string, o order, files []recipe.File, path string) error {
	path, err := wholePath(path)
	if err != nil {
		return err
	}
	if dir := filepath.Dir(path); !isFolder(dir) {
		return wrongf("--output: there is no folder %s; make it first, or name another place", shown(dir))
	}
	if len(files) == 1 {
		return a.outputFile(program, o, path, files[0])
	}
	for _, file := range files {
		if err := a.outputFile(program, o, filepath.Join(path, filepath.Base(file.Path)), file); err != nil {
			return err
		}
	}
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (a *app) outputFile(program string, o order, path string, file recipe.File) error {
	current, err := install.Look(path)
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	body := []byte(file.Body)
	if current.Own != nil { // it goes into a profile, whose servers stay
		if body, err = settingsFor(program, o.settings, current, false); err != nil {
			return fmt.Errorf("nothing was written: %w", err)
		}
	}
	return a.install(program, o, install.Make(current, body, settingsMode))
}

// install carries out a plan, with the difference shown before.
func (a *app) install(program string, o order, plan install.Plan) error {
	if plan.Diff != "" {
		fmt.Fprint(a.errOut, recipe.Conceal(program, plan.Diff))
	}
	done, err := apply(plan)
	if err != nil {
		return err
	}
	a.printPath(done.Path)
	home, _ := a.homes()
	a.hint(installedWords(done, home))
	a.afterwards(program, o, install.ShortenHome(done.Path, home))
	return nil
}

// installedWords says truthfully what was written.
func installedWords(d install.Done, home string) string {
	path := install.ShortenHome(d.Path, home)
	switch {
	case d.Same:
		return path + " held these settings already; nothing was changed."
	case d.Backup != "":
		return fmt.Sprintf("Written: %s. The file as it was before: %s", path, install.ShortenHome(d.Backup, home))
	}
	return fmt.Sprintf("Written: %s, readable only by you.", path)
}
