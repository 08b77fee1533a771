//go:build unix

package termtest

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Patience is how long a Terminal waits for something to be on the screen. It is
// only ever used up by a test that fails.
const Patience = 20 * time.Second

// A Terminal is a program running on a pseudo-terminal, and the screen it draws.
// It may be used from several goroutines.
type Terminal struct {
	cmd  *exec.Cmd // nil where the program is in this process
	tty  *os.File
	done chan struct{} // closed when the program has ended and all is read
	mute chan struct{} // closed when the terminal answers no more

	mu     sync.Mutex
	screen *vt.Emulator
	raw    bytes.Buffer
	drawn  chan struct{} // replaced, and the old one closed, after every write
	modes  map[int]bool  // that the program has set or reset
	titles []string      // the window's, the one that is shown last
	late   time.Duration // how late answers come; below zero, never
	owed   sync.WaitGroup
}

// Start runs a command on a new terminal of the given size, on a dark or a light
// background. The command's environment is the caller's to set.
func Start(cmd *exec.Cmd, width, height int, dark bool) (*Terminal, error) {
	return StartLate(cmd, width, height, dark, 0)
}

// Never is how late the answers of a terminal are that gives none.
const Never = time.Duration(-1)

// StartLate is Start on a terminal whose answers to questions come so much later.
func StartLate(cmd *exec.Cmd, width, height int, dark bool, late time.Duration) (*Terminal, error) {
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
	if err != nil {
		return nil, fmt.Errorf("start on a terminal: %w", err)
	}
	return watch(cmd, tty, width, height, dark, late), nil
}

// Open returns a terminal with no program on it, and the end of it that a program in
// this process may use. Close the end when that program has ended, and then the terminal.
func Open(width, height int, dark bool) (t *Terminal, end *os.File, err error) {
	tty, end, err := pty.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("open a terminal: %w", err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		return nil, nil, fmt.Errorf("size a terminal: %w", err)
	}
	return watch(nil, tty, width, height, dark, 0), end, nil
}

// watch draws what is written to a terminal, and answers for it.
func watch(cmd *exec.Cmd, tty *os.File, width, height int, dark bool, late time.Duration) *Terminal {
	t := &Terminal{
		cmd: cmd, tty: tty, done: make(chan struct{}), mute: make(chan struct{}), drawn: make(chan struct{}),
		screen: vt.NewEmulator(width, height), modes: make(map[int]bool), titles: []string{""}, late: late,
	}
	t.screen.SetCallbacks(vt.Callbacks{
		EnableMode:  func(m ansi.Mode) { t.modes[m.Mode()] = true },
		DisableMode: func(m ansi.Mode) { t.modes[m.Mode()] = false },
		Title:       func(title string) { t.titles[len(t.titles)-1] = title },
	})
	t.screen.RegisterCsiHandler('t', t.stackTitles)
	t.screen.RegisterCsiHandler('r', t.outside)
	t.screen.SetDefaultBackgroundColor(Background(dark))
	t.screen.SetDefaultForegroundColor(Foreground(dark))
	for i, c := range palette(dark) {
		t.screen.SetIndexedColor(i, c)
	}
	go t.answer()
	go t.read()
	return t
}

// Background is the colour of an empty terminal.
func Background(dark bool) color.Color {
	if dark {
		return color.RGBA{0x16, 0x18, 0x21, 0xff}
	}
	return color.RGBA{0xfb, 0xfb, 0xfd, 0xff}
}

// Foreground is the colour of plain text.
func Foreground(dark bool) color.Color {
	if dark {
		return color.RGBA{0xd8, 0xda, 0xe4, 0xff}
	}
	return color.RGBA{0x22, 0x24, 0x2e, 0xff}
}

// palette are the colours that stand for the terminal's own red, green and yellow.
func palette(dark bool) map[int]color.Color {
	red, green, yellow := color.RGBA{0xc0, 0x2f, 0x3b, 0xff}, color.RGBA{0x1a, 0x7f, 0x45, 0xff}, color.RGBA{0x9a, 0x67, 0x00, 0xff}
	if dark {
		red, green, yellow = color.RGBA{0xff, 0x7b, 0x83, 0xff}, color.RGBA{0x7e, 0xe0, 0x9c, 0xff}, color.RGBA{0xe8, 0xc4, 0x6b, 0xff}
	}
	return map[int]color.Color{1: red, 9: red, 2: green, 10: green, 3: yellow, 11: yellow}
}

// answer carries the terminal's answers to the program, until the screen's end of
// the pipe is closed.
func (t *Terminal) answer() {
	defer close(t.mute)
	buf := make([]byte, 4096)
	for {
		n, err := t.screen.Read(buf)
		if err != nil {
			return
		}
		answer := bytes.Clone(buf[:n])
		switch {
		case t.late == 0:
			t.tty.Write(answer) //nolint:errcheck // the program may have ended
		case t.late > 0:
			t.owed.Add(1)
			time.AfterFunc(t.late, func() {
				defer t.owed.Done()
				t.tty.Write(answer) //nolint:errcheck // likewise
			})
		}
	}
}

// Answered waits until the terminal has answered all that it was asked so far.
func (t *Terminal) Answered() { t.owed.Wait() }

// stackTitles keeps the window's title, or brings it back.
func (t *Terminal) stackTitles(params ansi.Params) bool {
	switch n, _, _ := params.Param(0, 0); n {
	case 22:
		t.titles = append(t.titles, t.titles[len(t.titles)-1])
	case 23:
		t.titles = t.titles[:max(1, len(t.titles)-1)]
	}
	return true
}

