package practice

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"
)

// refusingScenes are those that go wrong behind doors that are ready: the command
// that is refused, and by what.
var refusingScenes = []struct {
	scene, command string
	code           int
	status         string
}{
	{"wrong-password", "AUTH", 535, "5.7.8"},
	{"app-password", "AUTH", 534, "5.7.9"},
	{"login-off", "AUTH", 535, "5.7.139"},
	{"account-locked", "AUTH", 535, "5.7.1"},
	{"too-busy-login", "AUTH", 454, "4.7.0"},
	{"too-many", "AUTH", 421, "4.7.0"},
	{"sender-not-yours", "MAIL", 553, "5.7.1"},
	{"greylist", "RCPT", 451, "4.7.1"},
	{"quota", ".", 552, "5.2.2"},
	{"message-refused", ".", 554, "5.7.1"},
}

func TestRefusingLoginsAndMessages(t *testing.T) {
	for _, tt := range refusingScenes {
		t.Run(tt.scene, func(t *testing.T) {
			t.Parallel()
			s := start(t, tt.scene)
			for _, port := range []int{465, 587, 2525} {
				c := ring(t, s, port, 220)
				c.secure()
				steps := []struct {
					command, line string
					code          int
				}{
					{"AUTH", plain(s.User, s.Password), 235},
					{"MAIL", "MAIL FROM:<" + s.Address + ">", 250},
					{"RCPT", "RCPT TO:<" + s.Address + ">", 250},
					{"DATA", "DATA", 354},
					{".", "Subject: hello\r\n\r\nhello\r\n.", 250},
				}
				for _, step := range steps {
					if step.command != tt.command {
						c.say(step.line, step.code)
						continue
					}
					if got := c.say(step.line, tt.code); !strings.HasPrefix(got, tt.status+" ") {
						t.Errorf("%d: got %q, want %s", port, got, tt.status)
					}
					break
				}
				if tt.code == 421 {
					c.ended()
				}
			}
			if got := s.Messages(); len(got) != 0 {
				t.Errorf("got %d messages, want none", len(got))
			}
			for _, r := range tryDoors(t, s, []int{25, 465, 587, 2525}, false).Doors {
				if got, want := factsOf(r), good(r.Door.Port); got != want {
					t.Errorf("%v:\n got %+v\nwant %+v", r.Door, got, want)
				}
			}
		})
	}
}

// TestSceneSilentLogin: a login is not answered, and whoever leaves is not missed.
func TestSceneSilentLogin(t *testing.T) {
	t.Parallel()
	s := start(t, "silent-login")
	c := ring(t, s, 465, 220)
	c.secure()
	c.send(plain(s.User, s.Password) + "\r\n")
	_ = c.conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	n, err := c.conn.Read(make([]byte, 1))
	var timeout net.Error
	if n != 0 || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("got %d bytes, %v, want silence", n, err)
	}
}

// TestQueueID: who hands in a message learns the name it is kept under.
func TestQueueID(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 587, 220)
	c.signIn()
	c.say("MAIL FROM:<"+s.Address+">", 250)
	c.say("RCPT TO:<"+s.Address+">", 250)
	c.say("DATA", 354)
	got := c.say("Subject: hello\r\n\r\nhello\r\n.", 250)
	id, ok := strings.CutPrefix(got, "2.0.0 OK: queued as ")
	if !ok || !strings.HasSuffix(s.Messages()[0].File, id+".eml") {
		t.Errorf("got %q, and the file %s", got, s.Messages()[0].File)
	}
}
