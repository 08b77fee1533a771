package ui

import (
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// thrift is how many percent the memory may grow before it is tidied up. To try
// the doors takes a lot for a moment, authorities and handshakes, of which little
// stays; and by then there is time to tidy up more often.
const thrift = 50

// beThrifty is for when the doors begin to be tried.
func beThrifty() { debug.SetGCPercent(thrift) }

// giveBack gives memory back to the system, when all doors have settled.
func giveBack() tea.Msg {
	debug.FreeOSMemory()
	return nil
}
