package ui

import (
	"time"

	"charm.land/bubbles/v2/spinner"
)

// spin is the frame of a spinner that has turned for so long; where nothing may move it
// is a dot.
func (l look) spin(turned time.Duration) string {
	if !l.motion {
		return "·"
	}
	frames := spinner.MiniDot.Frames
	return frames[int(turned/spinner.MiniDot.FPS)%len(frames)]
}

// pace is how often what is under way is drawn anew: at each frame of the spinner, or
// where nothing may move often enough for a clock of seconds.
func (l look) pace() time.Duration {
	if !l.motion {
		return 500 * time.Millisecond
	}
	return spinner.MiniDot.FPS
}
