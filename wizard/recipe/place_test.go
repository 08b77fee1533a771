package recipe_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

func TestPaths(t *testing.T) {
	home, config := filepath.FromSlash("/home/ada"), filepath.FromSlash("/home/ada/etc")
	tests := []struct {
		name, program, configHome string
		want                      []string
	}{
		{"XDG set", "msmtp", config, []string{"/home/ada/.msmtprc", "/home/ada/etc/msmtp/config"}},
		{"XDG not set", "msmtp", "", []string{"/home/ada/.msmtprc", "/home/ada/.config/msmtp/config"}},
		{"unknown", "nope", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.want {
				tt.want[i] = filepath.FromSlash(tt.want[i])
			}
			if got := firstPaths(recipe.Places(tt.program, ada(), recipe.Homes{Home: home, Config: tt.configHome})); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPathsOfSystemsThatAreNotThisOne(t *testing.T) {
	if got := firstPaths(recipe.Places("postfix", ada(), recipe.Homes{Home: "/home/ada"})); len(got) > 0 && !filepath.IsAbs(got[0]) {
		t.Errorf("got %q, which leads nowhere", got)
	}
}

func TestTryCommand(t *testing.T) {
	const message = `printf 'Subject: A first message\n\nIt works.\n' | `
	tests := []struct{ path, want string }{
		{"~/.msmtprc", message + "msmtp -a example -- ada@example.org"},
		{"~/.config/msmtp/config", message + "msmtp -a example -- ada@example.org"},
		{"~/my mail/rc", message + "msmtp -C ~/'my mail/rc' -a example -- ada@example.org"},
		{"/tmp/practice/msmtprc", message + "msmtp -C /tmp/practice/msmtprc -a example -- ada@example.org"},
	}
	for _, tt := range tests {
		if got := recipe.TryCommand("msmtp", ada(), tt.path); got != tt.want {
			t.Errorf("at %s: got %s, want %s", tt.path, got, tt.want)
		}
	}
	if got := recipe.TryCommand("nope", ada(), ""); got != "" {
		t.Errorf("for an unknown program: got %q", got)
	}
}

func TestPathsWithoutAHome(t *testing.T) {
	if got := recipe.Places("msmtp", ada(), recipe.Homes{}); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if got := firstPaths(recipe.Places("msmtp", ada(), recipe.Homes{Config: "/etc/xdg"})); len(got) != 1 || got[0] != filepath.FromSlash("/etc/xdg/msmtp/config") {
		t.Errorf("got %q", got)
	}
}

// firstPaths are where the first file may lie.
func firstPaths(places []recipe.Place) []string {
	if len(places) == 0 {
		return nil
	}
	return places[0].Paths
}

// TestVariablesNameTheFile: where one of the environment does, that is the file in use.
func TestVariablesNameTheFile(t *testing.T) {
	h := recipe.Homes{Home: "/home/ada", Named: map[string]string{}}
	for _, name := range recipe.Variables() {
		h.Named[name] = "/srv/" + name
	}
	for program, want := range map[string]string{
		"git": "/srv/GIT_CONFIG_GLOBAL", "s-nail": "/srv/MAILRC", "himalaya": "/srv/HIMALAYA_CONFIG",
		"postfix": "/srv/MAIL_CONFIG/main.cf",
	} {
		if got := firstPaths(recipe.Places(program, ada(), h)); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q, want %q", program, got, want)
		}
	}
	if got := firstPaths(recipe.Places("msmtp", ada(), h)); len(got) != 2 {
		t.Errorf("msmtp: got %q", got)
	}
}

// TestAVariableNamesTheFolder: all of the program's files are there, and they name each
// other there.
func TestAVariableNamesTheFolder(t *testing.T) {
	h := recipe.Homes{Home: "/home/ada", Named: map[string]string{"MAIL_CONFIG": "/srv/my mail"}}
	s := ada(func(s *recipe.Settings) { s.Dir = recipe.Folder("postfix", h) })
	places := recipe.Places("postfix", s, h)
	if len(places) != 2 || places[1].Paths[0] != "/srv/my mail/sasl_passwd" || places[1].Owner != "root" {
		t.Errorf("got %+v", places)
	}
	if after := recipe.Afterwards("postfix", s); !slices.ContainsFunc(after, func(text string) bool {
		return strings.Contains(text, "postfix -c '/srv/my mail' reload")
	}) || strings.Contains(strings.Join(after, "\n"), "/etc/postfix") {
		t.Errorf("got %q", after)
	}
	if s.Dir = ""; !strings.Contains(strings.Join(recipe.Afterwards("postfix", s), "\n"), "sudoedit /etc/postfix/sasl_passwd") {
		t.Errorf("without a variable: got %q", recipe.Afterwards("postfix", s))
	}
	if got := recipe.Folder("git", recipe.Homes{Named: map[string]string{"GIT_CONFIG_GLOBAL": "/srv/x"}}); got != "" {
		t.Errorf("git's variable names a file, and no folder: got %q", got)
	}
}

// TestEmacsKeepsItsNotesBesideForeignSettings: without a folder of its own Emacs would
// stop there, and a new one could hide a person's own file.
func TestEmacsKeepsItsNotesBesideForeignSettings(t *testing.T) {
	for path, want := range map[string]bool{"/tmp/practice/emacs": true, "~/.emacs": false, "~/.config/emacs/init.el": false} {
		got := recipe.TryCommand("emacs", ada(), path)
		if beside := strings.Contains(got, `(setq nsm-settings-file "`+path+`.network")`); beside != want {
			t.Errorf("%s: got %s", path, got)
		}
		if makes := strings.HasPrefix(got, "mkdir -p ~/.emacs.d && "); makes != (path == "~/.emacs") {
			t.Errorf("%s: got %s", path, got)
		}
	}
}
