package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestVersionLine(t *testing.T) {
	tail := runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH + ")"
	vcs := []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef0123"},
		{Key: "vcs.time", Value: "2026-11-22T06:05:00Z"},
		{Key: "vcs.modified", Value: "true"},
	}
	for _, tt := range []struct {
		name string
		info *debug.BuildInfo
		want string
	}{
		{"no build information", nil, "postern devel ("},
		{
			"a working copy", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs},
			"postern devel (revision 0123456789ab, 2026-11-22, with changes, ",
		},
		{
			"a commit between releases", &debug.BuildInfo{Main: debug.Module{Version: "v0.0.0-20261122060500-0123456789ab"}},
			"postern devel (revision 0123456789ab, 2026-11-22, ",
		},
		{
			"a commit after a release", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.10-0.20261122060500-0123456789ab"}, Settings: vcs[:2]},
			"postern devel (after v1.2.9, revision 0123456789ab, 2026-11-22, ",
		},
		{
			"one fetched, after a candidate", &debug.BuildInfo{Main: debug.Module{Version: "v1.3.0-rc.1.0.20261122060500-0123456789ab"}},
			"postern devel (after v1.3.0-rc.1, revision 0123456789ab, 2026-11-22, ",
		},
		{
			"a changed commit after a release", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.4-0.20261122060500-0123456789ab+dirty"}, Settings: vcs},
			"postern devel (after v1.2.3, revision 0123456789ab, 2026-11-22, with changes, ",
		},
		{
			"a changed release", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3+dirty"}, Settings: vcs},
			"postern devel (after v1.2.3, revision 0123456789ab, 2026-11-22, with changes, ",
		},
		{
			"a candidate, fetched", &debug.BuildInfo{Main: debug.Module{Version: "v1.3.0-rc.1"}},
			"postern v1.3.0-rc.1 (",
		},
		{
			"a release, fetched", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}},
			"postern v1.2.3 (",
		},
		{
			"a release", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: vcs[:2]},
			"postern v1.2.3 (revision 0123456789ab, 2026-11-22, ",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := versionLine(tt.info); got != tt.want+tail {
				t.Errorf("got  %s\nwant %s", got, tt.want+tail)
			}
		})
	}
}
