package cli

import (
	"fmt"

	"postern/wizard"
	"postern/wizard/recipe"
)

// profiles looks for the program's profiles, of which one is asked for next if
// there are several.
func (f *front) profiles(s wizard.Session) wizard.Session {
	return s.WithProfiles(f.engine.Profiles()).Next()
}

// look reads what stands in the settings file. Where that cannot be done, the
// settings are shown all the same, and nothing is written.
func (f *front) look(s wizard.Session) (wizard.Session, error) {
	c, err := f.engine.Look(s.Paths())
	if err != nil {
		f.showSettings(s)
		return s, fmt.Errorf("the file for these settings cannot be read, so nothing was written: %w", err)
	}
	return s.WithFile(c).Next(), nil
}

// write carries out the plan. A failure leads back to the question.
func (f *front) write(s wizard.Session) (wizard.Session, error) {
	if s.InUse() { // it may have ended since, and then wrote its own file
		s = f.lookAgain(s)
	}
	plan, err := s.Plan(s.Replacing())
	if err == nil {
		done, applyErr := f.engine.Apply(plan)
		if applyErr == nil {
			return s.WithDone(done).Next(), nil
		}
		err = applyErr
	}
	f.say(sentence("nothing was written: " + err.Error()))
	back, ok := backToQuestion(f.lookAgain(s)) // what stood in the way may have changed it too
	if !ok {
		return s, err
	}
	return back, nil
}

// lookAgain reads once more what may have changed; what cannot be read stays as it
// was known.
func (f *front) lookAgain(s wizard.Session) wizard.Session {
	if c, err := f.engine.Look(s.Paths()); err == nil {
		return s.WithFile(c)
	}
	return s
}

// poseWrite shows what would be written, before that is asked.
func (f *front) poseWrite(s wizard.Session, a wizard.Ask) {
	f.showSettings(s)
	if s.Path() == "" {
		return
	}
	plan, err := s.Plan(s.Clash() != nil)
	switch {
	case s.InUse():
		f.say(s.FileRemark())
	case err != nil:
		f.say(sentence("they cannot be added to " + s.ShownPath() + ": " + err.Error()))
	case plan.Diff != "":
		f.say(fmt.Sprintf("What would change in %s (lines with + are new, lines with - go):", s.ShownPath()))
		fmt.Fprint(f.exact, "\n"+recipe.Conceal(s.Get(wizard.Program), plan.Diff))
	case plan.Current.Exists:
		f.say(s.ShownPath() + " holds these settings already.")
	}
}

// showSettings prints the settings whole, to be read or copied.
func (f *front) showSettings(s wizard.Session) {
	config, err := s.Config()
	if err != nil {
		f.say(sentence("the settings cannot be put into words: " + err.Error()))
		return
	}
	p, _ := recipe.Find(s.Get(wizard.Program))
	f.showCard(s, p.Name)
	where := s.ShownPath()
	if where == "" {
		where = p.Places[0] + " in its profile's folder"
	}
	f.say(fmt.Sprintf("The settings for %s, which belong in %s:", p.Name, where))
	fmt.Fprint(f.exact, "\n"+config)
}

// showCard says what to type into the program's own dialog, where it has one.
func (f *front) showCard(s wizard.Session, program string) {
	dialog, rows := s.Card()
	if dialog == "" {
		return
	}
	f.say("To type into " + program + " yourself:")
	fmt.Fprintln(f.out, dialog)
	for _, row := range rows {
		fmt.Fprintf(f.out, "%s: %s\n", row.Label, row.Value)
	}
	f.say("Or as preferences, which say the same.")
}
