package probe_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"postern/probe"
	"postern/probe/smtptest"
)

func TestCertificates(t *testing.T) {
	type problems = []probe.CertificateProblem
	tests := map[string]struct {
		kind smtptest.Kind
		want problems
	}{
		"good":                  {smtptest.Good, nil},
		"RSA":                   {smtptest.RSAKey, nil},
		"through another":       {smtptest.WithIntermediate, nil},
		"expires soon":          {smtptest.ExpiresSoon, nil},
		"weak key":              {smtptest.WeakKey, problems{probe.CertWeakKey}},
		"expired":               {smtptest.Expired, problems{probe.CertExpired}},
		"not yet valid":         {smtptest.NotYetValid, problems{probe.CertNotYetValid}},
		"self-signed":           {smtptest.SelfSigned, problems{probe.CertSelfSigned}},
		"wrong host":            {smtptest.WrongHost, problems{probe.CertWrongHost}},
		"expired, wrong host":   {smtptest.ExpiredAndWrongHost, problems{probe.CertExpired, probe.CertWrongHost}},
		"unknown authority":     {smtptest.UnknownCA, problems{probe.CertUnknownCA}},
		"an authority's, alone": {smtptest.UnknownCALeafOnly, problems{probe.CertUnknownCA}},
		"intermediate left out": {smtptest.MissingIntermediate, problems{probe.CertIncompleteChain}},
		"intermediate expired":  {smtptest.ExpiredIntermediate, problems{probe.CertExpired}},
		"wrong use":             {smtptest.WrongUsage, problems{probe.CertWrongUsage}},
		"wrong use above":       {smtptest.IntermediateWrongUsage, problems{probe.CertWrongUsage}},
		"weak signature":        {smtptest.WeakSignature, problems{probe.CertWeakSignature}},
		"common name only":      {smtptest.CommonNameOnly, problems{probe.CertWrongHost}},
		"everything":            {smtptest.Everything, problems{probe.CertExpired, probe.CertSelfSigned, probe.CertWrongHost, probe.CertWrongUsage, probe.CertWeakKey}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := tryVirtual(t, &smtptest.Server{Certificate: test.kind})
			if r.TLS != probe.TLSOK || r.Hello != probe.HelloOK || r.AuthAfterTLS == nil || r.Certificate == nil {
				t.Fatalf("the dialogue did not go on: %+v", r)
			}
			if got := r.Certificate.Problems; !slices.Equal(got, test.want) {
				t.Errorf("got problems %q, want %q (%s)", got, test.want, r.TLSError)
			}
			if want := test.kind == smtptest.UnknownCALeafOnly; strings.Contains(name, "authority") && r.Certificate.Alone != want {
				t.Errorf("alone: %v, want %v", r.Certificate.Alone, want)
			}
			trusted := len(test.want) == 0 || slices.Equal(test.want, problems{probe.CertWeakKey})
			if r.TLSVerified != trusted || r.TLSError.Empty() != trusted {
				t.Errorf("verified is %v (%q), want %v", r.TLSVerified, r.TLSError, trusted)
			}
			if got, want := slices.Contains(r.Warnings, probe.WarnWeakKey), slices.Contains(test.want, probe.CertWeakKey); got != want {
				t.Errorf("warning of a weak key: %v, want %v", got, want)
			}
			if got, want := slices.Contains(r.Warnings, probe.WarnExpiresSoon), test.kind == smtptest.ExpiresSoon; got != want {
				t.Errorf("warning that it expires soon: %v, want %v", got, want)
			}
		})
	}
}

func TestCertificateOfAddress(t *testing.T) {
	tests := []struct {
		host, certificate string
		want              bool
	}{
		{"127.0.0.1", "127.0.0.1", true},
		{"127.0.0.2", "127.0.0.1", false},
		{"localhost", "127.0.0.1", false},
		{"fe80::1", "fe80::1", true},
		{"fe80::1%eth0", "fe80::1", true}, // a zone is this computer's matter
	}
	for _, test := range tests {
		t.Run(test.host, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{Host: test.certificate}
				p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
				r := p.Probe(t.Context(), test.host, []probe.Door{probe.DoorAt(587)}).Doors[0]
				s.Close()
				if r.TLSVerified != test.want {
					t.Errorf("verified is %v, want %v: %s", r.TLSVerified, test.want, r.TLSError)
				}
			})
		})
	}
}

// TestWildcard: a star stands for one label, and for nothing of an address (RFC
// 9525, section 6.3).
func TestWildcard(t *testing.T) {
	for host, want := range map[string]bool{
		"mail.example.org": true, "smtp.example.org": true, "a.mail.example.org": false, "example.org": false,
		"mail.example.com": false, "192.0.2.1": false,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &smtptest.Server{Host: "mail.example.org", Certificate: smtptest.Wildcard}
			p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
			r := p.Probe(t.Context(), host, []probe.Door{probe.DoorAt(587)}).Doors[0]
			synctest.Wait()
			s.Close()
			if r.TLSVerified != want || slices.Contains(r.Certificate.Problems, probe.CertWrongHost) == want {
				t.Errorf("%s: verified is %v, problems %q", host, r.TLSVerified, r.Certificate.Problems)
			}
		})
	}
}

func TestServerName(t *testing.T) {
	for host, want := range map[string]string{"localhost": "localhost", "127.0.0.1": "", "::1": ""} {
		t.Run(host, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &smtptest.Server{}
				p := &probe.Prober{Lookup: toLoopback, Dial: s.Dial, Roots: s.Roots()}
				p.Probe(t.Context(), host, []probe.Door{probe.DoorAt(587)})
				s.Close()
				if got := s.ServerNames(); !slices.Equal(got, []string{want}) {
					t.Errorf("got server names %q, want %q", got, want)
				}
			})
		})
	}
}

func TestCertificateText(t *testing.T) {
	r := tryVirtual(t, &smtptest.Server{Certificate: smtptest.HostileNames})
	for _, text := range append(r.Certificate.Names, r.Certificate.Subject, r.Certificate.Issuer) {
		if strings.ContainsFunc(text.String(), func(c rune) bool { return c < ' ' || c == '\u202e' }) {
			t.Errorf("not escaped: %q", text)
		}
	}
	if !strings.Contains(r.Certificate.Subject.String(), `\x1B`) {
		t.Errorf("the subject lost its evidence: %q", r.Certificate.Subject)
	}
	// Inside the bubble of tryVirtual it is the first of January 2000.
	if got := r.Certificate.NotAfter.UTC().Format(time.DateOnly); got != "2000-03-31" {
		t.Errorf("valid until %s", got)
	}
}
