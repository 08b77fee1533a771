package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// writeConfig puts the settings where the program looks for them: into new files,
// or as one account more into those that are there. All are written, or none.
func (a *app) writeConfig(program string, o order, f configFlags) error {
	places, err := a.places(program, o.settings, f.profile)
	if err != nil {
		return err
	}
	current, err := look(places)
	if err == nil && current[0].InUse {
		err = install.ErrInUse
	}
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	plans, err := a.plans(program, o, current, f.replace)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(current, func(c install.Current) bool { return c.Barred }) {
		a.showDifference(program, o, plans, true)
		a.hint("As root:")
		fmt.Fprintln(a.errOut, "  "+a.asRoot(program))
		return fmt.Errorf("nothing was written: these files belong to the system, and only root may change them")
	}
	return a.install(program, o, plans, true)
}

// plans are the changes to the files at hand.
func (a *app) plans(program string, o order, current []install.Current, replace bool) ([]install.Plan, error) {
	home, _ := a.homes()
	modes := recipe.Modes(program, o.settings)
	var plans []install.Plan
	for n, c := range current {
		body, err := recipe.MergeFile(program, n, c.Body, c.Own, o.settings, replace)
		path := install.ShortenHome(c.Path, home)
		var exists *recipe.ExistsError
		switch {
		case errors.As(err, &exists):
			return nil, fmt.Errorf("%s: there is %s already, so nothing was written; --replace puts this one in its place", path, exists.What)
		case err != nil:
			return nil, fmt.Errorf("nothing was written: %s: %w", path, err)
		}
		plans = append(plans, install.Make(c, body, fs.FileMode(modes[n])))
		for _, remark := range recipe.Remarks(program, n, c.Body, o.settings) {
			a.hint(path + ": " + remark)
		}
	}
	return plans, nil
}

// outputConfig writes the settings to a file of the person's choice; several
// files go into it as a folder, under their own names, all or none.
func (a *app) outputConfig(program string, o order, files []recipe.File, path string) error {
	path, err := wholePath(path)
	if err != nil {
		return err
	}
	if dir := filepath.Dir(path); !isFolder(dir) {
		return wrongf("--output: there is no folder %s; make it first, or name another place", shown(dir))
	}
	var plans []install.Plan
	for _, file := range files {
		to := path
		if len(files) > 1 {
			to = filepath.Join(path, filepath.Base(file.Path))
		}
		plan, err := outputPlan(program, o, to, file)
		if err != nil {
			return fmt.Errorf("nothing was written: %w", err)
		}
		plans = append(plans, plan)
	}
	return a.install(program, o, plans, false)
}

// outputPlan writes a file as it is, but into a profile, whose servers stay.
func outputPlan(program string, o order, path string, file recipe.File) (install.Plan, error) {
	current, err := install.Look(path)
	if err != nil {
		return install.Plan{}, err
	}
	body := []byte(file.Body)
	if current.Own != nil {
		if body, err = recipe.MergeBeside(program, current.Body, current.Own, o.settings, false); err != nil {
			return install.Plan{}, err
		}
	}
	return install.Make(current, body, 0o600), nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// showDifference shows what would be changed in files that are there, and with whole what
// would be in new ones. It returns what was shown.
func (a *app) showDifference(program string, o order, plans []install.Plan, whole bool) string {
	home, _ := a.homes()
	var all string
	for n, plan := range plans {
		diff := plan.Diff
		if c := plan.Current; whole && (!c.Exists || c.Unread) {
			diff = "+++ " + install.ShortenHome(c.Path, home) + "\n" + plan.Shown()
		}
		all += recipe.Conceal(program, n, o.settings, diff)
	}
	fmt.Fprint(a.errOut, all)
	return all
}

// install carries out plans, with the differences shown before. own says that the
// files are the program's own.
func (a *app) install(program string, o order, plans []install.Plan, own bool) error {
	home, _ := a.homes()
	for _, plan := range plans {
		if c := plan.Current; c.Real != c.Path {
			a.hint(fmt.Sprintf("%s is a link to %s: that is the file that changes.",
				install.ShortenHome(c.Path, home), install.ShortenHome(c.Real, home)))
		}
	}
	if recipe.LosesPassword(a.showDifference(program, o, plans, own)) {
		a.hint(wizard.PasswordGoes)
	}
	done, err := apply(plans)
	if err != nil {
		return err
	}
	for _, d := range done {
		a.printPath(d.Path)
	}
	for _, d := range done {
		a.hint(installedWords(d, home))
	}
	if undo := install.Undo(done...); undo != "" {
		a.hint("To undo it:")
		fmt.Fprintln(a.errOut, "  "+undo)
	}
	p, _ := recipe.Find(program)
	bodies := make([][]byte, 0, len(plans))
	for _, plan := range plans {
		bodies = append(bodies, plan.New)
	}
	a.afterwards(program, o, install.ShortenHome(done[0].Path, home), own || p.Password == recipe.InFile, bodies...)
	return nil
}

// installedWords says truthfully what was written, and who may read it.
func installedWords(d install.Done, home string) string {
	path := install.ShortenHome(d.Path, home)
	switch {
	case d.Same:
		return path + " held these settings already; nothing was changed."
	case d.Backup != "":
		return fmt.Sprintf("Written: %s. The file as it was before: %s", path, install.ShortenHome(d.Backup, home))
	}
	switch {
	case d.Mode&0o007 != 0:
		return fmt.Sprintf("Written: %s.", path)
	case d.Mode&0o070 != 0:
		return fmt.Sprintf("Written: %s, readable only by its owner and its group.", path)
	}
	return fmt.Sprintf("Written: %s, readable only by %s.", path, reader(d.Owner))
}

// reader is who a file belongs to, in the words of whoever wrote it.
func reader(owner string) string {
	if user, _, _ := strings.Cut(owner, ":"); user != "" && user != "root" {
		return "the user " + user
	}
	return "you"
}
