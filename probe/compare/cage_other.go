//go:build !linux

package main

import "context"

// compareCaged cannot make a cage on this system.
func compareCaged(context.Context, string) (bool, error) { return false, errNoCage }

// furnishCage is never reached.
func furnishCage() error { return errNoCage }
