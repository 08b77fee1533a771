package cli

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
)

// TestPlainJourney goes the whole way, back and forth, line by line.
func TestPlainJourney(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "1\n\n-\n\n\n\n\n\n\n\nq\n", "learn", "fastmail", "--plain")
	if code != 0 || errOut != "" {
		t.Fatalf("it ended with %d and %q", code, errOut)
	}
	plainChecks(t, out)
	golden.RequireEqual(t, out)
}

// TestPlainSessions tells both sessions.
func TestPlainSessions(t *testing.T) {
	alone(t)
	code, out, errOut := run(t, "2\n1\n2\nb\nq\n", "learn")
	if code != 0 || errOut != "" {
		t.Fatalf("it ended with %d and %q", code, errOut)
	}
	plainChecks(t, out)
	golden.RequireEqual(t, out)
}

// TestPlainLearnReachesEverything opens each line of the menu, and each page of a group.
func TestPlainLearnReachesEverything(t *testing.T) {
	alone(t)
	for _, tt := range []struct{ answers, want string }{
		{"4\n2\nb\nq\n", "Port 25: between servers"},
		{"9\n2\nq\n", "What you may have read"},
		{"9\n1\nq\n", "1981"},
		{"10\n1\nq\n", "Reply codes"},
		{"12\nq\n", "Common questions"},
		{"13\nl\nq\n", "STARTTLS: \"Let us switch"},
		{"13\nstarttls\nq\n", "\nSTARTTLS: \"Let us switch"},
		{"13\nxyzzyplugh\nq\n", "There is nothing about “xyzzyplugh”."},
		{"submission\nq\n", "\nType a number, or a word to read about"},
		{"465\nq\n", "Port 465"},
		{"? relay\nq\n", "Sources: "},
		{"?\nq\n", "leads to what there is to read about it"},
		{"q\n", "\nLeft.\n"},
		{"14\nq\n", "Question 1 of"},
		{"99\nq\n", "Type a number from 1 to 14"},
		{"", "What would you like to understand?"},
	} {
		code, out, errOut := run(t, tt.answers, "learn", "--plain")
		if code != 0 || !strings.Contains(out, tt.want) {
			t.Errorf("%q ends with %d, %q, and no %q in\n%s", tt.answers, code, errOut, tt.want, out)
		}
	}
}

// TestPlainLookupRefusesWhatIsNoDomain asks nobody.
func TestPlainLookupRefusesWhatIsNoDomain(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "1\n\n\n\nm\nexample\n\nq\n", "learn", "--plain")
	if !strings.Contains(out, "is no whole domain") || strings.Contains(out, "Asked:") {
		t.Error(out)
	}
}

// TestPlainLearnFromAQuestion: ?? leads there, and b leads back.
func TestPlainLearnFromAQuestion(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "??\n1\n\nb\nb\nq\n", "--plain")
	for _, want := range []string{"What would you like to understand?", "Stop 2 of 7."} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if n := strings.Count(out, "Where is your mailbox"); n != 2 {
		t.Errorf("the question stands there %d times, want 2:\n%s", n, out)
	}
}

func TestLearnUsage(t *testing.T) {
	alone(t)
	for _, args := range [][]string{{"learn", "one", "two"}, {"learn", "no-such-provider"}} {
		if code, out, errOut := run(t, "", args...); code != exitUsage || out != "" || errOut == "" {
			t.Errorf("%v ends with %d, %q, %q", args, code, out, errOut)
		}
	}
}
