package submit

import (
	"context"
	"os/exec"
	"syscall"
)

// shell returns the command, to be run by the system's shell as it was typed: cmd reads
// its line by rules of its own, and with /s takes off the outer quotes and no others. /d
// leaves out what others have set up to run first, and might print.
func shell(ctx context.Context, command string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "cmd")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd /d /s /c "` + command + `"`}
	return cmd
}
