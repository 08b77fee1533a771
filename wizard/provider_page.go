package wizard

import (
	"fmt"
	"strings"

	"postern/wizard/catalog"
)

// ProviderPage is all that the catalogue says of a provider, in plain words: the
// screen and the command print the same. The date is that of the facts.
func ProviderPage(p *catalog.Provider, asOf string) Reading {
	var page []string
	for _, part := range [][]string{
		pageOpening(p), pageSteps(p), pageLogin(p), pageDoors(p, asOf), pageCautions(p),
		pageLimits(p), pageIncoming(p), pageSources(p, asOf), pageDomains(p),
	} {
		page = append(page, part...)
	}
	return Reading{Title: p.Name, Paragraphs: page}
}

func pageOpening(p *catalog.Provider) []string {
	kind := "A mailbox provider"
	if p.Group == catalog.SendingService {
		kind = "A service that only sends"
	}
	text := fmt.Sprintf("%s: %s. In commands it is called %s.", kind, p.Headline(), p.ID)
	if !p.SMTPAvailable {
		text += " It has no SMTP, so no other program can send through it."
	}
	return []string{text}
}

// pageSteps is what to do first, and where that is described.
func pageSteps(p *catalog.Provider) []string {
	out := []string{"First steps: " + p.SetupNote}
	if p.SetupURL == "" {
		return out
	}
	return append(out, "More about it, on "+setupStatusWords(p.SetupStatus)+":", p.SetupURL)
}

func setupStatusWords(status string) string {
	switch status {
	case "read":
		return "a page that was read for these facts"
	case "read-copy":
		return "a page of which a copy was read for these facts"
	}
	return "a page that a source names, but that was not read for these facts"
}

func pageLogin(p *catalog.Provider) []string {
	out := []string{"To log in:", "- Password field: " + passwordWords(p.PasswordKind) + "."}
	if len(p.PasswordAlt) > 0 {
		var also []string
		for _, k := range p.PasswordAlt {
			also = append(also, passwordWords(k))
		}
		out = append(out, "- In some cases instead: "+strings.Join(also, "; or ")+".")
	}
	name := "- Login name: " + usernameWords(p.Username.Form, p.Username.Value)
	if p.Username.Hint != "" {
		name += ". Note: " + p.Username.Hint
	}
	out = append(out, ended(name))
	if len(p.Auth) > 0 {
		out = append(out, fmt.Sprintf("- Ways to log in: %s (%s).",
			strings.ToUpper(strings.Join(p.Auth, ", ")), authBasisWords(p.AuthBasis)))
	} else {
		out = append(out, "- Ways to log in: "+authBasisWords(p.AuthBasis)+".")
	}
	return out
}

// passwordWords says what goes into a program's password field.
func passwordWords(k catalog.PasswordKind) string {
	switch k {
	case catalog.AccountPassword:
		return "the account's own password"
	case catalog.AppPassword:
		return "an app password, which you make for one program in the account's settings; not the password you sign in with"
	case catalog.OAuthOnly:
		return "no password: the program signs in through the browser (OAuth), which few programs can"
	case catalog.APIKey:
		return "an API key, which you make in the service's settings"
	case catalog.SMTPCredentials:
		return "a password for SMTP alone, which the provider issues"
	case catalog.BridgePassword:
		return "the password that its Bridge program shows, not the account's"
	case catalog.NoPassword:
		return "none; there is no login by a password"
	}
	return string(k)
}

func usernameWords(form, value string) string {
	switch form {
	case "email":
		return "the whole address"
	case "localpart":
		return "what stands before the @ of the address"
	case "literal":
		return "exactly " + value + ", for everybody"
	case "credential":
		return "one that the provider issues"
	case "any":
		return "any; the server does not look at it"
	}
	return form
}

func authBasisWords(basis string) string {
	switch basis {
	case "provider":
		return "by the provider's own page"
	case "ispdb":
		return "by Thunderbird's list of providers"
	case "nodemailer":
		return "by nodemailer's list of services"
	case "third-party":
		return "by somebody else's page"
	case "assumed":
		return "assumed; ask the server"
	}
	return "none is known"
}

// securityWords says how a documented door is encrypted.
func securityWords(security string) string {
	switch security {
	case "tls":
		return "TLS at once"
	case "starttls":
		return "STARTTLS"
	}
	return "without encryption"
}

// pageDoors are the doors as documented, in the file's order.
func pageDoors(p *catalog.Provider, asOf string) []string {
	if len(p.SMTP) == 0 && p.SMTPLocal == nil {
		return nil
	}
	out := []string{fmt.Sprintf("Doors, as documented (facts of %s):", asOf)}
	for _, e := range p.SMTP {
		out = append(out, doorLine(e))
	}
	if l := p.SMTPLocal; l != nil {
		out = append(out, ended(fmt.Sprintf("- 127.0.0.1 %d (this computer), %s: %s", l.Port, securityWords(l.Security), l.Note)))
	}
	if p.SMTPLocal != nil {
		out = append(out, certificateNote)
	}
	out = append(out, pageRegions(p)...)
	return append(out, "Every port here is a claim to be tried, not a promise. Postern tries a door before it recommends it.")
}

