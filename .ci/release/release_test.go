package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var released = source{
	tag: "v1.2.3-rc.1", revision: "0123456789abcdef", person: "Ada <ada@example.org>",
	when: time.Date(2026, 11, 22, 6, 5, 0, 0, time.UTC),
}

func samples() beside {
	return beside{
		texts:    []file{{name: "README.md", body: []byte("read\n")}, {name: "LICENSE", body: []byte("MIT\n")}, {name: "CHANGELOG.md", body: []byte("new\n")}},
		pictures: []file{{name: "doors.svg", body: []byte("<svg/>\n")}},
		examples: []file{{name: "check.sh", body: []byte("#!/bin/sh\n"), program: true}, {name: "night.timer", body: []byte("[Timer]\n")}},
		schemas:  []file{{name: "report.schema.json", body: []byte("{}\n")}},
		licences: file{name: "LICENCES.txt", body: []byte("Copyright (c)\n")},
		manual:   []file{{name: "postern.1", body: []byte(".TH\n")}},
		completions: map[string][]byte{
			"bash": []byte("b\n"), "zsh": []byte("z\n"), "fish": []byte("f\n"), "powershell": []byte("p\n"),
		},
	}
}

// entries reads a tarball: mode and name of each entry, in its order.
func entries(t *testing.T, body []byte) []string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if !h.ModTime.Equal(released.when) || h.Uid != 0 || h.Gid != 0 || h.Uname != "root" {
			t.Errorf("%s is of %s and of user %d %s", h.Name, h.ModTime, h.Uid, h.Uname)
		}
		all = append(all, h.FileInfo().Mode().String()+" "+h.Name)
	}
}

