package cli

import (
	"time"

	"golang.org/x/sys/unix"
)

// uptime is a clock that also goes on while the computer sleeps or the program is
// stopped, and that nobody sets.
func uptime() time.Duration {
	var now unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &now) != nil {
		return 0
	}
	return time.Duration(now.Nano())
}
