//go:build !unix || darwin || dragonfly || freebsd || netbsd || openbsd || solaris || aix

package cli

import "os"

// forgetTyped drops what was typed and not read yet, where the system can.
func forgetTyped(*os.File) {}
