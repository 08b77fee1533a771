package main

import (
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"postern/probe/smtptest"
)

// A world is what all situations share: an authority, a folder, and whether they
// are in a cage.
type world struct {
	dir    string
	ca     *smtptest.CA
	caFile string
	caged  bool
	ends   []func()
}

// An opened situation can be dialled.
type opened struct {
	situation
	place
}

func newWorld(caged bool) (*world, error) {
	dir, err := os.MkdirTemp("", "postern-compare-")
	if err != nil {
		return nil, err
	}
	w := &world{dir: dir, ca: smtptest.NewCA("Comparison Root"), caFile: filepath.Join(dir, "ca.pem"), caged: caged}
	w.atEnd(func() { _ = os.RemoveAll(dir) })
	body := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.ca.Certificate().Raw})
	if err := os.WriteFile(w.caFile, body, 0o600); err != nil {
		w.close()
		return nil, err
	}
	if !caged {
		return w, nil
	}
	names, err := serveNames()
	if err != nil {
		w.close()
		return nil, err
	}
	w.atEnd(func() { _ = names.Close() })
	return w, nil
}

// open opens the doors of all situations whose name matches, and says which are
// left out.
func (w *world) open(only *regexp.Regexp) ([]opened, error) {
	var all []opened
	for _, s := range situations() {
		if !only.MatchString(s.name) {
			continue
		}
		if !s.needs.met(w.caged) {
			complain("left out, for this machine cannot have it: %s", s.name)
			continue
		}
		at, err := s.door(w)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		all = append(all, opened{s, at})
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no situation matches %s", only)
	}
	return all, nil
}

// atEnd has something done when the world ends.
func (w *world) atEnd(do func()) { w.ends = append(w.ends, do) }

func (w *world) close() {
	for _, do := range slices.Backward(w.ends) {
		do()
	}
}
