//go:build !unix

package ui

import tea "charm.land/bubbletea/v2"

// job is the program as the shell sees it. Here nobody stops programs.
type job struct{ titled bool }

func (j *job) begin(*tea.Program) {}
func (j *job) end()               {}
func (j *job) watch() tea.Msg     { return nil }
func (j *job) suspend() tea.Msg   { return nil }
func (j *job) resumed() tea.Msg   { return nil }
func (j *job) retake() tea.Msg    { return nil }
