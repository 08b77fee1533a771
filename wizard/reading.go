package wizard

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"postern/wizard/advice"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// A Reading is a text for a person: paragraphs to be wrapped at the width there
// is, and blocks to be kept as they are.
type Reading struct {
	Title      string
	Paragraphs []string // one that begins with two spaces is kept as it is
}

//go:embed text/why.tmpl
var whyText string

//go:embed text/outcome.tmpl
var outcomeText string

// Read returns the text of a Show step.
func (s Session) Read(t Topic) Reading {
	if t == Outcome {
		return Reading{Title: "Done", Paragraphs: fill(outcomeText, s.outcome())}
	}
	return Reading{Title: s.whyTitle(), Paragraphs: fill(whyText, s.why())}
}

type why struct {
	Reason, Server  string
	Drawing         []string
	Open25, Tried25 bool
	Policy          string
}

func (s Session) whyTitle() string {
	if r, ok := s.Chosen(); ok {
		return fmt.Sprintf("Why door %d", r.Door.Port)
	}
	return "Why this door"
}

func (s Session) why() why {
	w := why{Server: s.ProviderName(), Drawing: s.Drawing()}
	adv := s.Advice()
	if r, ok := s.Chosen(); ok && r.Door.Port != adv.Port {
		w.Reason = fmt.Sprintf("You chose %d. Every check passed there: encrypted, certificate valid, login offered.", r.Door.Port)
	} else if len(adv.Reasons) > 0 {
		w.Reason = adv.Headline + " " + adv.Reasons[0].Text
	}
	if r, ok := s.report.Door(25); ok {
		w.Tried25 = true
		v := advice.Judge(r)
		w.Open25 = v == advice.Ready || v == advice.ReadyForRelay || v == advice.NoLogin || v == advice.NoSTARTTLS
	}
	if len(adv.Also) > 0 && adv.Port != 0 {
		w.Policy = policyWords(adv)
	}
	return w
}

func policyWords(a advice.Advice) string {
	if a.Policy == advice.Prefer465 {
		return "Where both doors are as good, Postern is set to name 465 first, as RFC 8314 leans to. Nearly every guide names 587 first; --prefer 587 turns it round."
	}
	return "Where both doors are as good, Postern names 587 first, as nearly every guide does, so that what you read elsewhere will match. RFC 8314 leans to 465; --prefer 465 turns it round."
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

type outcome struct {
	Written, Same             bool
	Path, Backup, Undo        string
	Program, Store            string
	Provider, Setup, SetupURL string
	Try, Inbox                string
}

func (s Session) outcome() outcome {
	set := s.Settings()
	o := outcome{Path: s.ShownPath(), Provider: s.ProviderName()}
	if p, ok := recipe.Find(s.Get(Program)); ok {
		o.Program = p.Name
	}
	if s.done != nil {
		o.Written, o.Same = true, s.done.Same
		o.Backup = install.ShortenHome(s.done.Backup, s.world.Home)
		if o.Backup != "" {
			o.Undo = install.Undo(*s.done)
		}
	}
	o.Setup, o.SetupURL = s.FirstSteps()
	if s.practising() {
		o.Inbox = s.practice.Inbox
	} else {
		o.Store = recipe.StoreCommand(set)
	}
	o.Try = recipe.TryCommand(s.Get(Program), set, s.ShownPath())
	return o
}

// fill executes a template and splits the result into paragraphs.
func fill(text string, data any) []string {
	var b strings.Builder
	template.Must(template.New("").Option("missingkey=error").Parse(text)).Execute(&b, data)
	var out []string
	for block := range strings.SplitSeq(b.String(), "\n\n") {
		if block = strings.Trim(block, "\n"); strings.TrimSpace(block) != "" {
			out = append(out, block)
		}
	}
	return out
}
