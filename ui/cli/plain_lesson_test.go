package cli

import (
	"slices"
	"strings"
	"testing"

	"postern/wizard/lesson"
)

func TestBlocksInWords(t *testing.T) {
	for _, tt := range []struct {
		block string
		want  []string
	}{
		{"one two", []string{"one two"}},
		{"  postern probe HOST", []string{"  postern probe HOST"}},
		{
			"  door  for      TLS       since\n  25    servers  optional  1981\n  465   you      at once   ~1997\n  2525  you      STARTTLS  -",
			[]string{"- 25: for servers, TLS optional, since 1981", "- 465: for you, TLS at once, since about 1997", "- 2525: for you, TLS STARTTLS"},
		},
		{"  on 465   on 587\n  SSL/TLS  STARTTLS\n  TLS Wrapper", []string{"- on 465 SSL/TLS, on 587 STARTTLS", "- on 465 TLS Wrapper"}},
		{"  25    smtp\n  2525  ms-v-worlds (not mail)", []string{"- 25: smtp", "- 2525: ms-v-worlds (not mail)"}},
		{"  you\n   |  SMTP\n  your provider   sees it\n   |  25\n  they", []string{"- you", "- from there (SMTP) to your provider: sees it", "- from there (25) to they"}},
		{"  ada@example.org\n  |   |\n  |   the domain: whose mail it is\n  your name there", []string{"- ada@example.org", "- ada@: your name there", "- example.org: the domain: whose mail it is"}},
		{"  1  connect\n     -- TLS: certificate is checked --\n  2  220    the server greets", []string{"- 1: connect", "- then TLS: certificate is checked", "- 2: 220: the server greets"}},
		{
			"  the word in      what it means\n  your own server  \"relay host\": the one\n                   it hands mail to",
			[]string{"- the word in: what it means", "- your own server: \"relay host\": the one it hands mail to"},
		},
	} {
		if got := blockInWords(tt.block); !slices.Equal(got, tt.want) {
			t.Errorf("%q:\ngot  %q\nwant %q", tt.block, got, tt.want)
		}
	}
}

// TestLessonsAloud: a lesson that is read out has no columns and nothing drawn, and speaks
// of no line above or below.
func TestLessonsAloud(t *testing.T) {
	for _, l := range lesson.All() {
		for line := range strings.Lines(aloud(l, textWidth)) {
			text := strings.TrimSpace(line)
			if strings.Contains(text, "  ") || strings.HasPrefix(text, "|") || strings.HasPrefix(text, "--") && strings.HasSuffix(text, "--") ||
				strings.Contains(text, "above the line can") || strings.Contains(text, "Below the line") {
				t.Errorf("%s: %q", l.ID, text)
			}
		}
	}
}

// TestPlainLessonEndsWithWhatIsNext: after the sources, with how to come to it.
func TestPlainLessonEndsWithWhatIsNext(t *testing.T) {
	alone(t, "msmtp")
	_, out, _ := run(t, "what is a port?\nq\n", "practice", "--plain")
	sources, next, how := strings.Index(out, "Sources:"), strings.Index(out, "\nNext: "), strings.Index(out, "as in: ? 25")
	if sources < 0 || next < sources || how < next {
		t.Errorf("got\n%s", out)
	}
	if !strings.Contains(out, "- 25: for servers, TLS optional, login no, since 1981\n") {
		t.Errorf("the table is not in words:\n%s", out)
	}
}

// TestPlainProgramMistyped: a slip of the finger is no other program.
func TestPlainProgramMistyped(t *testing.T) {
	alone(t, "msmtp")
	_, out, _ := run(t, "\nthunderbrid\n\nq\n", "practice", "--plain")
	if !strings.Contains(out, "Only Thunderbird matches: press enter for it") || !strings.Contains(out, "\nProgram: Thunderbird.\n") {
		t.Errorf("got\n%s", out)
	}
	_, out, _ = run(t, "\nxyzzyplugh\n\nq\n", "practice", "--plain")
	if strings.Contains(out, "from 1 to 0") || !strings.Contains(out, "after a search. Type a few letters") {
		t.Errorf("got\n%s", out)
	}
}
