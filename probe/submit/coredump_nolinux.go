//go:build unix && !linux

package submit

// makeUndumpable does nothing: the limit on core dumps is all there is.
func makeUndumpable() (restore func()) { return func() {} }
