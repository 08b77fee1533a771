package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/probe"
	"postern/wizard/advice"
)

// walked takes out of a walk's transcript what is another thing at each run: the
// practice folder, real ports, times, this computer's name, and the order in which
// doors settle.
func walked(t *testing.T, out, home string) string {
	t.Helper()
	name, _ := os.Hostname()
	out = strings.ReplaceAll(out, ", named "+name+":", ", named COMPUTER:")
	out = regexp.MustCompile(`(~|`+regexp.QuoteMeta(home)+`)/postern-practice-\d+`).ReplaceAllString(out, "FOLDER")
	out = strings.ReplaceAll(out, home, "HOME")
	out = regexp.MustCompile(`<?\d+ ms`).ReplaceAllString(out, "N ms")
	out = regexp.MustCompile(`\bport \d{4,5}\b`).ReplaceAllString(out, "port PORT")
	out = regexp.MustCompile(`practice \d{4,5} stands`).ReplaceAllString(out, "practice PORT stands")
	out = regexp.MustCompile(`bak-[\d-]+`).ReplaceAllString(out, "bak-TIME")
	blocks := strings.Split(out, "\n\n") // how long the folder's name is decides where its lines break
	for i, b := range blocks {
		if strings.Contains(b, "FOLDER") && !strings.HasPrefix(b, "account ") {
			blocks[i] = strings.Join(strings.Fields(b), " ")
		}
	}
	out = strings.Join(blocks, "\n\n")
	settled := regexp.MustCompile(`(?m)(^\d+: .*\n)+`)
	return settled.ReplaceAllStringFunc(out, func(block string) string {
		lines := slices.Sorted(strings.Lines(block))
		return strings.Join(lines, "")
	})
}

// plainChecks holds what the plain front promises whatever is asked.
func plainChecks(t *testing.T, out string) {
	t.Helper()
	for _, r := range out {
		switch {
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f:
			t.Fatalf("a control character, %U, in %q", r, out)
		case r >= 0x2500 && r <= 0x257f:
			t.Fatalf("a drawing, %U, in %q", r, out)
		case r >= 0x2800 && r <= 0x28ff:
			t.Fatalf("Braille, %U, in %q", r, out)
		}
	}
}

// onlyFile returns the one file in the home that matches.
func onlyFile(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("got %v and %v, want one file for %s", found, err, pattern)
	}
	return found[0]
}

func TestPlainWalkThroughPractice(t *testing.T) {
	home := alone(t, "msmtp")
	answers := strings.Join([]string{
		"",      // the recommended door
		"?",     // what is msmtp to me
		"1",     // msmtp
		"",      // the practice address
		"",      // the practice user
		"Ada L", // a name
		"command", "",
		"write",
	}, "\n") + "\n"
	code, out, errOut := run(t, answers, "practice")
	if code != 0 || errOut != "" {
		t.Fatalf("got %d, %q and\n%s", code, errOut, out)
	}
	plainChecks(t, out)
	golden.RequireEqual(t, []byte(walked(t, out, home)))
	file := onlyFile(t, home+"/postern-practice-*/msmtprc")
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"host localhost", "tls on", "tls_starttls on", "passwordeval"} {
		if !bytes.Contains(body, []byte(want)) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: got %v and %v, want 600", info.Mode(), err)
	}
}

