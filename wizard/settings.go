package wizard

import (
	"errors"
	"fmt"

	"postern/wizard/advice"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// Settings is what the chosen program is told.
func (s Session) Settings() recipe.Settings {
	set := recipe.Settings{
		Account:  recipe.AccountName(s.accountHint(), s.Get(Address)),
		Provider: s.ProviderName(),
		Host:     s.Get(Host),
		Address:  s.Get(Address),
		Name:     s.Get(Name),
		CAFile:   s.caFile(),
		Security: recipe.STARTTLS,
	}
	if r, ok := s.Chosen(); ok {
		set.Port = r.Door.Dialled()
		set.Security = recipe.Security(advice.SecurityOf(r))
	}
	if s.needsLogin() {
		set.User = s.Get(User)
		set.OAuth = s.OAuth()
		set.Secret = recipe.Secret{
			Kind: recipe.SecretKind(s.Get(Secret)), Command: s.Get(Command), Keychain: s.world.Keychain,
		}
		if s.keepsPassword() {
			set.Secret = recipe.Secret{Kind: recipe.AskMe}
		}
	}
	return set
}

// accountHint is what the settings block is named after.
func (s Session) accountHint() string {
	if p, ok := s.provider(); ok {
		return p.ID
	}
	if s.Practising() {
		return "practice"
	}
	return ""
}

// Config is what to copy: the program's file as it would stand alone, or, where it
// depends on what is there, what to add to it.
func (s Session) Config() (string, error) {
	var c install.Current
	if s.file != nil {
		c = *s.file
	}
	return recipe.Addition(s.Get(Program), c.Body, c.Own, s.Settings())
}

// Card is what to type into the program's own dialog, and dialog where that is;
// nil for a program without one.
func (s Session) Card() (dialog string, lines []recipe.CardLine) {
	program := s.Get(Program)
	if dialog = recipe.Dialog(program); dialog == "" {
		return "", nil
	}
	return dialog, recipe.CardFor(program, s.Settings())
}

// Clash returns the account of the same name that the file has already, nil if
// there is none.
func (s Session) Clash() *recipe.ExistsError {
	_, err := s.merged(false)
	var exists *recipe.ExistsError
	if errors.As(err, &exists) {
		return exists
	}
	return nil
}

// Plan is the change to the file: a new one, or one account more. With replace,
// an account of the same name gives way.
func (s Session) Plan(replace bool) (install.Plan, error) {
	if s.file == nil {
		return install.Plan{}, errors.New("the file was not looked at yet")
	}
	body, err := s.merged(replace)
	if err != nil {
		return install.Plan{}, err
	}
	return install.Make(*s.file, body, settingsMode), nil
}

// settingsMode is for a file that names a login and how to fetch its password.
const settingsMode = 0o600

// Replacing reports whether the person agreed that an account gives way.
func (s Session) Replacing() bool { return s.answers[Write] == WriteReplace }

func (s Session) merged(replace bool) ([]byte, error) {
	if p, _ := recipe.Find(s.Get(Program)); s.file == nil || !p.Merges && !s.file.Exists {
		config, err := s.Config()
		return []byte(config), err
	}
	return recipe.MergeBeside(s.Get(Program), s.file.Body, s.file.Own, s.Settings(), replace)
}

// FileRemark says in a few words what writing would mean for the file.
func (s Session) FileRemark() string {
	remark := s.fileRemark()
	if r, ok := s.Chosen(); ok && r.Door.Dialled() != r.Door.Port {
		remark += fmt.Sprintf(". In practice %d stands for %d, which a real provider has", r.Door.Dialled(), r.Door.Port)
	}
	return remark
}

func (s Session) fileRemark() string {
	switch {
	case s.Path() == "":
		return s.NoProfile()
	case s.file == nil:
		return "to copy"
	case s.file.InUse:
		return s.programName() + " is running with this profile: close it before you write. " +
			"If it is closed, it ended badly: start and close it once."
	case s.holds():
		return "the file holds exactly these settings already"
	case !s.file.Exists:
		return "a new file, readable only by you"
	case s.file.Real != s.file.Path:
		return "added to the file, which is a link to " + install.ShortenHome(s.file.Real, s.world.Home) + "; a backup is kept"
	}
	return "added to the file that is there; the rest stays as it is, a backup is kept"
}

// holds reports whether the file holds the settings as they are.
func (s Session) holds() bool {
	plan, err := s.Plan(true)
	return err == nil && plan.Current.Exists && plan.Diff == ""
}
