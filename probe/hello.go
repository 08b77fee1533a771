package probe

import (
	"context"
	"slices"
	"strings"
)

// sayEHLO sends EHLO and keeps the extensions that the server offers, as those before
// or after TLS. It reports whether the server replied with 250.
func (d *dialogue) sayEHLO(ctx context.Context, step Step) bool {
	d.onStep(step)
	r, err := d.ask("EHLO " + d.name)
	if err != nil {
		d.noteNoHello(d.broken(ctx, err), err)
		return false
	}
	if d.outOfStep {
		d.facts.Hello = HelloMalformed
		return false
	}
	if r.code != 250 {
		d.facts.Hello = HelloFailed
		d.facts.Refusal = r.published()
		d.sayHELO(ctx, r)
		return false
	}
	d.facts.Hello = HelloOK
	o := readOffers(r)
	if o.masked {
		d.warn(WarnMaskedGreeting)
	}
	if d.facts.TLS == TLSOK {
		d.facts.ExtensionsAfterTLS, d.facts.AuthAfterTLS = o.extensions, o.mechanisms
		return true
	}
	d.facts.ExtensionsBeforeTLS, d.facts.AuthBeforeTLS = o.extensions, o.mechanisms
	_, d.facts.STARTTLSOffered = o.extensions["STARTTLS"]
	if len(o.mechanisms) > 0 {
		d.warn(WarnLoginInClear)
	}
	return true
}

// noteNoHello sets the facts for an EHLO that had no reply.
func (d *dialogue) noteNoHello(why breakage, err error) {
	if why == cancelled {
		return
	}
	d.noteBroken(why, err)
	d.facts.Hello = map[breakage]Hello{
		silence: HelloNone, hungUp: HelloClosed, reset: HelloReset,
		malformed: HelloMalformed, oversized: HelloOversized,
	}[why]
}

// sayHELO tries HELO, where EHLO was not understood (RFC 5321, section 3.2; RFC 1869,
// section 4.5 adds 501 and 504). The Refusal in the facts stays that of EHLO, whatever
// becomes of HELO.
func (d *dialogue) sayHELO(ctx context.Context, refused reply) {
	if isFTP(d.greeting, refused) {
		d.facts.Greeting, d.facts.Protocol = GreetingNotSMTP, "FTP"
		return
	}
	switch refused.code {
	case 500, 501, 502, 504:
	default:
		return
	}
	r, err := d.ask("HELO " + d.name)
	switch {
	case err == nil && r.code == 250:
		d.facts.Hello = HelloHELOOnly
	case err != nil:
		if why := d.broken(ctx, err); why != cancelled {
			d.noteBroken(why, err)
		}
	}
}

// offers are the extensions of one EHLO reply.
type offers struct {
	extensions map[string]Text
	mechanisms []string
	masked     bool // a keyword was overwritten on the way
}

// readOffers reads a reply to EHLO, whose first line is the server's name.
func readOffers(r reply) offers {
	o := offers{extensions: make(map[string]Text)}
	for _, line := range r.texts()[1:] {
		keyword, args := splitOffer(line)
		if keyword == "" {
			continue
		}
		o.masked = o.masked || overwritten(keyword)
		if keyword == "AUTH" {
			o.addMechanisms(strings.FieldsFunc(args, isBlank))
			continue
		}
		if _, known := o.extensions[keyword]; !known {
			o.extensions[keyword] = excerpt(args, maxTranscriptLine)
		}
	}
	return o
}

// addMechanisms adds login mechanisms, each once, and sets the AUTH extension to all
// of them: a server may list them on two lines, in the old form and the new.
func (o *offers) addMechanisms(names []string) {
	for _, n := range names {
		n = excerpt(upper(n), maxExcerpt).safe
		if !slices.Contains(o.mechanisms, n) {
			o.mechanisms = append(o.mechanisms, n)
		}
	}
	o.extensions["AUTH"] = Text{strings.Join(o.mechanisms, " ")}
}

// splitOffer splits a line of an EHLO reply into its keyword, in upper case,
// and its arguments. "AUTH=LOGIN" is the form from before RFC 2554. An extra CR at
// the end is ignored, as mail programs do.
func splitOffer(line string) (keyword, args string) {
	line = strings.Trim(line, " \t\r")
	if i := strings.IndexFunc(line, isBlank); i >= 0 {
		line, args = line[:i], strings.TrimLeft(line[i:], " \t")
	}
	keyword = upper(line)
	if old, ok := strings.CutPrefix(keyword, "AUTH="); ok {
		return "AUTH", old + " " + args
	}
	return excerpt(keyword, maxExcerpt).safe, args
}

// isBlank reports whether a character separates words; like keywords, in ASCII only.
func isBlank(r rune) bool { return r == ' ' || r == '\t' }

// upper returns s in upper case, changing ASCII letters only: Unicode has others whose
// upper case is S or I, which no other program would take for them.
func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// overwritten reports whether a firewall has put X over a keyword, all but its
// last letter, so that no client knows it any more.
func overwritten(keyword string) bool {
	return len(keyword) >= 4 && strings.Trim(keyword[:len(keyword)-1], "X") == ""
}
