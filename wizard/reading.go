package wizard

import (
	_ "embed"
	"fmt"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
	"postern/wizard/fill"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// A Reading is a text for a person: paragraphs to be wrapped at the width there
// is, and blocks to be kept as they are.
type Reading struct {
	Title      string
	Paragraphs []string // one that begins with two spaces is kept as it is
}

//go:embed text/why.txt
var whyText string

//go:embed text/outcome.txt
var outcomeText string

// Read returns the text of a Show step.
func (s Session) Read(t Topic) Reading {
	if t == Outcome {
		return Reading{Title: "Done", Paragraphs: paragraphs(s.outcome().Text(outcomeText))}
	}
	return Reading{Title: s.whyTitle(), Paragraphs: paragraphs(s.why().Text(whyText))}
}

// paragraphs splits a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for block := range strings.SplitSeq(text, "\n\n") {
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

func (s Session) why() fill.Values {
	adv := s.Advice()
	reason := ""
	if r, ok := s.Chosen(); ok && r.Door.Port != adv.Port {
		reason = fmt.Sprintf("You chose %d. Every check passed there: encrypted, certificate valid, login offered.", r.Door.Port)
	} else if len(adv.Reasons) > 0 {
		reason = adv.Headline + " " + adv.Reasons[0].Text
	}
	tie := adv.Port != 0 && len(adv.Also) > 0
	open, tried := s.relayOpen()
	return fill.Values{
		"reason":   reason,
		"drawing":  block(s.Drawing()),
		"server":   s.ProviderName(),
		"open25":   fill.Flag(open),
		"closed25": fill.Flag(tried && !open),
		"587first": fill.Flag(tie && adv.Policy == advice.Prefer587),
		"465first": fill.Flag(tie && adv.Policy == advice.Prefer465),
		"limits":   advice.Limits(),
	}
}

// relayOpen reports whether port 25 answered as a mail server does, and whether
// it was tried at all.
func (s Session) relayOpen() (open, tried bool) {
	r, ok := s.report.Door(25)
	return r.Greeting == probe.GreetingOK, ok && r.Settled()
}

// Drawing shows the way of a message, with the chosen door in it.
func (s Session) Drawing() []string {
	r, ok := s.Chosen()
	if !ok {
		return nil
	}
	port := fmt.Sprint(r.Door.Port)
	server := s.ProviderName()
	first := "you ──" + port + "──> "
	line := first + server + " ──25──> their provider ──> inbox"
	under := "    submission"
	gap := max(2, len([]rune(first))+len([]rune(server))+2-len(under))
	return []string{line, under + strings.Repeat(" ", gap) + "relay"}
}

func (s Session) outcome() fill.Values {
	set := s.Settings()
	setup, link := s.FirstSteps()
	v := fill.Values{
		"path": s.ShownPath(), "provider": s.ProviderName(), "setup": setup, "link": link,
		"try": recipe.TryCommand(s.Get(Program), set, s.ShownPath()),
	}
	if p, ok := recipe.Find(s.Get(Program)); ok {
		v["program"] = p.Name
	}
	if s.done != nil {
		v["written"], v["same"] = fill.Flag(true), fill.Flag(s.done.Same)
		if s.done.Backup != "" {
			v["backup"], v["undo"] = install.ShortenHome(s.done.Backup, s.world.Home), install.Undo(*s.done)
		}
	}
	if s.practising() {
		v["inbox"] = s.practice.Inbox
	} else {
		v["store"] = recipe.StoreCommand(set)
	}
	return v
}
