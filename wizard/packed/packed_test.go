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
	p := pack(t, folder(map[string]string{"a": "1\n", "b": "2\n"}), "a", "b")
	for _, tt := range []struct {
		files map[string]string
		names []string
		want  string
	}{
		{map[string]string{"a": "3\n", "b": "2\n"}, []string{"a", "b"}, "a was edited"},
		{map[string]string{"a": "1\n", "b": "2\n", "c": "3\n"}, []string{"a", "b", "c"}, "c was edited"},
		{map[string]string{"a": "1\n"}, []string{"a"}, "gone"},
	} {
		if err := Same(p, folder(tt.files), tt.names...); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v", tt.want, err)
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
