package recipe

import (
	"fmt"
	"strings"
)

// Merge returns old, a program's settings file, with the account added. Every byte
// that is not the account's own stays as it is. An account of the same name gives
// an [*ExistsError], unless replace is true: then its block alone is replaced. A
// file the program itself could not read is refused.
//
// Merging into nothing gives what [Render] gives, and merging the same settings
// again, with replace, changes nothing.
func Merge(program string, old []byte, s Settings, replace bool) ([]byte, error) {
	return MergeBeside(program, old, nil, s, replace)
}

// MergeBeside is [Merge] for a program that also keeps a file of its own beside
// the one for people (prefs.js beside Thunderbird's user.js): what is added follows
// from both. A program without one takes no notice of own.
func MergeBeside(program string, old, own []byte, s Settings, replace bool) ([]byte, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	if e.merge == nil {
		return nil, fmt.Errorf("settings cannot be added to a file of %s that is there", e.Name)
	}
	return e.merge(old, own, s, replace)
}

// Addition returns what a person adds by hand to the files that are there: the
// program's own file and the one beside it, as for [MergeBeside]. What they hold
// counts only where the settings depend on it, as in Thunderbird's list of servers.
func Addition(program string, old, own []byte, s Settings) (string, error) {
	e, err := ready(program, s)
	if err != nil {
		return "", err
	}
	if e.add != nil {
		return e.add(old, own, s)
	}
	files, err := Render(program, s)
	var all strings.Builder
	for _, f := range files {
		all.WriteString(f.Body)
	}
	return all.String(), err
}

// An ExistsError says that the file has an account of that name.
type ExistsError struct {
	Account string
	// What says in words what there is already, to go into a sentence: "an account
	// named work".
	What string
	// Block is the old account as it stands, but for its password: that reads ***.
	Block string
}

func (e *ExistsError) Error() string {
	return "there is " + e.What + " already: replace it, or leave it as it is"
}
