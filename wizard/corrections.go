package wizard

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// read reads what a person typed where an address or a server is asked for.
//
//go:noinline
func (s Session) read(text string) typed.Reading {
	return typed.Reader{Catalog: s.world.Catalog, ISPs: catalog.ISPs}.Read(text)
}

// corrections offers what was more likely meant.
//
//go:noinline
func corrections(r typed.Reading) []Choice {
	var out []Choice
	for _, c := range r.Corrections {
		out = append(out, Choice{Value: c.Value, Label: c.Value, Remark: c.Why})
	}
	return out
}

// withoutCorrected leaves out the providers that a correction leads to.
func (s Session) withoutCorrected(found, meant []Choice) []Choice {
	return slices.DeleteFunc(found, func(c Choice) bool {
		return slices.ContainsFunc(meant, func(m Choice) bool {
			p, ok := s.world.Catalog.ByDomain(domainOf(m.Value))
			if !ok {
				p, ok = s.world.Catalog.ByHost(m.Value)
			}
			return ok && p.ID == c.Value
		})
	})
}

// likelyHost returns the server that was more likely meant, if DNS does not know the
// host; "" otherwise. Only then are the lists of known servers read.
func (s Session) likelyHost() string {
	if !slices.ContainsFunc(s.report.Doors, func(r probe.Result) bool { return r.DNS == probe.DNSNXDomain }) {
		return ""
	}
	r := s.read(s.report.Host)
	if len(r.Corrections) == 0 {
		return ""
	}
	return r.Corrections[0].Value
}

// withCorrection adds what was more likely meant to an error.
func withCorrection(r typed.Reading, why error) error {
	if len(r.Corrections) == 0 || r.Kind == typed.Number {
		return why
	}
	if strings.Contains(why.Error(), `"`+r.Corrections[0].Value+`" remains`) {
		return why // it says so itself
	}
	return fmt.Errorf("%w; did you mean %s?", why, r.Corrections[0].Value)
}

// numberIsNoServer returns the error for a port's number in the place of a server.
func numberIsNoServer(r typed.Reading) error {
	text := quote(strings.TrimSpace(r.Typed)) + " is no server"
	if len(r.Corrections) > 0 {
		text = fmt.Sprintf("%s; did you mean the port %s?", text, r.Corrections[0].Value)
		return errors.New(text + " " + r.Doubts[0])
	}
	return errors.New(text + ". " + r.Doubts[0])
}
