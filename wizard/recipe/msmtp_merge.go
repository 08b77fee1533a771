package recipe

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// mergeMSMTP adds an account at the end of an msmtprc, or puts it in the place of
// the one of the same name. The account named default, which msmtp takes unless
// told otherwise, is added only where there is none.
func mergeMSMTP(old, _ []byte, s *Settings, replace bool) ([]byte, error) {
	f, err := readMSMTP(old)
	if err != nil {
		return nil, err
	}
	was := f.account(s.Account)
	if was != nil && !replace {
		block := concealMSMTP(string(f.text(was.start, was.end)))
		return nil, &ExistsError{Account: s.Account, What: "an account named " + s.Account, Block: block}
	}
	place := msmtpBlock{start: len(f.lines), end: len(f.lines)}
	if was != nil {
		place = *was
	}
	block, err := f.block(s)
	if err != nil {
		return nil, err
	}
	out := f.text(0, place.start)
	if was == nil {
		out = f.openParagraph(out)
	}
	out = append(out, block...)
	out = append(out, f.text(place.end, len(f.lines))...)
	if s.Account != "default" && f.account("default") == nil {
		out = f.openParagraph(out)
		out = append(out, "account default : "+s.Account+f.newline()...)
	}
	if _, err := readMSMTP(out); err != nil {
		return nil, fmt.Errorf("the settings would break the file: %w", err)
	}
	return out, nil
}

// block is the account's lines, written for this file.
func (f *msmtpFile) block(s *Settings) ([]byte, error) {
	e, _ := find("msmtp")
	text, err := e.parts[0].fill(s, f.undo(s)...)
	if err != nil {
		return nil, err
	}
	return []byte(strings.ReplaceAll(text, "\n", f.newline())), nil
}

// openParagraph ends the last line, if need be, and leaves one blank line.
func (f *msmtpFile) openParagraph(out []byte) []byte {
	if len(out) == 0 {
		return out
	}
	nl := f.newline()
	if out[len(out)-1] != '\n' {
		out = append(out, nl...)
	}
	last := out[bytes.LastIndexByte(out[:len(out)-1], '\n')+1:]
	if len(bytes.TrimSpace(last)) > 0 {
		out = append(out, nl...)
	}
	return out
}

// undo returns the lines that take back what the file's defaults would give the
// account: another server's password, a certificate check switched off, and the
// like. What says how this computer reaches the network, or where msmtp writes its
// log, is left as the person has it.
//
// All defaults of the file count, wherever they stand: an account default that
// copies this one further down takes the defaults of its own place.
func (f *msmtpFile) undo(s *Settings) []string {
	given := f.defaults()
	var lines []string
	takeBack := func(line string, settings ...string) {
		if slices.ContainsFunc(settings, func(cmd string) bool { return given[cmd] }) {
			lines = append(lines, line)
		}
	}
	takeBack("protocol smtp", "protocol")
	takeBack("socket", "socket")
	takeBack("auto_from off", "auto_from")
	takeBack("tls_certcheck on", "tls_certcheck", "tls_nocertcheck")
	takeBack("tls_fingerprint", "tls_fingerprint")
	takeBack("tls_host_override", "tls_host_override")
	if s.User != "" {
		takeBack("password", "password", "eval") // an eval may print any setting
	}
	if s.User != "" && FetchCommand(s) == "" {
		takeBack("passwordeval", "passwordeval", "eval")
	}
	return lines
}

// defaults returns the settings that the file's defaults sections contain.
func (f *msmtpFile) defaults() map[string]bool {
	given := make(map[string]bool)
	for _, b := range f.blocks {
		if b.name != "" {
			continue
		}
		for _, st := range f.lines[b.start:b.end] {
			given[st.cmd] = true
		}
	}
	return given
}
