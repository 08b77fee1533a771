package main

import (
	"slices"
	"strings"
	"testing"
)

func TestRelinked(t *testing.T) {
	names := []string{"pictures/doors.svg", "schemas/report.schema.json", "examples/night.sh", "CHANGELOG.md", "changelog.gz", "LICENSE", "copyright"}
	for _, tt := range []struct{ name, page, archive, debian string }{
		{"a picture", "![The doors](ui/pictures/doors.svg)", "![The doors](pictures/doors.svg)", ""},
		{"one for light", `srcset="ui/pictures/doors.svg"`, `srcset="pictures/doors.svg"`, ""},
		{"a picture that is not there", "a\n![x](ui/pictures/x.svg)\nb", "a\n\nb", ""},
		{"a schema", "([probe](ui/cli/report.schema.json),", "([probe](schemas/report.schema.json),", ""},
		{"a script", "[every\nnight](ui/cli/examples/night.sh)", "[every\nnight](examples/night.sh)", ""},
		{"what changed", "[CHANGELOG](.github/CHANGELOG.md)", "[CHANGELOG](CHANGELOG.md)", "[CHANGELOG](changelog.gz)"},
		{"the licence", "[MIT](LICENSE)", "[MIT](LICENSE)", "[MIT](copyright)"},
		{"source code", "in [judge.go](wizard/advice/judge.go):", "in judge.go:", ""},
		{"the Web", "[x](https://example.org/y)", "[x](https://example.org/y)", ""},
		{"a part of the page", "[x](#walk)", "[x](#walk)", ""},
		{"no link", "a [b] (c)", "a [b] (c)", ""},
	} {
		if got := string(relinked([]byte(tt.page), inArchive, names)); got != tt.archive {
			t.Errorf("%s, in an archive: %q", tt.name, got)
		}
		want := tt.debian
		if want == "" {
			want = tt.archive
		}
		if got := string(relinked([]byte(tt.page), inDebian, names)); got != want {
			t.Errorf("%s, in a Debian package: %q", tt.name, got)
		}
	}
}

// TestNoLinkOfAPackageLeadsNowhere holds it of the pages that are packed, and that they
// name no place of a machine.
func TestNoLinkOfAPackageLeadsNowhere(t *testing.T) {
	t.Chdir("../..")
	texts, err := read("README.md", "LICENSE", ".github/CHANGELOG.md", ".github/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	files := slices.Clone(texts)
	for folder, pattern := range map[string]string{"pictures/": "ui/pictures/*.svg", "examples/": "ui/cli/examples/*", "schemas/": "ui/cli/*.schema.json"} {
		in, err := read(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, within(folder, in)...)
	}
	names := namesOf(files, "")
	for _, f := range texts {
		page := string(relinked(f.body, inArchive, names))
		var targets []string
		for _, l := range link.FindAllStringSubmatch(page, -1) {
			targets = append(targets, l[3])
		}
		for _, p := range picture.FindAllStringSubmatch(page, -1) {
			targets = append(targets, p[2])
		}
		for _, target := range targets {
			name, _, _ := strings.Cut(target, "#")
			if name != "" && !strings.Contains(target, "://") && !slices.Contains(names, name) {
				t.Errorf("%s leads to %s, which is not there", f.name, target)
			}
		}
		if f.name == "README.md" && len(targets) < 20 {
			t.Errorf("the README has %d links", len(targets))
		}
		for _, place := range []string{"/tmp/", "/work/", "/root/"} {
			if strings.Contains(page, place) {
				t.Errorf("%s names %s", f.name, place)
			}
		}
	}
}
