package cli

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"postern/wizard/advice"
	"postern/wizard/quiz"
)

// A quizPlace remembers where the person is in the quiz: all of it while the program
// runs, and what is about nobody in a small file for another day.
type quizPlace struct {
	path string // of the file; "" keeps nothing

	mu      sync.Mutex
	sitting *quiz.Sitting // nil before the first question of this run
	written bool
}

// largestQuizFile is more than any place takes.
const largestQuizFile = 64 << 10

// quizPath is where the file belongs; Windows has a place of its own. The XDG rules
// ignore a path that is not absolute.
func (a *app) quizPath() string {
	dir := a.getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) && runtime.GOOS == "windows" {
		dir = a.getenv("LOCALAPPDATA")
	}
	if !filepath.IsAbs(dir) {
		home, _ := a.homes()
		if home == "" {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "postern", "quiz.json")
}

// sit returns the sitting to go on with. A file that cannot be read is as good as none.
func (p *quizPlace) sit(own *advice.Case, anew bool) quiz.Sitting {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sitting != nil && !anew {
		if s := p.sitting.With(own); !s.Ended() {
			return s
		}
	}
	if p.sitting == nil && !anew {
		if s, ok := quiz.Resume(p.read(), own); ok {
			return s
		}
	}
	return quiz.New(rand.Uint64(), own)
}

// keep remembers a sitting, and writes the file if asked to.
func (p *quizPlace) keep(s quiz.Sitting, write bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sitting = &s
	body, something := s.Place()
	if !write || !something || p.path == "" {
		return nil
	}
	if err := p.write(body); err != nil {
		return err
	}
	p.written = true
	return nil
}

// wrote returns the file's path, "" if it was not written.
func (p *quizPlace) wrote() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.written {
		return ""
	}
	return p.path
}

// read returns what the file holds, nil if there is no such plain file.
func (p *quizPlace) read() []byte {
	if info, err := os.Stat(p.path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(p.path)
	if err != nil {
		return nil
	}
	defer f.Close()
	body, _ := io.ReadAll(io.LimitReader(f, largestQuizFile))
	return body
}

// write puts a new file in the place of the old one: whoever reads it finds the one
// or the other, whole.
func (p *quizPlace) write(body []byte) error {
	dir := filepath.Dir(p.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "quiz-*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), p.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// sitQuiz returns the sitting to go on with.
func (e *engine) sitQuiz(own *advice.Case, anew bool) quiz.Sitting { return e.quiz.sit(own, anew) }

// keepQuiz keeps a sitting. While practice servers run it writes nothing: all files
// of the practice are in its folder.
func (e *engine) keepQuiz(s quiz.Sitting) error {
	return e.quiz.keep(s, !e.running())
}
