package wizard

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"postern/probe"
)

// Duration is a time as people read it: "<1 ms", "131 ms", "8.0 s".
func Duration(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// LongDuration is a time of seconds and more as people read it: "5 s", "12 min", "2 h 5 min".
func LongDuration(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// Sentence gives words, such as an error's, a capital and an end; "" stays empty.
func Sentence(words string) string {
	if words == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(words)
	words = string(unicode.ToUpper(first)) + words[size:]
	if !strings.ContainsAny(words[len(words)-1:], ".!?:") {
		words += "."
	}
	return words
}

// StepWord says in at most 13 cells what is being done at a door; "" once it has
// settled.
func StepWord(s probe.Step) string {
	switch s {
	case probe.StepWaiting:
		return "waiting"
	case probe.StepLookup:
		return "looking up"
	case probe.StepConnect:
		return "connecting"
	case probe.StepGreeting:
		return "listening"
	case probe.StepHello:
		return "saying hello"
	case probe.StepSTARTTLS:
		return "asking TLS"
	case probe.StepTLS:
		return "encrypting"
	case probe.StepHelloAgain:
		return "hello again"
	case probe.StepSecondTry:
		return "second try"
	case probe.StepSettled:
	}
	return ""
}

// registered says what a port number is registered for (IANA, Service Name and
// Transport Protocol Port Number Registry).
func registered(port int) string {
	switch port {
	case 25:
		return "registered as smtp"
	case 465:
		return "registered as submissions"
	case 587:
		return "registered as submission"
	case 443:
		return "registered as https, for web servers"
	case 80:
		return "registered as http, for web servers"
	}
	return "not registered for mail"
}

// Purpose says in a few words what a door is for.
func Purpose(d probe.Door) string {
	use := "other use"
	switch d.Port {
	case 25:
		return "between servers"
	case 2525:
		return "unofficial spare"
	case 465, 587, 2465, 2587:
		use = "submission"
	}
	if d.Implicit() {
		return use + ", TLS at once"
	}
	return use + ", STARTTLS"
}

// phrases word the facts of one kind. A fact without a phrase is told as it is
// named in a report.
type phrases[F ~string] map[F]string

func (p phrases[F]) of(fact F) string {
	if words, ok := p[fact]; ok {
		return words
	}
	return strings.NewReplacer("_", " ", "-", " ").Replace(string(fact))
}

var dnsPhrases = phrases[probe.DNS]{
	probe.DNSOK: "found", probe.DNSNXDomain: "no such name", probe.DNSNoData: "a name without an address",
	probe.DNSServFail: "the name service failed", probe.DNSTimeout: "the name service is silent",
}

var connectPhrases = phrases[probe.Connect]{
	probe.ConnectOK: "connected", probe.ConnectRefused: "closed", probe.ConnectTimeout: "no answer",
	probe.ConnectUnreachable: "no way there", probe.ConnectRejected: "rejected by a firewall",
	probe.ConnectReset: "broken off", probe.ConnectAbandoned: "not waited for",
}

var greetingPhrases = phrases[probe.Greeting]{
	probe.GreetingNone: "none came", probe.GreetingClosed: "the connection was closed",
	probe.GreetingReset: "the connection was broken off", probe.GreetingOversized: "without an end",
	probe.GreetingTempError: "not now", probe.GreetingPermError: "refused",
	probe.GreetingNotSMTP: "not that of a mail server",
}

var problemPhrases = phrases[probe.CertificateProblem]{
	probe.CertWrongHost: "for another name", probe.CertSelfSigned: "vouches for itself",
	probe.CertUnknownCA:       "signed by an authority not known here",
	probe.CertIncompleteChain: "a link of its chain was not sent",
	probe.CertWrongUsage:      "not made for a server",
}
