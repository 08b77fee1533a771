package wizard

import (
	"testing"

	"postern/probe"
	"postern/wizard/catalog"
)

// TestBridgeSteps: the port, the certificate, and its reading, which is done anew
// when another file is named, as the doors then are.
func TestBridgeSteps(t *testing.T) {
	s := answered(t, New(World{Catalog: catalog.Default()}), Provider, "proton-bridge")
	at(t, s, "ask local-port")
	s = answered(t, s, LocalPort, "127.0.0.1:1026")
	at(t, s, "ask certificate")
	if got := s.Doors(); len(got) != 1 || got[0] != (probe.Door{Port: 1026, Security: probe.STARTTLS}) {
		t.Errorf("doors %v", got)
	}
	s = answered(t, s, Certificate, "cert.pem")
	at(t, s, "do trust")
	s = s.WithAuthority(Authority{Asked: "cert.pem", Problem: "it cannot be read"})
	at(t, s, "ask certificate")
	if a := s.Step().(Ask); a.Problem != "it cannot be read" || a.Default != "cert.pem" {
		t.Errorf("the question says %+v", a)
	}
	if s.Settings().CAFile != "" {
		t.Error("a file of no use is written down")
	}
	s = answered(t, s, Certificate, "/cert.pem")
	s = s.WithAuthority(Authority{Asked: "/cert.pem", File: "/cert.pem"})
	at(t, s, "do probe")
	if got := s.Settings().CAFile; got != "/cert.pem" {
		t.Errorf("the settings name %q", got)
	}
	s = s.WithReport(probe.NewReport("127.0.0.1", s.report.Started, s.Doors()).Stopped(), 0)
	if !s.finished(TryDoors) {
		t.Fatal("the doors count as not tried")
	}
	other := answered(t, s, Certificate, "/other.pem")
	at(t, other, "do trust")
	if other = other.WithAuthority(Authority{Asked: "/other.pem", File: "/other.pem"}); other.finished(TryDoors) {
		t.Error("the doors are not tried with the other certificate")
	}
	if none := answered(t, s, Certificate, ""); none.Step().(Do).Work != TrustFile {
		t.Error("a certificate that is taken back is still trusted")
	}
}

func TestBridgePort(t *testing.T) {
	s := answered(t, New(World{Catalog: catalog.Default()}), Provider, "proton-bridge")
	for _, wrong := range []string{"0", "65536", "smtp", "-1", "1025x"} {
		if _, err := s.Put(LocalPort, wrong); err == nil {
			t.Errorf("%q is taken for a port", wrong)
		}
	}
	if got := answered(t, s, LocalPort, "").Get(LocalPort); got != "1025" {
		t.Errorf("enter alone means %q", got)
	}
}

// TestBridgeWithTheFlag: what was named with --ca is suggested, and need not be read.
func TestBridgeWithTheFlag(t *testing.T) {
	w := World{Catalog: catalog.Default()}
	w.CAFile = "/flag.pem"
	s := answered(t, answered(t, New(w), Provider, "proton-bridge"), LocalPort, "")
	if got := s.Step().(Ask).Default; got != "/flag.pem" {
		t.Errorf("it suggests %q", got)
	}
	s = s.Next()
	at(t, s, "do probe")
	if got := s.Settings().CAFile; got != "/flag.pem" {
		t.Errorf("the settings name %q", got)
	}
}

func answered(t *testing.T, s Session, f Field, v string) Session {
	t.Helper()
	next, err := s.Answer(f, v)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func at(t *testing.T, s Session, want key) {
	t.Helper()
	if got := s.Step().key(); got != want {
		t.Fatalf("at %q, want %q", got, want)
	}
}