func TestTarballOfARelease(t *testing.T) {
	f, err := released.archive(target{"linux", "arm64"}, []byte("ELF"), samples())
	if err != nil {
		t.Fatal(err)
	}
	const root = "postern-1.2.3-rc.1-linux-arm64/"
	var want []string
	for _, name := range strings.Fields("d: CHANGELOG.md LICENCES.txt LICENSE README.md d:completions/ completions/_postern completions/postern.bash" +
		" completions/postern.fish completions/postern.ps1 d:examples/ x:examples/check.sh examples/night.timer" +
		" d:man/ d:man/man1/ man/man1/postern.1 d:pictures/ pictures/doors.svg x:postern d:schemas/ schemas/report.schema.json") {
		mode := "-rw-r--r-- "
		switch {
		case strings.HasPrefix(name, "d:"):
			mode = "drwxr-xr-x "
		case strings.HasPrefix(name, "x:"):
			mode = "-rwxr-xr-x "
		}
		want = append(want, mode+root+strings.TrimPrefix(strings.TrimPrefix(name, "d:"), "x:"))
	}
	if got := entries(t, f.body); f.name != strings.TrimSuffix(root, "/")+".tar.gz" || !slices.Equal(got, want) {
		t.Errorf("%s holds\n%s\nwant\n%s", f.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestZipOfARelease(t *testing.T) {
	f, err := released.archive(target{"windows", "amd64"}, []byte("MZ"), samples())
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(f.body), int64(len(f.body)))
	if err != nil {
		t.Fatal(err)
	}
	program, err := r.Open("postern-1.2.3-rc.1-windows-amd64/postern.exe")
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	if body, err := io.ReadAll(program); string(body) != "MZ" || err != nil {
		t.Errorf("the program is %q, %v", body, err)
	}
	for _, f := range r.File {
		if !f.Modified.Equal(released.when) {
			t.Errorf("%s is of %s", f.Name, f.Modified)
		}
	}
}

// TestOrderOfFiles: maps and folders give files in any order.
func TestOrderOfFiles(t *testing.T) {
	files := []file{{name: "b/c", body: []byte("1")}, {name: "b/a", body: []byte("2")}, {name: "a", body: []byte{}}}
	one, err := tarball("./", files, released.when)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(files)
	other, err := tarball("./", files, released.when)
	if err != nil || !bytes.Equal(one, other) {
		t.Error("the order of the files is in the tarball", err)
	}
}

// TestDebianPackage reads a package with Debian's own tool.
func TestDebianPackage(t *testing.T) {
	tool, err := exec.LookPath("dpkg-deb")
	if err != nil {
		t.Skip("dpkg-deb is not installed")
	}
	f, err := released.debian("arm64", []byte("ELF"), samples())
	if err != nil {
		t.Fatal(err)
	}
	deb := filepath.Join(t.TempDir(), f.name)
	if err := os.WriteFile(deb, f.body, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, "--field", deb, "Package", "Version", "Architecture", "Maintainer").CombinedOutput()
	const want = "Package: postern\nVersion: 1.2.3~rc.1-1\nArchitecture: arm64\nMaintainer: Ada <ada@example.org>\n"
	if err != nil || string(out) != want {
		t.Errorf("its fields are\n%s%v", out, err)
	}
	out, err = exec.CommandContext(t.Context(), tool, "--contents", deb).CombinedOutput()
	if err != nil {
		t.Fatalf("%s%v", out, err)
	}
	for _, name := range []string{
		"usr/bin/postern", "usr/share/man/man1/postern.1.gz", "usr/share/bash-completion/completions/postern",
		"usr/share/zsh/vendor-completions/_postern", "usr/share/fish/vendor_completions.d/postern.fish",
		"usr/share/doc/postern/copyright", "usr/share/doc/postern/changelog.gz", "usr/share/doc/postern/changelog.Debian.gz",
		"usr/share/doc/postern/examples/check.sh", "usr/share/doc/postern/pictures/doors.svg", "usr/share/doc/postern/schemas/report.schema.json",
	} {
		if !strings.Contains(string(out), " ./"+name+"\n") {
			t.Errorf("there is no %s in\n%s", name, out)
		}
	}
}

// TestWhatIsBesideTheProgram: what the release is said to hold is in the repository,
// and nothing is left out in silence.
func TestWhatIsBesideTheProgram(t *testing.T) {
	t.Chdir("../..")
	for pattern, want := range map[string]string{
		".github/CHANGELOG.md": "CHANGELOG.md", ".github/SECURITY.md": "SECURITY.md", "ui/pictures/*.svg": "doors.svg", "ui/cli/examples/*": "check_postern.sh", "ui/cli/*.schema.json": "report.schema.json",
	} {
		files, err := read("README.md", "LICENSE", pattern)
		if err != nil || !slices.ContainsFunc(files, func(f file) bool { return f.name == want }) {
			t.Errorf("%s: no %s, %v", pattern, want, err)
		}
		for _, f := range files {
			if f.program != strings.HasSuffix(f.name, ".sh") {
				t.Errorf("%s may be run: %v", f.name, f.program)
			}
		}
	}
	if _, err := read("README.md", "NEWS*"); err == nil {
		t.Error("what is not there is left out in silence")
	}
}

const modules = `{"metadata":{"tools":[{"name":"x","hashes":[1]}],"component":{"name":"postern"}},"components":[
	{"name":"golang.org/x/net","hashes":[2]},{"name":"std"},{"name":"github.com/charmbracelet/x/ansi"},{"name":"example.org/two"}]}`

const licencesOfModules = `
github.com/charmbracelet/x: MIT
  Copyright (c) 2023 Somebody
example.org/two: MIT and BSD-3-Clause
golang.org/x and the Go standard library: BSD-3-Clause
`

func TestLicencesInTheList(t *testing.T) {
	body, err := completed([]byte(modules), []byte(licencesOfModules))
	if err != nil {
		t.Fatal(err)
	}
	type part struct {
		Name     string
		Licenses []struct{ Expression string }
	}
	var bill struct {
		Metadata struct {
			Component part
			Tools     []map[string]any
		}
		Components []part
	}
	if err := json.Unmarshal(body, &bill); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range append(bill.Components, bill.Metadata.Component) {
		for _, l := range p.Licenses {
			got = append(got, p.Name+" "+l.Expression)
		}
	}
	want := []string{
		"golang.org/x/net BSD-3-Clause", "std BSD-3-Clause", "github.com/charmbracelet/x/ansi MIT", "example.org/two MIT AND BSD-3-Clause",
		"wizard/catalog/data MPL-2.0", "postern MIT",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if bill.Metadata.Tools[0]["hashes"] != nil || !strings.Contains(string(body), `"hashes"`) {
		t.Errorf("the tool's hashes, and they alone, are taken out; got %s", body)
	}
}

func TestListsThatAreNotTaken(t *testing.T) {
	for name, tt := range map[string][2]string{
		"a library without a licence":   {modules, strings.ReplaceAll(licencesOfModules, "example.org/two", "example.org/too")},
		"a format that is not known":    {`{"metadata":{}}`, licencesOfModules},
		"a list without parts":          {`{"metadata":{"tools":[{}],"component":{}}}`, licencesOfModules},
		"a list that is no JSON at all": {`<bom/>`, licencesOfModules},
	} {
		if _, err := completed([]byte(tt[0]), []byte(tt[1])); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestSums(t *testing.T) {
	const want = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n"
	if got := sums([]file{{name: "a"}}); string(got.body) != want {
		t.Errorf("got %s", got.body)
	}
}
