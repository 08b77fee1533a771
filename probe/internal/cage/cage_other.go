//go:build !linux

package cage

import "context"

// Run cannot make a cage on this system.
func Run(context.Context, ...string) (bool, error) { return false, ErrNone }

// Furnish is never reached.
func Furnish(Furniture) error { return ErrNone }
