package recipe

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Merge returns old, a program's settings file, with the account added. Every byte
// that is not the account's own stays as it is. An account of the same name with
// other settings gives an [*ExistsError], unless replace is true: then its block alone
// is replaced. A file the program itself could not read is refused.
//
// Merging into nothing gives what [Render] gives, and merging the same settings
// again changes nothing.
func Merge(program string, old []byte, s *Settings, replace bool) ([]byte, error) {
	return MergeBeside(program, old, nil, s, replace)
}

// MergeBeside is [Merge] for a program that also keeps a file of its own beside
// the one for people (prefs.js beside Thunderbird's user.js): what is added follows
// from both. A program without one takes no notice of own.
func MergeBeside(program string, old, own []byte, s *Settings, replace bool) ([]byte, error) {
	return MergeFile(program, 0, old, own, s, replace)
}

// MergeFile is [MergeBeside] for the n-th of the files that [Render] returns.
func MergeFile(program string, n int, old, own []byte, s *Settings, replace bool) ([]byte, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	parts := e.partsFor(s)
	if n < 0 || n >= len(parts) {
		return nil, fmt.Errorf("%s has no file number %d", e.Name, n+1)
	}
	body, err := parts[n].merged(old, own, s, replace)
	if exists := (*ExistsError)(nil); errors.As(err, &exists) {
		if replaced, err := parts[n].merged(old, own, s, true); err == nil && bytes.Equal(replaced, old) {
			return old, nil
		}
	}
	return body, err
}

// merged is the whole file with the settings in it.
func (p part) merged(old, own []byte, s *Settings, replace bool) ([]byte, error) {
	if p.merge != nil {
		return p.merge(old, own, s, replace)
	}
	text, err := p.fill(s)
	if err != nil {
		return nil, err
	}
	if p.refuse != nil {
		if err := p.refuse(old, s); err != nil {
			return nil, err
		}
	}
	if p.rivals != nil {
		if err := beaten(p.rivals(string(old), text, s)); err != nil {
			return nil, err
		}
	}
	if p.carry != nil {
		text = p.carry(string(old), text)
	}
	put := p.join
	if put == nil {
		put = whole
	}
	body, err := put(string(old), text, s, replace)
	if exists := (*ExistsError)(nil); errors.As(err, &exists) && p.conceal != nil {
		exists.Block = p.conceal(exists.Block)
	}
	return []byte(body), err
}

// Additions returns what a person adds by hand to the files that are there: to each
// of the program's own files and the one beside it, as for [MergeFile]. What they
// hold counts only where the settings depend on it, as in Thunderbird's list of
// servers.
func Additions(program string, old, own []byte, s *Settings) ([]File, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	if e.add == nil {
		return Render(program, s)
	}
	body, err := e.add(old, own, s)
	return []File{{Path: e.parts[0].path(), Mode: e.parts[0].mode, Body: body}}, err
}

// Text is the files as one text: one as it is, several one after another, each under
// a comment line that names it.
func Text(files []File) string {
	if len(files) == 1 {
		return files[0].Body
	}
	var b strings.Builder
	for i, f := range files {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("# " + f.Path + "\n" + f.Body)
	}
	return b.String()
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
