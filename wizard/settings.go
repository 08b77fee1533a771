package wizard

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"postern/wizard/advice"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// Settings is what the chosen program is told.
func (s Session) Settings() *recipe.Settings {
	set := &recipe.Settings{
		Account:  recipe.AccountName(s.accountHint(), s.Get(Address)),
		Provider: s.ProviderName(),
		Host:     s.Get(Host),
		Address:  s.Get(Address),
		Name:     s.Get(Name),
		CAFile:   s.caFile(),
		Dir:      s.mailerDir(),
		RootHome: s.world.RootHome,
		Security: recipe.STARTTLS,
	}
	if r, ok := s.used(); ok {
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

// Config is what to copy: the program's files as they would stand alone, or, where
// it depends on what is there, what to add to them.
func (s Session) Config() (string, error) {
	var c install.Current
	if len(s.files) > 0 {
		c = s.files[0]
	}
	files, err := recipe.Additions(s.Get(Program), c.Body, c.Own, s.Settings())
	for i, path := range s.ShownPaths() {
		if i < len(files) {
			files[i].Path = path
		}
	}
	return recipe.Text(files), err
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

// Clash returns what the files have already in the place of the settings, nil if
// that is nothing.
func (s Session) Clash() *recipe.ExistsError {
	for n := range s.files {
		_, err := s.merged(n, false)
		var exists *recipe.ExistsError
		if errors.As(err, &exists) {
			return exists
		}
	}
	return nil
}

// Plans are the changes to the files: new ones, or the account added. With replace,
// what is there in its place gives way.
func (s Session) Plans(replace bool) ([]install.Plan, error) {
	if s.files == nil {
		return nil, errors.New("the file was not looked at yet")
	}
	modes := recipe.Modes(s.Get(Program), s.Settings())
	plans := make([]install.Plan, 0, len(s.files))
	for n, c := range s.files {
		body, err := s.merged(n, replace)
		if err != nil {
			return nil, err
		}
		plans = append(plans, install.Make(c, body, fs.FileMode(modes[n])))
	}
	return plans, nil
}

// There reports whether one of the files is there already.
func (s Session) There() bool {
	return slices.ContainsFunc(s.files, func(c install.Current) bool { return c.Exists })
}

// afterwards is what is left to do in the program: nothing about a password that is in
// its files already.
func (s Session) afterwards() []string {
	texts := recipe.Afterwards(s.Get(Program), s.Settings())
	plans, err := s.Plans(true)
	if err != nil {
		return texts
	}
	bodies := make([][]byte, 0, len(plans))
	for _, p := range plans {
		bodies = append(bodies, p.New)
	}
	return recipe.WithoutPlaceholder(texts, bodies...)
}

// LosesPassword reports whether a password that a person put into the files would be in
// their backups alone.
func (s Session) LosesPassword() bool { return recipe.LosesPassword(s.Difference(true)) }

// PasswordGoes is what to say where [Session.LosesPassword] holds.
const PasswordGoes = "The password that stands there goes, and will be in the backup alone."

// Difference is what writing would change, fit for a screen: a unified difference
// for each file, one after another. A file that is not there yet is all new. It is ""
// where nothing would change, or nothing can be written.
func (s Session) Difference(replace bool) string {
	plans, err := s.Plans(replace)
	if err != nil {
		return ""
	}
	var b strings.Builder
	for n, p := range plans {
		diff := p.Shown()
		if len(plans) > 1 && (!p.Current.Exists || p.Current.Unread) {
			diff = "+++ " + install.ShortenHome(p.Current.Path, s.world.Home) + "\n" + diff
		}
		b.WriteString(recipe.Conceal(s.Get(Program), n, s.Settings(), diff))
	}
	return b.String()
}

// Replacing reports whether the person agreed that an account gives way.
func (s Session) Replacing() bool { return s.Said(Write) == WriteReplace }

func (s Session) merged(n int, replace bool) ([]byte, error) {
	c := s.files[n]
	body, err := recipe.MergeFile(s.Get(Program), n, c.Body, c.Own, s.Settings(), replace)
	var exists *recipe.ExistsError
	if err != nil && len(s.files) > 1 && !errors.As(err, &exists) {
		err = fmt.Errorf("%s: %w", install.ShortenHome(c.Path, s.world.Home), err)
	}
	return body, err
}

// Notes are what to know about the program and these settings, a paragraph each. One
// that begins with an exclamation mark and a space is a warning.
func (s Session) Notes() []string {
	set := s.Settings()
	notes := recipe.Notes(s.Get(Program), set)
	for n, c := range s.files {
		for _, remark := range recipe.Remarks(s.Get(Program), n, c.Body, set) {
			notes = append(notes, install.ShortenHome(c.Path, s.world.Home)+": "+remark)
		}
	}
	if set.User == "" && set.Security != recipe.Plain {
		notes = append([]string{ByAddressWords(set.Host)}, notes...)
	}
	if words := s.movedWords(); words != "" {
		notes = append([]string{words}, notes...)
	}
	if r, ok := s.used(); ok && r.Door.Port == 25 && set.User != "" {
		notes = append(notes, "! 25 is the door between servers, and many networks filter it. "+
			"The doors for programs and sites are 587 and 465.")
	}
	return notes
}

// Words says what the program calls the way to encrypt, "" where that is plain to
// see.
func (s Session) Words() string {
	program, security := s.Get(Program), s.Settings().Security
	words := recipe.Words(program, security)
	if words == "" || words == waysToEncrypt[security] || recipe.Dialog(program) != "" {
		return ""
	}
	return words + " means " + waysToEncrypt[security]
}

var waysToEncrypt = map[recipe.Security]string{
	recipe.STARTTLS: "STARTTLS", recipe.ImplicitTLS: "TLS from the start",
}

// Barred says why the files cannot be written by whoever runs this, "" if they can.
func (s Session) Barred() string {
	if !slices.ContainsFunc(s.files, func(c install.Current) bool { return c.Barred }) {
		return ""
	}
	return s.programName() + "'s files belong to the system, and only root may change them."
}

// RootCommand is the command that root gives to write them, for a shell; "" where
// the files are the person's own.
func (s Session) RootCommand() string {
	if s.Barred() == "" {
		return ""
	}
	set := s.Settings()
	words := []string{"sudo"}
	if named := recipe.FolderWord(s.Get(Program), s.world.homes()); named != "" {
		words = append(words, named) // sudo hands on no variable by itself
	}
	words = append(words,
		cmp.Or(s.world.RootName, "postern"), "config", s.Get(Program), "--address", set.Address, "--host", set.Host,
		"--port", strconv.Itoa(set.Port), "--security", string(set.Security), "--write",
	)
	switch {
	case set.User != "":
		words = append(words, "--user", set.User)
	case set.Security != recipe.Plain:
		words = append(words, "--no-login")
	}
	if set.CAFile != "" {
		words = append(words, "--ca", set.CAFile)
	}
	for i, word := range words {
		words[i] = recipe.QuoteShell(word)
	}
	return strings.Join(words, " ")
}

// FileRemark says in a few words what writing would mean for the file, and whether the
// settings were tested.
func (s Session) FileRemark() string {
	remark := s.fileRemark()
	if p, _ := recipe.Find(s.Get(Program)); s.Path() != "" && !p.Proven() {
		remark += "; " + p.Tier()
	}
	return remark
}

// StandIn says in practice which real door the port in the settings stands for; "" where
// the port is that of the door.
func (s Session) StandIn() string {
	if r, ok := s.used(); ok && r.Door.Dialled() != r.Door.Port {
		return fmt.Sprintf("In practice %d stands for %d, which a real provider has.", r.Door.Dialled(), r.Door.Port)
	}
	return ""
}

// Source says where settings are from that were not tested, "" if they were.
func (s Session) Source() string {
	p, _ := recipe.Find(s.Get(Program))
	if p.Proven() {
		return ""
	}
	return fmt.Sprintf("From documentation, read on %s, and not tested here: %s", p.AsOf, p.Source)
}

func (s Session) fileRemark() string {
	switch {
	case s.Snippet():
		return s.snippetRemark()
	case s.Path() == "":
		return s.NoProfile()
	case s.files == nil:
		return "to copy"
	case s.InUse():
		return s.programName() + " is running with this profile: close it before you write. " +
			"If it is closed, it ended badly: start and close it once."
	case s.Barred() != "":
		return s.Barred()
	case s.holds() && len(s.files) > 1:
		return "the files hold exactly these settings already"
	case s.holds():
		return "the file holds exactly these settings already"
	case s.refused():
		return "the file that is there cannot take them as it is"
	case len(s.files) > 1:
		return s.filesRemark()
	case !s.files[0].Exists:
		return s.newFile()
	case s.files[0].Real != s.files[0].Path:
		return "added to the file, which is a link to " + install.ShortenHome(s.files[0].Real, s.world.Home) + "; a backup is kept"
	}
	return "added to the file that is there; the rest stays as it is, a backup is kept"
}

// refused reports whether settings that are right cannot be put into what is there.
func (s Session) refused() bool {
	if _, err := s.Config(); err != nil || !s.There() {
		return false
	}
	_, err := s.Plans(true)
	return err != nil
}

// newFile says of a file that is not there yet who may read it.
func (s Session) newFile() string {
	modes := recipe.Modes(s.Get(Program), s.Settings())
	if len(modes) > 0 && modes[0]&0o077 != 0 || another(s.files[0].Owner) {
		return "a new file"
	}
	return "a new file, readable only by you"
}

// another reports whether a file will belong to a program's own user.
func another(owner string) bool {
	user, _, _ := strings.Cut(owner, ":")
	return user != "" && user != "root"
}

// snippetRemark says what settings rest on that are only to be copied.
func (s Session) snippetRemark() string {
	p, _ := recipe.Find(s.Get(Program))
	return "to copy; " + p.Tier()
}

// filesRemark says it for several files, of which all or none are written.
func (s Session) filesRemark() string {
	there, links := 0, ""
	for _, c := range s.files {
		if !c.Exists {
			continue
		}
		there++
		if c.Real != c.Path {
			links += "; " + install.ShortenHome(c.Path, s.world.Home) + " is a link to " + install.ShortenHome(c.Real, s.world.Home)
		}
	}
	if there == 0 {
		return fmt.Sprintf("%d new files, written all or none", len(s.files))
	}
	return fmt.Sprintf("%d files, of which %d are there; what else is in them stays, backups are kept%s", len(s.files), there, links)
}

// holds reports whether the files hold the settings as they are.
func (s Session) holds() bool {
	plans, err := s.Plans(true)
	return err == nil && !slices.ContainsFunc(plans, func(p install.Plan) bool { return !p.Current.Exists || p.Diff != "" })
}
