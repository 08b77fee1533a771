package cli

import (
	"strings"
	"testing"
)

// after returns what was printed after a text, its lines joined.
func after(t *testing.T, out, text string) string {
	t.Helper()
	_, rest, ok := strings.Cut(strings.Join(strings.Fields(out), " "), text)
	if !ok {
		t.Fatalf("no %q in\n%s", text, out)
	}
	return rest
}

// TestPlainAsksAgain: after a lesson, a conversation or what was found, the
// question is asked again.
func TestPlainAsksAgain(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers string
		text    string // printed in answer
		again   string // and then the question
	}{
		{"the provider", "?", "Sources:", "Where is your mailbox, or who sends for you?"},
		{"the doors", "fastmail\n?", "Sources:", "1) 465 submission, TLS at once: recommended"},
		{"a conversation", "fastmail\nt all", "door 25: the conversation", "Which door shall your mail leave through?"},
		{"what was found", "fastmail\nd all", "door 25: between servers", "Which door shall your mail leave through?"},
		{"one door alone", "fastmail\nd 587", "smtp.fastmail.com, door 587: submission, STARTTLS", "Press enter for 465."},
		{"no such door", "fastmail\nt 2526", "There is no such door here.", "Press enter for 465."},
		{"the program", "fastmail\n\n?", "Sources:", "1) msmtp"},
		{"an address", "fastmail\n\n\n?", "Sources:", "Your mail address"},
		{"an address, in a word", "fastmail\n\n\nHelp", "Sources:", "Your mail address"},
		{"a name, in a word", "fastmail\n\n\nada@fastmail.com\nhelp", "“help” has to be typed once more.", "Your full name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := newStage(t, "")
			st.walk(t, strings.Split(tt.answers, "\n")...)
			if rest := after(t, st.out.String(), tt.text); !strings.Contains(rest, tt.again) {
				t.Errorf("no %q after %q in\n%s", tt.again, tt.text, st.out)
			}
		})
	}
	st := newStage(t, "")
	st.walk(t, "fastmail", "d 587")
	if strings.Contains(st.out.String(), "door 465: submission") {
		t.Errorf("another door is shown:\n%s", st.out)
	}
	st = newStage(t, "")
	st.walk(t, "fastmail", "?")
	if n := strings.Count(st.out.String(), "Use 465."); n != 1 {
		t.Errorf("the advice is given %d times in\n%s", n, st.out)
	}
}

// TestPlainTellsOnceWhatHoldsForTheName: a name that leads nowhere is not told
// door by door.
func TestPlainTellsOnceWhatHoldsForTheName(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "d\nq\n", "practice", "no-such-name")
	if n := strings.Count(out, "There is no host named"); n != 1 {
		t.Errorf("said %d times in\n%s", n, out)
	}
}

// TestPlainProviderQuestion: it says how to find a provider, speaks of a list only
// where there is one, and calls what was answered by its label.
func TestPlainProviderQuestion(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "own\nb\nq\n", "--plain")
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "type a few letters of its name") {
		t.Errorf("it does not say how to find a provider:\n%s", out)
	}
	if !strings.Contains(out, "Press enter for your own server.") || strings.Contains(out, "Press enter for own.") {
		t.Errorf("the default is not called by its label:\n%s", out)
	}
	st := newStage(t, "")
	st.walk(t, "fastmail", "b")
	if !strings.Contains(st.out.String(), "Press enter for Fastmail.") {
		t.Errorf("the default is not called by its name:\n%s", st.out)
	}
	_, out, _ = run(t, "xyzzyplugh\nq\n", "--plain")
	rest := after(t, out, "Nothing is known as “xyzzyplugh”.")
	if strings.Contains(out, "choose from the list") || !strings.HasPrefix(rest, " These are left: 1) My own") || !strings.Contains(rest, "a few letters of another name") {
		t.Errorf("got\n%s", out)
	}
	_, out, _ = run(t, "zo\n17\ntuta\nada@\nq\n", "--plain")
	for _, want := range []string{"1) Zoho", "Answer with a number from 1 to 9, or type something else;", "Tuta (Tutanota) has no SMTP", "“ada@” is no mail address"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// TestPlainExplainsWhatIsWrong: with no door ready, ? is about that.
func TestPlainExplainsWhatIsWrong(t *testing.T) {
	for scene, title := range map[string]string{
		"wrong-name": "The certificate", "closed": "Refused: nothing listens here", "no-login": "Logging in: AUTH and its methods",
	} {
		alone(t)
		_, out, _ := run(t, "?\nq\n", "practice", scene)
		rest := after(t, out, "> ?")
		keys := strings.Index(rest, "At this question you can type, besides an answer:")
		if lesson := strings.Index(rest, title); keys < 0 || keys > 5 || lesson < keys {
			t.Errorf("%s: got %.60q, want what can be typed, and then %q", scene, rest, title)
		}
	}
}

// TestPlainWritesOnlyIfTold: enter alone changes no file.
func TestPlainWritesOnlyIfTold(t *testing.T) {
	st := newStage(t, "")
	file := st.msmtprc(t)
	s, err := st.walk(t, "fastmail", "", "", "ada@work.example", "", "", "ask", "", "", "leave")
	if err != nil || s.Done() != nil {
		t.Fatalf("%v, %v in\n%s", err, s.Done(), st.out)
	}
	if got := get(t, file); got != mine {
		t.Errorf("the file changed:\n%s", got)
	}
	if n := strings.Count(st.out.String(), "Enter alone chooses nothing here. Answer with a number from 1 to 2;"); n != 2 {
		t.Errorf("said %d times in\n%s", n, st.out)
	}
}

func TestSentence(t *testing.T) {
	for s, want := range map[string]string{"": "", "a b": "A b.", "“1” is none": "“1” is none.", "é?": "É?"} {
		if got := sentence(s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