func TestPlainWalkWithChangesOfMind(t *testing.T) {
	home := alone(t, "msmtp")
	answers := strings.Join([]string{
		"465", "b", "b", // back to the doors, and no further: practice stays practice
		"t 465", "465", "msmtp",
		"ada@", "ada@example.org", "b", "", // the address kept
		"", "", "ask",
		"3", "leave",
	}, "\n") + "\n"
	code, out, _ := run(t, answers, "practice", "--plain")
	if code != 0 {
		t.Fatalf("got %d and\n%s", code, out)
	}
	plainChecks(t, out)
	for _, want := range []string{"Step 1 of 6: Provider. Nothing to answer in practice.", "localhost, door 465: the conversation", "from ada@example.org", "No file was changed."} {
		if !strings.Contains(strings.ReplaceAll(out, `"`, ""), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if left, _ := filepath.Glob(home + "/postern-practice-*"); len(left) != 0 {
		t.Errorf("a folder nobody needs was left: %v", left)
	}
}

// TestPlainLeavingFromTheEnd: when the walk is done, whoever asks for a test message and
// leaves there after all has left nothing undone.
func TestPlainLeavingFromTheEnd(t *testing.T) {
	for name, last := range map[string]string{"by q": "v\nq\n", "at the end of the input": "v\n", "without a test": "q\n"} {
		t.Run(name, func(t *testing.T) {
			alone(t, "msmtp")
			code, out, errOut := run(t, strings.Repeat("\n", 7)+"leave\n"+last, "practice", "--plain")
			if code != 0 || strings.Contains(errOut, "Left before") || !strings.Contains(out, "Practice servers stopped.") ||
				strings.Contains(last, "v") != strings.Contains(out, "Press enter to sign in") {
				t.Errorf("got %d, %q and\n%s", code, errOut, out)
			}
		})
	}
}

func TestPlainLeaving(t *testing.T) {
	for _, tt := range []struct{ name, answers string }{
		{"at once", ""},
		{"by q", "q\n"},
		{"in the middle", "587\nmsmtp\n"},
		{"without a line end", "587\nq"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := alone(t, "msmtp")
			code, _, errOut := run(t, tt.answers, "practice")
			if code != exitNot || !strings.Contains(errOut, "Nothing was written.") {
				t.Errorf("got %d and %q", code, errOut)
			}
			if left, _ := filepath.Glob(home + "/.msmtprc"); len(left) != 0 {
				t.Error("a real file was written")
			}
		})
	}
}

func TestPlainInterrupted(t *testing.T) {
	alone(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, answers := io.Pipe()
	defer answers.Close()
	var out, errOut bytes.Buffer
	asked := &watcher{w: &out, text: "> ", do: cancel}
	code := Main(ctx, nil, in, asked, &errOut)
	if code != exitInterrupted || !strings.Contains(errOut.String(), "Nothing was written.") {
		t.Errorf("got %d and %q", code, errOut.String())
	}
}

// A watcher does something when a text was written.
type watcher struct {
	w    io.Writer
	text string
	do   func()
}

func (w *watcher) Write(b []byte) (int, error) {
	if strings.Contains(string(b), w.text) {
		w.do()
	}
	return w.w.Write(b)
}

func TestPlainProviderByWords(t *testing.T) {
	alone(t)
	code, out, _ := run(t, "zo\n\nxyzzyplugh\nq\n", "--plain")
	if code != exitNot {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"1) ", "2) ", "Practise first", "Type a number"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	plainChecks(t, out)
}

func TestPlainWithoutUTF8(t *testing.T) {
	alone(t)
	t.Setenv("LANG", "C")
	_, out, _ := run(t, "q\n", "practice")
	if i := strings.IndexFunc(out, func(r rune) bool { return r > '~' }); i >= 0 {
		t.Errorf("not ASCII: %q", out[i:])
	}
}

func TestPlainWhenNothingIsReady(t *testing.T) {
	alone(t)
	code, out, _ := run(t, "\nt\nr\nb\nq\n", "practice", "closed")
	if code != exitNot {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"No door is ready", "r tries again", "Step 1 of 6: Provider. Nothing to answer in practice."} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	for _, none := range []string{"b goes back,", "Where is your mailbox"} {
		if strings.Contains(out, none) {
			t.Errorf("%q in\n%s", none, out)
		}
	}
	plainChecks(t, out)
}

// TestTheLikelyCauseIsSaidOnce: not by all doors together, and then by each kind of them.
func TestTheLikelyCauseIsSaidOnce(t *testing.T) {
	r := probe.Report{Host: "smtp.example.org"}
	for _, d := range probe.StandardDoors() {
		silent := probe.NewResult(d)
		silent.DNS, silent.Connect, silent.Step = probe.DNSOK, probe.ConnectTimeout, probe.StepSettled
		r.Doors = append(r.Doors, silent)
	}
	a := advice.Advise(advice.Case{Report: r})
	var b strings.Builder
	writeAdvice(&b, a)
	writeTroubles(&b, r, a, "type ? ")
	said := strings.Join(strings.Fields(b.String()), " ")
	for text, times := range map[string]int{
		"Likely": 1, "another network": 1, "465 and 587 do not answer from here.": 1, "More: type ? no-answer": 1,
	} {
		if n := strings.Count(said, text); n != times {
			t.Errorf("%q is said %d times in\n%s", text, n, b.String())
		}
	}
}

func TestOpening(t *testing.T) {
	for _, tt := range []struct {
		arg  string
		want string // in what is printed
		code int
	}{
		{"tuta", "no SMTP", exitNot},
		{"amazon-ses", "Which region", exitNot},
		{"ada@nobody.example", "Which server takes its outgoing", exitNot},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			alone(t)
			code, out, errOut := run(t, "", "--offline", tt.arg) // no test looks anything up outside
			if code != tt.code || !strings.Contains(out+errOut, tt.want) {
				t.Errorf("got %d, %q and %q", code, out, errOut)
			}
		})
	}
}

// TestPlainOffline: nobody is asked for the servers of an address, and that is said; where
// a domain's mail goes cannot be looked up in the lessons either.
func TestPlainOffline(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "ada@alice.it\nq\n", "--plain", "--offline")
	if !strings.Contains(out, "Postern was told to stay offline") || !strings.Contains(out, "1) out.alice.it: 587") || strings.Contains(out, "Looking for") {
		t.Errorf("got\n%s", out)
	}
	plainChecks(t, out)
	const stops, looksUp = "1\n\n\n\nq\n", "Type m to look up"
	if _, out, _ := run(t, stops, "learn", "--plain"); !strings.Contains(out, looksUp) {
		t.Errorf("no %q in\n%s", looksUp, out)
	}
	if _, out, _ := run(t, stops, "learn", "--plain", "--offline"); strings.Contains(out, looksUp) {
		t.Errorf("%q in\n%s", looksUp, out)
	}
}

