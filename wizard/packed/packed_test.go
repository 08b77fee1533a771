package packed

import (
	"bytes"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
)

func folder(files map[string]string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

func pack(t *testing.T, root fstest.MapFS, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	if err := Pack(&b, root, names...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatIsPackedComesOut(t *testing.T) {
	root := folder(map[string]string{"text/a.txt": "one\n\n-- \n--two --\n", "text/b.md": "no end", "c": "", "d": "left out"})
	if err := Pack(&bytes.Buffer{}, root, "text"); err == nil {
		t.Error("a line that begins a file was taken")
	}
	root["text/a.txt"].Data = []byte("one\n\n--\n--two --\n")
	p := pack(t, root, "text", "c")
	got, err := Files(p)
	if want := map[string]string{"a.txt": "one\n\n--\n--two --\n", "b.md": "no end\n", "c": "\n"}; err != nil || !maps.Equal(got, want) {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
	if err := Same(p, root, "text", "c"); err != nil {
		t.Error(err)
	}
	if got := Text(pack(t, root, "text/b.md")); got != "no end\n" {
		t.Errorf("got %q", got)
	}
}

func TestSameTellsWhatIsNot(t *testing.T) {
	root := folder(map[string]string{"a": "1\n", "b": "2\n"})
	p := pack(t, root, "a", "b")
	for name, change := range map[string]func(){
		"a was edited": func() { root["a"] = &fstest.MapFile{Data: []byte("3\n")} },
		"gone":         func() { root["a"] = &fstest.MapFile{Data: []byte("1\n")}; root["b"] = root["a"] },
	} {
		change()
		names := []string{"a", "b"}
		if name == "gone" {
			names = names[:1]
		}
		if err := Same(p, root, names...); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWhatIsNoPackIsRefused(t *testing.T) {
	for _, p := range []string{"", "hello", "\x00"} {
		if files, err := Files(p); err == nil {
			t.Errorf("%q: got %q", p, files)
		}
	}
}
