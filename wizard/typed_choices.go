package wizard

import (
	"fmt"
	"slices"
	"strings"

	"postern/wizard/typed"
)

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
