package cli

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// The contract of the JSON report, written down a second time: whoever changes
// the form has to change it here too.
type contract struct {
	Schema         json.Number
	Host           string
	Started        time.Time
	ElapsedMS      json.Number `json:"elapsed_ms"`
	Addresses      []string
	Ports          []contractPort
	Pattern        string
	Recommendation struct {
		Port     *int
		Security string
		Policy   string
		Reasons  []string
		Also     []int
	}
}

type contractPort struct {
	Port       int
	Verdict    string
	Ready      bool
	ElapsedMS  int64 `json:"elapsed_ms"`
	RoundTrips int   `json:"round_trips"`
	DNS        string
	Connect    string
	Connects   []struct {
		Address   string
		Result    string
		ElapsedMS int64 `json:"elapsed_ms"`
	}
	Greeting        string
	GreetingCode    int    `json:"greeting_code"`
	GreetingText    string `json:"greeting_text"`
	EHLO            string
	Security        string
	TLSMode         string `json:"tls_mode"`
	STARTTLSOffered bool   `json:"starttls_offered"`
	TLS             string
	TLSVersion      string `json:"tls_version"`
	TLSCipher       string `json:"tls_cipher"`
	TLSVerified     bool   `json:"tls_verified"`
	Certificate     *struct {
		Problems        []string
		Subject, Issuer string
		Names           []string
		NotBefore       time.Time `json:"not_before"`
		NotAfter        time.Time `json:"not_after"`
	}
	AuthBefore       []string          `json:"auth_before_tls"`
	AuthAfter        []string          `json:"auth_after_tls"`
	ExtensionsBefore map[string]string `json:"extensions_before_tls"`
	ExtensionsAfter  map[string]string `json:"extensions_after_tls"`
	Injected         bool
	Warnings         []string
	Transcript       []struct {
		AtMS int64 `json:"at_ms"`
		From string
		Text string
	}
}

// keys of each part of the report; those in sometimes are left out when unknown.
var (
	topKeys      = strings.Fields("schema host started elapsed_ms addresses ports pattern recommendation")
	decisionKeys = strings.Fields("port security policy reasons also")
	portKeys     = strings.Fields(`port security verdict ready elapsed_ms round_trips dns connect connects greeting ehlo tls_mode
		starttls_offered tls tls_verified auth_before_tls auth_after_tls extensions_before_tls extensions_after_tls
		injected warnings`)
	sometimes = strings.Fields("greeting_code greeting_text tls_version tls_cipher certificate transcript")
)

