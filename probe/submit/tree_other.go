//go:build !windows && !linux

package submit

import (
	"os/exec"
	"strconv"
	"strings"
)

// processes are the processes that run, by their numbers.
func processes() map[int]process {
	all := make(map[int]process)
	out, _ := exec.Command("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "stat=").Output()
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 3 || f[2][0] == 'Z' {
			continue
		}
		pid, _ := strconv.Atoi(f[0])
		parent, _ := strconv.Atoi(f[1])
		all[pid] = process{parent, f[2][0] == 'T'}
	}
	return all
}
