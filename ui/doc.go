// Package ui is what a person sees: a router ([Model]) and a few screens, which
// interpret the steps of a [wizard.Session]. It decides nothing; work that takes
// time is done by an [Engine], inside commands.
//
// [Run] shows the wizard on a terminal and returns the session as it was left.
package ui
