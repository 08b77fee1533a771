package practice

import (
	"bufio"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
)

// TestLoginsAreCounted: every login counts, right or wrong, and also one that should never have
// been sent, in the clear.
func TestLoginsAreCounted(t *testing.T) {
	t.Parallel()
	s := start(t, "open")
	if got := s.Logins(); got != 0 {
		t.Errorf("before anybody came: %d", got)
	}
	for i, port := range []int{587, 465} {
		c := connect(t, s, port)
		_ = c.Auth(sasl.NewPlainClient("", s.User, "wrong"))
		if err := c.Auth(sasl.NewPlainClient("", s.User, s.Password)); err != nil {
			t.Fatal(err)
		}
		if got := s.Logins(); got != 2*(i+1) {
			t.Errorf("%d: %d logins, want %d", port, got, 2*(i+1))
		}
	}
	c, err := net.Dial("tcp", addressOf(t, s, 587))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, part := range []string{"EHLO x\r\n", "au", "th PLAIN AGEAYg==\r\n", "NOOP auth \r\n"} {
		if _, err := c.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	for said := bufio.NewScanner(c); said.Scan(); {
		if strings.HasPrefix(said.Text(), "5") { // the login was refused
			break
		}
	}
	if got := s.Logins(); got != 5 {
		t.Errorf("after one in the clear: %d logins, want 5", got)
	}
}
