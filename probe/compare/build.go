package main

import (
	"context"
	"fmt"
	"os/exec"
)

// build builds Postern as it is given to people.
func build(ctx context.Context, path string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", path, "postern")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build postern: %w\n%s", err, out)
	}
	return nil
}
