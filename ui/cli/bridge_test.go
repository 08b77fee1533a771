package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/smtptest"
)

// bridge starts a server as Proton Mail Bridge is one: on 127.0.0.1, with a
// certificate of the kind. It returns its port, and a folder that its certificate and
// a key were exported to.
func bridge(t *testing.T, s *smtptest.Server) (port int, folder string) {
	t.Helper()
	s.Host = "127.0.0.1"
	s.Start()
	t.Cleanup(s.Close)
	addr := net.JoinHostPort(s.Host, strconv.Itoa(s.Port()))
	folder = t.TempDir()
	writePEM(t, filepath.Join(folder, "cert.pem"), "CERTIFICATE", presented(t, addr, s.Implicit))
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, filepath.Join(folder, "key.pem"), "PRIVATE KEY", der)
	return s.Port(), folder
}

// presented is the certificate that a server shows.
func presented(t *testing.T, addr string, implicit bool) []byte {
	t.Helper()
	blind := &tls.Config{InsecureSkipVerify: true} // only to export the certificate
	if implicit {
		conn, err := tls.Dial("tcp", addr, blind)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].Raw
	}
	c, err := smtp.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.StartTLS(blind); err != nil {
		t.Fatal(err)
	}
	state, _ := c.TLSConnectionState()
	return state.PeerCertificates[0].Raw
}

func writePEM(t *testing.T, path, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestProbeOfBridge(t *testing.T) {
	for name, implicit := range map[string]bool{"STARTTLS": false, "TLS at once": true} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			port, folder := bridge(t, &smtptest.Server{Certificate: smtptest.SelfSigned, Implicit: implicit})
			args := []string{"probe", "--provider", "proton-bridge", "--port", strconv.Itoa(port)}
			if implicit {
				args[len(args)-1] += ":tls"
			}
			code, out, _ := run(t, "", args...)
			if code != exitNot || !strings.Contains(flat(out), "Settings > Advanced settings > Export TLS certificates") {
				t.Errorf("without its certificate: got %d and\n%s", code, out)
			}
			for _, ca := range []string{filepath.Join(folder, "cert.pem"), folder} {
				code, out, errOut := run(t, "", append(args, "--ca", ca)...)
				if code != 0 || !strings.Contains(out, "Use "+strconv.Itoa(port)) {
					t.Errorf("with %s: got %d and\n%s%s", ca, code, out, errOut)
				}
			}
			code, _, errOut := run(t, "", append(args, "--ca", filepath.Join(folder, "key.pem"))...)
			if code != exitUsage || !strings.Contains(errOut, "holds a private key and no certificate") {
				t.Errorf("with its key: got %d and %s", code, errOut)
			}
		})
	}
}

