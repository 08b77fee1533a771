//go:build linux

package realtest_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// analytical is a domain that names its server in DNS and in its settings file, which
// agree.
func analytical() *domain {
	return &domain{
		records: map[string][]string{
			"analytical.example":                   {"127.0.0.1", "10 mx.analytical.example."},
			"_submissions._tcp.analytical.example": {"0 1 465 smtp.analytical.example."},
			"_submission._tcp.analytical.example":  {"0 0 0 ."},
			"autoconfig.analytical.example":        {"127.0.0.1"},
			"smtp.analytical.example":              {"127.0.0.1"},
			"mx.analytical.example":                {"127.0.0.1"},
		},
		files: map[string]string{
			"https://autoconfig.analytical.example/mail/config-v1.1.xml": settingsFile("analytical.example", "smtp.analytical.example", 465, "SSL"),
		},
	}
}

// TestFromAnAddressToAConfig goes the whole way with the real program, at real name
// servers, web servers and mail doors: an address whose domain nobody lists ends in a
// config, on the screens and line by line, and postern find names the same server. No
// part of it may be a subtest: that would run on another thread, and so elsewhere.
func TestFromAnAddressToAConfig(t *testing.T) {
	v := newVisitor(t)
	d := analytical()
	d.alone(t)
	d.takesMail(t, "smtp.analytical.example", 465)
	ca := d.trusted(t)

	v.walks([]string{"--ca", ca}, [][2]string{
		{"", "Where is your mailbox"},
		{"ada@analytical.example\r", "2 sources agree"},
		{"t", "what was answered"},
		{"t", "2 sources agree"},
		{"\r", "Use 465"},
		{"\r", "Why door 465"},
		{"\r", "Which program"},
		{"\r", "Password from"},
		{"\r\rAda L\r\recho secret\r", "w write it"},
		{"w", "The settings are in"},
		{"\r", ""},
	})
	config := v.config()
	holds(t, config, "host smtp.analytical.example", "port 465", "tls_starttls off", "user ada@analytical.example")

	w := v.elsewhere()
	out := w.says("\n\nmsmtp\n\n\nAda L\ncommand\necho secret\nwrite\n", "ada@analytical.example", "--plain", "--ca", ca)
	holds(t, out, "smtp.analytical.example:465", "Use 465.")
	if w.config() != config {
		t.Errorf("the screens wrote\n%s\nand the plain questions\n%s", config, w.config())
	}

	line := runs(t, exec.Command(v.program, "find", "ada@analytical.example", "--json", "--ca", ca), 0)
	var got struct {
		Servers []struct {
			Host     string
			Port     int
			Security string
			NamedBy  []struct{ Source string } `json:"named_by"`
		}
		Sources []struct{ Source, Reason string }
		Asked   []string
	}
	if err := json.Unmarshal(line, &got); err != nil || len(got.Servers) == 0 {
		t.Fatalf("%v in %s", err, line)
	}
	if s := got.Servers[0]; s.Host != "smtp.analytical.example" || s.Port != 465 || s.Security != "tls" || len(s.NamedBy) != 2 {
		t.Errorf("the first server is %+v", s)
	}
	if !slices.ContainsFunc(got.Sources, func(s struct{ Source, Reason string }) bool {
		return s.Source == "srv-submission" && s.Reason == "not-offered"
	}) {
		t.Errorf("that 587 is not offered is not said: %s", line)
	}
	for _, asked := range d.told() { // of the web servers: nothing more than the files, and never the address
		if strings.Contains(asked, "ada") || !slices.Contains(got.Asked, "GET "+asked) {
			t.Errorf("asked, and not said: %s", asked)
		}
	}
}

// TestPlainHTTPOnlyAfterAgreeing: the settings file is only there without encryption.
func TestPlainHTTPOnlyAfterAgreeing(t *testing.T) {
	v := newVisitor(t)
	d := analytical()
	d.records = map[string][]string{
		"analytical.example":            {"127.0.0.1"},
		"autoconfig.analytical.example": {"127.0.0.1"},
		"smtp.analytical.example":       {"127.0.0.1"},
	}
	d.files = map[string]string{
		"http://autoconfig.analytical.example/mail/config-v1.1.xml": settingsFile("analytical.example", "smtp.analytical.example", 465, "SSL"),
	}
	d.alone(t)
	ca := d.trusted(t)
	v.leaves([]string{"ada@analytical.example", "--ca", ca}, [][2]string{
		{"", "Ask without encryption"},
		{"h", "Anybody on the way"},
		{"\x1b", "Ask without encryption"},
	})
	clear := func(asked string) bool { return strings.HasPrefix(asked, "http://") }
	if slices.ContainsFunc(d.told(), clear) {
		t.Errorf("asked without encryption before anybody agreed: %v", d.told())
	}
	v.leaves([]string{"ada@analytical.example", "--ca", ca}, [][2]string{
		{"", "Ask without encryption"},
		{"h", "Anybody on the way"},
		{"\r", "read without encryption"},
	})
	if !slices.ContainsFunc(d.told(), clear) {
		t.Errorf("not asked without encryption: %v", d.told())
	}
}
