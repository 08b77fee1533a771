package practice

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// sendOne sends a message through 465 and returns when it was accepted.
func sendOne(t testing.TB, s *Server) {
	t.Helper()
	c := ring(t, s, 465, 220)
	c.signIn()
	envelope(c)
	c.say("DATA", 354)
	c.send("From: <" + s.Address + ">\r\nSubject: hello\r\n\r\nHi.\r\n.\r\n")
	c.hear(250)
}

func TestKeptFile(t *testing.T) {
	s := start(t, "open")
	sendOne(t, s)
	m := s.Messages()[0]
	raw, err := os.ReadFile(m.File)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(raw, m.Data) || filepath.Dir(m.File) != s.Inbox || filepath.Ext(m.File) != ".eml" {
		t.Errorf("%s holds %q", m.File, raw)
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Return-Path":      "<ada@practice.example>",
		"X-Practice-To":    "<bob@practice.example>",
		"X-Practice-Door":  "465",
		"X-Practice-TLS":   "1.3 " + m.TLSCipher,
		"X-Practice-Login": "ada@practice.example (PLAIN)",
		"Subject":          "hello",
	}
	for name, value := range want {
		if got := parsed.Header.Get(name); got != value {
			t.Errorf("%s: got %q, want %q", name, got, value)
		}
	}
	received := parsed.Header.Get("Received")
	for _, part := range []string{"from laptop.test ([127.0.0.1])", "by localhost", "with ESMTPSA tls TLS_", "for <bob@practice.example>;"} {
		if !strings.Contains(received, part) {
			t.Errorf("Received: got %q, want %q in it", received, part)
		}
	}
	_, date, _ := strings.Cut(received, "; ")
	if when, err := mail.ParseDate(date); err != nil || time.Since(when) > time.Minute {
		t.Errorf("Received: date %q: %v", date, err)
	}
}

func TestEarlierMessagesStay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 2 {
		s, err := Start("open", dir)
		if err != nil {
			t.Fatal(err)
		}
		sendOne(t, s)
		sendOne(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadDir(filepath.Join(dir, "inbox"))
	if err != nil || len(kept) != 4 {
		t.Errorf("got %d files, %v, want 4", len(kept), err)
	}
}

func TestWait(t *testing.T) {
	s := start(t, "open")
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()

	const n = 4
	var wg sync.WaitGroup
	got := make(chan string, n)
	for range n {
		wg.Go(func() {
			m, err := s.Wait(ctx)
			if err != nil {
				t.Error(err)
			}
			got <- m.File
		})
	}
	for range n {
		wg.Go(func() { sendOne(t, s); _ = s.Messages() })
	}
	wg.Wait()
	close(got)
	seen := map[string]bool{}
	for file := range got {
		seen[file] = true
	}
	if len(seen) != n {
		t.Errorf("got %d different messages, want %d", len(seen), n)
	}
}

func TestWaitEnds(t *testing.T) {
	s := start(t, "open")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Wait(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want cancelled", err)
	}
	sendOne(t, s)
	_ = s.Close()
	if _, err := s.Wait(context.Background()); err != nil {
		t.Errorf("got %v, want the message that came before Close", err)
	}
	if _, err := s.Wait(context.Background()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want closed", err)
	}
}

func TestInboxIsLimited(t *testing.T) {
	dir := t.TempDir()
	b, err := newInbox(filepath.Join(dir, "inbox"), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.bytes = maxMessageBytes - 10
	if _, err := b.add(Message{Data: make([]byte, 10)}); err != nil {
		t.Errorf("a message that just fits: %v", err)
	}
	if _, err := b.add(Message{Data: make([]byte, 1)}); !errors.Is(err, errFull) {
		t.Errorf("got %v, want full", err)
	}
	b.bytes, b.messages = 0, make([]Message, maxMessages)
	if _, err := b.add(Message{}); !errors.Is(err, errFull) {
		t.Errorf("got %v, want full", err)
	}
}

func TestFullInboxIsSaid(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 465, 220)
	c.signIn()
	envelope(c)
	s.inbox.mu.Lock()
	s.inbox.bytes = maxMessageBytes
	s.inbox.mu.Unlock()
	c.say("DATA", 354)
	c.send("Subject: too late\r\n\r\nHi.\r\n.\r\n")
	c.hear(452)
	c.say("MAIL FROM:<"+s.Address+"> SIZE=1", 452)
}

func TestLostFolderIsSaid(t *testing.T) {
	s := start(t, "open")
	c := ring(t, s, 465, 220)
	c.signIn()
	envelope(c)
	if err := os.RemoveAll(s.Dir); err != nil {
		t.Fatal(err)
	}
	c.say("DATA", 354)
	c.send("Subject: nowhere\r\n\r\nHi.\r\n.\r\n")
	if got := c.hear(451); strings.Contains(got, s.Dir) {
		t.Errorf("got %q, want no path told to a client", got)
	}
}
