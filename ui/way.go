package ui

import "strings"

// The way of a message as [wizard.Session.Drawing] draws it: the person's own part,
// submission, stands out, and what is the servers' does not.
const (
	wayBegins = "  you ──"
	arrow     = "► "
)

// way draws the row with the way of a message.
func (l look) way(row string) string {
	leg, rest, _ := strings.Cut(strings.TrimPrefix(row, "  you "), arrow)
	server, relay, _ := strings.Cut(rest, " ──")
	return "  you " + l.accent.Render(leg+strings.TrimSpace(arrow)) + " " + server + l.dim.Render(" ──"+relay)
}
