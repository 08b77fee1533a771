//go:build !windows && !linux

package submit

import (
	"os/exec"
	"strconv"
	"strings"
)

// processes are the processes that run, and the parent of each.
func processes() map[int]int {
	all := make(map[int]int)
	out, _ := exec.Command("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "stat=").Output()
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 3 || f[2][0] == 'Z' {
			continue
		}
		pid, _ := strconv.Atoi(f[0])
		all[pid], _ = strconv.Atoi(f[1])
	}
	return all
}
