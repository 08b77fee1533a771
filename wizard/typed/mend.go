package typed

import (
	"net/url"
	"strings"
	"unicode"

	"postern/probe"
)

// mended is what was typed with its form put right, and what was done for that.
type mended struct {
	text     string
	done     []string       // names of sentences
	security probe.Security // that a link names; "" if none did
	web      bool           // it was the address of a web page
}

// why says what was done, with a further reason behind it, which may be empty.
func (m mended) why(more string) string {
	var all []string
	for _, d := range m.done {
		all = append(all, words()[d])
	}
	if more != "" {
		all = append(all, more)
	}
	if len(all) == 0 {
		return words()["unicode"]
	}
	return strings.Join(all, "; ")
}

// do replaces the text where that changes anything.
//
//go:noinline
func (m *mended) do(what, text string) {
	if text != m.text {
		m.text = text
		m.done = append(m.done, what)
	}
}

// mend puts the form of an address or a server's name right: it takes off what stands
// around it, and mends marks. It guesses no letters.
func mend(s string) mended {
	m := mended{text: s}
	m.do("invisible", strings.Map(visible, m.text))
	m.do("wide-at", strings.ReplaceAll(m.text, "＠", "@"))
	m.text = strings.TrimSpace(m.text)
	m.unlink()
	m.unname()
	m.do("quotes", strings.Trim(m.text, "<>()'\"`“”‘’«»"))
	m.do("end", strings.TrimRight(m.text, ".,;:!?/\\"))
	if !strings.Contains(m.text, "@") {
		m.do("at-word", atWord(m.text))
	}
	m.marks()
	return m
}

// visible drops what cannot be seen, and makes strange spaces plain ones.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == unicode.ReplacementChar:
		return -1
	}
	return r
}

// unlink takes the address or the server's name out of a link.
func (m *mended) unlink() {
	if len(m.text) > 7 && strings.EqualFold(m.text[:7], "mailto:") {
		rest, _, _ := strings.Cut(m.text[7:], "?")
		if plain, err := url.PathUnescape(rest); err == nil {
			rest = strings.Map(visible, plain)
		}
		m.do("mailto", strings.TrimSpace(strings.TrimPrefix(rest, "//")))
		return
	}
	scheme, rest, ok := strings.Cut(m.text, "://")
	if !ok {
		if name, _, ok := strings.Cut(m.text, "/"); ok && name != "" && !strings.Contains(m.text, "@") && strings.Contains(name, ".") {
			m.do("path", name)
		}
		return
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		m.done = append(m.done, "user")
		rest = rest[i+1:]
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		m.web = true
		rest, _, _ = cutPort(rest)
	case "smtps", "submissions":
		m.security = probe.ImplicitTLS
	case "smtp", "submission":
		m.security = probe.STARTTLS
		if strings.HasSuffix(rest, ":465") { // a port that says more than the link
			m.security = ""
		}
	}
	m.do("link", rest)
}

// unname takes the address out of Ada <ada@example.org>.
func (m *mended) unname() {
	i, j := strings.LastIndexByte(m.text, '<'), strings.LastIndexByte(m.text, '>')
	if i > 0 && j > i && strings.Contains(m.text[i:j], "@") {
		m.do("name", strings.TrimSpace(m.text[i+1:j]))
	}
}

// atWord reads the ways an @ is written to keep it from robots.
func atWord(s string) string {
	for _, at := range []string{" at ", " (at) ", " [at] ", "(at)", "[at]", " AT "} {
		if strings.Count(s, at) == 1 {
			local, domain, _ := strings.Cut(s, at)
			for _, dot := range []string{" dot ", " (dot) ", " [dot] ", "(dot)", "[dot]"} {
				domain = strings.ReplaceAll(domain, dot, ".")
			}
			if local != "" && strings.Contains(domain, ".") && !strings.ContainsFunc(local+domain, unicode.IsSpace) {
				return local + "@" + domain
			}
		}
	}
	return s
}

// marks mends an address's @, and the dots of a name.
func (m *mended) marks() {
	local, domain := "", m.text
	if i := strings.LastIndexByte(m.text, '@'); i >= 0 {
		local, domain = m.text[:i], m.text[i+1:]
		plain := strings.TrimRight(local, "@ ")
		if plain != local {
			if strings.Contains(local, "@") {
				m.done = append(m.done, "ats")
			} else {
				m.done = append(m.done, "space")
			}
			local = plain
		}
		m.text = local + "@" + domain
		local += "@"
	}
	if local == "" && !strings.ContainsAny(domain, ".,") {
		return // words
	}
	m.do("space", local+closeUp(domain))
	domain = strings.TrimPrefix(m.text, local)
	if !strings.ContainsFunc(domain, unicode.IsSpace) {
		m.do("comma", local+strings.ReplaceAll(domain, ",", "."))
	}
	domain = strings.TrimPrefix(m.text, local)
	for strings.Contains(domain, "..") {
		domain = strings.ReplaceAll(domain, "..", ".")
	}
	m.do("dots", local+strings.Trim(domain, "."))
}

// closeUp takes out the spaces beside the dots of a name, and those at its ends.
func closeUp(s string) string {
	s = strings.TrimSpace(s)
	for _, mark := range []string{".", ",", ":"} {
		for strings.Contains(s, " "+mark) || strings.Contains(s, mark+" ") {
			s = strings.ReplaceAll(strings.ReplaceAll(s, " "+mark, mark), mark+" ", mark)
		}
	}
	return s
}
