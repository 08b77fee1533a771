package submit_test

import (
	"testing"

	"postern/probe"
	"postern/probe/practice"
	"postern/probe/submit"
)

// starts plays a scene until the test ends.
func starts(t *testing.T, scene string) *practice.Server {
	t.Helper()
	s, err := practice.Start(scene, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// doorOf returns the door of a practice server with this shown port.
func doorOf(s *practice.Server, port int) probe.Door {
	for _, d := range s.Doors {
		if d.Port == port {
			return d
		}
	}
	return probe.Door{}
}

// TestPractice signs in at each door of a good server and sends a message.
func TestPractice(t *testing.T) {
	s := starts(t, "open")
	for _, port := range []int{465, 587, 2525} {
		r := (&submit.Submitter{Prober: s.Prober()}).Submit(t.Context(), submit.Attempt{
			Host: s.Host, Door: doorOf(s, port), User: s.User, Secret: submit.FromCommand(s.PasswordCommand, nil),
			Message: &submit.Message{From: s.Address, To: s.Address},
		})
		if r.Login != probe.LoginOK || r.Send != probe.SendOK || r.Mechanism != "PLAIN" || r.LoginStatus != "2.0.0" {
			t.Errorf("%d: got %+v", port, r)
		}
		m, err := s.Wait(t.Context())
		if err != nil || m.Port != port || m.User != s.User {
			t.Errorf("%d: got %+v, %v", port, m, err)
		}
		for _, l := range r.Transcript {
			t.Log(l.From, l.Text)
		}
	}
}
