package cli

import (
	"fmt"
	"strings"

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
	c, err := f.engine.Look(s.Places())
	if err != nil {
		f.showSettings(s)
		return s, fmt.Errorf("the file for these settings cannot be read, so nothing was written: %w", err)
	}
	return s.WithFiles(c...).Next(), nil
}

// write carries out the plan. A failure leads back to the question.
func (f *front) write(s wizard.Session) (wizard.Session, error) {
	if s.InUse() { // it may have ended since, and then wrote its own file
		s = f.lookAgain(s)
	}
	plans, err := s.Plans(s.Replacing())
	if err == nil {
		done, applyErr := f.engine.Apply(plans)
		if applyErr == nil {
			return s.WithDone(done...).Next(), nil
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
	if c, err := f.engine.Look(s.Places()); err == nil {
		return s.WithFiles(c...)
	}
	return s
}

// poseWrite shows what would be written, before that is asked.
func (f *front) poseWrite(s wizard.Session) {
	f.showSettings(s)
	if s.Path() == "" {
		return
	}
	_, err := s.Plans(s.Clash() != nil)
	shown := strings.Join(s.ShownPaths(), " and ")
	diff := s.Difference(s.Clash() != nil)
	switch {
	case s.InUse():
		f.say(s.FileRemark())
	case err != nil:
		f.say(sentence("they cannot be added to " + shown + ": " + err.Error()))
	case s.There() && diff != "":
		f.say(fmt.Sprintf("What would change in %s (lines with + are new, lines with - go):", shown))
		fmt.Fprint(f.exact, "\n"+diff)
		if s.LosesPassword() {
			f.say(wizard.PasswordGoes)
		}
	case s.There():
		f.say(shown + " holds these settings already.")
	}
	if command := s.RootCommand(); command != "" {
		f.say(s.Barred() + " To write them, give this command:")
		fmt.Fprintln(f.exact, "  "+command)
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
	f.showCard(s, p)
	for _, note := range s.Notes() {
		f.say(note)
	}
	if words := s.Words(); words != "" {
		f.say("In the settings of " + p.Name + ", " + words + ".")
	}
	where := strings.Join(s.ShownPaths(), " and ")
	switch {
	case where != "":
		where = ", which belong in " + where
	case p.Profiled:
		where = ", which belong in " + p.Files[0].Paths[0] + " in its profile's folder"
	}
	if remark := s.FileRemark(); s.Path() != "" && !s.InUse() { // what is in the way is said at the question
		f.say(strings.Join(nonEmpty(sentence(remark), s.StandIn()), " "))
	}
	for _, known := range nonEmpty(s.Source()) {
		f.say(known)
	}
	f.say(fmt.Sprintf("The settings for %s%s:", p.Name, where))
	fmt.Fprint(f.exact, "\n"+config)
}

// showCard says what to type into the program's own dialog, where it has one.
func (f *front) showCard(s wizard.Session, p *recipe.Program) {
	dialog, rows := s.Card()
	if dialog == "" {
		return
	}
	f.say("To type into " + p.Name + " yourself:")
	fmt.Fprintln(f.out, wrap(menuPath(dialog)+":", textWidth))
	for _, row := range rows {
		fmt.Fprintf(f.out, "%s: %s\n", row.Label, row.Value)
	}
	same := "Or as " + recipe.Instead(p.ID) + ", which say the same"
	if p.Profiled {
		same += ": lines of the file in which " + p.Name + " keeps its settings"
	}
	f.say(same + ".")
}
