package quiz

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"

	"postern/wizard/advice"
)

// largestPlace is the most bytes of a kept place that are looked at.
const largestPlace = 16 << 10

// placeVersion is the form of a kept place; others are ignored.
const placeVersion = 1

// A place is where somebody left off. There is nothing of theirs in it: what was
// answered on their own result is left out.
type place struct {
	Version int            `json:"version"`
	Seed    uint64         `json:"seed,string"`
	Chosen  map[string]int `json:"answers"`
}

// Place returns where the person is, to be kept until another day; false if there is
// nothing to keep, because no question was answered that will be asked again.
func (s Sitting) Place() ([]byte, bool) {
	p := place{placeVersion, s.seed, maps.Clone(s.chosen)}
	maps.DeleteFunc(p.Chosen, func(id string, _ int) bool { return strings.HasPrefix(id, ownPrefix) })
	if len(p.Chosen) == 0 {
		return nil, false
	}
	var b bytes.Buffer
	err := json.NewEncoder(&b).Encode(p)
	return b.Bytes(), err == nil
}

// Resume returns the sitting that was left at a kept place, at the first question
// that was not answered. It is false where there is nothing to go on with: the place
// cannot be read, is of another version, or every question had been answered.
func Resume(kept []byte, c *advice.Case) (Sitting, bool) {
	var p place
	if len(kept) > largestPlace || json.NewDecoder(bytes.NewReader(kept)).Decode(&p) != nil || p.Version != placeVersion {
		return Sitting{}, false
	}
	s := New(p.Seed, c)
	s.chosen = make(map[string]int)
	for _, q := range s.questions {
		if i, ok := p.Chosen[q.ID]; ok && i >= 0 && i < len(q.Choices) && !strings.HasPrefix(q.ID, ownPrefix) {
			s.chosen[q.ID] = i
		}
	}
	s = s.toOpen()
	return s, len(s.chosen) > 0 && !s.Ended()
}
