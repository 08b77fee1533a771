package wizard

import "testing"

func TestWithProfile(t *testing.T) {
	tests := []struct{ goos, dir, want string }{
		{"linux", "/tmp/p/thunderbird", "thunderbird --profile /tmp/p/thunderbird"},
		{"darwin", "/tmp/a b", "open -n -a Thunderbird --args --profile '/tmp/a b'"},
		{"windows", `C:\Users\Ada L\p`, `cmd /c start thunderbird --profile "C:\Users\Ada L\p"`},
	}
	for _, test := range tests {
		if got := withProfile(test.dir, test.goos); got != test.want {
			t.Errorf("%s: got %s, want %s", test.goos, got, test.want)
		}
	}
}
