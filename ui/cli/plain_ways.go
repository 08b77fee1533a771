package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/recipe"
)

// otherWays are the ways on where no door is ready, besides another try and another server.
func (f *front) otherWays(s wizard.Session) []command {
	if s.World().PracticeOnly {
		return nil
	}
	out := []command{
		telling("p", "shows what to ask your provider", nil, func(s wizard.Session, _ string) {
			writeReading(f.out, s.AskProvider())
		}),
		telling("w", "shows how to get the settings without trying", nil, func(s wizard.Session, _ string) { f.sayUntried(s) }),
	}
	if s.Practising() {
		return out
	}
	return append(out, doing("practise", "goes to the practice servers", func(_ context.Context, s wizard.Session) (wizard.Session, error) {
		next, err := s.Answer(wizard.Provider, wizard.Practise)
		if err != nil {
			f.say(sentence(err.Error()))
			return s, nil
		}
		return next, nil
	}))
}

// sayElsewhere says that a server can be named where no door is ready.
func (f *front) sayElsewhere(s wizard.Session) {
	if !s.World().PracticeOnly {
		fmt.Fprintln(f.out, wrap("Or type the name of another server, such as smtp.example.org.", textWidth))
	}
}

// takeWayOn takes what is typed where no door is ready: the name of another server. The
// problem says what was not understood, and the ways on.
func (f *front) takeWayOn(s wizard.Session, a *wizard.Ask, line string) (wizard.Session, string) {
	why := notUnderstood(line)
	switch port, err := strconv.Atoi(line); {
	case line == "":
		why = "Enter alone chooses nothing here. "
	case tried(s, line):
		why = fmt.Sprintf("Door %d was tried and is not ready. ", port)
	case err == nil:
		why = "There is no door " + line + " here. "
	case s.World().PracticeOnly:
	default:
		next, err := s.Answer(serverField(s), line)
		if err == nil {
			return next, ""
		}
		why += sentence(err.Error()) + " "
	}
	ways := f.waysOn(s, a)
	if !s.World().PracticeOnly {
		ways += " Or type the name of another server, such as smtp.example.org."
	}
	return s, why + "No door is ready: " + ways
}

// serverField is the question that a server's name answers.
func serverField(s wizard.Session) wizard.Field {
	for _, f := range []wizard.Field{wizard.Host, wizard.Server} {
		if _, asked := s.AskOf(f); asked {
			return f
		}
	}
	return wizard.Provider
}

// sayUntried says the command that gives the settings without trying the doors, with
// what is known so far.
func (f *front) sayUntried(s wizard.Session) {
	f.say("This command prints the settings without trying a door. They are likely right, and not proven from here:")
	fmt.Fprintln(f.exact, "  "+configCommandOf(s))
	if s.MayGoByAddress() {
		f.say("For a relay that knows this computer by its address:")
		fmt.Fprintln(f.exact, "  "+relayCommandOf(s))
	}
	if s.Get(wizard.Address) == "" {
		f.say("Put your own mail address where you@example.org stands. postern programs lists other programs than the one named.")
	}
}

// relayCommandOf is [configCommandOf] for a server that is a relay without a login.
func relayCommandOf(s wizard.Session) string {
	return configCommandOf(s.WithByAddress(true)) + " --no-login"
}

// configCommandOf is the config command for the server of a session.
func configCommandOf(s wizard.Session) string {
	program := s.Get(wizard.Program)
	if _, ok := recipe.Find(program); !ok {
		program = "msmtp"
	}
	out := "postern config " + program + " --address " + quoteHere(cmp.Or(s.Get(wizard.Address), "you@example.org"))
	if p, ok := s.World().Catalog.ByHost(s.Get(wizard.Host)); ok {
		where := " --provider " + p.ID
		if s.Get(wizard.Region) != "" {
			where = " --host " + quoteHere(s.Get(wizard.Host))
		}
		if given := s.Said(wizard.User); given != "" || userFor(p, cmp.Or(s.Get(wizard.Address), "you@example.org")) == "" {
			where += " --user " + quoteHere(cmp.Or(given, "YOUR-LOGIN-NAME"))
		}
		return out + where
	}
	out += " --host " + quoteHere(s.Get(wizard.Host))
	if adv := s.Advice(); s.ByAddress() && adv.Port != 0 {
		return fmt.Sprintf("%s --port %d --security %s", out, adv.Port, adv.Security)
	}
	door := bestDoor(s.Report())
	return fmt.Sprintf("%s --port %d --security %s", out, door.Port, door.Security)
}

// bestDoor is the encrypted door that most likely takes mail once it can be reached: 587,
// or else the first that was tried and is encrypted.
func bestDoor(r probe.Report) probe.Door {
	best := probe.DoorAt(587)
	asked := r.Asked()
	if slices.ContainsFunc(asked, func(d probe.Door) bool { return d.Port == best.Port }) {
		return best
	}
	for _, d := range asked {
		if d.Port != 25 {
			return d
		}
	}
	return best
}
