package ui

import (
	"errors"
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/profile"
	"postern/wizard/recipe"
)

// settings shows the finished config, and copies or writes it.
type settings struct{ *settingsState }

// settingsState is what it holds; see screen.
type settingsState struct {
	session wizard.Session
	engine  Engine
	look    look
	view    scroll
	mode    mode
	// writeNext: w was pressed, and what is there is looked at again before it is written.
	writeNext bool
	working   bool   // the file is being written, or profiles are looked for
	note      string // what was just done
	problem   string

	width, height int
}

func (t settings) copied() settings {
	next := *t.settingsState
	return settings{&next}
}

// mode is what the settings screen shows.
type mode uint8

const (
	looking   mode = iota // the file is being looked at
	reading               // the config
	reviewing             // what writing would change
)

// lookedMsg says what stands in the settings file.
type lookedMsg struct {
	current []install.Current
	err     error
}

// foundMsg says which profiles of the program there are.
type foundMsg struct{ profiles []profile.Profile }

// writtenMsg says what was written.
type writtenMsg struct {
	done []install.Done
	err  error
}

// storedMsg says how the password store's own program ended.
type storedMsg struct{ err error }

func newSettings(s wizard.Session, e Engine, l look) settings {
	t := settings{&settingsState{session: s, engine: e, look: l}}
	if news := s.News(); news != "" {
		t.note = done + news
	}
	if !t.finding() && len(s.Places()) == 0 {
		t.mode = reading // there is no file to wait for
		return t.fill()
	}
	return t
}

// finding reports whether the program's profiles are still to be looked for.
func (t settings) finding() bool {
	step, working := t.session.Step().(wizard.Do)
	return working && step.Work == wizard.FindProfiles
}

func (t settings) Init() tea.Cmd {
	look, places := t.engine.Look, t.session.Places()
	switch {
	case t.finding():
		return t.find()
	case len(places) == 0:
		return nil
	}
	return func() tea.Msg {
		current, err := look(places)
		return lookedMsg{current, err}
	}
}

// find looks for the program's profiles.
func (t settings) find() tea.Cmd {
	profiles := t.engine.Profiles
	return func() tea.Msg { return foundMsg{profiles()} }
}

func (t settings) Update(msg tea.Msg) (screen, tea.Cmd) {
	t = t.copied()
	switch msg := msg.(type) {
	case foundMsg:
		t.working = !t.finding() // else the screen is about to change
		return t.found(msg)
	case lookedMsg:
		return t.looked(msg)
	case writtenMsg:
		return t.written(msg)
	case storedMsg:
		t.note = done + "The password is stored."
		if msg.err != nil {
			t.note, t.problem = "", "The password was not stored: "+msg.err.Error()
		}
		return t.fill(), nil
	case tea.KeyPressMsg:
		return t.press(msg)
	}
	return t, nil
}

// found goes on to the profile's file, or to the question which profile. Where
// there was none and is none, there is nothing to go on to.
func (t settings) found(msg foundMsg) (screen, tea.Cmd) {
	if !t.finding() && len(msg.profiles) == 0 {
		t.working = false
		t.problem = t.session.NoProfile()
		return t.fill(), nil
	}
	return t, goTo(t.session.WithProfiles(msg.profiles).Next())
}

func (t settings) looked(msg lookedMsg) (screen, tea.Cmd) {
	t.mode = reading
	if msg.err != nil {
		t.problem = msg.err.Error() + " You can still copy the settings."
		return t.fill(), nil
	}
	t.session = t.session.WithFiles(msg.current...)
	if _, working := t.session.Step().(wizard.Do); working {
		t.session = t.session.Next()
	}
	if t.writeNext {
		t.writeNext = false
		if !t.session.InUse() {
			return t.write()
		}
		t.problem = t.closeFirst()
	}
	return t.fill(), send(keepMsg{t.session})
}

// closeFirst says why nothing is written while the program runs.
func (t settings) closeFirst() string {
	p, _ := recipe.Find(t.session.Get(wizard.Program))
	return p.Name + " is running with this profile, so nothing was written. Close " + p.Name +
		", then press w again. You can still copy the settings."
}

func (t settings) written(msg writtenMsg) (screen, tea.Cmd) {
	if msg.err != nil {
		t.mode, t.problem = reading, msg.err.Error()
		if errors.Is(msg.err, install.ErrInUse) {
			t.problem = t.closeFirst()
		}
		t.session, _ = t.session.BackOne() // to the question whether to write
		t.working = false
		return t.fill(), t.Init()
	}
	t.session = t.session.WithDone(msg.done...)
	return t, goTo(t.session.Next())
}

func (t settings) press(k tea.KeyPressMsg) (screen, tea.Cmd) {
	if t.note != "" { // it was read
		t.note, t.session = "", t.session.Heard()
		t = t.fit()
	}
	switch k.String() {
	case "enter":
		t.note = t.instead()
		return t.fill(), nil
	case "w":
		return t.write()
	case "esc":
		if t.mode == reviewing {
			t.mode, t.problem = reading, ""
			return t.fill(), nil
		}
		return t, goBack(t.session)
	case "c":
		return t.copy()
	case "p":
		return t.store()
	case "v":
		if v, ok := newVerify(t.session, t.engine, t.look); ok {
			return t, open(v)
		}
	case "o":
		return t.otherProgram()
	case "?", "f1":
		return t, open(newLesson(t.session, "settings-lines", t.look, t.keys()))
	case "q":
		return t.finish()
	}
	t.view = t.view.update(k)
	return t, nil
}

