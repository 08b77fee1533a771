package cage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Run runs this program again, in a cage, with more arguments before its own, and
// reports whether it ended well. An exit code of 1 is no error: it has said why.
// The error wraps ErrNone where there can be no cage.
func Run(ctx context.Context, more ...string) (well bool, err error) {
	cmd := exec.CommandContext(ctx, "/proc/self/exe", append(more, os.Args[1:]...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = append(os.Environ(), variable+"=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if me := os.Getuid(); me != 0 {
		cmd.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: me, Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	if err := cmd.Start(); err != nil {
		return false, fmt.Errorf("%w: %w", ErrNone, err)
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == noCage:
		return false, ErrNone
	case errors.As(err, &exit) && exit.ExitCode() == 1:
		return false, nil
	}
	return err == nil, err
}

// Furnish gives this process's new network a loopback and routes, and its new view
// of the files the names.
func Furnish(f Furniture) error {
	calls := [][]string{{"link", "set", "lo", "up"}}
	for _, route := range f.Routes {
		calls = append(calls, append([]string{"route"}, route...))
	}
	for _, network := range f.Networks {
		calls = append(calls, []string{"addr", "add", network, "dev", "lo"})
	}
	for _, args := range calls {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %w: %s", args, err, out)
		}
	}
	// What is mounted from here on is seen in here only.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("part the mounts: %w", err)
	}
	dir, err := os.MkdirTemp("", "postern-cage-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for path, body := range map[string]string{
		"/etc/hosts":         f.Hosts,
		"/etc/resolv.conf":   "nameserver 127.0.0.1\n",
		"/etc/nsswitch.conf": "hosts: files dns\n",
	} {
		if err := replace(path, body, dir); err != nil {
			return err
		}
	}
	return nil
}

// replace covers a file with another, made in dir. The file in dir may be removed
// after that; what it covers is never touched.
func replace(path, body, dir string) error {
	cover := filepath.Join(dir, filepath.Base(path))
	if err := os.WriteFile(cover, []byte(body), 0o600); err != nil {
		return err
	}
	if err := os.Chmod(cover, 0o644); err != nil { //nolint:gosec // all programs read these
		return err
	}
	covered, err := filepath.EvalSymlinks(path)
	if errors.Is(err, os.ErrNotExist) && path == "/etc/nsswitch.conf" {
		return nil // as without glibc
	}
	if err != nil {
		return err
	}
	if err := unix.Mount(cover, covered, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("cover %s: %w", path, err)
	}
	return nil
}
