package cli

import (
	"runtime/debug"
	"time"
)

// thrift is how many percent the memory may grow before it is tidied up. To try
// the doors takes a lot for a moment, authorities and handshakes, of which little
// stays; and by then there is time to tidy up more often.
const thrift = 50

// beThrifty is for when the doors begin to be tried.
func beThrifty() { debug.SetGCPercent(thrift) }

// goodbyes is how long it takes until the last connection is closed.
const goodbyes = 1500 * time.Millisecond

// giveBack gives memory back to the system, when the goodbyes are said. Stacks
// shrink by half each time.
func giveBack() {
	time.Sleep(goodbyes)
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}
