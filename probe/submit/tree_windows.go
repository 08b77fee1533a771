package submit

import (
	"os/exec"
	"strconv"
)

// endTree ends a process and all that come from it.
func endTree(root int) {
	_ = exec.Command("taskkill", "/t", "/f", "/pid", strconv.Itoa(root)).Run()
}
