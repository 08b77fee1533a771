//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// place says when and where was measured, and with which programs.
func (b *bench) place() string {
	var out strings.Builder
	load, _, _ := strings.Cut(firstLine(os.ReadFile("/proc/loadavg")), " ")
	fmt.Fprintf(&out, "%s; %s; %d × %s; load %s when it began.\n\n",
		time.Now().UTC().Format("2 January 2006, 15:04 UTC"), "Linux "+firstLine(os.ReadFile("/proc/sys/kernel/osrelease")),
		runtime.NumCPU(), processor(), load)
	var releases []string
	for _, p := range [][]string{
		{b.postern, "--version"},
		{"gum", "--version"},
		{"neomutt", "-v"},
		{"aerc", "-v"},
		{"swaks", "--version"},
		{"msmtp", "--version"},
		{"openssl", "version"},
	} {
		release := p[0] + " not found"
		if said, err := b.command(p[0], p[1:]...).Output(); err == nil {
			release = firstLine(said, nil)
		} else if _, err := exec.LookPath(p[0]); err == nil {
			release = p[0] + ", of an unknown release"
		}
		releases = append(releases, release)
	}
	fmt.Fprintf(&out, "Programs: %s.\n\n", strings.Join(releases, "; "))
	return out.String()
}

// processor is what the system calls its processor.
func processor() string {
	body, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(body)) {
		if name, is, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(is)
		}
	}
	return runtime.GOARCH
}

// firstLine is the first line of what was read; "" if it could not be.
func firstLine(body []byte, err error) string {
	line, _, _ := strings.Cut(string(body), "\n")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(line)
}
