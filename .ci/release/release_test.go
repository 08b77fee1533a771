package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
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
		" completions/postern.fish completions/postern.ps1 d:man/ d:man/man1/ man/man1/postern.1 x:postern") {
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
	} {
		if !strings.Contains(string(out), " ./"+name+"\n") {
			t.Errorf("there is no %s in\n%s", name, out)
		}
	}
}

func TestToolHashesAreTakenOut(t *testing.T) {
	got, err := withoutToolHashes([]byte(`{"metadata":{"tools":[{"name":"x","hashes":[1]}]},"components":[{"hashes":[2]}]}`))
	if err != nil || strings.Contains(string(got), "1") || !strings.Contains(string(got), "2") {
		t.Errorf("%s %v", got, err)
	}
	if _, err := withoutToolHashes([]byte(`{"metadata":{}}`)); err == nil {
		t.Error("a format that is not known is taken")
	}
}

func TestSums(t *testing.T) {
	const want = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n"
	if got := sums([]file{{name: "a"}}); string(got.body) != want {
		t.Errorf("got %s", got.body)
	}
}
