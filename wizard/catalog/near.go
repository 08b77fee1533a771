package catalog

import "strings"

// Near returns the providers that a word which is no id and no name most likely
// meant, the likeliest first: those whose name, or a word of it, it begins or is
// a typing error away from. It is nil if none is near.
func (c *Catalog) Near(word string) []Provider {
	word = fold(word)
	if len(word) < 3 { // too little to tell
		return nil
	}
	if found := c.begun(word); found != nil {
		return found
	}
	if id := c.Suggest(word); id != "" {
		p, _ := c.Find(id)
		return []Provider{*p}
	}
	if right := c.correct(word); right != "" {
		return c.begun(right)
	}
	return nil
}

// begun returns the providers with a word that begins so in their name, then those
// with such a domain.
func (c *Catalog) begun(word string) []Provider {
	var byName, byDomain []Provider
	for i, k := range c.index().keys {
		switch {
		case beginsWord(k.names, word):
			byName = append(byName, c.Providers[i])
		case len(word) > 4 && strings.Contains(k.domains, "\n"+word): // some have hundreds
			byDomain = append(byDomain, c.Providers[i])
		}
	}
	return append(byName, byDomain...)
}

// correct returns the word of a name that is one typing error away, "" if none is.
func (c *Catalog) correct(word string) string {
	if len(word) < 4 { // every short word is near another
		return ""
	}
	for _, k := range c.index().keys {
		for w := range strings.FieldsFuncSeq(k.names, func(r rune) bool { return r < 0x80 && !isWordByte(byte(r)) }) {
			if len(w) >= 4 && distance(word, w, 1) <= 1 {
				return w
			}
		}
	}
	return ""
}
