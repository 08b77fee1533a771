package catalog

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"postern/wizard/packed"
)

//go:generate go run postern/wizard/catalog/pack curated.pack data/curated.json
//go:generate go run postern/wizard/packed/pack ispdb.pack data/ispdb.tsv
//go:generate go run postern/wizard/packed/pack networks.pack data/hosting-blocks.json

// curated is data/curated.json, as [Catalog.Flat].
//
//go:embed curated.pack
var curated string

//go:embed data/NOTICE.txt
var notice string

// Schema is the version of the file's form that Read understands.
const Schema = 1

// A document is the file as it stands.
type document struct {
	Schema        int     `json:"schema"`
	AsOf          string  `json:"as_of"`
	License       string  `json:"license"`
	LicenseNotice string  `json:"license_notice"`
	Providers     []entry `json:"providers"`
}

// An entry is a provider as it stands in the file, which holds a list of local
// servers where a program needs one at most.
type entry struct {
	Provider
	Locals []Local `json:"smtp_local"`
}

// Read reads a catalogue. It refuses fields it does not know and entries that
// break a rule; the error lists everything that is wrong, each line with the
// entry and the rule. A null stands for the empty string.
func Read(r io.Reader) (*Catalog, error) {
	var doc document
	if err := decode(r, &doc); err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	if err := doc.check(); err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	return doc.catalog(), nil
}

// catalog is the document in the form that is searched.
func (doc document) catalog() *Catalog {
	c := &Catalog{AsOf: doc.AsOf, Providers: make([]Provider, len(doc.Providers))}
	for i, e := range doc.Providers {
		if len(e.Locals) > 0 {
			e.SMTPLocal = &e.Locals[0]
		}
		c.Providers[i] = e.Provider
	}
	return c
}

// decode reads exactly one JSON value, whose every field must be known.
func decode(r io.Reader, into any) error {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more follows after the end of the document")
	}
	return nil
}

// Default returns the embedded catalogue, read when it is first asked for. All
// callers share it. That it keeps the rules was looked at when it was packed.
func Default() *Catalog { return builtIn() }

var builtIn = sync.OnceValue(func() *Catalog {
	c, ok := readFlat(packed.Text(curated))
	if !ok {
		panic("catalog: the embedded file is broken") // a test reads it first
	}
	return c
})

// Notice returns the licence notice and the attribution of the embedded data,
// as plain text that ends with a line feed.
func Notice() string { return notice }