// decode holds one line to the contract.
func decode(t *testing.T, line string) contract {
	t.Helper()
	var c contract
	d := json.NewDecoder(strings.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	var top map[string]json.RawMessage
	unpack(t, []byte(line), &top)
	sameKeys(t, "the report", top, topKeys, nil)
	var decision map[string]json.RawMessage
	unpack(t, top["recommendation"], &decision)
	sameKeys(t, "the recommendation", decision, decisionKeys, nil)
	var ports []map[string]json.RawMessage
	unpack(t, top["ports"], &ports)
	for _, p := range ports {
		sameKeys(t, "port "+string(p["port"]), p, portKeys, sometimes)
	}
	if i := bytes.Index([]byte(line), []byte("null")); i >= 0 && c.Recommendation.Port != nil {
		t.Errorf("null in %s", line)
	}
	return c
}

func unpack(t *testing.T, raw []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func sameKeys(t *testing.T, what string, got map[string]json.RawMessage, always, sometimes []string) {
	t.Helper()
	for _, key := range always {
		if raw, ok := got[key]; !ok || string(raw) == "null" && key != "port" {
			t.Errorf("%s: %s is missing or null", what, key)
		}
	}
	for key := range got {
		if !slices.Contains(always, key) && !slices.Contains(sometimes, key) {
			t.Errorf("%s: unknown field %s", what, key)
		}
	}
}

func TestJSONOfReadyDoors(t *testing.T) {
	alone(t)
	s := house(t, "")
	code, out, errOut := run(t, "", "probe", "LocalHost", "--json", "--port", portFlag(s, 587, 465, 25), "--ca", s.CAFile)
	if code != 0 || errOut != "" || strings.Count(out, "\n") != 1 {
		t.Fatalf("got %d, %q and %q", code, out, errOut)
	}
	c := decode(t, out)
	if c.Schema != "1" || c.Host != "localhost" || len(c.Addresses) == 0 || len(c.Ports) != 3 {
		t.Errorf("got %+v", c)
	}
	if _, offset := c.Started.Zone(); offset != 0 || time.Since(c.Started) > time.Minute {
		t.Errorf("started: got %v, want now, in UTC", c.Started)
	}
	ports := s.Doors
	for i, want := range []struct {
		shown         int
		verdict, mode string
		trips         int
	}{
		{587, "ready", "starttls", 6},
		{465, "ready", "implicit", 4},
		{25, "no-login", "starttls", 6}, // asked for by its real number it is no door 25
	} {
		p := c.Ports[i]
		for _, d := range ports {
			if d.Port == want.shown && d.Dialled() != p.Port {
				t.Errorf("entry %d: got port %d, want %d: the order is not the one asked for", i, p.Port, d.Dialled())
			}
		}
		if p.Verdict != want.verdict || p.TLSMode != want.mode || p.Ready != (want.verdict == "ready") || p.RoundTrips != want.trips {
			t.Errorf("%d: got %s, %s, ready %t, %d round trips; want %s, %s, %d",
				want.shown, p.Verdict, p.TLSMode, p.Ready, p.RoundTrips, want.verdict, want.mode, want.trips)
		}
		if p.TLSVersion != "1.3" || p.Certificate == nil || !p.TLSVerified || p.GreetingCode != 220 || p.GreetingText == "" {
			t.Errorf("%d: facts are missing: %+v", want.shown, p)
		}
		if p.Transcript != nil {
			t.Errorf("%d: a transcript nobody asked for", want.shown)
		}
	}
	if got := c.Ports[0].AuthAfter; !slices.Contains(got, "PLAIN") {
		t.Errorf("auth_after_tls: got %v, want PLAIN among it", got)
	}
	rec := c.Recommendation
	if rec.Port == nil || rec.Policy != "587-first" || len(rec.Reasons) == 0 || len(rec.Also) != 1 {
		t.Errorf("recommendation: got %+v", rec)
	}
}

func TestJSONOfNothing(t *testing.T) {
	alone(t)
	s := house(t, "closed")
	code, out, _ := run(t, "", "probe", "localhost", "--json", "--port", portFlag(s, 587, 465), "--prefer", "465")
	if code != exitNot {
		t.Errorf("exit code: got %d, want %d", code, exitNot)
	}
	c := decode(t, out)
	if c.Recommendation.Port != nil || c.Recommendation.Security != "" || c.Recommendation.Policy != "465-first" {
		t.Errorf("recommendation: got %+v", c.Recommendation)
	}
	for _, p := range c.Ports {
		if p.Verdict != "refused" || p.Connect != "refused" || len(p.Connects) == 0 || p.Greeting != "not_reached" {
			t.Errorf("got %+v", p)
		}
	}
	for _, left := range sometimes {
		if strings.Contains(out, `"`+left+`"`) {
			t.Errorf("%s is there, though it is not known", left)
		}
	}
}

func TestJSONTranscript(t *testing.T) {
	alone(t)
	s := house(t, "")
	_, out, _ := run(t, "", "probe", "localhost", "--json", "--transcript", "--port", portFlag(s, 465), "--ca", s.CAFile)
	lines := decode(t, out).Ports[0].Transcript
	if len(lines) < 4 {
		t.Fatalf("got %d lines", len(lines))
	}
	for i, l := range lines {
		if l.From != "client" && l.From != "server" && l.From != "note" {
			t.Errorf("line %d is from %q", i, l.From)
		}
		if i > 0 && l.AtMS < lines[i-1].AtMS {
			t.Errorf("line %d is before the one before it", i)
		}
	}
}

func TestJSONOfManyHostsIsALineEach(t *testing.T) {
	alone(t)
	s := house(t, "")
	in := strings.Repeat("localhost\n", 40)
	code, out, _ := run(t, in, "probe", "-", "--json", "--port", portFlag(s, 587), "--ca", s.CAFile)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 40 {
		t.Fatalf("got %d lines, want 40", len(lines))
	}
	for _, line := range lines {
		decode(t, line)
	}
	if code != exitDone && code != exitNot { // the house may be full at times
		t.Errorf("exit code %d", code)
	}
}
