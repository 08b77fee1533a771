package practice

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// verdictScenes names the scene in which a door shows each verdict.
var verdictScenes = map[string]string{
	"ready":                 "open",
	"ready-for-relay":       "relay-only",
	"no-login":              "no-login",
	"no-starttls":           "no-starttls",
	"starttls-refused":      "starttls-refused",
	"plaintext-injected":    "plaintext-injected",
	"tls-failed":            "tls-failed",
	"tls-too-old":           "tls-too-old",
	"bad-certificate":       "wrong-name",
	"tls-on-starttls-port":  "tls-on-starttls-port",
	"plaintext-on-tls-port": "plaintext-on-tls-port",
	"temporary-refusal":     "busy",
	"refuses-you":           "refuses",
	"not-smtp":              "not-smtp",
	"malformed":             "malformed",
	"too-long":              "too-long",
	"silent":                "quiet",
	"closed-early":          "closed-early",
	"reset":                 "reset",
	"refused":               "closed",
	"no-answer":             "blocked",
	"rejected-by-firewall":  "rejected-by-firewall",
	"unreachable":           "unreachable",
	"no-such-name":          "no-such-name",
	"no-address":            "no-address",
	"name-lookup-failed":    "name-lookup-failed",
	"name-lookup-timeout":   "name-lookup-timeout",
}

func TestEveryVerdictHasAScene(t *testing.T) {
	for verdict, id := range verdictScenes {
		if _, ok := Find(id); !ok {
			t.Errorf("%s: no scene %q", verdict, id)
		}
	}
}

func TestSceneWords(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Scenes() {
		if seen[s.ID] || s.ID == "" {
			t.Errorf("ID %q is empty or there twice", s.ID)
		}
		seen[s.ID] = true
		if s.ID != strings.ToLower(s.ID) || strings.ContainsAny(s.ID, " _") {
			t.Errorf("ID %q: want lower case and hyphens", s.ID)
		}
		if n := len(s.Title); n == 0 || n > 40 || strings.HasSuffix(s.Title, ".") {
			t.Errorf("%s: title %q: want 1 to 40 letters and no full stop", s.ID, s.Title)
		}
		if !strings.HasSuffix(s.About, ".") || strings.Count(s.About, ". ") > 1 || strings.Contains(s.About, "!") {
			t.Errorf("%s: about %q: want one or two plain sentences", s.ID, s.About)
		}
	}
	if got := Scenes()[0].ID; got != "open" {
		t.Errorf("first scene: got %q, want open", got)
	}
}

func TestFind(t *testing.T) {
	if s, ok := Find(""); !ok || s.ID != "open" {
		t.Errorf(`Find(""): got %v, %v, want open`, s, ok)
	}
	if s, ok := Find("blocked"); !ok || s.ID != "blocked" {
		t.Errorf("Find(blocked): got %v, %v", s, ok)
	}
	if s, ok := Find("Blocked"); ok {
		t.Errorf("Find(Blocked): got %v, want none", s)
	}
}

func TestSettingsNameRealDoors(t *testing.T) {
	doors := map[int]bool{25: true, 465: true, 587: true, 2525: true}
	for _, s := range settings {
		if port := s.only.port; port != 0 && !doors[port] {
			t.Errorf("%s: %d is not a door", s.ID, port)
		}
	}
}

// TestEverySceneStarts starts each scene and finds each door as the table says
// it is: a door that answers can be connected to, a refused one cannot.
func TestEverySceneStarts(t *testing.T) {
	t.Parallel()
	for _, scene := range Scenes() {
		t.Run(scene.ID, func(t *testing.T) {
			s := start(t, scene.ID)
			if len(s.Doors) != 4 {
				t.Fatalf("got doors %v, want 4", s.Doors)
			}
			for _, d := range s.Doors {
				m := s.setting.manner(d.Port)
				if m.absent == unanswered {
					continue
				}
				c, err := net.Dial("tcp", addressOf(t, s, d.Port))
				if err == nil {
					_ = c.Close()
				}
				if (err == nil) != (m.absent == present) {
					t.Errorf("%v: dial: got %v", d, err)
				}
				if m.absent != present && !errors.Is(err, syscall.ECONNREFUSED) && !errors.Is(err, syscall.Errno(10061)) { // WSAECONNREFUSED
					t.Errorf("%v: got %v, want refused", d, err)
				}
			}
		})
	}
}

