package recipe

import "strings"

// AccountName returns a good short name for an account at a provider (its display
// name or id), or, without a provider, for an address. It is fit for
// [Settings.Account] and never "default", which means something to programs.
func AccountName(provider, address string) string {
	name, _, _ := strings.Cut(provider, "(")
	name, _, _ = strings.Cut(name, ",")
	name = slug(name)
	if name == "" {
		_, domain, _ := strings.Cut(address, "@")
		label, _, _ := strings.Cut(domain, ".")
		name = slug(label)
	}
	if name == "" || name == "default" {
		return "mail"
	}
	return name
}

// slug keeps letters and digits, in lower case, and joins the rest with hyphens.
func slug(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !strings.ContainsRune(letters+digits, r)
	})
	var b strings.Builder
	for _, w := range words {
		if b.Len()+len(w) >= 24 && b.Len() > 0 {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(w[:min(len(w), 24)])
	}
	return b.String()
}
