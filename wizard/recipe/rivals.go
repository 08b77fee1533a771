package recipe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A rival is a line of a person's own that has to do with what Postern's lines set.
type rival struct {
	line   int    // counted from 1
	what   string // what it sets, in the program's own word
	effect effect
	after  bool // it stands behind Postern's lines
}

// An effect is how a line outside of Postern's counts against them.
type effect int

const (
	nothingMuch effect = iota
	sets               // the same setting: the later of the two counts
	stronger           // a setting that counts more, wherever it stands
	sometimes          // the same setting, but only now and then, as in a hook
	reads              // another file, read at this place
)

// A watch returns what a line does to Postern's lines, and which setting is meant. It
// is called for all lines in their order, and may remember.
type watch func(line string) (what string, e effect)

// around finds the rivals in a file where Postern's lines stand between two comment
// lines, and new ones come to the end. text are Postern's lines.
func around(comment string, watching func(text string, s *Settings) watch) func(old, text string, s *Settings) []rival {
	return surroundings{comment, watching}.rivals
}

type surroundings struct {
	comment  string
	watching func(text string, s *Settings) watch
}

func (a surroundings) rivals(old, text string, s *Settings) []rival {
	f, err := readBlock(old, a.comment)
	if err != nil {
		return nil // the join says it
	}
	var found []rival
	look, at, n := a.watching(text, s), 0, 0
	for _, line := range linesOf(old) {
		n++
		if at < f.start || at >= f.end {
			if what, e := look(strings.TrimRight(line, "\r\n")); e != nothingMuch {
				found = append(found, rival{n, what, e, f.start < f.end && at >= f.end})
			}
		}
		at += len(line)
	}
	return found
}

// beaten returns an error for the first line that would make Postern's lines useless.
func beaten(all []rival) error {
	for _, r := range all {
		switch {
		case r.effect == stronger:
			return fmt.Errorf("line %d sets %s, which would count more than these settings: delete that line, then try again", r.line, r.what)
		case r.effect == sets && r.after:
			return fmt.Errorf("line %d sets %s again behind Postern's lines, and the later one counts: "+
				"delete that line, or move it in front of them, then try again", r.line, r.what)
		}
	}
	return nil
}

// remarks are what to know about the lines that stay.
func remarks(all []rival) []string {
	var out, outdone []string
	for _, r := range all {
		switch {
		case r.effect == sets && !r.after:
			outdone = append(outdone, fmt.Sprintf("%s (line %d)", r.what, r.line))
		case r.effect == sometimes:
			out = append(out, fmt.Sprintf("Line %d sets %s too, and counts more where it applies.", r.line, r.what))
		case r.effect == reads && r.after:
			out = append(out, fmt.Sprintf("Line %d reads another file behind Postern's lines: what that sets counts more.", r.line))
		}
	}
	if len(outdone) > 0 {
		out = slices.Insert(out, 0, "Set in the file before, and no longer what counts: "+strings.Join(outdone, ", ")+".")
	}
	return out
}

// Remarks returns what to know about the lines of old, the n-th of the program's files,
// that set the same as the settings do, a paragraph each: those that no longer count,
// and those that count more now and then. Lines that would always count more make
// [MergeFile] refuse the file.
func Remarks(program string, n int, old []byte, s *Settings) []string {
	e, err := ready(program, s)
	if err != nil {
		return nil
	}
	parts := e.partsFor(s)
	if n < 0 || n >= len(parts) || parts[n].rivals == nil {
		return nil
	}
	text, err := parts[n].fill(s)
	if err != nil {
		return nil
	}
	return remarks(parts[n].rivals(string(old), text, s))
}

// settingNames are the names after the words that set or unset something in the lines
// of a text, such as "set" in Postern's own for mutt.
func settingNames(text string) []string {
	var names []string
	for _, line := range linesOf(text) {
		if fields := strings.Fields(line); len(fields) > 1 && (fields[0] == "set" || fields[0] == "unset") {
			name, _, _ := strings.Cut(fields[1], "=")
			names = append(names, name)
		}
	}
	return names
}

