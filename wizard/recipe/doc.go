// Package recipe writes settings in each program's own words. It touches no disk
// and holds no password: a recipe says how a program fetches one.
//
// [Settings] is all that is known about an account; [Settings.Check] says what is
// wrong with it. [Render] makes a new file, [Merge] adds the account to a file
// that is there and leaves every other byte alone:
//
//	files, err := recipe.Render("msmtp", settings)
//	merged, err := recipe.Merge("msmtp", old, settings, false)
//
// Some programs keep what a person set up in a file of their own beside the one
// for people; [MergeBeside] reads both, so that what is added takes nothing away.
// [RenderAs] knows the other forms of a program's settings, as for a whole domain.
//
// # How a program is described
//
// A program is one line of the table in program.go, one template under templates,
// and one golden file under testdata. Templates decide nothing: every value goes
// through the encoder of the program's format first, which writes it so that the
// program reads exactly that value, or refuses it with a sentence that says why.
package recipe