// TestPlainByAddress: line by line, a relay that knows this computer is a road to the end.
func TestPlainByAddress(t *testing.T) {
	alone(t)
	_, out, _ := run(t, "l\n\n\nmsmtp\n\n\nv\n\n2\nq\n", "practice", "by-address")
	said := strings.Join(strings.Fields(out), " ")
	for _, want := range []string{
		"l goes without a login", "Use 587, without a login.", "auth off", "v sends you a test message",
		"without a login, over an encrypted and verified connection", "Message: accepted",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(said, "Login name") || strings.Contains(said, "Password from") {
		t.Errorf("it asks for a login:\n%s", out)
	}
	plainChecks(t, out)
}

// TestPlainDoorsAlike: what several doors have in common is said once, in words
// that fit them all.
func TestPlainDoorsAlike(t *testing.T) {
	for scene, want := range map[string]struct {
		words []string
		none  []string
	}{
		"closed": {[]string{"nothing listens on 465 or 587.", "no mail server runs here"}, []string{"alike", "often begins", "Use another door"}},
		"no-login": {
			[]string{"465, 587 and 2525 are encrypted", "More: type ? login"},
			[]string{"more than one reason"},
		},
		"wrong-name": {[]string{"Every certificate is for mail.elsewhere.example, not for localhost."}, []string{"clock", "virus scanner", "The certificate on"}},
	} {
		t.Run(scene, func(t *testing.T) {
			alone(t)
			_, out, _ := run(t, "", "practice", scene)
			said := strings.Join(strings.Fields(out), " ")
			for _, w := range want.words {
				if strings.Count(said, w) != 1 {
					t.Errorf("%q is said %d times in\n%s", w, strings.Count(said, w), out)
				}
			}
			for _, w := range want.none {
				if strings.Contains(said, w) {
					t.Errorf("%q in\n%s", w, out)
				}
			}
		})
	}
}
