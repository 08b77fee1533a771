package recipe

import (
	"fmt"
	"strings"
)

// encodeINI writes a value for the INI files of Grafana and Gitea, which read what
// stands between backquotes as it is, but for calls of other values.
func encodeINI(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	for _, bad := range []string{"`", "%(", "${", "$__"} {
		if strings.Contains(value, bad) {
			return "", fmt.Errorf("%s %q holds %s, which this file cannot hold: it would be read as something else", name, value, bad)
		}
	}
	if only(value, letters+digits+"@._-") {
		return value, nil
	}
	return "`" + value + "`", nil
}
