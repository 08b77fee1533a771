//go:build unix

// Command readme does what the README says first, as somebody would who has just
// cloned the repository and has nothing but Go:
//
//	go run ./.ci/readme 'go run . practice' 'go test ./...'
//
// The README has to hold both commands, and none of their kind before them. They are
// run as they stand there in a new clone of the last commit, with a home that is empty, and so with
// no cache of modules or builds, and with nothing of this environment but where
// programs are and how to reach the module proxy.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"postern/ui/termtest"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: readme TRY TEST")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "readme:", err)
		os.Exit(1)
	}
}

func run(try, test string) error {
	home, err := os.MkdirTemp("", "postern-newcomer-")
	if err != nil {
		return err
	}
	defer remove(home)
	n := newcomer{home: filepath.Join(home, "home"), clone: filepath.Join(home, "postern")}
	if err := os.Mkdir(n.home, 0o755); err != nil {
		return err
	}
	if out, err := exec.Command("git", "clone", "-q", ".", n.clone).CombinedOutput(); err != nil {
		return fmt.Errorf("git clone: %w\n%s", err, out)
	}
	readme, err := os.ReadFile(filepath.Join(n.clone, "README.md"))
	if err != nil {
		return err
	}
	for _, want := range []string{try, test} {
		if err := says(string(readme), want); err != nil {
			return err
		}
	}
	if err := n.try(try); err != nil {
		return fmt.Errorf("%s: %w", try, err)
	}
	return n.test(test)
}

// says reports an error unless the first command in a README of a kind, "go test" say,
// is the one that is wanted. Commands stand indented or in a fence.
func says(readme, want string) error {
	words := strings.Fields(want)
	kind := strings.Join(words[:min(2, len(words))], " ") + " "
	fenced := false
	for line := range strings.Lines(readme) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		indented := strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")
		if line = strings.TrimSpace(line); (fenced || indented) && strings.HasPrefix(line, kind) {
			if line != want {
				return fmt.Errorf("the README says %q, and not %q", line, want)
			}
			return nil
		}
	}
	return fmt.Errorf("the README does not say %q", want)
}

// A newcomer has a clone and a home with nothing in it.
type newcomer struct{ home, clone string }

func (n newcomer) command(line string) *exec.Cmd {
	cmd := exec.Command("/bin/sh", "-c", "exec "+line)
	cmd.Dir = n.clone
	cmd.Env = []string{"HOME=" + n.home, "PATH=" + path(), "TERM=xterm-256color", "LANG=C.UTF-8"}
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE"} {
		if value := os.Getenv(name); value != "" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	// How the network is here may stand in Go's own settings, in the home that is left.
	for _, name := range []string{"GOPROXY", "GOSUMDB", "GONOSUMDB", "GONOPROXY", "GOPRIVATE", "GOINSECURE"} {
		if value, err := exec.Command("go", "env", name).Output(); err == nil {
			cmd.Env = append(cmd.Env, name+"="+strings.TrimSpace(string(value)))
		}
	}
	return cmd
}

// path is where the system's programs and Go are.
func path() string {
	const system = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
	gotool, err := exec.LookPath("go")
	if err != nil {
		return system
	}
	return filepath.Dir(gotool) + ":" + system
}

// Building takes minutes where nothing was built before.
const building = 10 * time.Minute

// try runs a command on a terminal until the wizard shows its first screen, and
// leaves it as the README says.
func (n newcomer) try(line string) error {
	fmt.Println(line)
	t, err := termtest.Start(n.command(line), 80, 24, true)
	if err != nil {
		return err
	}
	defer t.Close()
	for end := time.Now().Add(building); !t.AltScreen(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			return fmt.Errorf("no screen yet:\n%s", t.Screen())
		}
		if strings.Contains(t.Screen(), "exit status") {
			return errors.New(t.Screen())
		}
	}
	if err := t.WaitFor("Postern", "practice"); err != nil {
		return err
	}
	fmt.Println(t.Screen())
	if err := t.Type(termtest.CtrlC); err != nil {
		return err
	}
	if _, err := t.Wait(); err != nil {
		return err
	}
	if t.AltScreen() {
		return errors.New("the terminal was left on the other screen")
	}
	return nil
}

func (n newcomer) test(line string) error {
	fmt.Println(line)
	cmd := n.command(line)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", line, err)
	}
	return nil
}

// remove removes a folder with a cache of modules in it, whose folders nobody may
// write to.
func remove(dir string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o755)
		}
		return nil
	})
	_ = os.RemoveAll(dir)
}
