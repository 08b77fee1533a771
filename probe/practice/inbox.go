package practice

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// A Message is one message a server received. Its slices may be shared, and
// must not be written to.
type Message struct {
	// Received is when its text began to come.
	Received time.Time
	// Port is the door it came through, as shown.
	Port int
	// Client is the other end of the connection, Hello what it called itself.
	Client net.Addr
	Hello  string
	// From and To are the envelope: the addresses of MAIL and RCPT, without
	// angle brackets and quotes. From is empty for the null sender.
	From string
	To   []string
	// UTF8 says that SMTPUTF8 was asked for.
	UTF8 bool
	// User is who was signed in and Mechanism how ("PLAIN", "LOGIN"); both are
	// empty without a login.
	User, Mechanism string
	// TLS says that the message came encrypted; TLSVersion ("1.3") and
	// TLSCipher how.
	TLS                   bool
	TLSVersion, TLSCipher string
	// Data is the message itself, as it came: with CRLF, dots unstuffed.
	Data []byte
	// File is where it is kept, with trace lines above.
	File string
}

// errFull says that no more messages are kept.
var errFull = errors.New("the practice inbox is full")

// An inbox keeps messages, in memory and as files. It may be used from several
// goroutines at once.
type inbox struct {
	dir, desk string          // where files end, and where they are written
	closed    <-chan struct{} // no more messages will come

	mu       sync.Mutex
	messages []Message
	bytes    int64
	number   int           // of the latest file
	taken    int           // how many Wait has returned
	news     chan struct{} // closed and replaced with every message
}

// newInbox makes the folder dir. Files are written in desk first, which must
// be on the same file system, so that dir never shows half a message.
func newInbox(dir, desk string, closed <-chan struct{}) (*inbox, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make the practice inbox: %w", err)
	}
	if info, err := os.Lstat(dir); err != nil {
		return nil, fmt.Errorf("make the practice inbox: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("make the practice inbox: %s is there and is no folder", dir)
	}
	return &inbox{dir: dir, desk: desk, closed: closed, news: make(chan struct{})}, nil
}

// hasRoom reports whether a message of this size (0 if unknown) can be kept.
func (b *inbox) hasRoom(size int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.messages) < maxMessages && b.bytes+size <= maxMessageBytes
}

// add keeps the message, tells those who wait, and returns its name.
func (b *inbox) add(m Message) (id string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	size := int64(len(m.Data))
	if len(b.messages) >= maxMessages || b.bytes+size > maxMessageBytes {
		return "", errFull
	}
	id = b.nextID(m.Received)
	m.File = filepath.Join(b.dir, id+".eml")
	if err := writeFile(m.File, b.desk, append(m.trace(id), m.Data...), 0o600); err != nil {
		return "", err
	}
	b.messages = append(b.messages, m)
	b.bytes += size
	close(b.news)
	b.news = make(chan struct{})
	return id, nil
}

// nextID returns a name nothing in the folder has yet: the time and a number,
// so that names sort as messages came. The folder may hold those of earlier runs.
func (b *inbox) nextID(at time.Time) string {
	for {
		b.number++
		id := fmt.Sprintf("%s-%03d", at.Format("20060102-150405"), b.number)
		if _, err := os.Lstat(filepath.Join(b.dir, id+".eml")); err != nil {
			return id
		}
	}
}

// next takes the earliest message that nobody took, or returns what tells of
// the next one.
func (b *inbox) next() (Message, <-chan struct{}, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.taken == len(b.messages) {
		return Message{}, b.news, false
	}
	b.taken++
	return b.messages[b.taken-1], nil, true
}

// Messages returns all messages received so far, in order.
func (s *Server) Messages() []Message {
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	return slices.Clone(s.inbox.messages)
}

// Wait returns the earliest message that no Wait has returned yet, as soon as
// there is one. It fails when ctx ends or the server is closed.
func (s *Server) Wait(ctx context.Context) (Message, error) {
	for {
		m, news, ok := s.inbox.next()
		if ok {
			return m, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return Message{}, fmt.Errorf("wait for a message: %w", ctx.Err())
		case <-s.inbox.closed:
			return Message{}, fmt.Errorf("wait for a message: %w", net.ErrClosed)
		}
	}
}
