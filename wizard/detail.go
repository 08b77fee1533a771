package wizard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

// Tried reports whether the doors of the chosen host were tried to the end.
func (s Session) Tried() bool { return s.finished(TryDoors) }

// Detail is everything known about one door: what was tried, what came back,
// what it means and what to do.
func (s Session) Detail(port int) Reading {
	r, ok := s.report.Door(port)
	if !ok {
		return Reading{Title: "Door " + strconv.Itoa(port)}
	}
	e := advice.ExplainAt(s.report.Host, r, s.report.Started)
	text := Reading{Title: fmt.Sprintf("%s, door %d: %s", s.report.Host, port, Purpose(r.Door))}
	add := func(p string) {
		if p != "" {
			text.Paragraphs = append(text.Paragraphs, p)
		}
	}
	if r.Settled() {
		add(e.Sentence)
		add(e.Cause)
		add(e.Next)
	} else {
		add("This door is still being tried. What is known so far:")
	}
	text.Paragraphs = append(text.Paragraphs, facts(r)...)
	return text
}

// Facts is what was found at one door, without a word about what it means.
func (s Session) Facts(port int) Reading {
	r, _ := s.report.Door(port)
	return Reading{Title: fmt.Sprintf("%s, door %d: what was found", s.report.Host, port), Paragraphs: facts(r)}
}

func facts(r probe.Result) []string {
	var out []string
	for _, lines := range [][]string{addressLines(r), greetingLines(r), tlsLines(r), loginLines(r), sizeLines(r)} {
		if len(lines) > 0 {
			out = append(out, block(lines))
		}
	}
	return out
}

func addressLines(r probe.Result) []string {
	out := []string{
		"port         " + strconv.Itoa(r.Door.Port) + ", " + registered(r.Door.Port),
		"name         " + dnsPhrases.of(r.DNS),
	}
	label := "address      "
	for _, a := range r.Connects {
		out = append(out, fmt.Sprintf("%s%s, %s, %s", label, a.Address, connectPhrases.of(a.Result), Duration(a.Elapsed)))
		label = "             "
	}
	return out
}

func greetingLines(r probe.Result) []string {
	if r.Greeting == probe.GreetingNotReached {
		return nil
	}
	out := []string{"greeting     " + greetingPhrases.of(r.Greeting)}
	said := r.GreetingText.String()
	if r.GreetingCode != 0 {
		said = strings.TrimRight(strconv.Itoa(r.GreetingCode)+" "+said, " ")
	}
	if said != "" {
		for _, line := range strings.Split(said, "\n") {
			out = append(out, "             "+line)
		}
	}
	return out
}

// sizeLines tell the largest message the server takes (RFC 1870), where it says one.
func sizeLines(r probe.Result) []string {
	offers := r.ExtensionsAfterTLS
	if offers == nil {
		offers = r.ExtensionsBeforeTLS
	}
	if size := sizeWords(offers["SIZE"].String()); size != "" {
		return []string{"size limit   " + size + " a message"}
	}
	return nil
}

func tlsLines(r probe.Result) []string {
	if r.TLS == probe.TLSNotReached {
		return nil
	}
	out := []string{"encryption   " + encryption(r)}
	c := r.Certificate
	if c == nil {
		return out
	}
	out = append(out,
		"certificate  "+verified(r, c),
		"  for        "+names(c),
		"  signed by  "+c.Issuer.String(),
		"  valid      "+c.NotBefore.Format(time.DateOnly)+" to "+c.NotAfter.Format(time.DateOnly))
	return out
}

// encryption says how encrypting went, and with what.
func encryption(r probe.Result) string {
	switch {
	case r.TLS == probe.TLSOK:
		return advice.TLSName(r.TLSVersion) + ", " + r.TLSCipher
	case r.TLSVersion != "":
		return string(r.TLS) + ", " + advice.TLSName(r.TLSVersion) + " only"
	case r.TLS == probe.TLSNone:
		return "not offered"
	}
	return string(r.TLS)
}

func verified(r probe.Result, c *probe.Certificate) string {
	if r.TLSVerified {
		return "valid"
	}
	words := make([]string, 0, len(c.Problems))
	for _, p := range c.Problems {
		words = append(words, problemPhrases.of(p))
	}
	return strings.Join(words, ", ")
}

// names lists the first few names of a certificate.
func names(c *probe.Certificate) string {
	var out []string
	for _, n := range c.Names {
		out = append(out, n.String())
	}
	if len(out) > 4 {
		out = append(out[:4], fmt.Sprintf("and %d more", len(out)-4))
	}
	if len(out) == 0 {
		return c.Subject.String()
	}
	return strings.Join(out, ", ")
}

func loginLines(r probe.Result) []string {
	if r.Hello == probe.HelloNotReached {
		return nil
	}
	list := func(m []string) string {
		if len(m) == 0 {
			return "none"
		}
		return strings.Join(m, " ")
	}
	out := []string{"login        " + list(r.AuthAfterTLS)}
	if len(r.AuthBeforeTLS) > 0 {
		out = append(out, "  in clear   "+list(r.AuthBeforeTLS))
	}
	if len(r.Warnings) > 0 {
		words := make([]string, 0, len(r.Warnings))
		for _, w := range slices.Compact(r.Warnings) {
			words = append(words, strings.ReplaceAll(string(w), "-", " "))
		}
		out = append(out, "note         "+strings.Join(words, ", "))
	}
	return out
}

// block keeps lines as they are.
func block(rows []string) string {
	if len(rows) == 0 {
		return ""
	}
	return "  " + strings.Join(rows, "\n  ")
}
