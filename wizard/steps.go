package wizard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// A stop is a place in the wizard: its step is only worked out when the person
// gets there.
type stop struct {
	key  key
	page Page
	step func() Step
}

// work reports whether the stop is work, and not a question or a text.
//
//go:noinline
func (st stop) work() bool {
	_, ok := strings.CutPrefix(string(st.key), "do ")
	return ok
}

//go:noinline
func ask(f Field, p Page, build func() Ask) stop {
	return stop{key: Ask{Field: f}.key(), page: p, step: func() Step { return build() }}
}

//go:noinline
func do(w Work, p Page) stop {
	d := Do{Work: w, page: p}
	return stop{key: d.key(), page: p, step: func() Step { return d }}
}

func show(t Topic, p Page) stop {
	sh := Show{Topic: t, page: p}
	return stop{key: sh.key(), page: p, step: func() Step { return sh }}
}

// stops is the whole wizard as it follows from the answers so far.
func (s Session) stops() []stop {
	var stops []stop
	if !s.world.PracticeOnly {
		stops = append(stops, ask(Provider, PageProvider, s.askProvider))
	}
	if s.Said(Provider) == Practise {
		stops = append(stops, do(StartPractice, PageProvider))
	}
	if s.searching() {
		stops = append(stops, do(FindServers, PageProvider), ask(Server, PageProvider, s.askServer))
	}
	if s.needsHost() {
		stops = append(stops, ask(Host, PageProvider, s.askHost))
	}
	if len(s.regions()) > 1 {
		stops = append(stops, ask(Region, PageProvider, s.askRegion))
	}
	stops = append(stops, s.local()...)
	stops = append(stops,
		do(TryDoors, PageDoors),
		ask(Door, PageDoors, s.askDoor),
		show(Why, PageWhy),
		ask(Program, PageProgram, s.askProgram))
	stops = append(stops, s.account()...)
	stops = append(stops, s.place()...)
	return append(stops,
		ask(Write, PageSettings, s.askWrite),
		do(WriteTheFile, PageSettings),
		show(Outcome, PageSettings))
}

// place is what leads to the file: for a program with profiles they are looked for,
// and where there are several the person chooses one.
func (s Session) place() []stop {
	var stops []stop
	if s.profiled() {
		stops = append(stops, do(FindProfiles, PageSettings))
		if len(s.profiles) > 1 {
			stops = append(stops, ask(Profile, PageSettings, s.askProfile))
		}
	}
	if len(s.Places()) > 0 {
		stops = append(stops, do(LookAtFile, PageSettings))
	}
	return stops
}

// account are the questions about the person.
func (s Session) account() []stop {
	stops := []stop{ask(Address, PageAccount, s.askAddress)}
	if !s.needsLogin() {
		return append(stops, ask(Name, PageAccount, s.askName))
	}
	stops = append(stops,
		ask(User, PageAccount, s.askUser),
		ask(Name, PageAccount, s.askName))
	if s.keepsPassword() {
		return stops
	}
	stops = append(stops, ask(Secret, PageAccount, s.askSecret))
	if s.Get(Secret) == string(recipe.Command) {
		stops = append(stops, ask(Command, PageAccount, s.askCommand))
	}
	return stops
}

// finished reports whether work need not be done (again).
func (s Session) finished(w Work) bool {
	switch w {
	case StartPractice:
		return s.practice != nil
	case FindServers:
		return s.searchOver()
	case TrustFile:
		return s.trusts()
	case TryDoors:
		return s.tried.equal(s.target()) && s.report.Settled()
	case WriteTheFile:
		return s.Said(Write) == WriteLeave
	case FindProfiles, LookAtFile: // they may have changed since
		return false
	}
	return false
}

func (s Session) askProvider() Ask {
	return Ask{
		Field: Provider, Prompt: "Where is your mailbox, or who sends for you?",
		Hint: "your address, a provider, or a server name", Free: true,
		Find: s.findProviders, Default: s.asTyped(Provider), Lesson: "providers",
		page: PageProvider,
	}
}

// findProviders returns the providers that match the words, then the two choices
// that are always there; a whole address or server name stands for itself.
func (s Session) findProviders(words string) []Choice {
	words = strings.TrimSpace(words)
	own := Choice{Value: Own, Label: "My own or my company's server", Remark: "you know its name", Pinned: true}
	practise := practiseFirst()
	if len(words) > 2 && (strings.HasPrefix("practise", strings.ToLower(words)) || strings.HasPrefix("practice", strings.ToLower(words))) {
		return []Choice{practise, own}
	}
	out := make([]Choice, 0, len(s.world.Catalog.Providers)+3)
	for p := range s.world.Catalog.Matches(words) {
		out = append(out, providerChoice(p, p.ID))
	}
	return append(s.withTyped(words, out), own, practise)
}

func practiseFirst() Choice {
	return Choice{
		Value: Practise, Label: "Practise first", Remark: "local servers, nothing leaves this computer",
		Lesson: "practice", Pinned: true,
	}
}

// providerChoice offers a provider, which has a page of its own.
func providerChoice(p *catalog.Provider, value string) Choice {
	return Choice{Value: value, Label: p.Name, Remark: p.Headline(), Lesson: pageLesson(p), Page: true}
}

