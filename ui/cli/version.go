package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// printVersion says what this program was built from.
func (a *app) printVersion() error {
	info, _ := debug.ReadBuildInfo()
	fmt.Fprintln(a.out, versionLine(info))
	return nil
}

// versionLine words the build information; nil means there is none. A build that
// is no release is called devel, and the release that it follows is named.
func versionLine(info *debug.BuildInfo) string {
	version, details := "devel", []string{}
	if info != nil {
		set := make(map[string]string)
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		p := readVersion(info.Main.Version)
		revision := set["vcs.revision"]
		day, _, _ := strings.Cut(set["vcs.time"], "T")
		if revision == "" {
			revision, day = p.revision, p.day
		}
		changed := p.changed || set["vcs.modified"] == "true"
		switch {
		case p.release == "":
		case p.revision != "" || changed:
			details = append(details, "after "+p.release)
		default:
			version = p.release
		}
		if revision != "" {
			details = append(details, "revision "+revision[:min(12, len(revision))])
		}
		if day != "" {
			details = append(details, day)
		}
		if changed {
			details = append(details, "with changes")
		}
	}
	details = append(details, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return fmt.Sprintf("postern %s (%s)", version, strings.Join(details, ", "))
}

// moduleVersion is what the version of a module tells. The go command writes it:
// a tag, or for a commit that has none a pseudo-version, which names the release
// before it, the commit and its time (go.dev/ref/mod#pseudo-versions).
type moduleVersion struct {
	release       string // "" if there was none yet
	revision, day string // of a pseudo-version
	changed       bool   // not all was committed
}

func readVersion(version string) moduleVersion {
	var v moduleVersion
	version, v.changed = strings.CutSuffix(version, "+dirty")
	if !strings.HasPrefix(version, "v") {
		return v // (devel), or nothing
	}
	v.release = version
	rest, revision, _ := cutLast(version, "-")
	at := len(rest) - len("20060102150405")
	if len(revision) != 12 || at < 1 || !digits(rest[at:]) {
		return v
	}
	v.revision, v.day = revision, rest[at:at+4]+"-"+rest[at+4:at+6]+"-"+rest[at+6:at+8]
	v.release = releaseBefore(rest[:at])
	return v
}

// releaseBefore returns the release that a pseudo-version follows, given the part
// before its time: v0.0.0- follows none, v1.2.4-0. the release v1.2.3, and
// v1.2.3-rc.1.0. the one called v1.2.3-rc.1.
func releaseBefore(base string) string {
	base, follows := strings.CutSuffix(base, "0.")
	if !follows {
		return ""
	}
	if before, ok := strings.CutSuffix(base, "."); ok {
		return before
	}
	number, patch, _ := cutLast(strings.TrimSuffix(base, "-"), ".")
	next, err := strconv.Atoi(patch)
	if err != nil {
		return ""
	}
	return number + "." + strconv.Itoa(next-1)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