func TestRefusingScenes(t *testing.T) {
	tests := []struct {
		scene string
		code  int
		text  string
	}{
		{"refuses", 554, "5.7.1"},
		{"busy", 421, "4.3.2"},
	}
	for _, tt := range tests {
		s := start(t, tt.scene)
		for _, d := range s.Doors {
			c := &caller{t: t, conn: dial(t, s, d.Port), s: s}
			if d.Implicit() {
				c.encrypt()
			} else {
				c.text = newText(c.conn)
			}
			if got := c.hear(tt.code); !strings.HasPrefix(got, tt.text) {
				t.Errorf("%s %v: got %q, want %s", tt.scene, d, got, tt.text)
			}
			if tt.code == 421 {
				c.ended()
				continue
			}
			c.say("EHLO laptop.test", 503)
			c.say("QUIT", 221)
		}
	}
}

func TestSceneNoSTARTTLS(t *testing.T) {
	s := start(t, "no-starttls")
	c := ring(t, s, 587, 220)
	if caps := c.say("EHLO laptop.test", 250); strings.Contains(caps, "STARTTLS") || strings.Contains(caps, "AUTH") {
		t.Errorf("got %q, want neither STARTTLS nor AUTH", caps)
	}
	c.say("STARTTLS", 502)
	c.say(plain(s.User, s.Password), 523)
	c.say("MAIL FROM:<"+s.Address+">", 530)
	ring(t, s, 465, 220).signIn()
	ring(t, s, 2525, 220).signIn()
}

func TestSceneNoLogin(t *testing.T) {
	s := start(t, "no-login")
	for _, port := range submissionDoors {
		c := ring(t, s, port, 220)
		if caps := strings.Join(c.secure(), " "); strings.Contains(caps, "AUTH") {
			t.Errorf("%d: got %q, want no AUTH", port, caps)
		}
		c.say(plain(s.User, s.Password), 503)
		c.say("MAIL FROM:<"+s.Address+">", 530)
	}
}

func TestSceneRefusesSTARTTLS(t *testing.T) {
	s := start(t, "starttls-refused")
	c := ring(t, s, 587, 220)
	if caps := c.say("EHLO laptop.test", 250); !strings.Contains(caps, "STARTTLS") {
		t.Errorf("got %q, want STARTTLS", caps)
	}
	c.say("STARTTLS", 454)
	c.say(plain(s.User, s.Password), 538)
	c.say("QUIT", 221)
	ring(t, s, 465, 220).signIn()
}

func TestSceneInjects(t *testing.T) {
	s := start(t, "plaintext-injected")
	c := ring(t, s, 587, 220)
	c.say("EHLO laptop.test", 250)
	c.say("STARTTLS", 220)
	if line, err := c.text.ReadLine(); err != nil || !strings.HasPrefix(line, "250 ") {
		t.Fatalf("got %q, %v, want the injected line", line, err)
	}
	c.encrypt()
	if caps := c.say("EHLO laptop.test", 250); !strings.Contains(caps, "AUTH PLAIN LOGIN") {
		t.Errorf("got %q, want a login", caps)
	}
	c.say(plain(s.User, s.Password), 454)
	c.say("MAIL FROM:<"+s.Address+">", 530)
	c.say("QUIT", 221)
}

func TestSceneQuiet(t *testing.T) {
	s := start(t, "quiet")
	c := dial(t, s, 587)
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	n, err := c.Read(make([]byte, 1))
	var timeout net.Error
	if n != 0 || !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("got %d bytes, %v, want silence", n, err)
	}
	ring(t, s, 465, 220).signIn()
}

func TestSceneWebServer(t *testing.T) {
	t.Parallel()
	s := start(t, "not-smtp")
	t.Run("nothing asked", func(t *testing.T) {
		line, err := bufio.NewReader(dial(t, s, 587)).ReadString('\n')
		if want := "HTTP/1.1 408 Request Timeout\r\n"; err != nil || line != want {
			t.Errorf("got %q, %v, want %q", line, err, want)
		}
	})
	t.Run("EHLO", func(t *testing.T) {
		c := dial(t, s, 587)
		_, _ = io.WriteString(c, "EHLO laptop.test\r\n")
		line, err := bufio.NewReader(c).ReadString('\n')
		if want := "HTTP/1.1 400 Bad Request\r\n"; err != nil || line != want {
			t.Errorf("got %q, %v, want %q", line, err, want)
		}
	})
	t.Run("browser", func(t *testing.T) {
		answer, err := http.Get("http://" + addressOf(t, s, 587) + "/")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("got %s, want 200", answer.Status)
		}
	})
}

