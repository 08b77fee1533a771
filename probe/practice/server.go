package practice

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/netip"
	"path/filepath"
	"runtime"
	"time"

	"postern/probe"
)

// The person everybody is in practice. The domain is one that RFC 2606 keeps
// free for examples: it can belong to nobody.
const (
	domain  = "practice.example"
	address = "ada@" + domain
)

// A Server plays one scene until it is closed. Its fields must not be changed;
// its methods may be called from several goroutines at once.
type Server struct {
	// Scene is what is played.
	Scene Scene
	// Host is the name to probe and to write into a config: "localhost", but in
	// the scenes that are about a name.
	Host string
	// Doors are 465, 587, 2525 and 25. Port is the number that is shown,
	// DialPort the loopback port that is really dialled.
	Doors []probe.Door
	// Dir is the folder everything is in, as an absolute path.
	Dir string
	// CAFile is the PEM file of the authority to trust.
	CAFile string
	// PasswordFile holds the password and a line feed, readable by its owner only.
	PasswordFile string
	// Inbox is the folder received messages are kept in, one .eml file each.
	Inbox string
	// User and Password are what a door with login wants; the password is
	// another one at each start.
	User, Password string
	// Address is the mail address to send from.
	Address string
	// Roots holds the authority of CAFile.
	Roots *x509.CertPool
	// PasswordCommand is a shell command that prints the password.
	PasswordCommand string

	setting setting
	tls     *tls.Config
	addrs   []netip.Addr
	house   *house
	inbox   *inbox
}

// Start plays the scene with this ID, or the first for an empty one. The
// folder dir must exist; ca.pem and password are written into it, and messages
// into its folder inbox. They stay there after Close.
func Start(scene, dir string) (*Server, error) {
	setting, err := settingFor(scene)
	if err != nil {
		return nil, err
	}
	if dir, err = checkFolder(dir); err != nil {
		return nil, err
	}
	s := &Server{
		Scene:        setting.Scene,
		Host:         setting.hostname(),
		Dir:          dir,
		CAFile:       filepath.Join(dir, "ca.pem"),
		PasswordFile: filepath.Join(dir, "password"),
		Inbox:        filepath.Join(dir, "inbox"),
		User:         address,
		Password:     rand.Text(),
		Address:      address,
		Roots:        x509.NewCertPool(),
		setting:      setting,
		house:        newHouse(),
	}
	s.PasswordCommand = printing(s.PasswordFile, runtime.GOOS)
	if err := s.furnish(); err != nil {
		return nil, err
	}
	if err := s.open(); err != nil {
		s.house.close()
		return nil, err
	}
	return s, nil
}

// furnish makes the certificate and puts the files where they belong.
func (s *Server) furnish() error {
	config, ca, err := identify(s.setting.papers, s.Host, time.Now())
	if err != nil {
		return err
	}
	s.tls = config
	s.Roots.AddCert(ca)
	if s.inbox, err = newInbox(s.Inbox, s.Dir, s.house.done); err != nil {
		return err
	}
	if err := writeFile(s.CAFile, s.Dir, encodePEM(ca), 0o644); err != nil {
		return err
	}
	return writeFile(s.PasswordFile, s.Dir, []byte(s.Password+"\n"), 0o600)
}

// Prober returns a prober that asks only this server: with its Dial, its
// Lookup and its Roots.
func (s *Server) Prober() *probe.Prober {
	return &probe.Prober{Lookup: s.Lookup, Dial: s.Dial, Roots: s.Roots}
}

// Close ends all doors and conversations and returns when nothing of the
// server runs any more. The files stay. It may be called more than once.
func (s *Server) Close() error {
	s.house.close()
	return nil
}

// String names the scene and the folder, for logs of tests.
func (s *Server) String() string {
	return fmt.Sprintf("practice %s in %s", s.Scene.ID, s.Dir)
}
