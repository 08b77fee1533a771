//go:build unix && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd && !solaris && !aix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// forgetTyped drops what was typed and not read yet.
func forgetTyped(tty *os.File) { _ = unix.IoctlSetInt(int(tty.Fd()), unix.TCFLSH, unix.TCIFLUSH) }
