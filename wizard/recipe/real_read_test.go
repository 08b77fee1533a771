//go:build unix

package recipe_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// printers make a program print what it has read: the sender, and the login name
// where it does not stand in a URL.
func printers() map[string]struct {
	command string
	want    func(s *recipe.Settings) string
} {
	sender := func(s *recipe.Settings) string {
		return fmt.Sprintf("%s|\"%s\" <%s>", s.User, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s.Name), s.Address)
	}
	return map[string]struct {
		command string
		want    func(s *recipe.Settings) string
	}{
		"git": {`printf '%s|%s' "$(git config sendemail.smtpUser)" "$(git config sendemail.from)"`, sender},
		"emacs": {
			`emacs --batch -l ~/.emacs --eval '(progn (set-terminal-coding-system (quote utf-8)) ` +
				`(princ (concat smtpmail-smtp-user "|" user-full-name)))' 2>/dev/null`,
			func(s *recipe.Settings) string { return s.User + "|" + s.Name },
		},
		"himalaya": {
			`python3 -c 'import tomllib; a = tomllib.load(open(".config/himalaya/config.toml", "rb"))["accounts"]["practice"]["smtp"]; ` +
				`print(a["sasl"]["plain"]["username"] + "|" + a["sasl"]["plain"]["password"]["command"][2], end="")'`,
			func(s *recipe.Settings) string { return s.User + "|" + oneLine(s.Secret.Command) },
		},
		"mutt":    {`mutt -D | sed -n 's/^realname=//p'`, muttName},
		"neomutt": {`neomutt -D | sed -n 's/^set real_name = //p'`, muttName},
	}
}

// oneLine is a command of which the first line counts; one that is more than plain words
// stays together.
func oneLine(command string) string {
	if plain := strings.ReplaceAll(command, " ", ""); recipe.QuoteShell(plain) != plain {
		command = "sh -c " + recipe.QuoteShell(command)
	}
	return command + " | head -n1"
}

// muttName is a name as both programs print it.
func muttName(s *recipe.Settings) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s.Name) + `"`
}

// TestRealMailProgramsReadEveryValueBack: what a program prints is what was meant.
func TestRealMailProgramsReadEveryValueBack(t *testing.T) {
	for id, p := range printers() {
		t.Run(id, func(t *testing.T) {
			command := id
			if id == "himalaya" {
				command = "python3" // reads the format in its place
			}
			s := sender{realMSMTP: findProgram(t, command)}
			for _, value := range hostileUsers {
				set := ada(user(value), account("practice"), func(s *recipe.Settings) { s.Name = value + "," })
				if id == "himalaya" {
					set.Secret = recipe.Secret{Kind: recipe.Command, Command: "echo " + value}
				} else {
					set.Secret.Kind = recipe.AskMe // mutt would run a command now
				}
				files, err := recipe.Render(id, set)
				if err != nil {
					t.Logf("refused: %v", err)
					continue
				}
				s.write(t, inHome(files[0].Path), files[0].Body, 0o600)
				out, err := s.run(t, p.command)
				if want := p.want(set); err != nil || strings.TrimRight(out, "\n") != want {
					t.Errorf("it reads\n%q, want\n%q: %v\n%s", out, want, err, files[0].Body)
				}
			}
		})
	}
}
