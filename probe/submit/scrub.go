package submit

import (
	"encoding/base64"
	"encoding/hex"
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"
)

// window is how long a piece of a secret is looked for; a shorter secret is looked
// for whole.
const window = 16

// A scrubber replaces a secret in the lines of a transcript. It does not hold the
// secret itself but hashes of its pieces: in lower case, since a server may repeat it
// in another case, and as they are, since a piece may begin or end within a character
// of several bytes, which lower-casing would change.
type scrubber struct {
	seed   maphash.Seed
	pieces map[int]map[uint64]bool // by length
	heads  map[uint64]bool         // beginnings, for lines that were cut short
}

// addSecret has the secret looked for, and what contains it in base64.
func (s *scrubber) addSecret(secret []byte) {
	s.add(secret)
	coded := hex.AppendEncode(nil, secret)
	s.add(coded)
	clear(coded)
	s.addCoded(secret, 3, true)
}

// addCoded has all forms of b in base64 looked for: as it is at each of the three
// places it can have in a longer text, as far as that does not matter. again asks
// for those forms' own.
func (s *scrubber) addCoded(b []byte, least int, again bool) {
	for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for at := range 3 {
			text := append(make([]byte, at, at+len(b)), b...)
			coded := alphabet.AppendEncode(nil, text)
			if from, to := (at*8+5)/6, (at+len(b))*8/6; to-from >= least {
				core := coded[from:to]
				s.add(core)
				if again {
					s.addCoded(core, least+1, false)
				}
			}
			if at == 0 {
				s.add(coded)
			}
			clear(text)
			clear(coded)
		}
	}
}

// add has this looked for.
func (s *scrubber) add(b []byte) {
	if len(b) == 0 {
		return
	}
	if s.pieces == nil {
		s.seed, s.pieces, s.heads = maphash.MakeSeed(), map[int]map[uint64]bool{}, map[uint64]bool{}
	}
	low := lower(b)
	defer clear(low)
	size := min(len(b), window)
	if s.pieces[size] == nil {
		s.pieces[size] = map[uint64]bool{}
	}
	for _, b := range [][]byte{b, low} {
		for i := range len(b) - size + 1 {
			s.pieces[size][s.hash(b[i:i+size])] = true
		}
		for n := 2; n < size; n++ {
			s.heads[s.hash(b[:n])] = true
		}
	}
}

func (s *scrubber) hash(b []byte) uint64 { return maphash.Bytes(s.seed, b) }

// lower returns a copy in lower case, each letter where it was.
func lower(b []byte) []byte {
	low := make([]byte, len(b))
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		copy(low[i:], b[i:i+size])
		if to := unicode.ToLower(r); r != utf8.RuneError && utf8.RuneLen(to) == size {
			utf8.EncodeRune(low[i:i+size], to)
		}
		i += size
	}
	return low
}

// clean returns the line with *** for whatever is looked for. cut says that the
// line ends too early, and may end within it.
func (s *scrubber) clean(line []byte, cut bool) string {
	if s.pieces == nil {
		return string(line)
	}
	low := lower(line)
	defer clear(low)
	found := make([]bool, len(line))
	s.mark(found, line, cut)
	s.mark(found, low, cut)
	return hide(line, found)
}

// mark marks where in the line something is found that is looked for.
func (s *scrubber) mark(found []bool, line []byte, cut bool) {
	at := func(from, to int) {
		for i := from; i < to; i++ {
			found[i] = true
		}
	}
	for size, set := range s.pieces {
		for i := range len(line) - size + 1 {
			if set[s.hash(line[i:i+size])] {
				at(i, i+size)
			}
		}
	}
	for n := min(window-1, len(line)); cut && n >= 2; n-- {
		if s.heads[s.hash(line[len(line)-n:])] {
			at(len(line)-n, len(line))
			break
		}
	}
}

// hide writes the line, each run of what was found as one ***.
func hide(line []byte, found []bool) string {
	var b strings.Builder
	for i, c := range line {
		switch {
		case !found[i]:
			b.WriteByte(c)
		case i == 0 || !found[i-1]:
			b.WriteString(hidden)
		}
	}
	return b.String()
}
