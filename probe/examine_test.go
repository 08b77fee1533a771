package probe

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"
)

// A link is one certificate of a chain to be made, good unless it says otherwise.
type link struct {
	name      string // of a host, for the leaf
	from, to  int    // days of validity, counted from now; 0 means a month around now
	forClient bool
	sha1      bool
	short     bool // RSA with 1024 bits
}

// authentic makes a chain, leaf first, each link signed by the next and the last
// by itself.
func authentic(t *testing.T, links ...link) []*x509.Certificate {
	t.Helper()
	certs := make([]*x509.Certificate, len(links))
	var parent *x509.Certificate
	var signer crypto.Signer
	for i, l := range slices.Backward(links) {
		key := keyFor(t, l)
		template := templateFor(l, i == 0)
		if parent == nil {
			parent, signer = template, key
		}
		if l.sha1 {
			template.SignatureAlgorithm = sha1With(signer)
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
		if err != nil {
			t.Fatal(err)
		}
		if certs[i], err = x509.ParseCertificate(der); err != nil {
			t.Fatal(err)
		}
		parent, signer = certs[i], key
	}
	return certs
}

func keyFor(t *testing.T, l link) crypto.Signer {
	t.Helper()
	var key crypto.Signer
	var err error
	if l.short {
		key, err = rsa.GenerateKey(rand.Reader, 1024) //nolint:gosec // weak on purpose
	} else {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sha1With(signer crypto.Signer) x509.SignatureAlgorithm {
	if _, ok := signer.(*rsa.PrivateKey); ok {
		return x509.SHA1WithRSA
	}
	return x509.ECDSAWithSHA1
}

func templateFor(l link, leaf bool) *x509.Certificate {
	if l.from == 0 && l.to == 0 {
		l.from, l.to = -15, 15
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: l.name},
		NotBefore:    time.Now().AddDate(0, 0, l.from),
		NotAfter:     time.Now().AddDate(0, 0, l.to),
	}
	use := x509.ExtKeyUsageServerAuth
	if l.forClient {
		use = x509.ExtKeyUsageClientAuth
	}
	if leaf || l.forClient {
		c.ExtKeyUsage = []x509.ExtKeyUsage{use}
	}
	if leaf {
		c.DNSNames = []string{l.name}
	} else {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	}
	return c
}

// TestAllProblems: every problem of a chain is listed, and none that is not one.
func TestAllProblems(t *testing.T) {
	const host = "mail.example.org"
	type problems = []CertificateProblem
	leaf, between, root := link{name: host}, link{name: "Issuing Authority"}, link{name: "Root Authority", from: -900, to: 900}
	but := func(l link, change func(*link)) link { change(&l); return l }
	expired := func(l *link) { l.from, l.to = -60, -2 }
	early := func(l *link) { l.from, l.to = 2, 60 }
	other := func(l *link) { l.name = "other.example.org" }
	client := func(l *link) { l.forClient = true }
	sha1 := func(l *link) { l.sha1 = true }
	short := func(l *link) { l.short = true }
	all := func(changes ...func(*link)) func(*link) {
		return func(l *link) {
			for _, c := range changes {
				c(l)
			}
		}
	}
	tests := map[string]struct {
		links []link
		known bool // the last link is a trusted authority
		want  problems
	}{
		"good":                            {[]link{leaf, between, root}, true, nil},
		"unknown":                         {[]link{leaf, between, root}, false, problems{CertUnknownCA}},
		"expired, above":                  {[]link{leaf, but(between, expired), root}, true, problems{CertExpired}},
		"early, above":                    {[]link{leaf, but(between, early), root}, true, problems{CertNotYetValid}},
		"expired, and early above":        {[]link{but(leaf, expired), but(between, early), root}, true, problems{CertExpired, CertNotYetValid}},
		"expired above, unknown":          {[]link{leaf, but(between, expired), root}, false, problems{CertExpired, CertUnknownCA}},
		"expired above, other host":       {[]link{but(leaf, other), but(between, expired), root}, true, problems{CertExpired, CertWrongHost}},
		"clients above":                   {[]link{leaf, but(between, client), root}, true, problems{CertWrongUsage}},
		"clients above, unknown":          {[]link{leaf, but(between, client), root}, false, problems{CertUnknownCA, CertWrongUsage}},
		"clients above, expired":          {[]link{but(leaf, expired), but(between, client), root}, true, problems{CertExpired, CertWrongUsage}},
		"clients and expired above":       {[]link{leaf, but(between, all(client, expired)), root}, true, problems{CertExpired, CertWrongUsage}},
		"SHA-1":                           {[]link{but(leaf, sha1), between, root}, true, problems{CertWeakSignature}},
		"SHA-1 above":                     {[]link{leaf, but(between, sha1), root}, true, problems{CertWeakSignature}},
		"SHA-1 of the root itself":        {[]link{leaf, between, but(root, sha1)}, true, nil},
		"SHA-1 above, expired, other":     {[]link{but(leaf, all(expired, other)), but(between, sha1), root}, true, problems{CertExpired, CertWrongHost, CertWeakSignature}},
		"SHA-1 and expired above":         {[]link{leaf, but(between, all(sha1, expired)), root}, true, problems{CertExpired, CertWeakSignature}},
		"SHA-1 above, unknown":            {[]link{leaf, but(between, sha1), root}, false, problems{CertUnknownCA, CertWeakSignature}},
		"short key":                       {[]link{but(leaf, short), between, root}, true, problems{CertWeakKey}},
		"short key above":                 {[]link{leaf, but(between, short), root}, true, problems{CertWeakKey}},
		"short key of an unknown root":    {[]link{leaf, but(root, short)}, false, problems{CertUnknownCA}},
		"short key above, expired":        {[]link{but(leaf, expired), but(between, short), root}, true, problems{CertExpired, CertWeakKey}},
		"self-signed":                     {[]link{leaf}, false, problems{CertSelfSigned}},
		"self-signed, and trusted":        {[]link{leaf}, true, nil},
		"trusted, expired":                {[]link{but(leaf, expired)}, true, problems{CertExpired}},
		"self-signed, all of it":          {[]link{but(leaf, all(expired, other, client, sha1, short))}, false, problems{CertExpired, CertSelfSigned, CertWrongHost, CertWrongUsage, CertWeakSignature, CertWeakKey}},
		"unknown, all of it":              {[]link{but(leaf, all(expired, other, client, sha1, short)), between, root}, false, problems{CertExpired, CertWrongHost, CertUnknownCA, CertWrongUsage, CertWeakSignature, CertWeakKey}},
		"early, and earlier above":        {[]link{but(leaf, early), but(between, func(l *link) { l.from, l.to = 9, 60 }), root}, true, problems{CertNotYetValid}},
		"an expired root, other host":     {[]link{but(leaf, other), between, but(root, expired)}, true, problems{CertExpired, CertWrongHost}},
		"an expired root that is trusted": {[]link{leaf, between, but(root, expired)}, true, problems{CertExpired}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			chain := authentic(t, test.links...)
			roots := x509.NewCertPool()
			if test.known {
				roots.AddCert(chain[len(chain)-1])
			}
			got, err := examine(chain, trust{host: host, roots: roots}, time.Now())
			if !slices.Equal(got.Problems, test.want) {
				t.Errorf("got %q (%v), want %q", got.Problems, err, test.want)
			}
			grave := slices.ContainsFunc(test.want, func(p CertificateProblem) bool { return p != CertWeakKey })
			if (err != nil) != grave {
				t.Errorf("trusted is %v, want %v: %v", err == nil, !grave, err)
			}
		})
	}
}

// TestStrayCertificates: what a server sends and nobody needs is no problem.
func TestStrayCertificates(t *testing.T) {
	const host = "mail.example.org"
	chain := authentic(t, link{name: host}, link{name: "Issuing Authority"}, link{name: "Root Authority"})
	stray := authentic(t, link{name: "Old Authority", from: -60, to: -2, short: true, sha1: true}, link{name: "Older Authority"})
	roots := x509.NewCertPool()
	roots.AddCert(chain[2])
	for name, sent := range map[string][]*x509.Certificate{
		"behind": {chain[0], chain[1], stray[0]}, "before": {chain[0], stray[0], chain[1]}, "twice": {chain[0], chain[1], chain[1], chain[0]},
	} {
		if got, err := examine(sent, trust{host: host, roots: roots}, time.Now()); err != nil || len(got.Problems) > 0 {
			t.Errorf("%s: got %q, %v", name, got.Problems, err)
		}
	}
	if got, err := examine(nil, trust{host: host, roots: roots}, time.Now()); got != nil || err == nil {
		t.Errorf("no certificate: got %+v, %v", got, err)
	}
}

// TestCircle: a chain that runs in a circle ends.
func TestCircle(t *testing.T) {
	a := authentic(t, link{name: "A"}, link{name: "B"})
	b := authentic(t, link{name: "B"}, link{name: "A"})
	got, err := examine([]*x509.Certificate{a[0], b[0], a[0], a[1]}, trust{host: "A", roots: x509.NewCertPool()}, time.Now())
	if err == nil || len(got.Problems) == 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}
