package recipe

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"postern/wizard/fill"
)

// The preferences that say which outgoing servers there are.
const (
	prefList    = "mail.smtpservers"
	prefDefault = "mail.smtp.defaultserver"
	prefServer  = "mail.smtpserver."
)

// The lines around what Postern writes into user.js.
const (
	blockBegin = "// Postern begin"
	blockEnd   = "// Postern end"
)

// A profile is a Thunderbird profile as it will be at the next start.
type profile struct {
	rest  []byte // user.js without Postern's lines
	block prefs  // Postern's lines
	given prefs  // all the rest: prefs.js, and user.js, which wins over it
	fixed bool   // the rest of user.js says which servers there are
}

// readProfile reads user.js and prefs.js, each of which may be empty.
func readProfile(user, own []byte) (*profile, error) {
	rest, block, err := cutBlock(user)
	if err != nil {
		return nil, err
	}
	p := &profile{rest: rest}
	if p.given, err = readPrefs("prefs.js", own); err != nil {
		return nil, err
	}
	others, err := readPrefs("user.js", rest)
	if err != nil {
		return nil, err
	}
	_, p.fixed = others.text(prefList)
	p.given = append(p.given, others...)
	if p.block, err = readPrefs("Postern's lines in user.js", block); err != nil {
		return nil, err
	}
	return p, nil
}

// cutBlock takes Postern's own lines out of user.js.
func cutBlock(user []byte) (rest, block []byte, err error) {
	inside := false
	for line := range bytes.Lines(user) {
		switch text := strings.TrimSpace(string(line)); {
		case !inside && strings.HasPrefix(text, blockBegin):
			inside = true
		case inside && strings.HasPrefix(text, blockEnd):
			inside = false
		case inside:
			block = append(block, line...)
		default:
			rest = append(rest, line...)
		}
	}
	if inside {
		return nil, nil, fmt.Errorf("user.js has a line %q, and none after it that reads %q: "+
			"delete what Postern wrote there, then try again", blockBegin, blockEnd)
	}
	return rest, block, nil
}

// servers returns the keys of the outgoing servers there are. Thunderbird takes a
// blank beside a comma for a part of the key. Nobody means that, so such a blank
// counts only where there are preferences with it.
func (p *profile) servers() []string {
	list, _ := p.given.text(prefList)
	var keys []string
	for _, key := range strings.Split(list, ",") {
		if bare := strings.TrimSpace(key); len(p.given.of(key)) == 0 {
			key = bare
		}
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// of returns the preferences of a server.
//
//go:noinline
func (p prefs) of(key string) prefs {
	var out prefs
	for _, pr := range p {
		if strings.HasPrefix(pr.name, prefServer+key+".") {
			out = append(out, pr)
		}
	}
	return out
}

// waiting returns the keys of the servers in Postern's lines that Thunderbird has
// not taken over yet, so that a later run does not lose them.
func (p *profile) waiting() []string {
	var keys []string
	there := p.servers()
	for _, pr := range p.block {
		key, ours := strings.CutPrefix(pr.name, prefServer)
		key = key[:max(0, strings.LastIndexByte(key, '.'))]
		taken := slices.Contains(there, key) && !slices.ContainsFunc(p.block.of(key), func(b pref) bool {
			return p.given.last(b.name) != b.value
		})
		if ours && !taken && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// same returns the key of the server with that host and login name, "" if there
// is none. Thunderbird itself compares both without regard to case.
func (p *profile) same(s *Settings) string {
	all := append(slices.Clone(p.given), p.block...)
	for _, key := range union(p.servers(), p.waiting()) {
		host, _ := all.text(prefServer + key + ".hostname")
		user, _ := all.text(prefServer + key + ".username")
		kind, named := all.text(prefServer + key + ".type")
		if (!named || kind == "smtp") && strings.EqualFold(host, s.Host) && strings.EqualFold(user, s.User) {
			return key
		}
	}
	return ""
}

// free returns a key that nothing has yet.
func (p *profile) free() string {
	used := union(p.servers(), p.waiting())
	for n := 1; ; n++ {
		key := fmt.Sprintf("postern%d", n)
		if !slices.Contains(used, key) && len(p.given.of(key)) == 0 {
			return key
		}
	}
}

// union returns the words of both lists, each once.
//
//go:noinline
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, word := range b {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// mergeThunderbird writes an outgoing server into user.js, beside those that the
// person has. own is prefs.js, where Thunderbird keeps them.
func mergeThunderbird(user, own []byte, s *Settings, replace bool) ([]byte, error) {
	p, err := readProfile(user, own)
	if err != nil {
		return nil, err
	}
	if key := p.same(s); key != "" && !replace {
		return nil, p.exists(key, s)
	}
	block, err := p.write(s)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(p.rest)
	if len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(bytes.TrimSuffix(out, []byte("\r")), p.newline()...)
	}
	out = append(out, strings.ReplaceAll(block, "\n", p.newline())...)
	if _, err := readPrefs("user.js", out); err != nil {
		return nil, fmt.Errorf("the settings would break the file: %w", err)
	}
	return out, nil
}

// addThunderbird returns Postern's lines alone, as they would stand in user.js.
func addThunderbird(user, own []byte, s *Settings) (string, error) {
	p, err := readProfile(user, own)
	if err != nil {
		return "", err
	}
	return p.write(s)
}

// newline is how the lines of user.js end.
func (p *profile) newline() string {
	if bytes.Contains(p.rest, []byte("\r\n")) || bytes.HasSuffix(p.rest, []byte("\r")) {
		return "\r\n"
	}
	return "\n"
}

// exists says which server is in the way.
func (p *profile) exists(key string, s *Settings) *ExistsError {
	var lines []string
	for _, pr := range append(p.given.of(key), p.block.of(key)...) {
		lines = append(lines, pr.raw)
	}
	what := "the outgoing server " + s.Host
	if s.User != "" {
		what += " for " + s.User
	}
	return &ExistsError{Account: key, What: what, Block: strings.Join(lines, "\n") + "\n"}
}

// write returns Postern's lines for the profile: the server, those that wait to be
// taken over, and the list where they are not in it.
func (p *profile) write(s *Settings) (string, error) {
	e, _ := find("thunderbird")
	v, err := e.parts[0].values(s)
	if err != nil {
		return "", err
	}
	key := p.same(s)
	if key == "" {
		key = p.free()
	}
	there := p.servers()
	waiting := slices.DeleteFunc(p.waiting(), func(k string) bool { return k == key })
	all := union(union(there, waiting), []string{key})
	quoted := quotePref(key)
	v["key"], v["fixed"], v["list"] = quoted[1:len(quoted)-1], "", ""
	if len(all) > len(there) {
		v["list"] = quotePref(strings.Join(all, ","))
		v["fixed"] = fill.Flag(p.fixed)
	}
	v["only"] = fill.Flag(len(all) == 1)
	v["default"] = p.firstDefault(all)
	v["kept"] = p.kept(waiting)
	return v.Text(template(e.parts[0].template)), nil
}

// firstDefault is the server to send with where none was named and there was none:
// the first of those that come. Otherwise nothing is said about it.
func (p *profile) firstDefault(all []string) string {
	if named, _ := p.given.text(prefDefault); named != "" || len(p.servers()) > 0 {
		return ""
	}
	return quotePref(all[0])
}

// kept are Postern's earlier lines about servers that wait.
func (p *profile) kept(keys []string) string {
	var lines []string
	for _, key := range keys {
		for _, pr := range p.block.of(key) {
			lines = append(lines, pr.raw)
		}
	}
	return strings.Join(lines, "\n")
}
