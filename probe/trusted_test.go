package probe

import (
	"crypto/x509"
	"testing"
	"time"
)

// TestBesides: authorities that are named are trusted besides those there are, and no
// others with them.
func TestBesides(t *testing.T) {
	const host = "mail.example.org"
	chain := authentic(t, link{name: host}, link{name: "Root Authority"})
	other := authentic(t, link{name: host}, link{name: "Other Authority"})
	known := x509.NewCertPool()
	known.AddCert(chain[1])
	before := known.Clone()
	for name, tt := range map[string]struct {
		trust trust
		want  bool
	}{
		"the system's alone":              {trust{}, false},
		"besides the system's":            {trust{besides: chain[1:]}, true},
		"another besides the system's":    {trust{besides: other[1:]}, false},
		"besides none":                    {trust{roots: x509.NewCertPool(), besides: chain[1:]}, true},
		"another besides none":            {trust{roots: x509.NewCertPool(), besides: other[1:]}, false},
		"another besides the one":         {trust{roots: known, besides: other[1:]}, true},
		"several besides none":            {trust{roots: x509.NewCertPool(), besides: []*x509.Certificate{other[1], chain[1]}}, true},
		"itself, which is no authority's": {trust{roots: x509.NewCertPool(), besides: other[:1]}, false},
	} {
		tt.trust.host = host
		if _, err := examine(chain, tt.trust, time.Now()); (err == nil) != tt.want {
			t.Errorf("%s: examined: trusted is %v, want %v: %v", name, err == nil, tt.want, err)
		}
		if err := tt.trust.verify(chain); (err == nil) != tt.want {
			t.Errorf("%s: verified: trusted is %v, want %v: %v", name, err == nil, tt.want, err)
		}
	}
	if !known.Equal(before) {
		t.Error("the pool that was given was changed")
	}
}
