package cli

import (
	"encoding/json"
	"io"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

// The JSON form of a report is a contract: schema 1. Every field is always there
// and every list is a list; only what stands as a pointer, or says omitzero, is
// left out when it is not known.

type jsonReport struct {
	Schema         int          `json:"schema"`
	Host           string       `json:"host"`
	Started        string       `json:"started"` // RFC 3339, in UTC
	ElapsedMS      int64        `json:"elapsed_ms"`
	Addresses      []string     `json:"addresses"`
	Ports          []jsonPort   `json:"ports"`
	Pattern        string       `json:"pattern"` // "" if the doors suggest nothing
	Recommendation jsonDecision `json:"recommendation"`
	Control        *jsonControl `json:"control,omitempty"`  // only where it was asked for
	Compared       *jsonCompare `json:"compared,omitempty"` // the same
}

type jsonCompare struct {
	Since   string   `json:"since"` // when the earlier report began
	Changes []change `json:"changes"`
}

type jsonDecision struct {
	Port     *int     `json:"port"`     // null if no door is recommended
	Security string   `json:"security"` // starttls, tls, none; "" without a port
	Policy   string   `json:"policy"`
	Reasons  []string `json:"reasons"`
	Also     []int    `json:"also"`
}

type jsonPort struct {
	Port       int    `json:"port"`
	Security   string `json:"security"` // how it was asked: starttls, tls; a report of before has none
	Verdict    string `json:"verdict"`
	Ready      bool   `json:"ready"`
	ElapsedMS  int64  `json:"elapsed_ms"`
	RoundTrips int    `json:"round_trips"`

	DNS      string        `json:"dns"`
	Connect  string        `json:"connect"`
	Connects []jsonConnect `json:"connects"`

	Greeting     string  `json:"greeting"`
	GreetingCode int     `json:"greeting_code,omitzero"`
	GreetingText *string `json:"greeting_text,omitempty"`
	Hello        string  `json:"ehlo"`

	TLSMode         string           `json:"tls_mode"`
	STARTTLSOffered bool             `json:"starttls_offered"`
	TLS             string           `json:"tls"`
	TLSVersion      string           `json:"tls_version,omitzero"`
	TLSCipher       string           `json:"tls_cipher,omitzero"`
	TLSVerified     bool             `json:"tls_verified"`
	Certificate     *jsonCertificate `json:"certificate,omitempty"`

	AuthBefore       []string          `json:"auth_before_tls"`
	AuthAfter        []string          `json:"auth_after_tls"`
	ExtensionsBefore map[string]string `json:"extensions_before_tls"`
	ExtensionsAfter  map[string]string `json:"extensions_after_tls"`

	Injected   bool        `json:"injected"`
	Warnings   []string    `json:"warnings"`
	Transcript *[]jsonLine `json:"transcript,omitempty"` // only where it was asked for
}

type jsonConnect struct {
	Address   string `json:"address"`
	Result    string `json:"result"`
	ElapsedMS int64  `json:"elapsed_ms"`
}

type jsonCertificate struct {
	Problems  []string `json:"problems"`
	Subject   string   `json:"subject"`
	Issuer    string   `json:"issuer"`
	Names     []string `json:"names"`
	NotBefore string   `json:"not_before"` // RFC 3339, in UTC
	NotAfter  string   `json:"not_after"`
}

type jsonLine struct {
	AtMS int64  `json:"at_ms"`
	From string `json:"from"`
	Text string `json:"text"`
}

// newJSONReport puts a report and the advice into their JSON form.
func newJSONReport(o outcome, transcript bool) jsonReport {
	r := jsonReport{
		Schema:    1,
		Host:      o.report.Host,
		Started:   rfc3339(o.report.Started),
		ElapsedMS: millis(o.report.Elapsed),
		Addresses: []string{},
		Ports:     []jsonPort{},
		Pattern:   string(o.advice.Pattern),
		Recommendation: jsonDecision{
			Policy:  string(o.advice.Policy),
			Reasons: []string{},
			Also:    append([]int{}, o.advice.Also...),
		},
		Control: newJSONControl(o.control),
	}
	if o.compare != nil {
		r.Compared = &jsonCompare{o.compare.since, append([]change{}, o.compare.changes...)}
	}
	for _, a := range o.report.Addresses {
		r.Addresses = append(r.Addresses, a.String())
	}
	for _, d := range o.report.Doors {
		r.Ports = append(r.Ports, newJSONPort(d, transcript))
	}
	for _, reason := range o.advice.Reasons {
		r.Recommendation.Reasons = append(r.Recommendation.Reasons, reason.Text)
	}
	if port := o.advice.Port; port != 0 {
		r.Recommendation.Port = &port
		r.Recommendation.Security = o.advice.Security
	}
	return r
}

func newJSONPort(d probe.Result, transcript bool) jsonPort {
	verdict := advice.Judge(d)
	p := jsonPort{
		Port: d.Door.Port, Security: askedWith(d.Door), Verdict: string(verdict), Ready: verdict == advice.Ready,
		ElapsedMS: millis(d.Elapsed), RoundTrips: d.RoundTrips,
		DNS: string(d.DNS), Connect: string(d.Connect), Connects: []jsonConnect{},
		Greeting: string(d.Greeting), GreetingCode: d.GreetingCode, Hello: string(d.Hello),
		TLSMode: string(d.TLSMode), STARTTLSOffered: d.STARTTLSOffered,
		TLS: string(d.TLS), TLSVersion: d.TLSVersion, TLSCipher: d.TLSCipher, TLSVerified: d.TLSVerified,
		Certificate: newJSONCertificate(d.Certificate),
		AuthBefore:  words(d.AuthBeforeTLS), AuthAfter: words(d.AuthAfterTLS),
		ExtensionsBefore: texts(d.ExtensionsBeforeTLS), ExtensionsAfter: texts(d.ExtensionsAfterTLS),
		Injected: d.Injected, Warnings: words(d.Warnings),
	}
	for _, c := range d.Connects {
		p.Connects = append(p.Connects, jsonConnect{c.Address.String(), string(c.Result), millis(c.Elapsed)})
	}
	if d.GreetingCode != 0 || !d.GreetingText.Empty() {
		text := d.GreetingText.String()
		p.GreetingText = &text
	}
	if transcript {
		lines := jsonLines(d.Transcript)
		p.Transcript = &lines
	}
	return p
}

// askedWith is how a door was spoken to: tls, from the first byte on, or else starttls.
func askedWith(d probe.Door) string {
	if d.Implicit() {
		return string(probe.ImplicitTLS)
	}
	return string(probe.STARTTLS)
}

func jsonLines(transcript []probe.Line) []jsonLine {
	lines := []jsonLine{}
	for _, l := range transcript {
		lines = append(lines, jsonLine{millis(l.At), string(l.From), l.Text.String()})
	}
	return lines
}

func newJSONCertificate(c *probe.Certificate) *jsonCertificate {
	if c == nil {
		return nil
	}
	names := make([]string, 0, len(c.Names))
	for _, n := range c.Names {
		names = append(names, n.String())
	}
	return &jsonCertificate{
		Problems: words(c.Problems), Names: names,
		Subject: c.Subject.String(), Issuer: c.Issuer.String(),
		NotBefore: rfc3339(c.NotBefore), NotAfter: rfc3339(c.NotAfter),
	}
}

// writeJSON writes one value on one line. What is written is an own type that
// always can be, and a failing output is remembered by the sink.
func writeJSON(w io.Writer, v any) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
}

// words turns a list of any kind of word into one that is never nil.
//
//go:noinline
func words[T ~string](list []T) []string {
	out := make([]string, 0, len(list))
	for _, w := range list {
		out = append(out, string(w))
	}
	return out
}

func texts(m map[string]probe.Text) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v.String()
	}
	return out
}

func millis(d time.Duration) int64 { return d.Round(time.Millisecond).Milliseconds() }

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }
