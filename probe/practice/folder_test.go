package practice

import "testing"

func TestPrinting(t *testing.T) {
	tests := []struct{ goos, path, want string }{
		{"linux", "/tmp/it's/password", `cat '/tmp/it'\''s/password'`},
		{"windows", `C:\Users\Ada L\password`, `type "C:\Users\Ada L\password"`},
	}
	for _, test := range tests {
		if got := printing(test.path, test.goos); got != test.want {
			t.Errorf("%s: got %s, want %s", test.goos, got, test.want)
		}
	}
}
