package install

import "testing"

func TestUndo(t *testing.T) {
	tests := []struct {
		name    string
		d       Done
		windows bool
		want    string
	}{
		{name: "nothing done", d: Done{Path: "/h/rc", Real: "/h/rc", Same: true}, want: ""},
		{name: "zero", want: ""},
		{name: "new file", d: Done{Path: "/h/rc", Real: "/h/rc"}, want: "rm /h/rc"},
		{name: "replaced", d: Done{Path: "/h/rc", Real: "/h/rc", Backup: "/h/rc.bak-1"}, want: "mv /h/rc.bak-1 /h/rc"},
		{name: "link", d: Done{Path: "/h/rc", Real: "/dots/rc", Backup: "/dots/rc.bak-1"}, want: "mv /dots/rc.bak-1 /dots/rc"},
		{
			name: "odd names", d: Done{Real: "/h/it's $HOME", Backup: "/h/it's $HOME.bak-1"},
			want: `mv '/h/it'\''s $HOME.bak-1' '/h/it'\''s $HOME'`,
		},
		{
			name: "Windows", windows: true, d: Done{Real: `C:\a b\rc`, Backup: `C:\a b\rc.bak-1`},
			want: `cmd /c move /Y "C:\a b\rc.bak-1" "C:\a b\rc"`,
		},
		{name: "Windows, new file", windows: true, d: Done{Real: `C:\rc`}, want: `cmd /c del "C:\rc"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := undo(tt.d, tt.windows); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
