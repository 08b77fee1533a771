package submit

import (
	"bytes"
	"os"
	"strconv"
)

// processes are the processes that run, by their numbers.
func processes() map[int]process {
	all := make(map[int]process)
	dirs, _ := os.ReadDir("/proc")
	for _, d := range dirs {
		pid, err := strconv.Atoi(d.Name())
		if err != nil {
			continue
		}
		stat, _ := os.ReadFile("/proc/" + d.Name() + "/stat")
		// Behind the name, which may hold anything, come the state and the parent (proc(5)).
		f := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
		if len(f) < 2 || f[0][0] == 'Z' || f[0][0] == 'X' {
			continue
		}
		parent, _ := strconv.Atoi(string(f[1]))
		all[pid] = process{parent, f[0][0] == 'T'}
	}
	return all
}
