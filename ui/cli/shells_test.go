//go:build unix

package cli

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"postern/ui/termtest"
)

// completed are lines as they are typed before the tab key, and what has to become of
// them: one thing only can be meant.
var completed = []struct{ typed, want string }{
	{"postern prob", "postern probe"},
	{"postern fastm", "postern fastmail"},
	{"postern --no-m", "postern --no-motion"},
	{"postern probe --form", "postern probe --format"},
	{"postern probe --format op", "postern probe --format openmetrics"},
	{"postern probe smtp.example.org --provider fastm", "postern probe smtp.example.org --provider fastmail"},
	{"postern config neom", "postern config neomutt"},
	{"postern config msmtp --password-st", "postern config msmtp --password-store"},
	{"postern config msmtp --security st", "postern config msmtp --security starttls"},
	{"postern config msmtp --provider amazon-ses --region sa-", "postern config msmtp --provider amazon-ses --region sa-east-1"},
	{"postern verify --port 258", "postern verify --port 258"}, // there is nothing to add
	{"postern explain greyl", "postern explain greylisting"},
	{"postern practice quie", "postern practice quiet"},
	{"postern providers purely", "postern providers purelymail"},
	{"postern learn purely", "postern learn purelymail"},
	{"postern completion po", "postern completion powershell"},
	{"postern help conf", "postern help config"},
}

// TestCompletionInBash presses the tab key in bash itself.
func TestCompletionInBash(t *testing.T) {
	need(t, "bash")
	const library = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(library); err != nil {
		t.Skip("bash-completion is not installed")
	}
	onThePath(t)
	pressTab(t, exec.Command("bash", "--noprofile", "--norc", "-i"), "source "+library+"; source <(postern completion bash)")
}

// TestCompletionInZsh presses the tab key in zsh itself, which finds the completions
// where the help says to put them.
func TestCompletionInZsh(t *testing.T) {
	need(t, "zsh")
	onThePath(t)
	dir := t.TempDir()
	_, script, _ := run(t, "", "completion", "zsh")
	if err := os.WriteFile(filepath.Join(dir, "_postern"), []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	pressTab(t, exec.Command("zsh", "-f", "-i"), "fpath=("+dir+" $fpath); autoload -U compinit; compinit -u -D")
}

// killLine is the key that empties a line: ctrl+u.
const killLine = "\x15"

// pressTab completes each line in a shell that was told to set itself up.
func pressTab(t *testing.T, shell *exec.Cmd, setUp string) {
	t.Helper()
	shell.Env = append(os.Environ(), "PS1=> ", "TERM=xterm", "HISTFILE=")
	term, err := termtest.Start(shell, 110, 40, true)
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	do := func(typed, want, what string) {
		t.Helper()
		if err := term.Type(typed); err != nil {
			t.Fatal(err)
		}
		err := term.Until(func(screen string) bool { return lastLine(screen) == want }, what)
		if err != nil {
			t.Fatal(err)
		}
	}
	do("PS1='> '; "+setUp+"; clear"+termtest.Enter, ">", "a prompt on an empty screen")
	for _, line := range completed {
		do(line.typed, "> "+line.typed, "what was typed")
		// The letter shows that the key was dealt with, also where nothing is to add.
		do(termtest.Tab+"Q", "> "+joinTyped(line.typed, line.want)+"Q", "after the tab key: "+line.want)
		do(killLine, ">", "the line empty again")
	}
}

// joinTyped is what stands before the next letter: a shell adds a blank after a word
// that is complete, and none where it did nothing.
func joinTyped(typed, want string) string {
	if typed == want {
		return typed
	}
	return want + " "
}

func lastLine(screen string) string {
	screen = strings.TrimRight(screen, " \n")
	return screen[strings.LastIndexByte(screen, '\n')+1:]
}

// TestCompletionInFish asks fish what it would offer.
func TestCompletionInFish(t *testing.T) {
	need(t, "fish")
	onThePath(t)
	for _, line := range completed {
		hasOffered(t, line.typed, line.want, "fish", "--no-config", "-c",
			"postern completion fish | source; complete -C '"+line.typed+"'")
	}
}

// TestCompletionInPowerShell asks PowerShell what it would offer.
func TestCompletionInPowerShell(t *testing.T) {
	need(t, "pwsh")
	onThePath(t)
	for _, line := range completed {
		hasOffered(t, line.typed, line.want, "pwsh", "-NoProfile", "-Command",
			"postern completion powershell | Out-String | Invoke-Expression; (TabExpansion2 -inputScript '"+
				line.typed+"' -cursorColumn "+strconv.Itoa(len(line.typed))+").CompletionMatches.CompletionText")
	}
}

// hasOffered runs a shell that prints what it offers, one a line, and holds it to the
// last word that is wanted.
func hasOffered(t *testing.T, typed, want string, shell ...string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), shell[0], shell[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", typed, err, out)
	}
	var words []string
	for line := range strings.Lines(string(out)) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		words = append(words, word)
	}
	last := want[strings.LastIndexByte(want, ' ')+1:]
	switch {
	case typed == want && len(words) > 0:
		t.Errorf("%s: %q were offered, and nothing fits", typed, words)
	case typed != want && (len(words) != 1 || words[0] != last):
		t.Errorf("%s: got %q, want %q alone", typed, words, last)
	}
}

// TestCompletionAsksNoNetwork: to press the tab key is not to ask anybody.
func TestCompletionAsksNoNetwork(t *testing.T) {
	alone(t)
	before := net.DefaultResolver
	defer func() { net.DefaultResolver = before }()
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(_ context.Context, _, address string) (net.Conn, error) {
		t.Errorf("%s was asked for a name", address)
		return nil, errors.New("there is no network")
	}}
	lines := []string{"postern probe smtp.example.org ", "postern find ada@example.org ", "postern ada@example.org ", "postern verify --host "}
	for _, line := range completed {
		lines = append(lines, line.typed)
	}
	for _, line := range lines {
		args := append([]string{cobra.ShellCompRequestCmd}, strings.Split(line, " ")[1:]...)
		if code, _, errOut := run(t, "", args...); code != exitDone {
			t.Errorf("%s: %d, %s", line, code, errOut)
		}
	}
}
