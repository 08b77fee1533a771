package probe

import (
	"context"
	"strings"
	"time"
)

// greet reads the greeting until the limit, and reports whether it was 220. since is
// when it began to be waited for.
func (d *dialogue) greet(ctx context.Context, since, limit time.Time) bool {
	r, err := d.answer(limit)
	d.greeting = r
	if err != nil {
		d.noteNoGreeting(d.broken(ctx, err), err, r)
		return false
	}
	d.setAside()
	if time.Since(since) > slowGreeting {
		d.warn(WarnSlowGreeting)
	}
	d.facts.GreetingCode = r.code
	d.facts.GreetingText = r.published().Text
	if masked(strings.Join(r.texts(), "")) {
		d.warn(WarnMaskedGreeting)
	}
	switch {
	case r.code == 220:
		d.facts.Greeting = GreetingOK
		return true
	case r.code/100 == 4:
		d.facts.Greeting = GreetingTempError
	case r.code/100 == 5:
		d.facts.Greeting = GreetingPermError
	default:
		d.facts.Greeting = GreetingMalformed
	}
	d.facts.Refusal = r.published()
	return false
}

// noteNoGreeting sets the facts for a greeting that did not come, or cannot be
// read. What came of it is kept as evidence.
func (d *dialogue) noteNoGreeting(why breakage, err error, r reply) {
	if why == cancelled {
		return
	}
	d.noteBroken(why, err)
	d.facts.GreetingText = excerptLines(r.lines, maxReplyText)
	switch why {
	case silence:
		d.facts.Greeting = GreetingNone
	case reset:
		d.facts.Greeting = GreetingReset
	case oversized:
		d.facts.Greeting = GreetingOversized
	case malformed:
		d.facts.Greeting = GreetingMalformed
	default:
		d.facts.Greeting = GreetingClosed
	}
	// A server of another protocol may also hang up, or fall silent, in mid-line.
	// A web page may be one long line; endless binary noise is just oversized.
	if p := otherProtocol(strings.Join(r.lines, "\n")); p != "" && (why != oversized || p != binaryProtocol) {
		d.facts.Greeting, d.facts.Protocol = GreetingNotSMTP, p
	}
}

// masked reports whether a firewall has written over a text: the Cisco PIX and
// ASA put asterisks over a greeting, all but a few characters.
func masked(text string) bool {
	text = strings.ReplaceAll(text, " ", "")
	stars := strings.Count(text, "*")
	return stars >= 6 && stars*2 > len(text)
}