// namesSet reads what stands behind set, unset and the like: names, each with or without
// a value.
func namesSet(rest string) []string {
	var names []string
	for rest = strings.TrimLeft(rest, " \t"); rest != ""; rest = strings.TrimLeft(rest, " \t") {
		n := strings.IndexAny(rest, " \t=")
		if n < 0 {
			return append(names, rest)
		}
		names = append(names, rest[:n])
		if rest = strings.TrimLeft(rest[n:], " \t"); strings.HasPrefix(rest, "=") {
			rest = skipWord(strings.TrimLeft(rest[1:], " \t"))
		}
		if n == 0 && !strings.HasPrefix(rest, "=") {
			names = names[:len(names)-1]
		}
	}
	return names
}

// skipWord leaves out one word, in which blanks may stand between quotes.
func skipWord(text string) string { return text[unquoted(text, " \t"):] }

// splitCommands splits a line at the semicolons outside of quotes.
func splitCommands(line string) []string {
	var all []string
	for {
		end := unquoted(line, ";#")
		all = append(all, line[:end])
		if end == len(line) || line[end] == '#' {
			return all
		}
		line = line[end+1:]
	}
}

// unquoted is where the first of some characters stands outside of quotes, the end of the
// text where none does.
func unquoted(text, any string) int {
	var quote byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quote != '\'':
			i++
		case quote == 0 && strings.IndexByte("\"'`", c) >= 0:
			quote = c
		case c == quote:
			quote = 0
		case quote == 0 && strings.IndexByte(any, c) >= 0:
			return i
		}
	}
	return len(text)
}

