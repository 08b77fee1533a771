package advice

import (
	"strings"
	"testing"

	"postern/probe"
)

// TestACertificateOfThisComputersOwn: where a program here vouches for itself, there
// is nobody to tell, and something to do.
func TestACertificateOfThisComputersOwn(t *testing.T) {
	for host, wants := range map[string]string{
		"127.0.0.1": "Export TLS certificates writes cert.pem", "localhost": "Export TLS certificates writes cert.pem",
		"mail.example.org": "Please tell the provider.",
	} {
		c := Case{Report: probe.Report{Host: host, Doors: []probe.Result{badCertificate(1025, probe.CertSelfSigned)}}}
		if host == "127.0.0.1" {
			c.Provider = known(t, "proton-bridge")
		}
		a := Advise(c)
		var told []string
		for _, r := range a.Reasons {
			told = append(told, r.Text)
		}
		if got := strings.Join(told, " "); a.Port != 0 || !strings.Contains(got, wants) {
			t.Errorf("%s: recommended %d, and told %q", host, a.Port, got)
		}
		if strings.Contains(wants, "Export") && strings.Contains(strings.Join(told, " "), "tell the provider") {
			t.Errorf("%s: it sends to the provider: %q", host, told)
		}
	}
	e := Explain("127.0.0.1", badCertificate(1025, probe.CertUnknownCA))
	if !strings.Contains(e.Next, "--ca") || strings.Contains(e.Cause, "virus") {
		t.Errorf("an authority of this computer's own: %+v", e)
	}
}
