package recipe

import "strings"

// A login is a line of a file that holds a password.
type login struct {
	account  string // whose password it is, and at which server; "" where there is none
	from, to int    // the password in the line
}

// carrying puts the password that a person has in a file already into the place of
// [Placeholder] in a line for the same account, as where only the door is another. find
// reads one line, without its end.
func carrying(find finder) func(old, text string) string { return find.carry }

type finder func(line string) login

func (find finder) carry(old, text string) string {
	has := make(map[string]string)
	for _, line := range linesOf(old) {
		line = strings.TrimRight(line, "\r\n")
		l := find(line)
		if l.account == "" || line[l.from:l.to] == Placeholder {
			continue
		}
		if _, twice := has[l.account]; !twice {
			has[l.account] = line[l.from:l.to]
		}
	}
	var b strings.Builder
	for _, line := range linesOf(text) {
		l := find(strings.TrimRight(line, "\r\n"))
		if password, ok := has[l.account]; ok && l.account != "" && line[l.from:l.to] == Placeholder {
			line = line[:l.from] + password + line[l.to:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// postfixLogin reads a line like "[mail.example.org]:587 ada:secret". The password is
// the server's, whichever door leads to it.
func postfixLogin(line string) login {
	key := firstField(line)
	user, password, ok := strings.Cut(strings.TrimLeft(line[len(key):], " \t"), ":")
	host, inBrackets := strings.CutPrefix(key, "[")
	host, _, closed := strings.Cut(host, "]")
	if !ok || !inBrackets || !closed || password == "" {
		return login{}
	}
	return login{strings.ToLower(host) + " " + user, len(line) - len(password), len(line)}
}

// nullmailerLogin reads a line of remotes.
func nullmailerLogin(line string) login {
	user, _ := option(line, "--user=")
	password, from := option(line, "--pass=")
	if host := firstField(line); host != "" && user != "" && password != "" {
		return login{strings.ToLower(host) + " " + user, from, from + len(password)}
	}
	return login{}
}

// option is the value of an option in double quotes, as it is written, and where it
// begins; "" where there is none.
func option(line, name string) (value string, from int) {
	at := strings.Index(line, `"`+name)
	if at < 0 {
		return "", 0
	}
	from = at + 1 + len(name)
	for i := from; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return line[from:i], from
		}
	}
	return "", 0
}

// carrySSMTP is [carrying] for sSMTP, where the server, the login name and the password
// stand on lines of their own between Postern's comment lines.
func carrySSMTP(old, text string) string {
	f, err := readBlock(old, "#")
	if err != nil {
		return text
	}
	was, own := ssmtpValues(f.text[f.start:f.end]), ssmtpValues(text)
	password := was["authpass"]
	if password == "" || password == Placeholder || was["authuser"] != own["authuser"] || hostOf(was["mailhub"]) != hostOf(own["mailhub"]) {
		return text
	}
	return strings.ReplaceAll(text, "AuthPass="+Placeholder+"\n", "AuthPass="+password+"\n")
}

// ssmtpValues are the settings by their names in small letters; of two the later counts.
func ssmtpValues(text string) map[string]string {
	values := make(map[string]string)
	for _, line := range linesOf(text) {
		if name := key(line); name != "" {
			_, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
			values[name] = strings.TrimSpace(value)
		}
	}
	return values
}

// hostOf is the server of "server:port".
func hostOf(hub string) string {
	host, _, _ := strings.Cut(hub, ":")
	return strings.ToLower(host)
}

// LosesPassword reports whether a difference, as [Conceal] returns it, takes away a
// password that a person put in, so that it is in the backup alone.
func LosesPassword(difference string) bool {
	gone := false
	for _, line := range linesOf(difference) {
		line = strings.TrimRight(line, "\n")
		if !strings.HasSuffix(line, "***") {
			continue
		}
		if line[0] == '+' {
			return false
		}
		gone = gone || line[0] == '-'
	}
	return gone
}

// WithoutPlaceholder returns the texts but for those that say what to put in the place
// of [Placeholder], where no file holds it: the password is there already.
func WithoutPlaceholder(texts []string, bodies ...[]byte) []string {
	for _, body := range bodies {
		if strings.Contains(string(body), Placeholder) {
			return texts
		}
	}
	var out []string
	for _, text := range texts {
		if !strings.Contains(text, Placeholder) {
			out = append(out, text)
		}
	}
	return out
}
