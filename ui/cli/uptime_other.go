//go:build !linux

package cli

import "time"

// uptime is a clock that also goes on while the computer sleeps or the program is
// stopped: the wall clock, for the other one may stand still then. Who sets it a few
// seconds ahead while doors are tried has them tried once more.
func uptime() time.Duration { return time.Duration(time.Now().UnixNano()) }