func (s Session) askHost() Ask {
	a := Ask{
		Field: Host, Prompt: "Which server takes your outgoing mail?",
		Hint: "its name, often smtp. or mail. before the domain", Free: true,
		Find: s.findHosts, Default: s.asTyped(Host), Lesson: "server-name", page: PageProvider,
	}
	if s.searching() {
		a.Prompt = fmt.Sprintf("Which server takes the outgoing mail of %s?", domainOf(s.answers[Provider]))
	}
	return a
}

func (s Session) askDoor() Ask {
	a := Ask{
		Field: Door, Prompt: "Which door shall your mail leave through?",
		Lesson: "which-door", page: PageDoors,
	}
	adv := s.Advice()
	for _, r := range s.report.Doors {
		if !s.choosable(r.Door.Port, adv) {
			continue
		}
		a.Choices = append(a.Choices, Choice{
			Value: strconv.Itoa(r.Door.Port), Label: strconv.Itoa(r.Door.Port) + "  " + Purpose(r.Door),
			Remark: advice.Remark(adv, r),
		})
	}
	if v := s.Get(Door); s.choosableWord(v, adv) {
		a.Default = v
	}
	return a
}

func (s Session) askProgram() Ask {
	return Ask{
		Field: Program, Prompt: "Which program shall send the mail?", Hint: "type to find one", Free: true,
		Choices: s.programChoices(), Find: s.findPrograms, Default: s.Get(Program), Lesson: "choosing-a-program", page: PageProgram,
	}
}

// askProfile lists the profiles, those in use first.
func (s Session) askProfile() Ask {
	a := Ask{
		Field: Profile, Prompt: "Which profile of " + s.programName() + "?",
		Default: s.Get(Profile), Lesson: "settings-lines", page: PageSettings,
	}
	for _, p := range s.profiles {
		remark := install.ShortenHome(p.Dir, s.world.Home)
		if p.InUse {
			remark = "in use, " + remark
		}
		name := probe.NewText(p.Name).String()
		if p.Via != "" {
			name += " (" + p.Via + ")"
		}
		a.Choices = append(a.Choices, Choice{Value: p.Dir, Label: name, Remark: remark})
	}
	return a
}

func (s Session) askAddress() Ask {
	return Ask{
		Field: Address, Prompt: "Your mail address", Label: "Address", Hint: "you@example.org", Free: true,
		Default: s.Get(Address), Lesson: "mail-address", page: PageAccount,
	}
}

func (s Session) askName() Ask {
	return Ask{
		Field: Name, Prompt: "Your full name", Label: "Full name", Hint: "may stay empty", Free: true, Optional: true,
		Note:    "It stands beside your address where people read your mail; not every program has a place for it.",
		Default: s.Get(Name), Lesson: "full-name", page: PageAccount,
	}
}

func (s Session) askSecret() Ask {
	return Ask{
		Field: Secret, Prompt: "Where shall the password come from?", Label: "Password from",
		Choices: secretChoices(s.stores(), s.world.Keychain), Default: s.Get(Secret), Lesson: "password-from", page: PageAccount,
	}
}

func (s Session) askCommand() Ask {
	return Ask{
		Field: Command, Prompt: "The command that prints it", Label: "Command", Hint: "for example: gpg -q -d ~/.smtp.gpg", Free: true,
		Default: s.Get(Command), Lesson: "password-from", page: PageAccount,
	}
}

func (s Session) askUser() Ask {
	a := Ask{
		Field: User, Prompt: "Login name", Label: "Login name", Hint: "often the whole address", Free: true,
		Default: s.Get(User), Lesson: "login-name", page: PageAccount,
	}
	if p, ok := s.provider(); ok && p.Username.Hint != "" {
		a.Note = p.Username.Hint
	}
	return a
}

func (s Session) askWrite() Ask {
	a := Ask{Field: Write, Prompt: "Shall Postern write the file?", Lesson: "settings-lines", page: PageSettings}
	if s.Path() == "" {
		a.Prompt = s.NoProfile()
		a.Choices = []Choice{{Value: WriteLeave, Label: "change no file", Remark: "type or copy the settings yourself"}}
		return a
	}
	if s.Clash() != nil {
		a.Prompt = fmt.Sprintf("There is %s already. Replace it?", s.Clash().What)
		a.Choices = []Choice{
			{Value: WriteReplace, Label: "replace it", Remark: "a backup is kept"},
			{Value: WriteLeave, Label: "leave the file as it is", Remark: "copy the settings yourself"},
		}
		return a
	}
	a.Choices = []Choice{
		{Value: WriteFile, Label: "write it", Remark: s.writeRemark()},
		{Value: WriteLeave, Label: "change no file", Remark: "copy the settings yourself"},
	}
	return a
}

func (s Session) writeRemark() string {
	if slices.ContainsFunc(s.files, func(c install.Current) bool { return c.Exists }) {
		return "the rest stays as it is, a backup is kept"
	}
	if len(s.files) > 1 {
		return fmt.Sprintf("%d new files", len(s.files))
	}
	return s.newFile()
}
