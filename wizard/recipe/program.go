package recipe

import (
	"slices"
	"strings"
	"sync"

	"postern/wizard/fill"
)

// An entry is a program and how its settings are written.
type entry struct {
	Program
	parts []part // its files, in the order they are shown
	// check refuses what this program cannot do; nil where it can do everything.
	check func(*Settings) error
	// add is what to add by hand to what is there; nil where that does not matter.
	add func(old, own []byte, s *Settings) (string, error)
	// try is a shell command that sends a message with the settings at path; nil
	// where the program is no command.
	try func(s *Settings, path string) string
	// looks say how the program shows what it makes of its files in {dir}; nil where it
	// cannot.
	looks []string
	// forms are other ways to write the settings; nil where there are none.
	forms []form
	// dialog is where the program's own dialog is found, card what to type into it;
	// where there is none, card is nil for [Card]. instead is what the lines are called
	// that say the same.
	dialog, instead string
	card            func(*Settings) []CardLine
	// starttls and implicit are what the program calls the two ways to encrypt.
	starttls, implicit string
	// notes are what to know beforehand, after what to do once the settings are
	// written, a paragraph each. {places} are filled as in a template, but not encoded,
	// and a paragraph may begin with conditions.
	notes, after []string
}

// A part is one file of a program.
type part struct {
	Place
	mode     uint32
	template string // under templates, without its ending
	// encode writes one value so that the program reads exactly that, or says
	// why its format cannot hold it. name says what the value is: "the login name".
	encode func(name, value string) (string, error)
	// more puts in what this file wants beside the values that all have, or says what
	// is missing; nil where that is nothing.
	more func(v fill.Values, s *Settings) error
	// join puts the filled template into what is there; nil for [whole].
	join join
	// carry puts the password that a person has in the file already into the template's
	// text, where the account is the same; nil where none is ever typed into it, or join
	// keeps it.
	carry func(old, text string) string
	// refuse says why the settings cannot go into what is there; nil where they can
	// whenever join can.
	refuse func(old []byte, s *Settings) error
	// rivals finds the lines of old, outside of Postern's own text, that set the same;
	// nil where there cannot be any.
	rivals func(old, text string, s *Settings) []rival
	// merge takes the place of template and join where they do not do: the whole file
	// with the settings in it.
	merge func(old, own []byte, s *Settings, replace bool) ([]byte, error)
	// conceal hides the passwords of a file, or of a difference; nil if it has none.
	conceal func(text string) string
	// login: the file is of use only where there is a login.
	login bool
	// documented is the line of a comment that says where settings come from that were
	// not tried with the program; "" where they were.
	documented string
}

// entries is the table of programs, in the order they are shown. It is made when it
// is first asked for, and not changed after.
func entries() []*entry {
	table.once.Do(func() {
		table.entries = allEntries()
		for _, e := range table.entries {
			table.programs = append(table.programs, e.Program)
		}
	})
	return table.entries
}

var table struct {
	once     sync.Once
	entries  []*entry
	programs []Program // of the entries
}

func allEntries() []*entry {
	all := slices.Concat(commandLine(), terminalCommands(), mailPrograms(), terminalMail(), systemMailers(), sites(), devices())
	for _, e := range all {
		e.document()
		for _, p := range e.parts {
			if len(p.Paths) > 0 {
				e.Files = append(e.Files, p.Place)
			}
		}
	}
	return all
}

// document lets every file say where settings come from that nobody has tried.
func (e *entry) document() {
	if e.Proven() {
		return
	}
	line := "From documentation, " + e.AsOf + ": " + e.Source
	for i := range e.parts {
		e.parts[i].documented = line
	}
	for i := range e.forms {
		e.forms[i].documented = line
	}
}

// own is the place of a person's own file.
func own(paths ...string) Place { return Place{Paths: paths} }

// ownOr is [own] where a variable of the environment may name another file.
func ownOr(variable string, paths ...string) Place { return Place{Paths: paths, Variable: variable} }

