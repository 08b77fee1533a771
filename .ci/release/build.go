package main

import (
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// A target is a system to build for.
type target struct{ os, arch string }

var targets = []target{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

func (t target) String() string { return t.os + "/" + t.arch }

// program is what the program is called there.
func (t target) program() string {
	if t.os == "windows" {
		return "postern.exe"
	}
	return "postern"
}

// host is the machine that this runs on.
func host() target { return target{runtime.GOOS, runtime.GOARCH} }

// goCommand runs go for a system, with all fixed that could change what comes out.
// Settings of this machine remain where they say only how modules are got.
func (src source) goCommand(t target, args ...string) ([]byte, error) {
	from, err := whereModulesComeFrom()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(append(os.Environ(), from...),
		"GOENV=off", "GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "GODEBUG=", "GOFIPS140=off",
		"GOOS="+t.os, "GOARCH="+t.arch, "GOAMD64=v1", "GOARM64=v8.0", "CGO_ENABLED=0",
		fmt.Sprintf("SOURCE_DATE_EPOCH=%d", src.when.Unix()), "TZ=UTC", "LC_ALL=C.UTF-8")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return out, nil
}

// whereModulesComeFrom keeps what go env -w has set, when GOENV is off.
func whereModulesComeFrom() ([]string, error) {
	names := []string{
		"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOSUMDB", "GONOPROXY", "GONOSUMDB", "GOPRIVATE", "GOTOOLCHAIN",
	}
	out, err := exec.Command("go", append([]string{"env", "-json"}, names...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	var values map[string]string
	if err := json.Unmarshal(out, &values); err != nil {
		return nil, err
	}
	var env []string
	for _, name := range names {
		env = append(env, name+"="+values[name])
	}
	return env, nil
}

// build builds the program for a system, and returns its path.
func (src source) build(work string, t target) (string, error) {
	path := filepath.Join(work, t.os+"-"+t.arch, t.program())
	_, err := src.goCommand(t, "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", path, ".")
	if err != nil {
		return "", err
	}
	return path, src.check(path)
}

// check makes sure that a program knows itself as the release.
func (src source) check(program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	if info.Main.Version != src.tag {
		return fmt.Errorf("the program calls itself %s, and not %s: is that a version of the module %s, and the only tag here?",
			info.Main.Version, src.tag, info.Main.Path)
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && s.Value != src.revision || s.Key == "vcs.modified" && s.Value != "false" {
			return fmt.Errorf("the program was built from something else: %s is %s", s.Key, s.Value)
		}
	}
	return nil
}
