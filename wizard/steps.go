package wizard

import (
	"fmt"
	"strconv"

	"postern/wizard/advice"
	"postern/wizard/recipe"
)

// steps is the whole wizard as it follows from the answers so far.
func (s Session) steps() []Step {
	steps := []Step{s.askProvider()}
	if s.answers[Provider] == Practise {
		steps = append(steps, Do{Work: StartPractice, page: PageProvider})
	}
	if s.needsHost() {
		steps = append(steps, s.askHost())
	}
	if names := s.regions(); len(names) > 1 {
		steps = append(steps, s.askRegion(names))
	}
	steps = append(steps,
		Do{Work: TryDoors, page: PageDoors},
		s.askDoor(),
		Show{Topic: Why, page: PageWhy},
		s.askProgram())
	steps = append(steps, s.askAccount()...)
	return append(steps,
		Do{Work: LookAtFile, page: PageSettings},
		s.askWrite(),
		Do{Work: WriteTheFile, page: PageSettings},
		Show{Topic: Outcome, page: PageSettings})
}

// finished reports whether work need not be done (again).
func (s Session) finished(w Work) bool {
	switch w {
	case StartPractice:
		return s.practice != nil
	case TryDoors:
		return s.tried.equal(s.target()) && s.report.Settled()
	case WriteTheFile:
		return s.answers[Write] == WriteLeave
	case LookAtFile: // the file may have changed since
		return false
	}
	return false
}

func (s Session) askProvider() Ask {
	return Ask{
		Field: Provider, Prompt: "Where is your mailbox, or who sends for you?",
		Hint: "your address, a provider, or a server name", Free: true,
		Find: s.findProviders, Default: s.answers[Provider], Lesson: "submission",
		page: PageProvider,
	}
}

// findProviders returns the providers that match the words, then the two choices
// that are always there.
func (s Session) findProviders(words string) []Choice {
	var out []Choice
	for _, p := range s.world.Catalog.Search(words) {
		out = append(out, Choice{Value: p.ID, Label: p.Name, Remark: p.Headline()})
	}
	return append(out,
		Choice{Value: Own, Label: "My own or my company's server", Remark: "you know its name"},
		Choice{Value: Practise, Label: "Practise first", Remark: "local servers, nothing leaves this computer"})
}

func (s Session) askHost() Ask {
	a := Ask{
		Field: Host, Prompt: "Which server takes your outgoing mail?",
		Hint: "its name, often smtp. or mail. before the domain", Free: true,
		Default: s.Get(Host), Lesson: "submission", page: PageProvider,
	}
	if d := domainOf(s.answers[Address]); d != "" {
		a.Prompt = fmt.Sprintf("Postern does not know %s yet. Which server takes its outgoing mail?", d)
	}
	return a
}

func (s Session) askRegion(names []string) Ask {
	a := Ask{
		Field: Region, Prompt: "Which region or stream is your account in?",
		Default: s.Get(Region), Lesson: "submission", page: PageProvider,
	}
	p, _ := s.provider()
	for _, n := range names {
		host, _ := p.Region(n)
		a.Choices = append(a.Choices, Choice{Value: n, Label: n, Remark: host})
	}
	return a
}

func (s Session) askDoor() Ask {
	a := Ask{
		Field: Door, Prompt: "Which door shall your mail leave through?",
		Lesson: "ports", page: PageDoors,
	}
	adv := s.Advice()
	for _, r := range s.report.Doors {
		if !s.choosable(r.Door.Port, adv) {
			continue
		}
		a.Choices = append(a.Choices, Choice{
			Value: strconv.Itoa(r.Door.Port), Label: strconv.Itoa(r.Door.Port) + "  " + s.Purpose(r.Door),
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
		Field: Program, Prompt: "Which program shall send the mail?",
		Choices: s.programChoices(), Default: s.Get(Program), Lesson: "names", page: PageProgram,
	}
}

// programChoices puts what is installed first.
func (s Session) programChoices() []Choice {
	var here, rest []Choice
	for _, p := range recipe.Programs() {
		c := Choice{Value: p.ID, Label: p.Name, Remark: p.Group}
		if s.installed(p.ID) {
			c.Remark += ", found on this computer"
			here = append(here, c)
			continue
		}
		rest = append(rest, c)
	}
	return append(here, rest...)
}

func (s Session) askAccount() []Step {
	steps := []Step{
		Ask{
			Field: Address, Prompt: "Your mail address", Hint: "you@example.org", Free: true,
			Default: s.Get(Address), Lesson: "submission", page: PageAccount,
		},
	}
	if s.needsLogin() {
		steps = append(steps, s.askUser())
	}
	steps = append(steps, Ask{
		Field: Name, Prompt: "Your full name", Hint: "as others shall see it; may stay empty", Free: true, Optional: true,
		Default: s.Get(Name), page: PageAccount,
	})
	if !s.needsLogin() {
		return steps
	}
	steps = append(steps, Ask{
		Field: Secret, Prompt: "Where shall the password come from?",
		Choices: secretChoices(s.stores(), s.world.Keychain), Default: s.Get(Secret), Lesson: "login", page: PageAccount,
	})
	if s.Get(Secret) == string(recipe.Command) {
		steps = append(steps, Ask{
			Field: Command, Prompt: "The command that prints it", Hint: "for example: gpg -q -d ~/.smtp.gpg", Free: true,
			Default: s.Get(Command), Lesson: "login", page: PageAccount,
		})
	}
	return steps
}

func (s Session) askUser() Ask {
	a := Ask{
		Field: User, Prompt: "Login name", Hint: "often the whole address", Free: true,
		Default: s.Get(User), Lesson: "login", page: PageAccount,
	}
	if p, ok := s.provider(); ok && p.Username.Hint != "" {
		a.Hint = p.Username.Hint
	}
	return a
}

func (s Session) askWrite() Ask {
	a := Ask{Field: Write, Prompt: "Shall Postern write the file?", Default: WriteFile, page: PageSettings}
	if s.Clash() != nil {
		a.Prompt = fmt.Sprintf("The file has an account named %s already. Replace it?", s.Settings().Account)
		a.Choices = []Choice{
			{Value: WriteReplace, Label: "replace that account", Remark: "a backup is kept"},
			{Value: WriteLeave, Label: "leave the file as it is", Remark: "copy the settings yourself"},
		}
		a.Default = WriteLeave
		return a
	}
	a.Choices = []Choice{
		{Value: WriteFile, Label: "write it", Remark: s.writeRemark()},
		{Value: WriteLeave, Label: "change no file", Remark: "copy the settings yourself"},
	}
	return a
}

func (s Session) writeRemark() string {
	if s.file != nil && s.file.Exists {
		return "the rest stays as it is, a backup is kept"
	}
	return "a new file, readable only by you"
}
