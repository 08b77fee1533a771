package wizard

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/fill"
	"postern/wizard/install"
	"postern/wizard/packed"
	"postern/wizard/recipe"
)

// A Reading is a text for a person: paragraphs to be wrapped at the width there
// is, and blocks to be kept as they are.
type Reading struct {
	Title      string
	Paragraphs []string // one that begins with two spaces is kept as it is
}

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

var texts = packed.Later(pack)

// Read returns the text of a Show step, with drawings of at most the given width.
func (s Session) Read(t Topic, width int) Reading {
	if t == Outcome {
		return Reading{Title: "Done", Paragraphs: paragraphs(s.outcome().Text(texts()["outcome.txt"]))}
	}
	return Reading{Title: s.whyTitle(), Paragraphs: paragraphs(s.why(width).Text(texts()["why.txt"]))}
}

// paragraphs splits a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for _, block := range strings.Split(text, "\n\n") {
		if block = strings.Trim(block, "\n"); strings.TrimSpace(block) != "" {
			out = append(out, block)
		}
	}
	return out
}

func (s Session) whyTitle() string {
	if r, ok := s.Chosen(); ok {
		return fmt.Sprintf("Why door %d", r.Door.Port)
	}
	return "Why this door"
}

func (s Session) why(width int) fill.Values {
	adv := s.Advice()
	tie := s.needsLogin() && adv.Port != 0 && len(adv.Also) > 0
	relay, tried := s.report.Door(25)
	spare := ""
	if r, ok := s.Chosen(); ok && s.needsLogin() && r.Door.Port != 465 && r.Door.Port != 587 && r.Door.Port != 25 {
		spare = strconv.Itoa(r.Door.Port)
	}
	tried = tried && relay.Settled() && s.needsLogin()
	return fill.Values{
		"reason":   s.reason(adv),
		"login":    fill.Flag(s.needsLogin()),
		"drawing":  block(s.Drawing(width - 2)),
		"server":   s.ProviderName(),
		"spare":    spare,
		"open25":   fill.Flag(tried && relay.Greeting == probe.GreetingOK),
		"silent25": fill.Flag(tried && relay.Connect == probe.ConnectTimeout),
		"closed25": fill.Flag(tried && relay.Connect == probe.ConnectRefused),
		"587first": fill.Flag(tie && adv.Policy == advice.Prefer587),
		"465first": fill.Flag(tie && adv.Policy == advice.Prefer465),
		"limits":   advice.Limits(),
	}
}

// reason says why the chosen door.
func (s Session) reason(adv advice.Advice) string {
	r, ok := s.Chosen()
	if ok && adv.State == advice.Final && r.Door.Port == adv.Port && len(adv.Reasons) > 0 {
		return adv.Headline + " " + adv.Reasons[0].Text
	}
	if !ok {
		return ""
	}
	if !s.needsLogin() {
		return fmt.Sprintf("You chose %d. It is encrypted, with a valid certificate, and nobody signs in.", r.Door.Port)
	}
	return fmt.Sprintf("You chose %d. Every check passed there: encrypted, certificate valid, login offered.", r.Door.Port)
}

// Drawing shows the way of a message, with the chosen door in it: in one row, or
// from top to bottom where the width in cells is too small for that.
func (s Session) Drawing(width int) []string {
	r, ok := s.Chosen()
	if !ok {
		return nil
	}
	port, server := fmt.Sprint(r.Door.Port), s.ProviderName()
	first := "you ──" + port + "──► "
	row := first + server + " ──25──► their provider ──► inbox"
	if utf8.RuneCountInString(row) > width {
		return []string{
			"you", " │ " + port + ", submission", server, " │ 25, relay", "their provider", " │", "inbox",
		}
	}
	under := "    submission"
	gap := max(2, utf8.RuneCountInString(first+server)+2-len(under))
	return []string{row, under + strings.Repeat(" ", gap) + "relay"}
}

// TryCommand is what sends a first message with the settings as written; "" if
// nothing was written, or the program has no such command.
func (s Session) TryCommand() string {
	p, _ := recipe.Find(s.Get(Program))
	if s.done == nil || s.Practising() && p.System() { // the system's own mailer would send it
		return ""
	}
	return recipe.TryCommand(s.Get(Program), s.Settings(), s.ShownPath())
}

func (s Session) outcome() fill.Values {
	set := s.Settings()
	setup, link := s.FirstSteps()
	v := fill.Values{
		"path": s.ShownPath(), "provider": s.ProviderName(), "setup": setup, "link": link,
		"try": s.TryCommand(),
	}
	v["program"], v["password"] = s.programName(), s.PracticePassword()
	if s.done != nil {
		v["after"] = strings.Join(s.afterwards(), "\n\n")
		v["written"] = fill.Flag(true)
		v["same"] = fill.Flag(!slices.ContainsFunc(s.done, func(d install.Done) bool { return !d.Same }))
		var backups []string
		for _, d := range s.done {
			if d.Backup != "" {
				backups = append(backups, install.ShortenHome(d.Backup, s.world.Home))
			}
		}
		v["path"] = strings.Join(s.ShownPaths(), "\n  ")
		v["several"], v["private"] = fill.Flag(len(s.done) > 1), fill.Flag(private(s.done))
		if len(backups) > 0 {
			v["backup"] = strings.Join(backups, "\n  ")
		}
		if len(backups) > 0 || !s.Practising() { // what is new in practice goes by itself
			v["undo"] = install.Undo(s.done...)
		}
	}
	if s.Practising() {
		v["inbox"] = s.practice.Inbox
		p, _ := recipe.Find(s.Get(Program))
		switch {
		case p.System():
			v["after"] = p.Name + " does not look there: in practice these files are to be read, and not to send with."
			for _, text := range recipe.Looks(p.ID, set) {
				v["after"] += "\n\n" + text
			}
		case p.Profiled:
			v["after"], v["profile"], v["ca"] = "", withProfile(filepath.Dir(s.Path()), runtime.GOOS), s.practice.CAFile
		}
	} else {
		v["store"] = recipe.StoreCommand(set)
	}
	return v
}

// withProfile is the command that opens a profile of Thunderbird, which is on the path of
// few systems.
func withProfile(dir, goos string) string {
	open := "thunderbird"
	switch goos {
	case "windows":
		open = "cmd /c start thunderbird"
	case "darwin":
		open = "open -n -a Thunderbird --args"
	}
	return open + " --profile " + recipe.QuoteOn(goos, dir)
}

// private reports whether nobody but the person may read what was written.
func private(done []install.Done) bool {
	return !slices.ContainsFunc(done, func(d install.Done) bool { return d.Mode&0o077 != 0 || another(d.Owner) })
}
