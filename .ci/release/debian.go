package main

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"fmt"
	"slices"
	"strings"
	"time"
)

// debian makes a Debian package. Its outside is deb(5): an ar archive of a format
// number and two tarballs.
func (src source) debian(arch string, program []byte, b beside) (file, error) {
	version := strings.Replace(src.version(), "-", "~", 1) + "-1" // 1.2.3~rc.1 comes before 1.2.3
	files, err := src.installed(version, program, b)
	if err != nil {
		return file{}, err
	}
	data, err := tarball("./", files, src.when)
	if err != nil {
		return file{}, err
	}
	control, err := tarball("./", []file{
		{name: "control", body: []byte(src.control(version, arch, files))},
		{name: "md5sums", body: []byte(md5sums(files))},
	}, src.when)
	if err != nil {
		return file{}, err
	}
	body := ar([]file{{name: "debian-binary", body: []byte("2.0\n")}, {name: "control.tar.gz", body: control}, {name: "data.tar.gz", body: data}}, src.when)
	return file{name: "postern_" + version + "_" + arch + ".deb", body: body}, nil
}

// installed is the package's files, where Debian's policy wants them.
func (src source) installed(version string, program []byte, b beside) ([]file, error) {
	files := []file{
		{name: "usr/bin/postern", body: program, program: true},
		{name: "usr/share/bash-completion/completions/postern", body: b.completions["bash"]},
		{name: "usr/share/zsh/vendor-completions/_postern", body: b.completions["zsh"]},
		{name: "usr/share/fish/vendor_completions.d/postern.fish", body: b.completions["fish"]},
		{name: "usr/share/doc/postern/copyright", body: src.copyright(b.licences.body)},
		{name: "usr/share/lintian/overrides/postern", body: []byte(overrides)},
	}
	files = append(files, within("usr/share/doc/postern/pictures/", b.pictures)...)
	files = append(files, within("usr/share/doc/postern/examples/", b.examples)...)
	files = append(files, within("usr/share/doc/postern/schemas/", b.schemas)...)
	beside := append(namesOf(files, "usr/share/doc/postern/"), "changelog.gz")
	compressed := []file{{name: "doc/postern/changelog.Debian", body: src.changelog(version)}}
	for _, text := range b.texts {
		switch text.name {
		case "README.md":
			compressed = append(compressed, file{name: "doc/postern/README.md", body: relinked(text.body, inDebian, beside)})
		case "CHANGELOG.md":
			compressed = append(compressed, file{name: "doc/postern/changelog", body: text.body})
		}
	}
	for _, page := range b.manual {
		compressed = append(compressed, file{name: "man/man1/" + page.name, body: page.body})
	}
	for _, f := range compressed {
		body, err := gzipped(f.body)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: "usr/share/" + f.name + ".gz", body: body})
	}
	slices.SortFunc(files, byName)
	return files, nil
}

// Nothing has to be there for it to run. Without ca-certificates it would trust
// nobody.
func (src source) control(version, arch string, files []file) string {
	var kib int
	for _, f := range append(folders(files), files...) {
		kib += max(1, (len(f.body)+1023)/1024)
	}
	return fmt.Sprintf(`Package: postern
Version: %s
Architecture: %s
Maintainer: %s
Installed-Size: %d
Recommends: ca-certificates
Suggests: libsecret-tools, pass
Section: mail
Priority: optional
Description: find the door your mail can leave through, and set it up
 Outgoing mail leaves through one of four ports: 25, 465, 587 or 2525. Postern
 tries all of them at once, says which one is right and why, checks the login,
 and writes the settings for the program that sends, such as msmtp, Mutt,
 Thunderbird, Git, Postfix or a site's code.
 .
 It is a wizard in the terminal, with lessons and practice servers that need
 no network, and a command for scripts with JSON. With --plain it asks line by
 line, for screen readers and slow lines.
`, version, arch, src.person, kib)
}

// A static program is what this package is for, and nobody uploads it to Debian.
const overrides = "postern: statically-linked-binary [usr/bin/postern]\n" +
	"postern: initial-upload-closes-no-bugs [usr/share/doc/postern/changelog.Debian.gz:1]\n"

func (src source) changelog(version string) []byte {
	return fmt.Appendf(nil, "postern (%s) unstable; urgency=medium\n\n  * Release %s.\n\n -- %s  %s\n",
		version, src.tag, src.person, src.when.Format(time.RFC1123Z))
}

func (src source) copyright(licences []byte) []byte {
	return fmt.Appendf(nil, `Postern %s, built from its repository's commit
%s.

What follows is what "postern licences" prints. On Debian the full text of
Apache-2.0 is in /usr/share/common-licenses/Apache-2.0, and that of MPL-2.0 in
/usr/share/common-licenses/MPL-2.0.

----

%s`, src.tag, src.revision, licences)
}

func md5sums(files []file) string {
	var list strings.Builder
	for _, f := range files {
		fmt.Fprintf(&list, "%x  %s\n", md5.Sum(f.body), f.name)
	}
	return list.String()
}

func gzipped(body []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ar packs files as ar(5) does, in their order.
func ar(files []file, when time.Time) []byte {
	out := []byte("!<arch>\n")
	for _, f := range files {
		out = fmt.Appendf(out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", f.name, when.Unix(), 0, 0, 0o100644, len(f.body))
		if out = append(out, f.body...); len(f.body)%2 == 1 {
			out = append(out, '\n')
		}
	}
	return out
}
