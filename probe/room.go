package probe

import (
	"context"
	"net"
	"time"
)

// While there is no room for a connection, it is tried again after roomPause, for
// roomLimit in all.
const (
	roomPause = 20 * time.Millisecond
	roomLimit = connectLimit
)

// withRoom opens a connection. While this program, or the computer, has as many files open
// as it may, it waits and tries again: that says nothing about the other side. If there is
// never room, it returns the system's error, and if ctx ends, that.
func withRoom(ctx context.Context, open func() (net.Conn, error)) (net.Conn, error) {
	for began := time.Now(); ; {
		conn, err := open()
		if !isAny(err, roomErrors) || time.Since(began) >= roomLimit {
			return conn, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(roomPause):
		}
	}
}
