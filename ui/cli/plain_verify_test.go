package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlainVerify: the login is checked when the person agrees, a message arrives,
// and the question whether to write is asked again.
func TestPlainVerify(t *testing.T) {
	home := alone(t, "msmtp")
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/bin:/bin") // for what fetches the password
	answers := strings.Repeat("\n", 7)
	_, out, _ := run(t, answers+"v\n\n2\n\n", "practice", "--plain")
	for _, want := range []string{"v signs in and can send you", "Login: signed in.", "Message: accepted.", "235 2.0.0", "keeps it under the name"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Count(out, "Shall Postern write the file?") != 2 {
		t.Errorf("it is not asked once more:\n%s", out)
	}
	found, err := filepath.Glob(filepath.Join(os.TempDir(), "postern-practice-*", "inbox", "*.eml"))
	if err != nil || len(found) != 1 {
		t.Errorf("messages: %v, %v (in %s)", found, err, home)
	}
	_, out, _ = run(t, answers+"v\nb\n2\n\n", "practice", "--plain")
	if strings.Contains(out, "Login: signed in") {
		t.Errorf("it signed in although nobody agreed:\n%s", out)
	}
}

// TestPlainVerifyForNewcomers: a question mark is answered here as everywhere, the
// message is said to lie in the practice folder, and a program that asks for the
// password itself is checked without anybody having to know the practice one.
func TestPlainVerifyForNewcomers(t *testing.T) {
	alone(t, "msmtp")
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/bin:/bin") // for what fetches the password
	out := plainPractice(t, strings.Repeat("\n", 7)+"v\n?\ny\n\n2\n\n")
	for _, want := range []string{
		"Logging in: AUTH and its methods", `“y” is no answer here. Press enter to sign in and send one short message`,
		"In practice it goes no further.", "It is a file in ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "spam folder") {
		t.Errorf("it sends a person to a mailbox that is not there:\n%s", out)
	}
	out = plainPractice(t, "\nthunderbird\n\n\n\nv\n\n1\n\n")
	for _, want := range []string{"Login: signed in.", "Message: accepted.", "When Thunderbird asks for the password", "cat '"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestPlainVerifyAsksAgain: the whole question is there after everything that is no answer
// to it, b goes back at each, and what happened is told in its order, once.
func TestPlainVerifyAsksAgain(t *testing.T) {
	alone(t, "msmtp")
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/bin:/bin") // for what fetches the password
	out := plainPractice(t, strings.Repeat("\n", 7)+"v\n?\nwhat\n\n2\n\n")
	if n := strings.Count(out, "l only signs in, b goes back"); n != 3 {
		t.Errorf("the question is there %d times, want 3:\n%s", n, out)
	}
	last := 0
	for _, want := range []string{"Signing in, over TLS 1.3, verified.", "Sending the message.", "Login: signed in.", "Message: accepted."} {
		at := strings.Index(out, want)
		if at < last || strings.Count(out, want) != 1 {
			t.Errorf("%q is not in its place, or not once, in\n%s", want, out)
		}
		last = at
	}
	if strings.Contains(out, "done, accepted") {
		t.Errorf("it is said twice:\n%s", out)
	}
	_, out, _ = run(t, strings.Repeat("\n", 7)+"v\n\n?\nb\n2\n\n", "practice", "wrong-password", "--plain")
	if strings.Count(out, "Press enter or b to go back to the settings") != 2 || strings.Count(out, "Shall Postern write the file?") != 2 {
		t.Errorf("b does not go back from a login that failed:\n%s", out)
	}
}

// plainPractice is what the wizard for practice says to somebody who types the
// answers, without its line ends: where they are is not the matter.
func plainPractice(t *testing.T, answers string) string {
	t.Helper()
	_, out, _ := run(t, answers, "practice", "--plain")
	return strings.Join(strings.Fields(out), " ")
}
