package recipe

import (
	"fmt"
	"strings"
)

// encodeAerc writes a value for aerc's accounts.conf: bare where it has nothing to
// lose, else between backticks. Nothing there has a meaning but the backtick and
// %(name)s, which calls for another value.
func encodeAerc(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	if strings.ContainsRune(value, '`') || strings.Contains(value, "%(") {
		return "", fmt.Errorf("%s %q holds a backtick or %%(, which aerc's file cannot hold", name, value)
	}
	if value == strings.TrimSpace(value) && only(value, letters+digits+"@._-+/: <>") {
		return value, nil
	}
	return "`" + value + "`", nil
}
