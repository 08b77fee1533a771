package recipe

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A msmtpFile is an msmtprc as msmtp would read it.
type msmtpFile struct {
	lines  []msmtpStatement // every line, with those that say nothing
	blocks []msmtpBlock
}

// A msmtpStatement is one line.
type msmtpStatement struct {
	raw      []byte // as it stands, with its line end
	cmd, arg string // cmd is "" for blank lines and comments
}

// A msmtpBlock is the lines of one account, or of defaults. Comments and blank
// lines behind its last setting are not in it: they introduce what follows.
type msmtpBlock struct {
	name       string // "" for defaults
	start, end int    // lines [start, end)
}

// readMSMTP reads an msmtprc by msmtp's own rules. The error names the line that
// msmtp would stop at. It shows no argument that may be a password.
func readMSMTP(old []byte) (*msmtpFile, error) {
	if bytes.HasPrefix(old, []byte("\ufeff")) {
		return nil, unreadable("msmtp", 1, "the file begins with a byte order mark: save it as plain UTF-8")
	}
	f := &msmtpFile{}
	for raw := range bytes.Lines(old) {
		n := len(f.lines) + 1
		st, err := readMSMTPLine(raw)
		if err == nil {
			err = f.add(st)
		}
		if err != nil {
			return nil, unreadable("msmtp", n, err.Error())
		}
	}
	if last := len(f.lines); last > 0 && bytes.HasSuffix(old, []byte("\r")) {
		return nil, unreadable("msmtp", last, "the line ends in half a line break: save the file anew")
	}
	return f, nil
}

// readMSMTPLine splits a line into setting and argument.
func readMSMTPLine(raw []byte) (msmtpStatement, error) {
	st := msmtpStatement{raw: raw}
	text, ended := strings.CutSuffix(string(raw), "\n")
	if strings.IndexByte(text, 0) >= 0 {
		return st, fmt.Errorf("there is a NUL byte, so this is not a text file")
	}
	if len(text) > msmtpLine {
		return st, fmt.Errorf("it has %d bytes, and msmtp reads %d", len(text), msmtpLine)
	}
	if ended {
		text = strings.TrimSuffix(text, "\r")
	}
	text = strings.TrimLeft(text, " \t")
	if text == "" || text[0] == '#' {
		return st, nil
	}
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		end = len(text)
	}
	st.cmd, st.arg = text[:end], trimMSMTP(text[end:])
	return st, checkMSMTPSetting(st.cmd, st.arg)
}

// trimMSMTP drops the blanks around an argument, and then one pair of quotes.
func trimMSMTP(s string) string {
	s = strings.Trim(s, " \t")
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

// add appends a line and keeps the blocks up to date.
func (f *msmtpFile) add(st msmtpStatement) error {
	at := len(f.lines)
	f.lines = append(f.lines, st)
	switch {
	case st.cmd == "":
		return nil
	case st.cmd == "defaults":
		f.blocks = append(f.blocks, msmtpBlock{start: at, end: at + 1})
		return nil
	case st.cmd == "account":
		return f.addAccount(at, st.arg)
	case len(f.blocks) == 0:
		// Settings before any account are the account default.
		f.blocks = append(f.blocks, msmtpBlock{name: "default", start: at})
	}
	f.blocks[len(f.blocks)-1].end = at + 1
	return nil
}

// addAccount reads "NAME" and "NAME : OTHER, OTHER".
func (f *msmtpFile) addAccount(at int, arg string) error {
	name, others, inherits := strings.Cut(arg, ":")
	if inherits {
		name = trimMSMTP(name)
		for _, other := range strings.Split(others, ",") {
			if other = trimMSMTP(other); other == "" || f.account(other) == nil {
				return fmt.Errorf("the account %q is not defined above it", other)
			}
		}
	}
	switch {
	case name == "":
		return fmt.Errorf("the account has no name")
	case strings.ContainsAny(name, ":,"):
		return fmt.Errorf("an account name cannot hold : or a comma")
	case f.account(name) != nil:
		return fmt.Errorf("the account %q is there twice", name)
	}
	f.blocks = append(f.blocks, msmtpBlock{name: name, start: at, end: at + 1})
	return nil
}

// account returns the block of an account, nil if there is none.
func (f *msmtpFile) account(name string) *msmtpBlock {
	i := slices.IndexFunc(f.blocks, func(b msmtpBlock) bool { return b.name == name && name != "" })
	if i < 0 {
		return nil
	}
	return &f.blocks[i]
}

// text returns some lines as they stand.
func (f *msmtpFile) text(start, end int) []byte {
	var out []byte
	for _, st := range f.lines[start:end] {
		out = append(out, st.raw...)
	}
	return out
}

// newline is the line end of the file.
func (f *msmtpFile) newline() string {
	if len(f.lines) > 0 && bytes.HasSuffix(f.lines[0].raw, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}
