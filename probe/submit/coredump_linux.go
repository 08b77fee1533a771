package submit

import "golang.org/x/sys/unix"

// makeUndumpable has Linux neither dump this process nor let another program of the
// same person look into it (prctl(2), PR_SET_DUMPABLE).
func makeUndumpable() (restore func()) {
	was, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil || unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) != nil {
		return func() {}
	}
	return func() { _ = unix.Prctl(unix.PR_SET_DUMPABLE, uintptr(was), 0, 0, 0) }
}
