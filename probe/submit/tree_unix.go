//go:build !windows

package submit

import (
	"slices"
	"syscall"
	"time"
)

// farewell is how long the processes of a command may take to end, once they are asked to.
const farewell = 500 * time.Millisecond

// endTree ends a process and all that come from it: with SIGTERM, so that a program that
// asks at the terminal leaves it as it was, and where that does not help with SIGKILL.
//
// They are in no process group of their own: who asks at the terminal has to be in its
// foreground, and is to get ctrl+c and ctrl+z as Postern does. So the tree is looked up.
// What is stopped starts nothing more, and so none is missed.
func endTree(root int) {
	tree := []int{root}
	_ = syscall.Kill(root, syscall.SIGSTOP)
	for more := true; more; {
		more = false
		for pid, parent := range processes() {
			if slices.Contains(tree, parent) && !slices.Contains(tree, pid) {
				_ = syscall.Kill(pid, syscall.SIGSTOP)
				tree, more = append(tree, pid), true
			}
		}
	}
	for _, pid := range tree {
		_ = syscall.Kill(pid, syscall.SIGTERM)
		_ = syscall.Kill(pid, syscall.SIGCONT)
	}
	for late := time.Now().Add(farewell); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		running := processes()
		tree = slices.DeleteFunc(tree, func(pid int) bool {
			_, runs := running[pid]
			return !runs
		})
		if len(tree) == 0 {
			return
		}
	}
	for _, pid := range tree {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}
