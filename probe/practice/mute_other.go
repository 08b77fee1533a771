//go:build !linux

package practice

import (
	"errors"
	"net"
)

// mute cannot make a listener drop SYNs on this system. The door is closed to
// other programs then; Server.Dial still waits as if nobody answered.
func mute(net.Listener) (net.Conn, error) {
	return nil, errors.ErrUnsupported
}
