package main

import (
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// source is the commit that is released.
type source struct {
	tag      string // v1.2.3
	revision string
	when     time.Time // of the commit: the time of every file
	person   string    // who committed it: Name <address>
}

// version is the tag without its v, for the names of files.
func (src source) version() string { return src.tag[1:] }

// Go calls a build after its tag only if that is a version in this form.
var versionTag = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

// checkedOut reads what is checked out here, and refuses what is no release.
func checkedOut() (source, error) {
	changes, err := git("status", "--porcelain")
	if err != nil {
		return source{}, err
	}
	if changes != "" {
		return source{}, fmt.Errorf("the working tree has changes:\n%s", changes)
	}
	tag, err := git("describe", "--tags", "--exact-match", "--match", "v[0-9]*")
	if err != nil {
		return source{}, fmt.Errorf("this commit has no tag for a version, such as v1.2.3: %w", err)
	}
	if !versionTag.MatchString(tag) {
		return source{}, fmt.Errorf("the tag %s is no version such as v1.2.3 or v1.2.3-rc.1", tag)
	}
	of, err := git("log", "-1", "--format=%H%n%ct%n%cn <%ce>")
	if err != nil {
		return source{}, err
	}
	lines := strings.SplitN(of, "\n", 3)
	seconds, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return source{}, err
	}
	return source{tag: tag, revision: lines[0], when: time.Unix(seconds, 0).UTC(), person: lines[2]}, nil
}

func git(args ...string) (string, error) {
	out, err := exec.Command("git", args...).Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(string(failed.Stderr)))
	}
	return strings.TrimSuffix(string(out), "\n"), err
}