// outside takes margins that do not fit: those of a size that the window had when they
// were written. The emulator would panic.
func (t *Terminal) outside(params ansi.Params) bool {
	top, _, _ := params.Param(0, 1)
	bottom, _, _ := params.Param(1, 1)
	return max(top, bottom) > t.screen.Height()
}

// Title is the window's.
func (t *Terminal) Title() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.titles[len(t.titles)-1]
}

// Modes are the modes that are on now, of those that the program has set or reset.
func (t *Terminal) Modes() []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	var on []int
	for m, set := range t.modes {
		if set {
			on = append(on, m)
		}
	}
	slices.Sort(on)
	return on
}

// read carries what the program writes to the screen, until it ends.
func (t *Terminal) read() {
	defer close(t.done)
	buf := make([]byte, 32<<10)
	for {
		n, err := t.tty.Read(buf)
		if n > 0 {
			t.mu.Lock()
			t.raw.Write(buf[:n])
			t.screen.Write(buf[:n]) //nolint:errcheck // an emulator in memory
			close(t.drawn)
			t.drawn = make(chan struct{})
			t.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// Type sends text as if it were typed. "\r" is enter, "\x1b" escape.
func (t *Terminal) Type(text string) error {
	_, err := io.WriteString(t.tty, text)
	return err
}

// The keys that are no letters, for Type.
const (
	Enter    = "\r"
	Escape   = "\x1b"
	Tab      = "\t"
	Up       = "\x1b[A"
	Down     = "\x1b[B"
	PageDown = "\x1b[6~"
	CtrlC    = "\x03"
)

// Resize changes the size of the window.
func (t *Terminal) Resize(width, height int) error { return t.ResizeBefore(width, height, "") }

// ResizeBefore changes the size of the window while a text is on its way: the program
// wrote it for the size before.
func (t *Terminal) ResizeBefore(width, height int, text string) error {
	t.mu.Lock()
	t.screen.Resize(width, height)
	t.screen.Write([]byte(text)) //nolint:errcheck // an emulator in memory
	t.mu.Unlock()
	return pty.Setsize(t.tty, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
}

// WaitFor waits until all the words are on the screen at once. The error shows
// the screen as it was when patience ran out or the program ended.
func (t *Terminal) WaitFor(words ...string) error {
	return t.Until(func(screen string) bool {
		for _, w := range words {
			if !strings.Contains(screen, w) {
				return false
			}
		}
		return true
	}, fmt.Sprintf("%q", words))
}

// Until waits until the screen is as wanted; what says in words what that is.
func (t *Terminal) Until(wanted func(screen string) bool, what string) error {
	late := time.NewTimer(Patience)
	defer late.Stop()
	for {
		t.mu.Lock()
		screen, drawn := t.text(), t.drawn
		t.mu.Unlock()
		if wanted(screen) {
			return nil
		}
		select {
		case <-drawn:
		case <-t.done:
			if screen = t.Screen(); wanted(screen) {
				return nil
			}
			return fmt.Errorf("the program ended before there was %s on the screen:\n%s", what, screen)
		case <-late.C:
			return fmt.Errorf("there was never %s on the screen:\n%s", what, screen)
		}
	}
}

// Rest waits until the program has written nothing for so long: what is on the screen
// then is no passing moment.
func (t *Terminal) Rest(quiet time.Duration) error {
	late := time.NewTimer(Patience)
	defer late.Stop()
	for {
		t.mu.Lock()
		drawn := t.drawn
		t.mu.Unlock()
		select {
		case <-drawn:
		case <-t.done:
			return nil
		case <-time.After(quiet):
			return nil
		case <-late.C:
			return fmt.Errorf("the screen never came to rest:\n%s", t.Screen())
		}
	}
}

// Screen returns the rows of the screen, without blanks at their ends.
func (t *Terminal) Screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text()
}

func (t *Terminal) text() string {
	rows := strings.Split(t.screen.String(), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " \r")
	}
	return strings.TrimRight(strings.Join(rows, "\n"), "\n")
}

// Cursor returns where the terminal's cursor is, counted from 0.
func (t *Terminal) Cursor() (x, y int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := t.screen.CursorPosition()
	return p.X, p.Y
}

// AltScreen reports whether the alternate screen is shown.
func (t *Terminal) AltScreen() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.IsAltScreen()
}

// Raw returns every byte the program has written.
func (t *Terminal) Raw() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.raw.Bytes())
}

// Pid is the program's.
func (t *Terminal) Pid() int { return t.cmd.Process.Pid }

// Signal sends the program a signal.
func (t *Terminal) Signal(s os.Signal) error { return t.cmd.Process.Signal(s) }

// Wait waits for the program to end and returns its exit code.
func (t *Terminal) Wait() (int, error) {
	select {
	case <-t.done:
	case <-time.After(Patience):
		return -1, fmt.Errorf("the program did not end:\n%s", t.Screen())
	}
	err := t.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return -1, err
	}
	return t.cmd.ProcessState.ExitCode(), nil
}

// Close ends the program, if it still runs, and the terminal.
func (t *Terminal) Close() {
	if t.cmd != nil && t.cmd.ProcessState == nil {
		t.cmd.Process.Signal(syscall.SIGKILL) //nolint:errcheck // it may have ended by itself
		t.cmd.Wait()                          //nolint:errcheck // likewise
	}
	t.tty.Close()
	<-t.done
	if pipe, ok := t.screen.InputPipe().(io.Closer); ok {
		pipe.Close()
		<-t.mute
	}
}
