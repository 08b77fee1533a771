package recipe

import "slices"

// An entry is a program and how its settings are written.
type entry struct {
	Program
	file     string // where a new file goes, as a person writes it
	mode     uint32
	template string // under templates, without its ending
	// encode writes one value so that the program reads exactly that, or says
	// why its format cannot hold it. name says what the value is: "the login name".
	encode func(name, value string) (string, error)
	// check refuses what this program cannot do; nil where it can do everything.
	check func(Settings) error
	// merge adds to settings that are there; nil where it cannot.
	merge func(old, own []byte, s Settings, replace bool) ([]byte, error)
	// add is what to add by hand to what is there; nil where that does not matter.
	add func(old, own []byte, s Settings) (string, error)
	// try is a shell command that sends a message with the settings at path; nil
	// where the program is no command.
	try func(s Settings, path string) string
	// forms are other ways to write the settings; nil where there are none.
	forms []form
	// dialog is where the program's own dialog is found, card what to type into it;
	// where there is none, card is nil for [Card].
	dialog string
	card   func(Settings) []CardLine
	// after is what to do once the settings are written, a paragraph each.
	after []string
}

// entries is the table of programs, in the order they are shown.
func entries() []entry {
	return []entry{
		{
			Program: Program{
				ID: "msmtp", Name: "msmtp", Group: "command line", About: "sends for scripts and text mail programs", Command: "msmtp",
				Tested: "msmtp 1.8.23", OAuth: true, Merges: true,
				Places: []string{"~/.msmtprc", "$XDG_CONFIG_HOME/msmtp/config"},
			},
			file: "~/.msmtprc", mode: 0o600, template: "msmtp",
			encode: encodeMSMTP, check: checkMSMTP, merge: mergeMSMTP, try: tryMSMTP,
		},
		{
			Program: Program{
				ID: "thunderbird", Name: "Thunderbird", Group: "mail program", About: "reads and sends mail in windows", Command: "thunderbird",
				Tested: "Thunderbird 153.7 ESR", OAuth: true, Merges: true, Profiled: true, KeepsPassword: true,
				Places: []string{"user.js"},
			},
			file: "user.js", mode: 0o600, template: "thunderbird",
			encode: encodePref, check: checkThunderbird, merge: mergeThunderbird, add: addThunderbird,
			dialog: "Account Settings > Outgoing Server (SMTP) > Add…", card: cardThunderbird,
			after: thunderbirdAfter(), forms: thunderbirdForms(),
		},
	}
}

// Programs returns the programs whose settings Postern writes, in the order to
// show them.
func Programs() []Program {
	var out []Program
	for _, e := range entries() {
		out = append(out, e.Program)
	}
	return out
}

// Find returns the program with that ID.
func Find(id string) (Program, bool) {
	e, ok := find(id)
	return e.Program, ok
}

func find(id string) (entry, bool) {
	all := entries()
	i := slices.IndexFunc(all, func(e entry) bool { return e.ID == id })
	if i < 0 {
		return entry{}, false
	}
	return all[i], true
}

// Suggest returns the ID a mistyped one most likely meant, "" if none is near.
func Suggest(id string) string {
	best, least := "", 3 // three slips and more are another word
	for _, p := range Programs() {
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
