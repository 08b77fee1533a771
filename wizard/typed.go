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

// withTyped puts what was typed first, where it is an address or a server's name, so that
// it is kept and not only the provider it belongs to. What was more likely meant comes
// next, and first where what was typed cannot be used: it is chosen, never put in its
// place.
func (s Session) withTyped(words string, found []Choice) []Choice {
	r := s.read(words)
	meant := corrections(r)
	if r.Works && r.Kind == typed.Address {
		if p, ok := s.world.Catalog.ByDomain(domainOf(r.Value)); ok {
			rest := slices.DeleteFunc(found, func(c Choice) bool { return c.Value == p.ID })
			return slices.Concat([]Choice{providerChoice(p, r.Value)}, meant, rest)
		}
		return slices.Concat([]Choice{typedChoice(r, words, "its servers are looked for next")}, meant, s.withoutCorrected(found, meant))
	}
	if len(meant) > 0 && r.Kind != typed.Number {
		found = s.withoutCorrected(found, meant)
		if r.Works {
			return slices.Concat([]Choice{typedChoice(r, words, "as you typed it")}, meant, found)
		}
		return append(meant, found...)
	}
	switch {
	case len(found) > 0 || words == "":
		return found
	case r.Works:
		return []Choice{typedChoice(r, words, "try this server")}
	case r.Kind == typed.Number, r.Kind == typed.Address:
		return []Choice{{Value: words, Label: quote(words), Remark: r.Brief}}
	}
	return []Choice{{Value: words, Label: quote(words), Remark: "not in the list"}}
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

// typedChoice offers what was typed, a name in another alphabet in both its forms.
func typedChoice(r typed.Reading, words, remark string) Choice {
	c := Choice{Value: words, Label: r.Value, Remark: remark}
	if r.Door.Port != 0 {
		c.Label = fmt.Sprintf("%s, port %d", r.Value, r.Door.Port)
	}
	if r.Kind == typed.Address {
		c.Value = r.Value
	}
	if r.Unicode != "" {
		c.Label += " (" + r.Unicode + ")"
	}
	if r.Brief != "" {
		c.Remark = r.Brief
	}
	return c
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

// findHosts returns what a server's name that is being typed may mean; there is always
// a way on.
func (s Session) findHosts(words string) []Choice {
	words = strings.TrimSpace(words)
	var out []Choice
	r := s.read(words)
	host, _, err := readServer(words)
	switch {
	case words == "":
		if v := s.Get(Host); v != "" {
			out = append(out, Choice{Value: v, Label: v, Remark: "as before"})
		}
	case r.Works && r.Kind != typed.Address:
		out = append(out, typedChoice(r, words, "try this server"))
	case r.Kind == typed.Number:
		return []Choice{{Value: words, Label: quote(words), Remark: r.Brief}, practiseFirst()}
	case err == nil: // a name of this network, without a dot
		out = append(out, Choice{Value: words, Label: host, Remark: "try this server"})
	}
	if r.Kind == typed.Address {
		out = append(out, s.hostsFor(r)...)
	} else {
		out = append(out, corrections(r)...)
	}
	if len(out) == 0 && words != "" {
		out = append(out, Choice{Value: words, Label: quote(words), Remark: "no server's name"})
	}
	return append(out, practiseFirst())
}

// hostsFor are names that a server may have where an address was typed in its place.
func (s Session) hostsFor(r typed.Reading) []Choice {
	if !r.Works {
		return nil
	}
	var out []Choice
	for _, label := range []string{"smtp.", "mail."} {
		host := label + domainOf(r.Value)
		out = append(out, Choice{Value: host, Label: host, Remark: "a guess: servers are often called so"})
	}
	return out
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
