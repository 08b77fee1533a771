package probe

import (
	"context"
	"net"
	"time"
)

// roomPause is how long to wait for room before a connection is tried once more.
const roomPause = 20 * time.Millisecond

// withRoom opens a connection. While this program, or the computer, has as many files open
// as it may, it waits and tries again, until ctx ends: that says nothing about the other
// side.
func withRoom(ctx context.Context, open func() (net.Conn, error)) (net.Conn, error) {
	for {
		conn, err := open()
		if !isAny(err, roomErrors) {
			return conn, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(roomPause):
		}
	}
}
