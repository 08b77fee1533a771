//go:build !windows

package submit

import (
	"slices"
	"syscall"
	"time"
)

// farewell is how long the processes of a command may take to end, once they are asked to.
const farewell = 500 * time.Millisecond

// A process is what is known of one that runs.
type process struct {
	parent  int
	stopped bool
}

// endTree ends a process and all that come from it: with SIGTERM, so that a program that
// asks at the terminal leaves it as it was, and where that does not help with SIGKILL.
//
// They are in no process group of their own: who asks at the terminal has to be in its
// foreground, and is to get ctrl+c and ctrl+z as Postern does. So the tree is looked up.
// What is stopped starts nothing more, and so none is missed.
func endTree(root int) {
	tree := []int{root}
	_ = syscall.Kill(root, syscall.SIGSTOP)
	// One that is stopped while it starts another goes on until that is there. So all have
	// to be seen stopped, and then looked at once more.
	late := time.Now().Add(farewell)
	for calm := 0; calm < 2 && time.Now().Before(late); {
		calm++
		for pid, p := range processes() {
			switch {
			case slices.Contains(tree, pid):
				if !p.stopped {
					calm = 0
				}
			case slices.Contains(tree, p.parent):
				_ = syscall.Kill(pid, syscall.SIGSTOP)
				tree, calm = append(tree, pid), 0
			}
		}
		if calm == 0 {
			time.Sleep(time.Millisecond)
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
