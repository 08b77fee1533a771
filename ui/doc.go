// Package ui is what a person sees: a router (model.go) and a few screens, which
// interpret the steps of a [wizard.Session]. It decides nothing; work that takes
// time is done by an [Engine], inside commands.
//
// [Run] shows the wizard on a terminal and returns the session as it was left.
//
// # How it works
//
// The router has the session, the screen for its step, and the screens laid over that.
// It acts on what is the same on every screen (the window, ctrl+c, f2) and hands on the
// rest: keys to the screen on top, everything else to all, so that doors go on being
// tried beneath an open page. A screen is a value. It answers a message with the next
// screen and a command, and speaks to the router only through the messages of screen.go:
// goMsg moves the session to another step, for example, and openMsg lays a screen over
// this one.
//
// What takes time is a task: a run of doors, a search, a sign-in, a lookup. Most
// have three messages: that it has begun, one of its events, and a tick of its clock. The
// command that waits for an event is given out anew after each.
//
// Keys that are typed before what an earlier one led to is there wait for it (ahead.go).
//
// # Reading the code
//
// ui.go has Run and its options, model.go the router; frame.go and footer.go draw around
// the screens, learnmore.go leads to what is taught. answers.go, beat.go, job_unix.go and
// title.go are about the terminal and the shell.
//
// Each screen is a file, and its drawing, where that is long, another: choose.go and
// chooseview.go. Of the wizard's steps: choose (a question), form (several), servers,
// doors, textpage (a text), settings; waiting and trusting while something is done. Laid
// over them: edit, evidence and serverspages over the servers; closeup (a door seen from
// near) and control over the doors; verify over the settings. What is taught: menu with
// learn, journey with whereto, sessions, quiz.
//
// Their parts: task.go with run.go, search.go, signin.go and pause.go; field.go and paste.go
// (a line that is typed), list.go, scroll.go, fold.go, keys.go, spinner.go and styles.go.
package ui