func TestSceneMalformed(t *testing.T) {
	s := start(t, "malformed")
	line, err := bufio.NewReader(dial(t, s, 587)).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "22 ") {
		t.Errorf("got %q, %v, want a code of two digits", line, err)
	}
}

func TestSceneTooLong(t *testing.T) {
	t.Parallel()
	s := start(t, "too-long")
	r := bufio.NewReader(dial(t, s, 587))
	for n := 0; n < 1<<20; { // more than any limit
		line, err := r.ReadString('\n')
		if err != nil || !strings.HasPrefix(line, "220-") {
			t.Fatalf("got %q, %v after %d bytes, want one more line", line, err, n)
		}
		n += len(line)
	}
}

func TestSceneEndings(t *testing.T) {
	t.Parallel()
	reset := syscall.ECONNRESET
	if runtime.GOOS == "windows" {
		reset = 10054 // WSAECONNRESET
	}
	tests := []struct {
		scene string
		want  error
	}{
		{"closed-early", io.EOF},
		{"reset", reset},
	}
	for _, tt := range tests {
		s := start(t, tt.scene)
		if _, err := dial(t, s, 587).Read(make([]byte, 1)); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.scene, err, tt.want)
		}
	}
}

func TestSceneSwappedDoors(t *testing.T) {
	s := start(t, "tls-on-starttls-port")
	c := &caller{t: t, conn: dial(t, s, 587), s: s}
	c.encrypt()
	c.hear(220)

	s = start(t, "plaintext-on-tls-port")
	c = &caller{t: t, conn: dial(t, s, 465), s: s}
	c.text = newText(c.conn)
	c.hear(220)
	c.signIn()
}

func TestTLSInTheClearIsNotEchoed(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 587, 220)
	c.send("\x16\x03\x01\x00\x10\r\n\x1b[2Jx y\r\n")
	c.ended()
}

// TestPapers shakes hands on 465 in each scene about certificates.
func TestPapers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		scene string
		want  func(error) bool
	}{
		{"open", func(err error) bool { return err == nil }},
		{"wrong-name", as[x509.HostnameError]},
		{"expired", func(err error) bool { return invalid(err, x509.Expired) }},
		{"not-yet-valid", func(err error) bool { return invalid(err, x509.Expired) }}, // Go has one reason for both
		{"self-signed", as[x509.UnknownAuthorityError]},
		{"unknown-ca", as[x509.UnknownAuthorityError]},
		{"tls-failed", alert("internal error")},
		{"tls-too-old", alert("protocol version not supported")},
	}
	for _, tt := range tests {
		t.Run(tt.scene, func(t *testing.T) {
			s := start(t, tt.scene)
			for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
				c := tls.Client(dial(t, s, 465), &tls.Config{ServerName: host, RootCAs: s.Roots})
				if err := c.HandshakeContext(context.Background()); !tt.want(err) {
					t.Errorf("%s: got %v (%T)", host, err, err)
				}
			}
		})
	}
}

func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// alert recognises a TLS alert the server sent; crypto/tls has no type for it.
func alert(text string) func(error) bool {
	return func(err error) bool {
		return err != nil && strings.Contains(err.Error(), "remote error: tls: "+text)
	}
}

func invalid(err error, reason x509.InvalidReason) bool {
	var e x509.CertificateInvalidError
	return errors.As(err, &e) && e.Reason == reason
}

func TestOldTLSWorksForThoseWhoAllowIt(t *testing.T) {
	s := start(t, "tls-too-old")
	c := tls.Client(dial(t, s, 465), &tls.Config{ServerName: localhost, RootCAs: s.Roots, MinVersion: tls.VersionTLS10})
	if err := c.HandshakeContext(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := c.ConnectionState().Version; got != tls.VersionTLS10 {
		t.Errorf("got %s, want TLS 1.0", tls.VersionName(got))
	}
}