// joinLines gives look whole lines, where one that ends in a backslash goes on.
func joinLines(look watch) watch {
	begun := ""
	return func(line string) (string, effect) {
		line = begun + line
		if rest, goesOn := strings.CutSuffix(line, `\`); goesOn {
			begun = rest
			return "", nothingMuch
		}
		begun = ""
		return look(line)
	}
}

// watchMutt knows the lines of mutt and NeoMutt. A tunnel takes the place of the
// connection to any server.
func watchMutt(text string, _ *Settings) watch {
	ours := settingNames(text)
	return joinLines(func(line string) (string, effect) {
		for _, command := range splitCommands(line) {
			word, rest, _ := strings.Cut(strings.TrimSpace(command), " ")
			switch {
			case slices.Contains([]string{"set", "unset", "reset", "toggle"}, word):
				for _, name := range namesSet(rest) {
					name = strings.TrimLeft(name, "&")
					for _, is := range []string{name, strings.TrimPrefix(name, "no"), strings.TrimPrefix(name, "inv")} {
						if is == "tunnel" && word == "set" {
							return is, stronger
						}
						if slices.Contains(ours, is) {
							return is, sets
						}
					}
				}
			case word == "source":
				return "", reads
			case word == "my_hdr" && strings.HasPrefix(strings.ToLower(strings.TrimLeft(rest, "\"' ")), "from:"):
				return "From", sometimes
			case strings.HasSuffix(word, "-hook") || word == "macro":
				for _, name := range append(slices.Clone(ours), "tunnel") {
					if hasWord(rest, name) {
						return name, sometimes
					}
				}
			}
		}
		return "", nothingMuch
	})
}

// watchSNail knows the lines of s-nail. It has a second name for many settings, with the
// server behind it, which counts more, and settings for an account that is chosen. A
// password counts more than the command for one.
func watchSNail(text string, s *Settings) watch {
	ours, inAccount := settingNames(text), false
	server := hostURL(s.Host) + ":" + strconv.Itoa(s.Port)
	return joinLines(func(line string) (string, effect) {
		command := strings.TrimSpace(line)
		for _, before := range []string{`\`, "wysh ", "global "} {
			command = strings.TrimSpace(strings.TrimPrefix(command, before))
		}
		word, rest, _ := strings.Cut(command, " ")
		switch {
		case word == "account" && strings.HasSuffix(command, "{"):
			inAccount = true
		case command == "}":
			inAccount = false
		case word == "source":
			return "", reads
		case slices.Contains([]string{"set", "se", "unset", "uns"}, word):
			for _, name := range namesSet(rest) {
				name = strings.TrimPrefix(name, "no")
				base, ofServer := strings.CutSuffix(name, "-"+s.User+"@"+server)
				if !ofServer {
					base, ofServer = strings.CutSuffix(name, "-"+server)
				}
				switch {
				case ofServer && (slices.Contains(ours, base) || base == "password"), name == "password" && s.User != "":
					return name, stronger
				case slices.Contains(ours, name) && inAccount:
					return name, sometimes
				case slices.Contains(ours, name):
					return name, sets
				}
			}
		}
		return "", nothingMuch
	})
}

// watchEmacs knows Emacs Lisp by the form at the left margin in which a line stands:
// setq sets at once, and what other forms do may come later.
func watchEmacs(text string, _ *Settings) watch {
	var ours []string
	for _, name := range []string{
		"user-mail-address", "user-full-name", "send-mail-function", "message-send-mail-function", "smtpmail-smtp-server",
		"smtpmail-smtp-service", "smtpmail-stream-type", "smtpmail-servers-requiring-authorization", "smtpmail-smtp-user",
		"smtpmail-auth-supported", "auth-sources",
	} {
		if strings.Contains(text, name) {
			ours = append(ours, name)
		}
	}
	form := ""
	return func(line string) (string, effect) {
		if strings.HasPrefix(strings.TrimSpace(line), ";") {
			return "", nothingMuch
		}
		if rest, ok := strings.CutPrefix(line, "("); ok {
			form = rest[:len(rest)-len(strings.TrimLeft(rest, letters+"-*"))]
		}
		if hasWord(line, "smtpmail-queue-mail") && !strings.Contains(line, "smtpmail-queue-mail nil") {
			return "smtpmail-queue-mail", sometimes
		}
		at := slices.IndexFunc(ours, func(name string) bool { return hasWord(line, name) && !isValue(line, name) })
		switch {
		case slices.Contains([]string{"load", "load-file", "org-babel-load-file"}, form) && strings.HasPrefix(line, "("):
			return "", reads
		case at < 0 || form == "add-to-list" || form == "message":
			return "", nothingMuch
		case slices.Contains([]string{"setq", "setq-default", "setopt", "set-default", "custom-set-variables", "customize-set-variable"}, form):
			return ours[at], sets
		}
		return ours[at], sometimes
	}
}

// isValue reports whether the variable is only asked for its value: a form ends with it.
func isValue(line, name string) bool {
	_, after, _ := strings.Cut(line, name)
	return strings.HasPrefix(after, ")")
}

// hasWord reports whether a name stands in a text, and not as part of a longer one.
func hasWord(text, name string) bool {
	const part = letters + digits + "-_"
	for {
		i := strings.Index(text, name)
		if i < 0 {
			return false
		}
		after := text[i+len(name):]
		if (i == 0 || strings.IndexByte(part, text[i-1]) < 0) && (after == "" || strings.IndexByte(part, after[0]) < 0) {
			return true
		}
		text = after
	}
}

// gitRivals finds what counts against a section [sendemail]: another way to write its
// name, files read after it, and an identity, whose own section counts more.
func gitRivals(old, _ string, _ *Settings) []rival {
	var found []rival
	n, own, section := 0, false, ""
	for _, line := range linesOf(old) {
		n++
		text := strings.ToLower(strings.TrimSpace(line))
		if name, ok := strings.CutPrefix(text, "["); ok {
			name, rest, _ := strings.Cut(name, "]")
			section = strings.TrimSpace(name)
			switch {
			case text == "[sendemail]":
				own = true
			case section == "sendemail" && strings.TrimLeft(rest, " \t") != "":
				found = append(found, rival{n, "[sendemail]", sets, own})
			case section == "include" || strings.HasPrefix(section, "includeif "):
				found = append(found, rival{n, "", reads, own})
			}
			continue
		}
		if section == "sendemail" && key(line) == "identity" {
			found = append(found, rival{n, "an identity", sometimes, own})
		}
	}
	return found
}

// refuseTables refuses a file of himalaya's that has a table for what Postern would
// write as settings of the account: TOML allows one of the two.
func refuseTables(old []byte, s *Settings) error {
	n := 0
	for _, line := range linesOf(string(old)) {
		n++
		name := strings.NewReplacer(" ", "", "\t", "", `"`, "", "'", "").Replace(strings.TrimSpace(line))
		if strings.HasPrefix(name, "[accounts."+s.Account+".smtp]") || strings.HasPrefix(name, "[accounts."+s.Account+".smtp.") {
			return fmt.Errorf("line %s begins a table of its own for smtp, which a file like that can have only once: "+
				"delete that table, or take another account name, then try again", strconv.Itoa(n))
		}
	}
	return nil
}
