package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"postern/probe"
	"postern/wizard"
)

// poseDoors prints the recommendation, its reasons, and the doors to choose from.
func (f *front) poseDoors(s wizard.Session, a *wizard.Ask) {
	f.sayAdvice(s)
	f.poseDoorChoices(s, a)
}

// sayAdvice prints the recommendation and its reasons or, where no door is ready, what
// is wrong with them.
func (f *front) sayAdvice(s wizard.Session) {
	adv := s.Advice()
	fmt.Fprintln(f.out)
	writeAdvice(f.out, adv)
	if a, ok := s.Step().(wizard.Ask); ok && len(a.Choices) == 0 {
		writeTroubles(f.out, s.Report(), adv, "type ? ")
	}
}

// poseDoorChoices prints the doors to choose from, and what else can be done.
func (f *front) poseDoorChoices(s wizard.Session, a *wizard.Ask) {
	f.numbered.choices = nil
	if len(a.Choices) == 0 {
		f.say("What now? Type: " + f.waysOn(s, a))
		f.sayElsewhere(s)
		return
	}
	f.gloss("submission", "Three words of the choices: submission is handing in your own mail. TLS at once: encrypted from the first byte. "+
		"STARTTLS: encrypted after a hello, before anything private is said.")
	f.say(a.Prompt)
	f.list(a.Choices)
	f.sayOffers(s, a)
	f.sayDefault(a)
}

// gloss explains a word where it first appears.
func (f *front) gloss(word, meaning string) {
	if f.before.glossed[word] {
		return
	}
	if f.before.glossed == nil {
		f.before.glossed = map[string]bool{}
	}
	f.before.glossed[word] = true
	f.say(meaning)
}

// waysOn says what can be done where no door is ready.
func (f *front) waysOn(s wizard.Session, a *wizard.Ask) string {
	back := ""
	if _, ok := backToQuestion(s); ok {
		back = "b goes back"
	}
	return strings.Join(nonEmpty(f.offers(s, a), back, "q leaves"), ", ") + "."
}

// alternates offers the provider's other ports where they were not tried.
func alternates(s wizard.Session) string {
	var ports []string
	for _, d := range s.Advice().Untried {
		ports = append(ports, strconv.Itoa(d.Port))
	}
	if len(ports) == 0 {
		return ""
	}
	return fmt.Sprintf("tries %s too, which %s also names", strings.Join(ports, ", "), s.ProviderName())
}

// doorCommands are what can be typed at the doors besides an answer.
func (f *front) doorCommands(s wizard.Session, a *wizard.Ask) []command {
	out := []command{{word: "r", takes: anything, does: "tries again (r 587 one door)", run: f.tryAgain}}
	if words := alternates(s); words != "" {
		out = append(out, doing("a", words, func(ctx context.Context, s wizard.Session) (wizard.Session, error) {
			return f.tryAll(ctx, s, append(s.Report().Asked(), s.Advice().Untried...))
		}))
	}
	if _, there := s.Control(); there && s.Advice().Port == 0 {
		out = append(out, doing("c", "asks whether it is this network or the server", func(ctx context.Context, s wizard.Session) (wizard.Session, error) {
			return s, f.control(ctx, s)
		}))
	}
	if s.MayGoByAddress() {
		out = append(out, f.byAddress(s))
	}
	if waiting := unsettled(s.Report()); len(waiting) > 0 {
		out = append(out, command{word: "x", takes: anything, does: "stops trying " + strings.Join(waiting, ", "), run: f.halt})
	}
	if len(a.Choices) > 0 {
		out = append(out, f.preferring(s))
	} else {
		out = append(out, f.otherWays(s)...)
	}
	return append(out,
		telling("t", "shows what was said there", anything, func(s wizard.Session, which string) {
			f.tell(s, "t", which, s.ConversationAloudExplained)
		}),
		telling("d", "what was found", anything, func(s wizard.Session, which string) {
			f.tell(s, "d", which, func(port int) wizard.Reading { return unaligned(s.Detail(port)) })
		}),
		telling("s", "saves a report (s json for other programs)", anything, f.save))
}

// preferring is the command that turns round which of two equally good doors comes first.
func (f *front) preferring(s wizard.Session) command {
	adv, other := s.Advice(), s.WithPolicy(s.Advice().Policy.Other())
	first, _, _ := strings.Cut(string(other.Advice().Policy), "-")
	c := doing("p", "prefers "+first+" where it is as good", func(_ context.Context, s wizard.Session) (wizard.Session, error) {
		s = s.WithPolicy(s.Advice().Policy.Other())
		f.sayAdvice(s)
		return s, nil
	})
	c.quiet = other.Advice().Port == adv.Port // something else decides here
	return c
}

// byAddress is the command that says that nobody signs in at this server, or takes it back.
func (f *front) byAddress(s wizard.Session) command {
	said := !s.ByAddress()
	words := "goes without a login (a relay that knows this computer by its address)"
	if !said {
		words = "wants a login after all"
	}
	c := doing("l", words, func(_ context.Context, s wizard.Session) (wizard.Session, error) {
		s = s.WithByAddress(said)
		f.sayAdvice(s)
		return s, nil
	})
	c.quiet = said && s.Advice().Port != 0
	return c
}

// noDoor says which doors can be named.
func (f *front) noDoor(s wizard.Session) {
	var ports []string
	for _, d := range s.Report().Doors {
		ports = append(ports, strconv.Itoa(d.Door.Port))
	}
	f.say("There is no such door here. The doors: " + strings.Join(ports, ", ") + ".")
}

// save saves the report, as text or, after "s json", as JSON.
func (f *front) save(s wizard.Session, as string) {
	if as != "" && as != "json" {
		f.say("Type s to save the report as text, or s json to save it as JSON.")
		return
	}
	path, err := f.engine.Save(s, as == "json")
	if err != nil {
		f.say(sentence("the report was not saved: " + err.Error()))
		return
	}
	f.say("Saved:")
	fmt.Fprintln(f.exact, probe.NewText(path).String())
	f.say("It names this computer's address: read it before you post it.")
}

// tell prints what is known of a door: of the one that is named, or else of the one that
// matters most; after "all", of each. A person who listens does not wait for four of them.
func (f *front) tell(s wizard.Session, word, which string, about func(port int) wizard.Reading) {
	_, same := nameTrouble(s.Report()) // no door was reached, so each would say the same
	if which == "" {
		which = strconv.Itoa(foremost(s))
	}
	told := false
	var others []string
	for _, d := range s.Report().Doors {
		port := strconv.Itoa(d.Door.Port)
		if which != "all" && which != port {
			others = append(others, word+" "+port)
			continue
		}
		if !same || !told {
			writeReading(f.out, about(d.Door.Port))
		}
		told = true
	}
	switch {
	case !told:
		f.noDoor(s)
	case len(others) > 0 && !same:
		f.say("The other doors: " + strings.Join(others, ", ") + "; " + word + " all shows all.")
	}
}

// foremost is the port of the door that is recommended, or else of the first that is meant
// for people.
func foremost(s wizard.Session) int {
	doors := s.Report().Doors
	if port := s.Advice().Port; port != 0 || len(doors) == 0 {
		return port
	}
	for _, d := range doors {
		if d.Door.Port != 25 {
			return d.Door.Port
		}
	}
	return doors[0].Door.Port
}
