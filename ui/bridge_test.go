package ui

import (
	"strings"
	"testing"

	"postern/wizard"
)

// atBridge is a model at the questions about Bridge.
func atBridge(t *testing.T, width, height int) model {
	t.Helper()
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "ada@proton.me")
	if err != nil {
		t.Fatal(err)
	}
	return newTest(s, (&disk{}).engine(), width, height)
}

func TestBridgeQuestions(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		port := atBridge(t, width, height)
		certificate := press(t, port, "enter")
		wrong := press(t, certificate, append(typed("cert.pem"), "enter")...)
		for name, m := range map[string]model{"port": port, "certificate": certificate, "wrong-file": wrong} {
			t.Run(name, func(t *testing.T) { golden(t, m) })
		}
	})
}

func TestBridgeCertificateIsTrustedAndWritten(t *testing.T) {
	m := press(t, atBridge(t, 80, 24), "backspace", "6", "enter") // 1026
	m = press(t, m, append(typed("cert.pem"), "enter")...)
	if got := frame(m); !strings.Contains(got, "› cert.pem") || !strings.Contains(got, "no such file") {
		t.Fatalf("a file that is not there:\n%s", got)
	}
	m = press(t, m, append(append([]string{"home"}, typed("/home/ada/")...), "enter")...)
	if got := frame(m); !strings.Contains(got, "2 of 6") || !strings.Contains(got, "1026") || strings.Contains(got, "1025") {
		t.Fatalf("the doors:\n%s", got)
	}
	if got := m.session.Settings().CAFile; got != "/home/ada/cert.pem" {
		t.Errorf("the settings name %q", got)
	}
	back := press(t, m, "esc", "esc")
	if got := frame(back); !strings.Contains(got, "1 of 6") {
		t.Errorf("esc leads to\n%s", got)
	}
	gone, err := m.session.Put(wizard.Provider, "fastmail")
	if err != nil || gone.Settings().CAFile != "" {
		t.Errorf("another provider's settings name %q, %v", gone.Settings().CAFile, err)
	}
}

func TestBridgeWithoutACertificate(t *testing.T) {
	m := press(t, atBridge(t, 80, 24), "enter", "enter")
	if got := frame(m); !strings.Contains(got, "2 of 6") || m.session.Settings().CAFile != "" {
		t.Errorf("without a file:\n%s", got)
	}
}
