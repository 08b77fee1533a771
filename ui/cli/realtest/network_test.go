//go:build linux

package realtest_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A network is one with links and rules of its own, apart from the computer's. It
// has no name, and ends with the test and the programs that run in it.
type network struct{ file *os.File }

// newNetwork makes a network, with its loopback up. Where a machine allows none, or
// none with links, rules and both families, the test is skipped, which says why.
func newNetwork(t *testing.T) network {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can make networks")
	}
	var n network
	err := onThread(func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return err
		}
		var err error
		n.file, err = os.Open("/proc/thread-self/ns/net")
		return err
	})
	if err != nil {
		t.Skipf("no network of its own can be made here: %v", err)
	}
	t.Cleanup(func() { n.file.Close() })
	if err := n.try("ip link set lo up", "ip -6 address show dev lo | grep -q ::1",
		"ip link add trial type veth peer name trial2", "ip link delete trial",
		"nft add table inet trial", "nft delete table inet trial"); err != nil {
		t.Skipf("networks cannot be set up here: %v", err)
	}
	return n
}

// onThread calls a function on a thread that ends with it, and so may leave it as
// it likes.
func onThread(call func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		done <- call()
	}()
	return <-done
}

// do calls a function in the network. Sockets and programs that it makes itself, not
// by way of other goroutines, are there.
func (n network) do(call func() error) error {
	return onThread(func() error {
		if err := unix.Setns(int(n.file.Fd()), unix.CLONE_NEWNET); err != nil {
			return err
		}
		return call()
	})
}

// try runs lines of commands in the network, to the first that fails.
func (n network) try(lines ...string) error {
	cmd := exec.Command("sh", "-exc", strings.Join(lines, "\n"))
	return n.do(func() error {
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		return nil
	})
}

// shell runs lines of commands in the network, all of which shall succeed.
func (n network) shell(t *testing.T, lines ...string) {
	t.Helper()
	if err := n.try(lines...); err != nil {
		t.Fatal(err)
	}
}

// join lays a cable between two networks: a link eth0 in each.
func join(t *testing.T, a, b network) {
	t.Helper()
	a.shell(t, fmt.Sprintf("ip link add eth0 type veth peer name eth0 netns /proc/%d/fd/%d", os.Getpid(), b.file.Fd()),
		"ip link set eth0 up")
	b.shell(t, "ip link set eth0 up")
}
