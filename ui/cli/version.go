package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// printVersion says what this program was built from.
func (a *app) printVersion() error {
	info, _ := debug.ReadBuildInfo()
	fmt.Fprintln(a.out, versionLine(info))
	return nil
}

// versionLine words the build information; nil means there is none. A build that
// is no release is called devel.
func versionLine(info *debug.BuildInfo) string {
	version, details := "devel", []string{}
	if info != nil {
		if v := info.Main.Version; v != "" && v != "(devel)" && !strings.HasPrefix(v, "v0.0.0-") {
			version = v
		}
		set := make(map[string]string)
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		if rev := set["vcs.revision"]; rev != "" {
			details = append(details, "revision "+rev[:min(12, len(rev))])
		}
		if day, _, _ := strings.Cut(set["vcs.time"], "T"); day != "" {
			details = append(details, day)
		}
		if set["vcs.modified"] == "true" {
			details = append(details, "with changes")
		}
	}
	details = append(details, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return fmt.Sprintf("postern %s (%s)", version, strings.Join(details, ", "))
}
