package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"postern/probe"
	"postern/probe/discover"
	"postern/probe/practice"
	"postern/ui"
	"postern/wizard"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// An engine does the wizard's work. The practice servers it starts live until
// it is closed. It may be used from several goroutines.
type engine struct {
	ctx    context.Context // of the program; nil never ends
	prober *probe.Prober
	scene  string // to practise in

	quiz quizPlace

	mu     sync.Mutex
	server *practice.Server
	closed bool
	nearby *probe.Prober // trusts what was named for servers on this computer; nil if nothing was

	writing sync.Mutex     // held while a plan is carried out
	done    []install.Done // the settings that were written, the latest last
	saved   []string       // the reports that were
	left    bool           // nothing is begun any more
}

// ui returns the engine in the form that both fronts take.
//
//go:noinline
func (e *engine) ui() ui.Engine {
	return ui.Engine{
		Probe: e.probe, Find: e.find, Rest: giveBack, Trust: e.trust, Profiles: profiles, Look: look, Apply: e.apply, Save: e.save, SignIn: e.signIn,
		Quiz: e.sitQuiz, KeepQuiz: e.keepQuiz, Route: (&discover.Finder{Uptime: uptime}).Route, Practice: e.practise, Uptime: uptime,
	}
}

// apply carries out plans, and remembers what was done: the person may leave in
// the midst of it.
func (e *engine) apply(p []install.Plan) ([]install.Done, error) {
	e.writing.Lock()
	defer e.writing.Unlock()
	if e.left {
		return nil, errInterrupted
	}
	done, err := apply(p)
	if err == nil {
		e.done = append(e.done, done...)
	}
	return done, err
}

// written ends the writing: it waits for what is under way, lets nothing more
// begin, and returns the session with what was written last, if that is its file.
func (e *engine) written(s wizard.Session) wizard.Session {
	e.writing.Lock()
	defer e.writing.Unlock()
	e.left = true
	n := len(e.done) - max(1, len(s.Places())) // those of the last time come last
	if s.Done() == nil && n >= 0 && e.done[n].Path == s.Path() {
		return s.WithDone(e.done[n:]...)
	}
	return s
}

// writtenWords says truthfully what was written, all of it.
func (e *engine) writtenWords(home string) string {
	e.writing.Lock()
	defer e.writing.Unlock()
	var words []string
	for _, d := range e.done {
		words = append(words, installedWords(d, home))
	}
	for _, path := range e.saved {
		words = append(words, "Saved: "+install.ShortenHome(path, home))
	}
	if path := e.quiz.wrote(); path != "" {
		words = append(words, "Your place in the quiz is kept in "+install.ShortenHome(path, home))
	}
	if inbox := e.inbox(); inbox != "" {
		words = append(words, "The messages of the practice are in "+inbox)
	}
	if len(words) == 0 {
		return "Nothing was written."
	}
	return strings.Join(words, "\n")
}

// probe tries a host. Doors with a port that is dialled but not shown are those
// of the practice servers.
func (e *engine) probe(ctx context.Context, host string, doors []probe.Door) probe.Run {
	beThrifty()
	if len(doors) == 0 {
		return e.prober.Begin(ctx, host, doors)
	}
	return e.proberFor(host, doors[0]).Begin(ctx, host, doors)
}

// find asks outside where a domain's mail is handed in. It trusts whom the prober
// trusts.
func (e *engine) find(ctx context.Context, q discover.Query) (discover.Report, <-chan discover.Event) {
	beThrifty()
	return (&discover.Finder{Roots: e.prober.Roots, Besides: e.prober.Besides}).Start(ctx, q)
}

// practise starts the practice servers in a new folder, once.
func (e *engine) practise() (wizard.Practice, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed { // a start that was under way when the person left
		return wizard.Practice{}, errInterrupted
	}
	if e.server == nil {
		server, err := startPractice(e.scene)
		if err != nil {
			return wizard.Practice{}, err
		}
		e.server = server
	}
	s := e.server
	return wizard.Practice{
		Title: s.Scene.Title, Host: s.Host, Doors: s.Doors, Dir: s.Dir, CAFile: s.CAFile,
		Address: s.Address, User: s.User, PasswordCommand: s.PasswordCommand, Inbox: s.Inbox,
	}, nil
}

// running reports whether practice servers run.
func (e *engine) running() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.server != nil
}

// inbox is the folder of the practice messages, "" while there is none.
func (e *engine) inbox() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.server == nil || len(e.server.Messages()) == 0 {
		return ""
	}
	return e.server.Inbox
}

// close stops the practice servers, and lets none start any more.
func (e *engine) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.server == nil {
		return nil
	}
	return endPractice(e.server, e.keeps(e.server.Dir))
}

// keeps reports whether something that was written lies in the folder.
func (e *engine) keeps(dir string) bool {
	e.writing.Lock()
	defer e.writing.Unlock()
	inside := func(path string) bool { return strings.HasPrefix(path, dir+string(filepath.Separator)) }
	return slices.ContainsFunc(e.done, func(d install.Done) bool { return inside(d.Path) }) || slices.ContainsFunc(e.saved, inside)
}

// endPractice stops practice servers. Their folder, with a password in it, goes
// with them unless something worth keeping came of it: a message, or a file.
func endPractice(s *practice.Server, keep bool) error {
	keep = keep || len(s.Messages()) > 0
	if err := s.Close(); err != nil {
		return fmt.Errorf("stop the practice servers: %w", err)
	}
	if keep { // but not the password: there is nothing left to use it for
		if err := os.Remove(s.PasswordFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the practice password: %w", err)
		}
		return nil
	}
	if err := os.RemoveAll(s.Dir); err != nil {
		return fmt.Errorf("remove the practice folder: %w", err)
	}
	return nil
}

// startPractice starts a scene in a folder of its own.
func startPractice(scene string) (*practice.Server, error) {
	dir, err := os.MkdirTemp("", "postern-practice-")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s to practise in; the variable TMPDIR can name another", os.TempDir())
	case err != nil:
		return nil, fmt.Errorf("make a practice folder: %w", err)
	}
	server, err := practice.Start(scene, dir)
	if err != nil {
		_ = os.RemoveAll(dir) // it was made a moment ago, and is of no use
		return nil, fmt.Errorf("start the practice servers: %w", err)
	}
	return server, nil
}

// look reads, for each place, the first of the paths at which there is a file.
func look(places []recipe.Place) ([]install.Current, error) {
	var all []install.Current
	for _, place := range places {
		c, err := lookAt(place)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func lookAt(place recipe.Place) (install.Current, error) {
	var first install.Current
	for _, path := range place.Paths {
		if by := place.Hidden[path]; by != "" && there(by) {
			continue
		}
		c, err := install.LookAs(path, place.Owner)
		if err != nil || c.Exists {
			return c, err
		}
		if first.Path == "" {
			first = c
		}
	}
	return first, nil
}

// there reports whether there is a file or a folder at the path.
func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func apply(p []install.Plan) ([]install.Done, error) { return install.Apply(p, time.Now()) }
