//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"postern/wizard/catalog"
)

// A subject is a program whose first frame is timed.
type subject struct {
	name    string
	command func() *exec.Cmd
	words   []string // all on the screen when the frame is complete
	answers bool     // the terminal answers questions about itself
	share   float64  // of its time that Postern may take; 0 for any
	out     string   // why it cannot be timed, "" if it can

	times []time.Duration
}

// firstFrameBudget is for the first complete frame of the wizard.
const firstFrameBudget = 20 * time.Millisecond

// firstFrames times the first complete frame of the wizard and of its peers, on a
// terminal that answers and on one that never does.
func (b *bench) firstFrames() ([]row, error) {
	peers, err := b.peers()
	if err != nil {
		return nil, err
	}
	wizard := func(answers bool) *subject {
		return &subject{
			name: "postern", answers: answers,
			command: func() *exec.Cmd { return b.command(b.postern) },
			words:   []string{"Postern", "Where is your mailbox", "Gmail", "unless you say so", "ctrl+c quit"},
		}
	}
	answered, silent := wizard(true), wizard(false)
	all := append([]*subject{answered, silent}, peers...)
	for range b.runs + 1 {
		for _, s := range all {
			if s.out != "" {
				continue
			}
			if err := s.time(); err != nil {
				s.out = err.Error()
			}
		}
	}
	for _, s := range all[:2] {
		if s.out != "" {
			return nil, errors.New(s.out)
		}
	}
	rows := []row{
		{"first frame", millis(firstFrameBudget), answered.measured(), verdict(answered.median(), firstFrameBudget)},
		{"first frame, terminal answers nothing", millis(firstFrameBudget), silent.measured(), verdict(silent.median(), firstFrameBudget)},
	}
	for _, s := range peers {
		rows = append(rows, s.row(answered))
	}
	return rows, nil
}

// peers are other programs that draw a list, each with as many entries as the
// wizard has.
func (b *bench) peers() ([]*subject, error) {
	var names []string
	var mail strings.Builder
	for i, p := range catalog.Default().Providers {
		names = append(names, p.Name)
		fmt.Fprintf(&mail, "From a@example.org Mon Jan  5 10:00:00 2026\nFrom: a@example.org\nSubject: %s\nMessage-ID: <%d@example.org>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nHello.\n\n", p.Name, i)
	}
	mbox := filepath.Join(b.dir, "mbox")
	if err := os.WriteFile(mbox, []byte(mail.String()), 0o600); err != nil {
		return nil, err
	}
	gum := append([]string{"choose", "--height", "14"}, names...)
	return []*subject{
		b.peer("gum choose", []string{names[0], names[12]}, true, 0.5, "gum", gum...),
		b.peer("gum choose, terminal answers nothing", []string{names[0], names[12]}, false, 0, "gum", gum...),
		b.peer("neomutt, that many messages", []string{"q:Quit", names[0], "NeoMutt"}, true, 0.7,
			"neomutt", "-n", "-F", "/dev/null", "-e", "set folder="+b.dir, "-f", mbox),
		b.peer("aerc, its first questions", []string{"Welcome to aerc"}, true, 0, "aerc"),
	}, nil
}

func (b *bench) peer(name string, words []string, answers bool, share float64, program string, args ...string) *subject {
	s := &subject{name: name, words: words, answers: answers, share: share}
	path, err := exec.LookPath(program)
	if err != nil {
		s.out = "not found"
	}
	s.command = func() *exec.Cmd { return b.command(path, args...) }
	return s
}

// command is a program in a home that is only for the measuring.
func (b *bench) command(path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Env, cmd.Dir = environment(b.dir), b.dir
	return cmd
}

// time starts the program once.
func (s *subject) time() error {
	t, err := open(s.command(), s.answers)
	if err != nil {
		return err
	}
	defer t.close()
	at, err := t.until(s.words...)
	if err != nil {
		return err
	}
	s.times = append(s.times, at.Sub(t.began))
	return nil
}

// median leaves out the first run, which warms the machine up.
func (s *subject) median() time.Duration { return percentile(s.times[1:], 50) }

func (s *subject) measured() string {
	return fmt.Sprintf("%s (%s to %s)", millis(s.median()), millis(percentile(s.times[1:], 0)), millis(percentile(s.times[1:], 100)))
}

// row compares a peer with Postern.
func (s *subject) row(postern *subject) row {
	r := row{what: "  " + s.name}
	if s.share > 0 {
		r.budget = fmt.Sprintf("%.1f of it", s.share)
	}
	if s.out != "" {
		out, _, _ := strings.Cut(s.out, "\n")
		r.verdict = "left out: " + out
		return r
	}
	share := float64(postern.median()) / float64(s.median())
	r.measured = fmt.Sprintf("%s, Postern %.2f of it", millis(s.median()), share)
	if s.share > 0 {
		r.verdict = verdict(share, s.share)
	}
	return r
}
