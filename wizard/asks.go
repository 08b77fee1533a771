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
)

// The questions: one method for each Ask.

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
