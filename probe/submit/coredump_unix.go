//go:build unix

package submit

import "golang.org/x/sys/unix"

// stopCoreDumps has the system write no core dump. Where it cannot be asked to,
// there is nothing more to be done.
func stopCoreDumps() (restore func()) {
	var was unix.Rlimit
	limited := unix.Getrlimit(unix.RLIMIT_CORE, &was) == nil
	if limited {
		none := was
		none.Cur = 0
		limited = unix.Setrlimit(unix.RLIMIT_CORE, &none) == nil
	}
	seal := makeUndumpable()
	return func() {
		seal()
		if limited {
			_ = unix.Setrlimit(unix.RLIMIT_CORE, &was)
		}
	}
}
