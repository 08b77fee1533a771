package cli

import (
	"net/netip"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// read reads an address or a server's name as people type them.
func read(arg string) typed.Reading {
	return typed.Reader{Catalog: catalog.Default(), ISPs: catalog.ISPs}.Read(arg)
}

// hintSlip says on standard error what was more likely meant than what works as it
// stands, or else what is to be known of it. Nothing is changed by itself.
func (a *app) hintSlip(arg string) {
	switch r := read(arg); {
	case slipped(arg):
		a.hint(meantWords(r.Corrections[0]))
	case r.Works && r.Brief != "" && !isLoopback(r.Value):
		a.hint(strings.Join(r.Doubts, " "))
	}
}

// isLoopback reports whether a host is the number of this computer itself.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// slipped reports whether something works as it stands, but likely means another thing.
func slipped(arg string) bool {
	r := read(arg)
	return r.Works && len(r.Corrections) > 0
}

// meantWords asks whether something else was meant, and says why.
func meantWords(c typed.Correction) string {
	words := "Did you mean " + probe.NewText(c.Value).String() + "?"
	if !strings.HasPrefix(c.Why, "did you mean") {
		words += " (" + c.Why + ")"
	}
	return words
}

// meant adds to what is wrong with an argument what was more likely meant.
func meant(wrong, arg string) error {
	r := read(arg)
	if len(r.Corrections) > 0 && !strings.Contains(wrong, "did you mean "+probe.NewText(r.Corrections[0].Value).String()) { // which may say so itself
		return wrongf("%s; did you mean %s?", strings.TrimSuffix(wrong, "."), probe.NewText(r.Corrections[0].Value))
	}
	return usageError{wrong}
}