// instead says which keys do something where enter, which leads on everywhere else, must
// not: a file is only written when that was meant.
func (t settings) instead() string {
	_, err := t.session.Plans(t.session.Clash() != nil)
	switch _, unworded := t.session.Config(); {
	case unworded != nil:
		return "o leads to other programs, esc back to what you said."
	case t.mode == reviewing:
		return "enter changes no file: w writes it, esc leaves it."
	case t.session.Path() == "" || err != nil || t.session.Barred() != "":
		return "enter changes no file: c copies the settings, q prints them."
	}
	return "enter changes no file: w writes it, c copies it."
}

// write writes a new file at once; where a file is there, it shows first what
// would change, and a second w writes.
func (t settings) write() (screen, tea.Cmd) {
	t.note, t.problem = "", ""
	switch {
	case t.session.Path() == "":
		t.working = true
		return t.fill(), t.find()
	case t.session.InUse():
		t.writeNext = true
		return t.fill(), t.Init()
	}
	clash := t.session.Clash() != nil
	plans, err := t.session.Plans(clash)
	if err != nil {
		t.problem = err.Error()
		return t.fill(), nil
	}
	if changed(plans) == 0 {
		t.mode, t.note = reading, done+"The file holds exactly these settings already; there is nothing to write."
		return t.fill(), nil
	}
	if (there(plans) || clash || t.session.Barred() != "") && t.mode != reviewing {
		t.mode = reviewing
		return t.fill(), nil
	}
	if barred := t.session.Barred(); barred != "" {
		t.problem = barred
		return t.fill(), nil
	}
	return t.apply(plans)
}

// apply writes what was planned.
func (t settings) apply(plans []install.Plan) (screen, tea.Cmd) {
	answer := wizard.WriteFile
	if t.session.Clash() != nil {
		answer = wizard.WriteReplace
	}
	next, err := t.session.Answer(wizard.Write, answer)
	if err != nil {
		t.problem = err.Error()
		return t.fill(), nil
	}
	t.session, t.working = next, true
	apply := t.engine.Apply
	return t, func() tea.Msg {
		done, err := apply(plans)
		return writtenMsg{done, err}
	}
}

// changed counts the files that would be changed.
func changed(plans []install.Plan) (n int) {
	for _, p := range plans {
		if !p.Current.Exists || p.Current.Unread || p.Diff != "" {
			n++
		}
	}
	return n
}

// there reports whether a file would be changed that is there.
func there(plans []install.Plan) bool {
	for _, p := range plans {
		if p.Current.Exists {
			return true
		}
	}
	return false
}

// copy sends the config to the terminal's clipboard. No terminal answers, so no
// more than that can be said.
func (t settings) copy() (screen, tea.Cmd) {
	config, err := t.session.Config()
	if err != nil {
		return t.fill(), nil
	}
	instead := "q prints it."
	if t.session.Path() != "" {
		instead = "w writes it, q prints it."
	}
	t.note = done + "Sent to the terminal's clipboard. Does it not paste? " + instead
	return t.fill(), tea.SetClipboard(config)
}

// store hands the terminal to the password store's own program, so that the
// password never passes through this one.
func (t settings) store() (screen, tea.Cmd) {
	command := recipe.StoreCommand(t.session.Settings())
	if command == "" {
		return t, nil
	}
	return t, tea.ExecProcess(exec.Command("sh", "-c", command), func(err error) tea.Msg { return storedMsg{err} })
}

func (t settings) otherProgram() (screen, tea.Cmd) {
	if back, ok := t.session.BackTo(wizard.PageProgram); ok {
		return t, goTo(back)
	}
	return t, nil
}

// finish leaves without writing; the settings are printed to the shell.
func (t settings) finish() (screen, tea.Cmd) {
	next, err := t.session.Answer(wizard.Write, wizard.WriteLeave)
	if err != nil {
		t.problem = err.Error()
		return t.fill(), nil
	}
	return t, send(leaveMsg{next})
}

// busy implements screen: keys are for what will be there when the work is done.
func (t settings) busy() bool { return t.mode == looking || t.working || t.writeNext }

func (t settings) Cursor() *tea.Cursor { return nil }

func (t settings) resize(width, height int) screen {
	t = t.copied()
	t.width, t.height = width, height
	return t.fill()
}

func (t settings) restyle(l look) screen {
	t = t.copied()
	t.look = l
	return t.fill()
}

func (t settings) keys() []*hint {
	if t.mode == reviewing {
		return []*hint{keyLetter("w", "write it"), keyMove("scroll"), keyBack("leave it")}
	}
	check := keyLetter("v", "test")
	_, signsIn := t.session.Login()
	check.when(signsIn)
	scroll := keyMove("scroll").when(t.view.moves())
	store := keyLetter("p", "store password").when(recipe.StoreCommand(t.session.Settings()) != "")
	write, copying := keyLetter("w", "write it"), keyLetter("c", "copy")
	write.when(!t.session.Snippet())
	if _, err := t.session.Config(); err != nil {
		write.when(false)
		copying.when(false)
	}
	return []*hint{
		write, copying, check, store, scroll,
		keyLetter("o", "other program"), keyLetter("q", "print and finish"), keyBack("back"), keyHelp("words"),
	}
}
