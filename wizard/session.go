package wizard

import (
	"maps"
	"time"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/install"
	"postern/wizard/profile"
	"postern/wizard/recipe"
)

// World is what is known about this computer before anything is asked.
type World struct {
	Catalog *catalog.Catalog
	// Computer is this computer's name, for "tried from this computer".
	Computer string
	// Home is the home directory, and ConfigHome where programs keep their
	// settings ($XDG_CONFIG_HOME, usually ~/.config).
	Home, ConfigHome string
	// RootHome is root's own home where root runs this with another, else "".
	RootHome string
	// Named are the files that environment variables name ([recipe.Variables]).
	Named map[string]string
	// Installed are the recipe ids of programs found on this computer.
	Installed []string
	// Stores are the places a password can come from here, the best first.
	Stores []recipe.SecretKind
	// Keychain says that the keyring is the macOS keychain.
	Keychain bool
	// CAFile is an authority the person asked to trust too; "" means none.
	CAFile string
	// Policy says which of two equally good doors comes first.
	Policy advice.Policy
	// PracticeOnly says that only the practice servers may be used.
	PracticeOnly bool
	// RootName is the command by which root can run this program: its name, or its whole
	// path if root's shell would not find it; "" means the name.
	RootName string
	// Offline says that no other computer is asked to find servers; what is built in must
	// do.
	Offline bool
}

func (w World) homes() recipe.Homes {
	return recipe.Homes{Home: w.Home, Config: w.ConfigHome, Named: w.Named}
}

// Practice describes the practice servers that are running.
type Practice struct {
	Title           string // of the scene
	Host            string
	Doors           []probe.Door
	Dir             string // the only folder that may be written to
	CAFile          string
	Address, User   string
	PasswordCommand string
	Inbox           string
}

// A Session is the state of one wizard: explicit answers, found facts, and where
// the person is. It is a value; every method that changes something returns a new
// one. Use [New] to make one.
type Session struct {
	*state // never changed once the session is made: see with
}

// A state is what a session knows. It stands behind a pointer because it is large, and
// sessions are passed by value all the time.
type state struct {
	world    *World // shared, and never changed
	answers  map[Field]string
	typed    map[Field]spelling
	drafts   map[Field]string // what was typed and is no answer
	news     string
	at       key
	practice *Practice

	report  probe.Report
	elapsed time.Duration // since the doors began to be tried
	tried   target        // what the report is about

	found     *found    // the servers of an address
	authority Authority // for a server on this computer

	profiles []profile.Profile // of the program, those in use first
	files    []install.Current // nil until they were looked at
	done     []install.Done    // nil until they were written
}

// New returns a session at its first step.
func New(w World) Session {
	if w.Policy == "" {
		w.Policy = advice.Prefer587
	}
	s := Session{&state{world: &w, found: new(found)}}
	if w.PracticeOnly {
		s = s.withAnswer(Provider, Practise)
	}
	return s.movedTo(s.stops()[0].key)
}

// with returns a session with a changed copy of the state. No state is changed anywhere
// else.
func (s Session) with(change func(*state)) Session {
	next := *s.state
	change(&next)
	return Session{&next}
}

// movedTo returns a session whose cursor is at the stop with this key.
func (s Session) movedTo(k key) Session { return s.with(func(n *state) { n.at = k }) }

// MayLookUp reports whether name servers may be asked about a domain that has nothing to
// do with the doors: not where nothing may leave this computer.
func (s Session) MayLookUp() bool { return !s.world.PracticeOnly && !s.world.Offline }

// World returns the facts the session was made with.
func (s Session) World() World { return *s.world }

// Practice returns the running practice servers, nil if there are none.
func (s Session) Practice() *Practice { return s.practice }

// Said returns what the person answered, "" if nothing.
func (s Session) Said(f Field) string { return s.answers[f] }

// Get returns the answer to a field, or what is suggested for it.
//
//go:noinline
func (s Session) Get(f Field) string {
	if v, ok := s.answers[f]; ok {
		return v
	}
	return s.suggest(f)
}

// Answered reports whether the person answered a field themselves.
func (s Session) Answered(f Field) bool {
	_, ok := s.answers[f]
	return ok
}

// Report returns what is known about the doors so far.
func (s Session) Report() probe.Report { return s.report }

// Done returns what was written, a file each; nil if nothing was.
func (s Session) Done() []install.Done { return s.done }

// WithPractice returns a session whose servers are the practice servers.
func (s Session) WithPractice(p Practice) Session {
	return s.with(func(n *state) { n.practice = &p })
}

// WithReport returns a session that knows the report so far; elapsed is the time since
// the probe began. A report of another host than the chosen one comes too late, and is
// ignored.
func (s Session) WithReport(r probe.Report, elapsed time.Duration) Session {
	if host := s.Get(Host); host != "" && host != r.Host {
		return s
	}
	t := s.target()
	return s.with(func(n *state) { n.report, n.elapsed, n.tried = r, elapsed, t })
}

// WithPolicy returns a session with another tie policy.
func (s Session) WithPolicy(p advice.Policy) Session {
	w := *s.world
	w.Policy = p
	s = s.with(func(n *state) { n.world = &w })
	if s.searching() {
		return s.withRanking(s.found.query, s.found.report)
	}
	return s
}

// WithProfiles returns a session that knows the program's profiles on this
// computer, those in use first.
func (s Session) WithProfiles(found []profile.Profile) Session {
	return s.with(func(n *state) { n.profiles, n.files = found, nil })
}

// WithFiles returns a session that knows what stands in the settings files now, in
// the order of [Session.Places].
func (s Session) WithFiles(c ...install.Current) Session {
	return s.with(func(n *state) { n.files = c })
}

// WithDone returns a session whose settings were written.
func (s Session) WithDone(d ...install.Done) Session {
	return s.with(func(n *state) { n.done = d })
}

// withAnswer returns a session with one more answer. A changed answer forgets what was
// written, which holds for the old one only.
//
//go:noinline
func (s Session) withAnswer(f Field, value string) Session {
	return s.with(func(n *state) {
		if f != Write && value != n.answers[f] {
			n.done = nil
		}
		n.answers = maps.Clone(n.answers)
		if n.answers == nil {
			n.answers = make(map[Field]string)
		}
		n.answers[f] = value
	})
}

// withoutAnswers returns a session without the answers to these fields.
//
//go:noinline
func (s Session) withoutAnswers(fields ...Field) Session {
	return s.with(func(n *state) {
		n.answers = maps.Clone(n.answers)
		for _, f := range fields {
			delete(n.answers, f)
		}
	})
}