// mailPrograms are those in which people read and write.
func mailPrograms() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "thunderbird", Name: "Thunderbird", Group: MailPrograms, About: "reads and sends mail in windows", Command: "thunderbird",
				Tested: "Thunderbird 153.7 ESR", OAuth: true, Profiled: true, Password: Kept,
			},
			parts: []part{{
				Place: own("user.js"), mode: 0o600, template: "thunderbird", encode: encodePref, merge: mergeThunderbird,
			}},
			check: checkThunderbird, add: addThunderbird,
			dialog: "Account Settings > Outgoing Server (SMTP) > Add…", card: cardThunderbird, instead: "preferences",
			starttls: "try_ssl 2", implicit: "try_ssl 3",
			after: thunderbirdAfter(), forms: thunderbirdForms(),
		},
		{
			Program: Program{
				ID: "neomutt", Name: "NeoMutt", Group: MailPrograms, About: "reads and sends mail in the terminal", Command: "neomutt",
				Tested: "neomutt 20220429", OAuth: true,
			},
			parts: []part{{
				Place: own("$XDG_CONFIG_HOME/neomutt/neomuttrc", "$XDG_CONFIG_HOME/mutt/neomuttrc", "~/.neomutt/neomuttrc",
					"~/.mutt/neomuttrc", "~/.neomuttrc", "$XDG_CONFIG_HOME/neomutt/muttrc", "$XDG_CONFIG_HOME/mutt/muttrc",
					"~/.neomutt/muttrc", "~/.mutt/muttrc", "~/.muttrc"),
				mode: 0o600, template: "mutt", encode: encodeMutt, more: moreNeoMutt, join: block("#"), conceal: concealMutt,
				rivals: around("#", watchMutt),
			}},
			check: needsAddress, try: tryMutt("neomutt"), notes: notesMutt("NeoMutt"),
			starttls: "ssl_starttls = yes", implicit: "smtps:// in smtp_url",
		},
	}
}

// commandLine are those that send for scripts and other programs.
func commandLine() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "msmtp", Name: "msmtp", Group: CommandLine, About: "sends for scripts and text mail programs", Command: "msmtp",
				Tested: "msmtp 1.8.23", OAuth: true,
			},
			parts: []part{{
				Place: own("~/.msmtprc", "$XDG_CONFIG_HOME/msmtp/config"),
				mode:  0o600, template: "msmtp", encode: encodeMSMTP, merge: mergeMSMTP, conceal: concealMSMTP,
			}},
			check: checkMSMTP, try: tryMSMTP,
			starttls: "tls_starttls on", implicit: "tls_starttls off",
		},
	}
}

// Programs returns the programs whose settings Postern writes, in the order to
// show them. Callers share them and must not write to them.
func Programs() []Program {
	entries()
	return table.programs
}

// Find returns the program with that ID, an empty one if there is none. It must not be
// written to.
func Find(id string) (*Program, bool) {
	e, ok := find(id)
	return &e.Program, ok
}

// find returns the entry with that ID; an empty one if there is none.
func find(id string) (*entry, bool) {
	all := entries()
	i := slices.IndexFunc(all, func(e *entry) bool { return e.ID == id })
	if i < 0 {
		return &entry{}, false
	}
	return all[i], true
}

// partsFor are the files that the settings need.
func (e *entry) partsFor(s *Settings) []part {
	return slices.DeleteFunc(slices.Clone(e.parts), func(p part) bool { return p.login && s.User == "" })
}

// Words returns what the program calls the way to encrypt, "" where that is not
// known.
func Words(program string, s Security) string {
	e, _ := find(program)
	switch s {
	case STARTTLS:
		return e.starttls
	case ImplicitTLS:
		return e.implicit
	case Plain:
	}
	return ""
}

// Suggest returns the ID that was most likely meant by a word: a part of a program's
// name, as mailx is, or a mistyped ID. It returns "" if none is near.
func Suggest(id string) string {
	best, least := "", 3 // three slips and more are another word
	for _, p := range Programs() {
		if len(id) > 3 && strings.Contains(strings.ToLower(p.Name), strings.ToLower(id)) {
			return p.ID
		}
		if d := distance(id, p.ID); d < least && d < len(p.ID)-1 {
			best, least = p.ID, d
		}
	}
	return best
}

// distance counts the letters to insert, remove, change or swap with a neighbour
// to turn a into b.
func distance(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			change := row[j]
			if a[i] != b[j] {
				change++
			}
			next[j+1] = min(change, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
