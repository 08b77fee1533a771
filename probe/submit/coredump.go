package submit

import "sync"

// dumps counts, for the whole process, how many attempts want no core dump just now.
// restore allows core dumps again.
var dumps struct {
	sync.Mutex
	unwanted int
	restore  func()
}

// withoutCoreDumps switches core dumps off until every caller has called the function
// that it returned.
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
