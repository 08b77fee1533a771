package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// forgetTyped drops what was typed and not read yet.
func forgetTyped(tty *os.File) { _ = windows.FlushConsoleInputBuffer(windows.Handle(tty.Fd())) }
