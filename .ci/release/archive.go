package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"io"
	"path"
	"slices"
	"time"
)

// A file is one that is made: in an archive, or of the release.
type file struct {
	name    string // with slashes
	body    []byte
	program bool // may be run
}

func (f file) mode() int64 {
	if f.program {
		return 0o755
	}
	return 0o644
}

func byName(a, b file) int { return cmp.Compare(a.name, b.name) }

// archive packs what is given to people without a package: one folder, as a zip
// for Windows and as a tarball for the others.
func (src source) archive(t target, program []byte, b beside) (file, error) {
	name := "postern-" + src.version() + "-" + t.os + "-" + t.arch
	files := []file{{name: t.program(), body: program, program: true}, b.licences}
	files = append(files, b.texts...)
	files = append(files, within("pictures/", b.pictures)...)
	files = append(files, within("examples/", b.examples)...)
	files = append(files, within("schemas/", b.schemas)...)
	for _, page := range b.manual {
		files = append(files, file{name: "man/man1/" + page.name, body: page.body})
	}
	for shell, as := range map[string]string{"bash": "postern.bash", "zsh": "_postern", "fish": "postern.fish", "powershell": "postern.ps1"} {
		files = append(files, file{name: "completions/" + as, body: b.completions[shell]})
	}
	for i, f := range files {
		if path.Ext(f.name) == ".md" {
			files[i].body = relinked(f.body, inArchive, namesOf(files, ""))
		}
	}
	pack, end := tarball, ".tar.gz"
	if t.os == "windows" {
		pack, end = zipped, ".zip"
	}
	body, err := pack(name+"/", files, src.when)
	return file{name: name + end, body: body}, err
}

// within puts files into a folder.
func within(folder string, files []file) []file {
	inside := slices.Clone(files)
	for i := range inside {
		inside[i].name = folder + inside[i].name
	}
	return inside
}

// tarball packs files and the folders they are in below a root, sorted, all root's and of one
// time, as tar --sort=name --owner=0 --group=0 --mtime=... | gzip -9n would.
func tarball(root string, files []file, when time.Time) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(z)
	for _, f := range slices.SortedFunc(slices.Values(append(folders(files), files...)), byName) {
		h := &tar.Header{Name: root + f.name, Mode: f.mode(), Size: int64(len(f.body)), ModTime: when, Format: tar.FormatGNU}
		h.Uname, h.Gname, h.Typeflag = "root", "root", tar.TypeReg
		if f.body == nil {
			h.Typeflag, h.Mode = tar.TypeDir, 0o755
		}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, err
		}
	}
	if err := cmp.Or(w.Close(), z.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// folders returns the folders that files are in, and the root, as files without a
// body.
func folders(files []file) []file {
	seen := make(map[string]bool)
	all := []file{{name: ""}}
	for _, f := range files {
		for dir := path.Dir(f.name); dir != "." && !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			all = append(all, file{name: dir + "/"})
		}
	}
	return all
}

// zipped packs files as tarball does, for Windows.
func zipped(root string, files []file, when time.Time) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, f := range slices.SortedFunc(slices.Values(files), byName) {
		part, err := w.CreateHeader(&zip.FileHeader{Name: root + f.name, Method: zip.Deflate, Modified: when})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(f.body); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
