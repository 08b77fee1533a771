package catalog

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"sync"

	"postern/wizard/packed"
)

// blocks is data/hosting-blocks.json.
//
//go:embed networks.pack
var blocks string

// NetworkKind is what sort of network it is.
type NetworkKind string

// The kinds of networks.
const (
	Cloud       NetworkKind = "cloud"
	Platform    NetworkKind = "platform" // runs applications for others
	Residential NetworkKind = "residential"
)

// A Network is one that closes outgoing mail ports, or is said to.
type Network struct {
	ID          string      `json:"id"`
	Name        string      `json:"name"`
	Kind        NetworkKind `json:"kind"`
	Blocked     []int       `json:"ports_blocked"`  // documented
	Reported    []int       `json:"ports_reported"` // told by users only
	Open        []int       `json:"ports_open"`     // named as working
	AppliesTo   string      `json:"applies_to"`
	CanBeLifted string      `json:"can_be_lifted"` // yes, no, depends, unknown
	HowToLift   string      `json:"how_to_lift"`
	Note        string      `json:"note"`
	SourceDate  string      `json:"source_date"`
	Sources     []string    `json:"sources"`
	Confidence  string      `json:"confidence"` // documented, single-source
}

// Networks returns the embedded list of networks that close mail ports, read
// when it is first asked for. Callers share it and must not write to it.
func Networks() []Network { return builtInNetworks() }

var builtInNetworks = sync.OnceValue(func() []Network {
	n, err := readNetworks(strings.NewReader(packed.Text(blocks)))
	if err != nil {
		panic(err) // the embedded file is broken; a test reads it first
	}
	return n
})

func readNetworks(r io.Reader) ([]Network, error) {
	var doc struct {
		Schema   int       `json:"schema"`
		AsOf     string    `json:"as_of"`
		Networks []Network `json:"networks"`
	}
	if err := decode(r, &doc); err != nil {
		return nil, fmt.Errorf("read networks: %w", err)
	}
	c := &checker{place: "document", owners: make(map[string]string)}
	if doc.Schema != Schema {
		c.fail("schema is %d, this program reads %d", doc.Schema, Schema)
	}
	if !isDate(doc.AsOf) {
		c.fail("as_of %q is not a date", doc.AsOf)
	}
	for i, n := range doc.Networks {
		c.place = fmt.Sprintf("network %d (%q)", i+1, n.ID)
		n.check(c)
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, fmt.Errorf("read networks: %w", err)
	}
	return doc.Networks, nil
}

func (n Network) check(c *checker) {
	if !isSlug(n.ID) {
		c.fail("id %q is not a slug (a-z, 0-9, single hyphens)", n.ID)
	}
	c.own("id", n.ID)
	c.required("name", n.Name)
	c.own("name", n.Name)
	oneOf(c, "kind", n.Kind, []NetworkKind{Cloud, Platform, Residential})
	oneOf(c, "can_be_lifted", n.CanBeLifted, []string{"yes", "no", "depends", "unknown"})
	oneOf(c, "confidence", n.Confidence, confidences)
	for _, p := range slices.Concat(n.Blocked, n.Reported, n.Open) {
		if p < 1 || p > 65535 {
			c.fail("port %d is out of range (1 to 65535)", p)
		}
	}
	for _, p := range n.Open {
		if slices.Contains(n.Blocked, p) {
			c.fail("port %d is both open and blocked", p)
		}
	}
	for _, s := range []string{n.AppliesTo, n.HowToLift, n.Note, n.SourceDate} {
		c.text("text", s)
	}
	if len(n.Sources) == 0 {
		c.fail("sources is empty: every entry names where it comes from")
	}
	for _, s := range n.Sources {
		if !isURL(s) {
			c.fail("source %q is not a web address", s)
		}
	}
}

// Fitting returns the networks whose documented blocks fit what was met, those
// that explain most of it first: they close every one of 25, 465 and 587 that is
// shut and none that is open, and name none as working that is shut. That does not
// say that any of them is at work. It is nil where nothing is shut.
func Fitting(shut, open []int) []Network {
	var out []Network
	for _, n := range Networks() {
		if n.fits(shut, open) {
			out = append(out, n)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].explained(shut, open) > out[j].explained(shut, open)
	})
	return out
}

// mailPorts are those whose blocks are documented one by one.
var mailPorts = []int{25, 465, 587}

func (n Network) fits(shut, open []int) bool {
	for _, p := range mailPorts {
		if slices.Contains(shut, p) && !slices.Contains(n.Blocked, p) {
			return false
		}
	}
	return n.Confidence == "documented" && shared(n.Blocked, shut) > 0 &&
		shared(n.Blocked, open) == 0 && shared(n.Open, shut) == 0
}

// explained is how many ports were met as the network has them.
func (n Network) explained(shut, open []int) int {
	return shared(n.Blocked, shut) + shared(n.Open, open)
}

// shared is how many of a are in b.
func shared(a, b []int) int {
	n := 0
	for _, p := range a {
		if slices.Contains(b, p) {
			n++
		}
	}
	return n
}