func doorLine(e catalog.Endpoint) string {
	line := fmt.Sprintf("- %s %d, %s", e.Host, e.Port, securityWords(e.Security))
	if e.Region != "" {
		line += ", for " + regionWords(e.Region)
	}
	switch {
	case e.Preferred == nil:
	case *e.Preferred:
		line += "; named as the one to use"
	default:
		line += "; named as second choice"
	}
	if e.TLSOptional {
		line += "; the server would also go on without encryption, so the program must insist on it"
	}
	return line + "."
}

// pageRegions says what else can stand in the host's name.
func pageRegions(p *catalog.Provider) []string {
	if p.HostTemplate == "" {
		return nil
	}
	return []string{
		"In every region the same ports. The server's name is made from the region:",
		p.HostTemplate,
		"Known regions: " + strings.Join(p.Regions, ", ") + ". A newer one can be typed.",
	}
}

func pageCautions(p *catalog.Provider) []string {
	var out []string
	if p.Caution != "" {
		out = append(out, "Mind: "+p.Caution)
	}
	if len(p.Timeline) > 0 {
		out = append(out, "Dates that were announced; such dates move, so look again:")
		for _, t := range p.Timeline {
			out = append(out, ended("- "+dateWords(t.Date)+": "+t.Event))
		}
	}
	return out
}

// dateWords is a date of the timeline, and what a half year is.
func dateWords(date string) string {
	year, half, _ := strings.Cut(date, "-H")
	switch half {
	case "1":
		return date + " (the first half of " + year + ")"
	case "2":
		return date + " (the second half of " + year + ")"
	}
	return date
}

func pageLimits(p *catalog.Provider) []string {
	l := p.Limits
	if l == nil {
		return []string{"Limits: how much one may send is not known here; that is not the same as unlimited."}
	}
	text := fmt.Sprintf("Limits: %d %s", l.Count, strings.Replace(l.Unit, "/", " a ", 1))
	if l.Note != "" {
		text += ", " + l.Note
	}
	return []string{ended(text) + " Source: " + l.Source}
}

func pageIncoming(p *catalog.Provider) []string {
	m := p.IMAP
	if m == nil {
		return []string{"To read mail (IMAP): no server is known here, or there is none."}
	}
	text := fmt.Sprintf("To read mail (IMAP): %s %d, %s", m.Host, m.Port, securityWords(m.Security))
	if m.UsernameForm != "" {
		text += "; the login name there is " + usernameWords(m.UsernameForm, "")
	}
	return []string{text + "."}
}

func pageDomains(p *catalog.Provider) []string {
	if len(p.Domains) == 0 {
		return []string{"Addresses: in a domain of your own, or not known; none tells this provider by itself."}
	}
	return []string{"Addresses: those that end in @" + strings.Join(p.Domains, ", @") + "."}
}

// pageSources says how sure all this is, and where it comes from.
func pageSources(p *catalog.Provider, asOf string) []string {
	sure := "How sure this is: documented, by the provider's own page or by at least two sources that do not depend on each other."
	if p.Confidence != "documented" {
		sure = "How sure this is: a single source says so, so take it as likely and not as certain."
	}
	out := []string{sure, "Sources, as of " + asOf + ":"}
	for _, s := range p.Sources {
		out = append(out, "- "+sourceWords(s))
	}
	return out
}

// sourceWords spells out a source; data/README.md of the catalogue says what the
// short forms stand for.
func sourceWords(s catalog.Source) string {
	list, entry, _ := strings.Cut(s.Ref, ":")
	switch list {
	case "ispdb":
		return "Thunderbird's list of providers, entry " + entry
	case "deltachat":
		return "Delta Chat's list of providers, entry " + entry
	case "nodemailer":
		return "nodemailer's list of services, entry " + entry
	}
	switch s.Kind {
	case "provider-page":
		return "the provider's own page: " + s.Ref
	case "third-party-page":
		return "somebody else's page: " + s.Ref
	case "config-survey":
		return "several public configurations that have nothing to do with each other (" + s.Ref + ")"
	}
	return s.Ref
}

// ended is a sentence with a full stop.
func ended(s string) string {
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// PageOf is the page of the provider that an answer to Provider stands for, and the
// lesson that says more; false if it stands for none.
func (s Session) PageOf(answer string) (page Reading, lesson string, ok bool) {
	p, ok := s.world.Catalog.Find(answer)
	if !ok {
		p, ok = s.world.Catalog.ByDomain(domainOf(answer))
	}
	if !ok {
		return Reading{}, "", false
	}
	return ProviderPage(p, s.world.Catalog.AsOf), pageLesson(p), true
}

// ChosenPage is PageOf for the provider that was chosen.
func (s Session) ChosenPage() (page Reading, lesson string, ok bool) {
	if p, chosen := s.provider(); chosen {
		return s.PageOf(p.ID)
	}
	return Reading{}, "", false
}

func pageLesson(p *catalog.Provider) string {
	switch p.PasswordKind {
	case catalog.AppPassword:
		return "app-password"
	case catalog.OAuthOnly:
		return "oauth"
	}
	return "login"
}
