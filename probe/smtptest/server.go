package smtptest

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"slices"
	"sync"
	"time"
)

// Stage is a point of the dialogue, where a server can misbehave.
type Stage uint8

// The stages. The zero value is the stage that never comes.
const (
	Never      Stage = iota
	Greeting         // when the greeting is due
	Hello            // when the first EHLO of a connection has come
	OldHello         // when HELO has come
	STARTTLS         // when STARTTLS has come
	Handshake        // when the client begins TLS
	HelloAgain       // when EHLO has come inside STARTTLS
	Login            // when all of a login has come
	Mail             // when MAIL has come
	Rcpt             // when RCPT has come
	Data             // when DATA has come
	Message          // when the whole message has come
)

// A Server is a scripted SMTP server. Set its fields, then call Start, or Dial
// for connections in memory; the fields must not be changed after that.
type Server struct {
	// Listen is the address Start listens on; empty means 127.0.0.1:0.
	Listen string
	// Implicit begins with TLS, as on port 465.
	Implicit bool
	// Host is the name the certificate is made for; empty means localhost.
	Host string
	// CA issues the certificate; nil means one of the server's own.
	CA *CA
	// Certificate is the kind of certificate.
	Certificate Kind
	// Version is the only version of TLS spoken; 0 means 1.2 and 1.3.
	Version uint16
	// CipherSuites are the only ones of TLS 1.2 and older; nil means Go's.
	CipherSuites []uint16

	// What is said: replies as they stand, lines parted by a line feed. Empty
	// means what a good server says.
	SayGreeting, SayHello, SayOldHello, SaySTARTTLS, SayHelloAgain string
	SayLogin, SayMail, SayRcpt, SayData, SayMessage                string
	// AnswerLogin, if set, says what SayLogin would: said is every line that
	// belongs to the login, as it came.
	AnswerLogin func(said []string) string
	// SayLoginAgain is said to what the client says to a SayLogin that is a 334.
	SayLoginAgain string
	// Offers are the capabilities offered in the clear, OffersTLS those in TLS.
	// nil means what a good server offers: STARTTLS in the clear, AUTH in TLS.
	Offers, OffersTLS []string
	// Script, if set, replaces all else: lines "S: …" are said, a line "C: …" is
	// waited for and must begin what the client says. After the last line the
	// server waits for the client to close. Mismatches are in Complaints.
	Script string

	// SilentAt is the stage at which the server falls silent for ever instead of
	// answering; CloseAt where it closes, ResetAt where it breaks the connection
	// off, HalfAt where it says half the answer and closes. At EndAt it ends its
	// own direction alone, in TLS with a close_notify, and goes on listening.
	SilentAt, CloseAt, ResetAt, HalfAt, EndAt Stage
	// EndlessAt is where it answers with lines without end, LongLineAt with one
	// line without end.
	EndlessAt, LongLineAt Stage
	// Delay is a pause before the answer at the stage DelayAt.
	Delay   time.Duration
	DelayAt Stage
	// Drip is a pause before every byte of the answer at the stage DripAt.
	Drip   time.Duration
	DripAt Stage
	// Bytewise sends every byte in a piece of its own, those of TLS too.
	Bytewise bool
	// BareLF ends lines with a line feed alone.
	BareLF bool
	// Injected is sent in one piece with the answer to STARTTLS; InjectedLater
	// when the client has begun TLS, before the server does. They are sent as
	// they stand.
	Injected, InjectedLater string
	// ClearInstead is sent, as it stands, when the client begins TLS, and TLS
	// never is.
	ClearInstead string
	// Patience is how long the client may take to begin TLS before the server
	// gives up with a TLS alert; 0 is for ever.
	Patience time.Duration
	// Idle is how long the client may take to say a command before the server says
	// 421 and closes; 0 is for ever.
	Idle time.Duration
	// WantsCertificate ends TLS with clients that have no certificate.
	WantsCertificate bool

	// Latency is the time a byte takes to the other end and back, on
	// connections in memory.
	Latency time.Duration

	once     sync.Once
	config   *tls.Config
	listener net.Listener
	serving  sync.WaitGroup

	mu         sync.Mutex
	conns      []net.Conn
	closed     chan struct{}
	commands   []string
	messages   []string
	complaints []string
	names      []string
}

// prepare makes what the fields ask for.
func (s *Server) prepare() {
	s.once.Do(func() {
		s.closed = make(chan struct{})
		if s.Host == "" {
			s.Host = "localhost"
		}
		if s.CA == nil {
			s.CA = NewCA("Test Root")
		}
		s.config = &tls.Config{
			Certificates: []tls.Certificate{s.CA.Issue(s.Certificate, s.Host)},
			MinVersion:   tls.VersionTLS12,
			CipherSuites: s.CipherSuites,
			GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
				s.named(hello.ServerName)
				return nil, nil //nolint:nilnil // the config stays as it is
			},
		}
		if s.WantsCertificate {
			s.config.ClientAuth = tls.RequireAnyClientCert
		}
		if s.Version != 0 {
			s.config.MinVersion, s.config.MaxVersion = s.Version, s.Version
		}
	})
}

// Start begins to listen. It panics if it cannot.
func (s *Server) Start() {
	s.prepare()
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", cmp.Or(s.Listen, "127.0.0.1:0"))
	if err != nil {
		panic("smtptest: listen: " + err.Error())
	}
	s.listener = l
	s.serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.take(conn, 0)
		}
	})
}

// Port returns the port a started server listens on.
func (s *Server) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// Roots returns a pool that trusts the server's authority.
func (s *Server) Roots() *x509.CertPool {
	s.prepare()
	return s.CA.Pool()
}

// Dial connects in memory, whatever the address. It takes Latency, as a TCP
// handshake does, and fails only when ctx ends first.
func (s *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	s.prepare()
	timer := time.NewTimer(s.Latency)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
	}
	client, server := Pipe(s.Latency / 2)
	s.take(server, s.Latency/2) // which hears of the connection that much later
	return client, nil
}

// take serves a connection, after a pause, until it ends or the server is closed.
func (s *Server) take(conn net.Conn, after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		_ = conn.Close()
		return
	default:
	}
	s.conns = append(s.conns, conn)
	s.serving.Go(func() {
		defer func() { _ = conn.Close() }()
		t := &talk{server: s, raw: conn, conn: s.outward(conn), in: bufio.NewReader(conn)}
		if t.pause(after) {
			t.hold()
		}
	})
}

// Close stops listening, closes all connections and waits for them to end. It
// must be called once.
func (s *Server) Close() {
	if s.listener != nil {
		_ = s.listener.Close()
	}
	s.prepare()
	s.mu.Lock()
	close(s.closed)
	for _, c := range s.conns {
		_ = c.Close()
	}
	s.mu.Unlock()
	s.serving.Wait()
}

// Connections returns how many connections there have been.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// Commands returns every line clients have said, in the clear and in TLS, and
// "TLS" where a client began TLS instead.
func (s *Server) Commands() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands)
}

// Messages returns every message that has come, with its ends of lines, dots not
// doubled any more.
func (s *Server) Messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Complaints returns what no client should have done: to speak before it was
// greeted, to send a command before the last one was answered, to stray from
// the script.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.complaints)
}

func (s *Server) complain(about string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.complaints = append(s.complaints, about)
}

// ServerNames returns the name each TLS handshake asked for (SNI), "" where it
// asked for none.
func (s *Server) ServerNames() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.names)
}

func (s *Server) named(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, name)
}

func (s *Server) heard(command string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, command)
}