// TestBridgeIsNeverTrustedBlindly: a certificate that is trusted must still be for the
// name that was asked for, and be the one that is shown.
func TestBridgeIsNeverTrustedBlindly(t *testing.T) {
	alone(t)
	ca := smtptest.NewCA("Ada's own")
	authority := filepath.Join(t.TempDir(), "ca.pem")
	writePEM(t, authority, "CERTIFICATE", ca.Certificate().Raw)
	for name, kind := range map[string]smtptest.Kind{"another name": smtptest.WrongHost, "expired": smtptest.Expired, "another's": smtptest.SelfSigned} {
		t.Run(name, func(t *testing.T) {
			port, _ := bridge(t, &smtptest.Server{CA: ca, Certificate: kind})
			code, out, _ := run(t, "", "probe", "--provider", "proton-bridge", "--port", strconv.Itoa(port), "--ca", authority)
			if code != exitNot || !strings.Contains(out, "No door is ready") {
				t.Errorf("got %d and\n%s", code, out)
			}
		})
	}
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestWizardWithBridge walks to settings that name the certificate; wrong files are
// told as such on the way.
func TestWizardWithBridge(t *testing.T) {
	home := alone(t, "msmtp")
	port, folder := bridge(t, &smtptest.Server{Certificate: smtptest.SelfSigned})
	cert := filepath.Join(folder, "cert.pem")
	number := strconv.Itoa(port)
	answers := []string{
		"ada@proton.me",
		"99999", number, // the port that Bridge shows
		filepath.Join(folder, "none.pem"), filepath.Join(folder, "key.pem"), cert,
		number, "", // the door, and why
		"msmtp", "", "", "", "ask", "write",
	}
	_, out, errOut := run(t, strings.Join(answers, "\n")+"\n", "--plain")
	for _, want := range []string{
		"Which SMTP port does Bridge show?", "is no port", "Export TLS certificates", "cannot be read: no such file",
		"holds a private key and no certificate", "Use " + number + ".",
	} {
		if !strings.Contains(flat(out), want) {
			t.Errorf("%q is not in\n%s%s", want, out, errOut)
		}
	}
	body, err := os.ReadFile(filepath.Join(home, ".msmtprc"))
	if err != nil {
		t.Fatalf("%v after\n%s", err, out)
	}
	for _, want := range []string{"host 127.0.0.1\n", "port " + number + "\n", "tls_starttls on\n", "tls_trust_file " + cert + "\n", "user ada@proton.me\n"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
	if strings.Contains(string(body), "tls_certcheck off") {
		t.Errorf("the check is off:\n%s", body)
	}
}

// TestWizardWithBridgeWithoutItsCertificate: no settings, and what to do.
func TestWizardWithBridgeWithoutItsCertificate(t *testing.T) {
	home := alone(t, "msmtp")
	port, folder := bridge(t, &smtptest.Server{Certificate: smtptest.SelfSigned})
	answers := []string{"proton-bridge", strconv.Itoa(port), "", "b", folder, "", "q"}
	_, out, _ := run(t, strings.Join(answers, "\n")+"\n", "--plain")
	refusal, after, found := strings.Cut(flat(out), "No door is ready.")
	if !found || !strings.Contains(after, "Settings > Advanced settings > Export TLS certificates writes cert.pem. Then go back") {
		t.Errorf("it does not say what to do:\n%s", out)
	}
	if strings.Contains(refusal, "Use ") || !strings.Contains(after, "Use "+strconv.Itoa(port)) {
		t.Errorf("going back and naming the folder does not help:\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(home, ".msmtprc")); err == nil {
		t.Error("a file was written")
	}
}

// TestTrustIsForThisComputerAlone: what was named for a server here vouches for no
// other, and for none after it was taken back.
func TestTrustIsForThisComputerAlone(t *testing.T) {
	alone(t)
	_, folder := bridge(t, &smtptest.Server{Certificate: smtptest.SelfSigned})
	e := &engine{prober: &probe.Prober{}}
	whole, err := e.trust(folder)
	if err != nil || whole != filepath.Join(folder, "cert.pem") {
		t.Fatalf("got %q and %v", whole, err)
	}
	door := probe.DoorAt(587)
	for host, here := range map[string]bool{"127.0.0.1": true, "localhost": true, "::1": true, "smtp.gmail.com": false, "192.0.2.1": false} {
		if got := e.proberFor(host, door) != e.prober; got != here {
			t.Errorf("%s: it is trusted there: %v", host, got)
		}
	}
	if _, err := e.trust(filepath.Join(folder, "none.pem")); err == nil || e.proberFor("127.0.0.1", door) != e.prober {
		t.Errorf("a wrong file leaves the one before: %v", err)
	}
	if _, err := e.trust(folder); err != nil {
		t.Fatal(err)
	}
	if whole, err := e.trust(""); whole != "" || err != nil || e.proberFor("127.0.0.1", door) != e.prober {
		t.Errorf("it was not taken back: %q, %v", whole, err)
	}
}

func TestReadAuthority(t *testing.T) {
	home := alone(t)
	_, folder := bridge(t, &smtptest.Server{Certificate: smtptest.SelfSigned})
	put := func(name, body string) string {
		path := filepath.Join(home, name)
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cert, err := os.ReadFile(filepath.Join(folder, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	put("both.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"+string(cert))
	put("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	long := put("long.pem", "")
	if err := os.Truncate(long, longestAuthority+1); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"~/both.pem":                     "",
		"~/broken.pem":                   "holds no certificate in PEM form",
		"~/none.pem":                     "no such file",
		"~":                              "no such file", // there is no cert.pem in it
		long:                             "far too long",
		os.DevNull:                       "it is no file",
		put("text", "hello"):             "holds no certificate in PEM form",
		filepath.Join(folder, "key.pem"): "name cert.pem, and keep the key to yourself",
		folder:                           "",
	} {
		whole, found, err := readAuthority(file)
		switch {
		case want == "" && (err != nil || len(found) != 1 || !filepath.IsAbs(whole)):
			t.Errorf("%s: got %q, %d certificates and %v", file, whole, len(found), err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: got %v, want %q", file, err, want)
		}
	}
}

func TestConfigForBridge(t *testing.T) {
	alone(t)
	_, folder := bridge(t, &smtptest.Server{Certificate: smtptest.SelfSigned})
	cert := filepath.Join(folder, "cert.pem")
	code, out, errOut := run(t, "", "config", "msmtp", "--address", "ada@proton.me", "--port", "1026", "--ca", cert)
	if code != 0 || setting(out, "host") != "127.0.0.1" || setting(out, "port") != "1026" || setting(out, "tls_starttls") != "on" || setting(out, "tls_trust_file") != cert {
		t.Errorf("got %d and\n%s%s", code, out, errOut)
	}
	if strings.Contains(errOut, "has to be named") {
		t.Errorf("it asks for what was named:\n%s", errOut)
	}
	code, out, errOut = run(t, "", "config", "msmtp", "--address", "ada@proton.me")
	if code != 0 || setting(out, "port") != "1025" || !strings.Contains(flat(errOut), "Export TLS certificates; then --ca cert.pem") {
		t.Errorf("without it: got %d and\n%s%s", code, out, errOut)
	}
}
