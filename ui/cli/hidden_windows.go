package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// shows reports whether the console shows what is typed.
func shows(fd int) bool {
	var mode uint32
	err := windows.GetConsoleMode(windows.Handle(fd), &mode)
	return err == nil && mode&windows.ENABLE_ECHO_INPUT != 0
}

// stayHidden does nothing: no shell stops the program.
func stayHidden(*os.File, func()) (leave func()) { return func() {} }
