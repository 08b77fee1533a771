package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"postern/probe"
	"postern/probe/discover"
)

var update = flag.Bool("update", false, "write the golden files")

// TestCompare has every set-up, msmtp as a model: what is expected of Postern, and
// all answers as they stand in testdata.
func TestCompare(t *testing.T) {
	t.Parallel()
	r, err := compare(t.Context(), models(), regexp.MustCompile(""))
	if err != nil {
		t.Fatal(err)
	}
	for _, miss := range r.misses() {
		t.Error(miss)
	}
	if len(r.tried) < 20 {
		t.Errorf("%d set-ups", len(r.tried))
	}
	var got strings.Builder
	printTable(&got, r.rows(true), false)
	golden := filepath.Join("testdata", "answers.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	checkREADME(t, r)
}

// checkREADME looks for every row in README.md, but for what msmtp says: there it is
// the program itself.
func checkREADME(t *testing.T, r results) {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for line := range strings.Lines(string(readme)) {
		if cells := strings.Split(strings.Trim(line, "| \n"), " | "); len(cells) == len(r.programs)+1 {
			lines[cells[0]] = strings.ReplaceAll(strings.Join(cells[2:], " | "), `\*`, "*")
		}
	}
	for _, row := range r.rows(false)[1:] {
		if got, want := lines[row[0]], strings.Join(row[2:], " | "); got != want {
			t.Errorf("README.md, %s: %q, want %q", row[0], got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	some := setup{right: []string{"smtp.example.org:465 tls"}}
	good := answer{host: "smtp.example.org", port: 465, security: probe.ImplicitTLS}
	bad := answer{host: "smtp.example.org", port: 25, security: discover.Plaintext}
	other := answer{host: "smtp.example.net", port: 465, security: probe.ImplicitTLS}
	warned := good
	warned.warning = "bad-certificate"
	for _, test := range []struct {
		setup setup
		answer
		want mark
	}{
		{some, good, right},
		{some, bad, clear},
		{some, other, noUse},
		{some, warned, nothing},
		{some, answer{}, nothing},
		{setup{}, answer{}, right},
		{setup{}, warned, right},
		{setup{}, good, noUse},
		{setup{}, bad, clear},
	} {
		if got := judge(test.setup, test.answer); got != test.want {
			t.Errorf("%v for %+v: %s, want %s", test.setup.right, test.answer, got, test.want)
		}
	}
}

// TestReadMSMTP reads what msmtp 1.8.23 printed.
func TestReadMSMTP(t *testing.T) {
	const printed = `# - copy this to your configuration file /root/.msmtprc
# - add your password to the key ring:
#   secret-tool store --label=msmtp host smtp.example.org service smtp user ada
account ada@example.org
host smtp.example.org
port 465
tls on
tls_starttls off
auth on
user ada
from ada@example.org
`
	want := answer{host: "smtp.example.org", port: 465, security: probe.ImplicitTLS, user: "ada"}
	if got := readMSMTP(printed); got != want {
		t.Errorf("got %+v", got)
	}
}
