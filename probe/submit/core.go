package submit

import "sync"

// dumps is about the whole process, as its core dump would be: how many attempts
// want none just now, and how to undo that.
var dumps struct {
	sync.Mutex
	unwanted int
	restore  func()
}

// withoutCoreDumps has the system write no core dump until what it returns has
// been called, by everybody who asked.
func withoutCoreDumps() (restore func()) {
	dumps.Lock()
	defer dumps.Unlock()
	if dumps.unwanted++; dumps.unwanted == 1 {
		dumps.restore = stopCoreDumps()
	}
	return sync.OnceFunc(func() {
		dumps.Lock()
		defer dumps.Unlock()
		if dumps.unwanted--; dumps.unwanted == 0 {
			dumps.restore()
		}
	})
}
