package recipe_test

import (
	"errors"
	"os/exec"
)

// stderrOf is what a command complained about.
func stderrOf(err error) []byte {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.Stderr
	}
	return nil
}
