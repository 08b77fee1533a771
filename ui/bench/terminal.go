//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

const width, height = 80, 24

// quiet is how long a program that draws may pause within one frame.
const quiet = 25 * time.Millisecond

// patience is how long a frame may take before it is given up.
const patience = 10 * time.Second

// A terminal is a program on a pseudo-terminal. What the program writes is stamped
// when it is read, and put on a screen only when it has fallen quiet, so that the
// measuring takes no time from what is measured.
type terminal struct {
	cmd    *exec.Cmd
	tty    *os.File
	began  time.Time
	pieces chan piece // closed when the program has closed the terminal
	screen *vt.Emulator
	bytes  int // that were put on the screen
}

// A piece is what one read brought.
type piece struct {
	at   time.Time
	body []byte
}

// open starts a program on a terminal, which answers questions about itself or not.
func open(cmd *exec.Cmd, answers bool) (*terminal, error) {
	tty, tail, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("open a terminal: %w", err)
	}
	defer tail.Close()
	if err := pty.Setsize(tty, &pty.Winsize{Rows: height, Cols: width}); err != nil {
		return nil, fmt.Errorf("size a terminal: %w", err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tail, tail, tail
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	t := &terminal{cmd: cmd, tty: tty, pieces: make(chan piece, 10000), screen: vt.NewEmulator(width, height)}
	go io.Copy(io.Discard, t.screen) //nolint:errcheck // what the screen would answer; ends when it is closed
	t.began = time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	go t.read(answers)
	return t, nil
}

func (t *terminal) read(answers bool) {
	defer close(t.pieces)
	for {
		buf := make([]byte, 64<<10)
		n, err := t.tty.Read(buf)
		if err != nil {
			return
		}
		p := piece{time.Now(), buf[:n]}
		if answers {
			t.answer(p.body)
		}
		t.pieces <- p
	}
}

// answer gives the answers of an ordinary terminal with a dark background.
func (t *terminal) answer(asked []byte) {
	for _, qa := range [][2]string{
		{"\x1b]10;?", "\x1b]10;rgb:d8d8/dada/e4e4\x1b\\"},
		{"\x1b]11;?", "\x1b]11;rgb:1616/1818/2121\x1b\\"},
		{"\x1b[?2026$p", "\x1b[?2026;2$y"},
		{"\x1b[?2027$p", "\x1b[?2027;0$y"},
		{"\x1b[?u", "\x1b[?0u"},
		{"\x1b[6n", "\x1b[1;1R"},
		{"\x1b[c", "\x1b[?62;22c"},
	} {
		if bytes.Contains(asked, []byte(qa[0])) {
			io.WriteString(t.tty, qa[1]) //nolint:errcheck // a program that has ended needs none
		}
	}
}

// until waits until all words are on the screen, and returns when the piece came
// that completed them.
func (t *terminal) until(words ...string) (time.Time, error) {
	late := time.After(patience)
	for {
		burst, more := t.burst(late)
		for _, p := range burst {
			t.put(p)
			if t.shows(words) {
				return p.at, nil
			}
		}
		if !more {
			return time.Time{}, fmt.Errorf("%s never showed %q:\n%s", t.cmd.Path, words, t.text())
		}
	}
}

// burst reads pieces until there are some and no more come for a while. It reports
// whether it is worth waiting for others.
func (t *terminal) burst(late <-chan time.Time) (burst []piece, more bool) {
	var still <-chan time.Time
	for {
		select {
		case p, open := <-t.pieces:
			if !open {
				return burst, false
			}
			burst, still = append(burst, p), time.After(quiet)
		case <-still:
			return burst, true
		case <-late:
			return burst, false
		}
	}
}

func (t *terminal) put(p piece) {
	t.bytes += len(p.body)
	t.screen.Write(p.body) //nolint:errcheck // an emulator in memory
}

func (t *terminal) text() string { return t.screen.String() }

func (t *terminal) shows(words []string) bool {
	text := t.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// press sends a key and returns how long the frame took that it led to.
func (t *terminal) press(key string) (time.Duration, error) {
	pressed := time.Now()
	if _, err := io.WriteString(t.tty, key); err != nil {
		return 0, fmt.Errorf("press %q: %w", key, err)
	}
	burst, _ := t.burst(time.After(time.Second))
	if len(burst) == 0 {
		return 0, fmt.Errorf("nothing happened on %q:\n%s", key, t.text())
	}
	for _, p := range burst {
		t.put(p)
	}
	return burst[len(burst)-1].at.Sub(pressed), nil
}

// listen waits for a while and returns how many bytes came meanwhile.
func (t *terminal) listen(d time.Duration) int {
	before, late := t.bytes, time.After(d)
	for {
		burst, more := t.burst(late)
		for _, p := range burst {
			t.put(p)
		}
		if !more {
			return t.bytes - before
		}
	}
}

// close ends the program and the terminal.
func (t *terminal) close() {
	t.cmd.Process.Kill() //nolint:errcheck // it may have ended by itself
	t.cmd.Wait()         //nolint:errcheck // it was ended
	t.tty.Close()
	for range t.pieces { // until the reader has seen the end
	}
	t.screen.Close()
}

// environment is that of somebody with a home of their own.
func environment(home string) []string {
	return []string{
		"HOME=" + home, "TMPDIR=" + home, "PATH=" + os.Getenv("PATH"), "LD_LIBRARY_PATH=" + os.Getenv("LD_LIBRARY_PATH"),
		"LANG=C.UTF-8", "TERM=xterm-256color", "COLORTERM=truecolor",
	}
}
