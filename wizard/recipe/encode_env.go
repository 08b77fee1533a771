package recipe

import (
	"fmt"
	"strings"
)

// encodeEnv writes a value for a .env file. Its readers agree on little: on values of
// plain characters, on single quotes around what holds none, and on double quotes
// around what has no meaning in them. Where two would read a value in two ways, it is
// refused.
func encodeEnv(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	switch {
	case only(value, plainShell):
		return value, nil
	case !strings.ContainsAny(value, `'\`) && !strings.Contains(value, "${"):
		return "'" + value + "'", nil
	case !strings.ContainsAny(value, "\"\\$`"):
		return `"` + value + `"`, nil
	}
	return "", fmt.Errorf("%s %q cannot be written so that all readers of a .env file agree on it: "+
		"set it where your program keeps its other settings", name, value)
}
