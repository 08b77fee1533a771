package cli

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"
)

// TestReaderLeft: on Windows a pager that was left, or head, is no failure to tell of.
func TestReaderLeft(t *testing.T) {
	written := func(err error) error { return &fs.PathError{Op: "write", Path: "/dev/stdout", Err: err} }
	tests := []struct {
		err  error
		goos string
		want bool
	}{
		{written(syscall.Errno(109)), "windows", true},
		{written(syscall.Errno(232)), "windows", true},
		{written(syscall.Errno(233)), "windows", true},
		{written(syscall.Errno(112)), "windows", false}, // the disk is full
		{errors.New("no number"), "windows", false},
		{written(syscall.Errno(109)), "linux", false},
	}
	for _, test := range tests {
		if got := readerLeft(test.err, test.goos); got != test.want {
			t.Errorf("%v on %s: got %t, want %t", test.err, test.goos, got, test.want)
		}
	}
}
