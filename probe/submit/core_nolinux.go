//go:build unix && !linux

package submit

// stopDumping does nothing: the limit on core dumps is all there is.
func stopDumping() (restore func()) { return func() {} }
