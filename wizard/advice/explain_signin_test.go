package advice

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/lesson"
)

// everybody are all providers, and none in particular.
func everybody() []*catalog.Provider {
	all := []*catalog.Provider{nil}
	for _, p := range catalog.Default().Providers {
		all = append(all, &p)
	}
	return all
}

func checkTold(t *testing.T, name string, e SignInExplanation) {
	t.Helper()
	for _, part := range []struct {
		what, text string
		limit      int
	}{
		{"word", e.Word, 13}, {"sentence", e.Sentence, 520}, {"cause", e.Cause, 240}, {"next", e.Next, 280},
	} {
		if part.text == "" || utf8.RuneCountInString(part.text) > part.limit {
			t.Errorf("%s: %s is empty or over %d characters: %q", name, part.what, part.limit, part.text)
		}
		if placeholder.MatchString(part.text) || strings.Contains(part.text, "  ") || strings.Contains(part.text, "!") {
			t.Errorf("%s: %s: %q", name, part.what, part.text)
		}
		if part.what != "word" && !strings.HasSuffix(strings.TrimRight(part.text, "”)"), ".") {
			t.Errorf("%s: %s is no sentence: %q", name, part.what, part.text)
		}
	}
	if _, ok := lesson.Get(e.Lesson); !ok {
		t.Errorf("%s: no lesson %q", name, e.Lesson)
	}
}

// TestEverySignInHasItsWords: each verdict on a login and on a message, with
// every provider, has every word, within its limits.
func TestEverySignInHasItsWords(t *testing.T) {
	logins, sends := make(map[LoginVerdict]bool), make(map[SendVerdict]bool)
	for _, p := range everybody() {
		for _, tt := range loginCases {
			logins[JudgeLogin(tt.s, p)] = true
			checkTold(t, tt.name, ExplainLogin(host, tt.s, p))
		}
		for _, tt := range sendCases {
			sends[JudgeSend(tt.s)] = true
			checkTold(t, tt.name, ExplainSend(host, tt.s, p))
		}
	}
	for _, v := range LoginVerdicts() {
		if !logins[v] {
			t.Errorf("no words for a login that is %s", v)
		}
	}
	for _, v := range SendVerdicts() {
		if !sends[v] {
			t.Errorf("no words for a message that is %s", v)
		}
	}
}

// sectionCodes are the codes of the lesson about replies, after any of which a
// sign-in can end.
var sectionCodes = []int{
	421, 432, 450, 451, 452, 454, 455, 500, 501, 502, 503, 504, 521, 530, 534, 535, 538,
	550, 551, 552, 553, 554, 555, 556,
}

// TestEveryCodeHasItsWords, whatever enhanced code comes with it and whatever was
// said before.
func TestEveryCodeHasItsWords(t *testing.T) {
	text := ""
	if l, ok := lesson.Get("reply-codes"); ok {
		text = strings.Join(l.Body, " ")
	}
	for _, code := range sectionCodes {
		if !strings.Contains(text, portName(code)) {
			t.Errorf("the lesson does not know %d", code)
		}
		for _, detail := range []string{
			"", "0.0", "1.1", "1.7", "2.1", "2.2", "3.4", "4.5", "5.1", "5.4", "5.6", "7.0", "7.1", "7.3", "7.8",
			"7.9", "7.11", "7.12", "7.13", "7.14", "7.26", "7.30", "7.57", "7.60", "7.139",
		} {
			status := ""
			if detail != "" {
				status = portName(code/100) + "." + detail
			}
			name := fmt.Sprint(code, " ", status)
			checkTold(t, name, ExplainLogin(host, refused(code, status, ""), nil))
			for _, command := range []string{"MAIL", "RCPT", "DATA", "."} {
				checkTold(t, command+" "+name, ExplainSend(host, refusedSend(command, code, status, ""), nil))
			}
		}
	}
}

// TestExplainAnySignIn: whatever facts come, together or against each other, there
// is a verdict of the list, and words without gaps.
func TestExplainAnySignIn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	all := everybody()
	for range 5_000 {
		s := randomSignIn(rnd)
		p := all[rnd.IntN(len(all))]
		if v := JudgeLogin(s, p); v != LoginPending && !slices.Contains(LoginVerdicts(), v) {
			t.Errorf("login: %q", v)
		}
		if v := JudgeSend(s); v != SendPending && !slices.Contains(SendVerdicts(), v) {
			t.Errorf("send: %q", v)
		}
		checkTold(t, "login", ExplainLogin(host, s, p))
		checkTold(t, "send", ExplainSend(host, s, p))
		if t.Failed() {
			t.Fatalf("%+v", s)
		}
	}
}

func randomSignIn(rnd *rand.Rand) *probe.SignIn {
	texts := []string{"", "{provider}", "Too many login attempts", "\x1b[2J", "SendAsDenied", strings.Repeat("x", 300)}
	reply := func() (probe.Reply, string) {
		status := fmt.Sprintf("%d.%d.%d", rnd.IntN(7), rnd.IntN(8), rnd.IntN(140))
		return probe.Reply{Code: rnd.IntN(600), Text: probe.NewText(texts[rnd.IntN(len(texts))])}, status
	}
	s := &probe.SignIn{
		Door: random(rnd), Step: probe.SignInStep(rnd.IntN(int(probe.SignInSettled) + 1)),
		Mechanism: []string{"", "PLAIN", "XOAUTH2"}[rnd.IntN(3)],
		Login: []probe.Login{
			"", probe.LoginNotAttempted, probe.LoginNotOffered, probe.LoginUnsupported, probe.LoginNoSecret,
			probe.LoginOK, probe.LoginRefused, probe.LoginSilent, probe.LoginLost,
		}[rnd.IntN(9)],
		Send: []probe.Send{
			"", probe.SendNotAttempted, probe.SendOK, probe.SendRefused, probe.SendSilent, probe.SendLost,
		}[rnd.IntN(6)],
		SendCommand: []string{"", "MAIL", "RCPT", "DATA", "."}[rnd.IntN(5)],
		NoLogin:     rnd.IntN(4) == 0,
	}
	s.LoginReply, s.LoginStatus = reply()
	s.SendReply, s.SendStatus = reply()
	return s
}

// TestNoWordsOfASignInAreIdle: each section is of use to somebody.
func TestNoWordsOfASignInAreIdle(t *testing.T) {
	used := map[string]bool{"rule": true, "other": true, "pending": true}
	for _, p := range everybody() {
		for _, tt := range loginCases {
			for _, name := range loginSections(tt.s, p) {
				used["login "+name] = true
			}
		}
		for _, tt := range sendCases {
			for _, name := range sendSections(tt.s, p) {
				used["sending "+name] = true
			}
		}
	}
	for file, w := range map[string]sectionMap{"login": loginWords(), "sending": sendingWords()} {
		for section := range w {
			if !used[section] && !used[file+" "+section] {
				t.Errorf("%s.txt: nothing leads to [%s]", file, section)
			}
		}
	}
	for kind := range wordings() {
		if !strings.Contains(source(t), `says("`+kind+`")`) {
			t.Errorf("wordings.txt: nothing asks for [%s]", kind)
		}
		if phrases := wordings()[kind]["phrases"]; phrases != strings.ToLower(phrases) || phrases == "" {
			t.Errorf("wordings.txt: [%s] is empty or not in lower case", kind)
		}
	}
}

// claims are what is only true of providers of a kind.
var claims = map[string]func(catalog.Provider) bool{
	"takes no password": func(p catalog.Provider) bool { return p.PasswordKind == catalog.OAuthOnly },
	"OAuth":             func(p catalog.Provider) bool { return p.PasswordKind == catalog.OAuthOnly },
	"app password": func(p catalog.Provider) bool {
		return p.PasswordKind == catalog.AppPassword || slices.Contains(p.PasswordAlt, catalog.AppPassword)
	},
	"API key":             func(p catalog.Provider) bool { return p.PasswordKind == catalog.APIKey },
	"only for sending":    func(p catalog.Provider) bool { return p.PasswordKind == catalog.SMTPCredentials },
	"Bridge":              func(p catalog.Provider) bool { return p.PasswordKind == catalog.BridgePassword },
	"the same for every":  func(p catalog.Provider) bool { return p.Username.Form == "literal" },
	"before the @":        func(p catalog.Provider) bool { return p.Username.Form == "localpart" },
	"is the full address": func(p catalog.Provider) bool { return p.Username.Form == "email" },
	"Microsoft":           func(p catalog.Provider) bool { return strings.Contains(p.ID, "microsoft") || p.ID == "outlook-com" },
}

// TestNobodyIsToldOfAnother: what is said of a wrong password at a provider is
// true of that provider, and names no other.
func TestNobodyIsToldOfAnother(t *testing.T) {
	wrong := refused(535, "5.7.8", "")
	for _, p := range catalog.Default().Providers {
		e := ExplainLogin(host, wrong, &p)
		text := strings.Join([]string{e.Sentence, e.Cause, e.Next}, " ")
		for claim, holds := range claims {
			if strings.Contains(text, claim) && !holds(p) {
				t.Errorf("%s: %q is not true there: %s", p.Name, claim, text)
			}
		}
		for _, other := range []string{"Gmail", "Google", "Yahoo", "Outlook", "Apple", "SendGrid"} {
			if strings.Contains(text, other) && !strings.Contains(p.Name, other) {
				t.Errorf("%s is told of %s: %s", p.Name, other, text)
			}
		}
		if p.SMTPAvailable && (e.Note != p.SetupNote || e.Link != p.SetupURL) {
			t.Errorf("%s: note %q, link %q", p.Name, e.Note, e.Link)
		}
	}
}

// TestWhatIsTold of some that matter most.
func TestWhatIsTold(t *testing.T) {
	for _, tt := range []struct {
		id    string
		s     *probe.SignIn
		words []string
	}{
		{"gmail", refused(535, "5.7.8", ""), []string{"Likely the account's own password", "app password", "https://support.google.com/accounts/answer/185833"}},
		{"gmail", refused(534, "5.7.9", "Application-specific password required"), []string{"app password", "2-Step Verification"}},
		{"outlook-com", refused(535, "5.7.139", "basic authentication is disabled"), []string{"Outlook.com takes no password", "16 September 2024", "OAuth"}},
		{"microsoft-365", refused(535, "5.7.139", ""), []string{
			"administrator", "31 December 2026: password SMTP AUTH off", "second half of 2027: ", "27 January 2026: ",
		}},
		{"sendgrid", refused(535, "", ""), []string{"the word “apikey”", "API key"}},
		{"web-de", refused(535, "", ""), []string{"part before the @"}},
		{"amazon-ses", refused(535, "", ""), []string{"Amazon SES issues the user name (SMTP user name generated by SES)"}},
		{"microsoft-365", ended(probe.LoginSilent), []string{"Microsoft's servers are known", "31 December 2026"}},
		{"", ended(probe.LoginSilent), []string{"slow or has trouble"}},
		{"", entered(with(ready(465), func(r *probe.Result) { r.TLSVerified = false })), []string{"nothing secret left this computer", "certificate"}},
		{"", entered(unconnected(587, probe.ConnectTimeout)), []string{"does not answer from here"}},
		{"", refused(454, "4.7.0", ""), []string{"Keep the password as it is"}},
	} {
		e := ExplainLogin(host, tt.s, provider(t, tt.id))
		text := strings.Join(append([]string{e.Sentence, e.Cause, e.Help()}, e.Dates...), " ")
		for _, w := range tt.words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in: %s", tt.id, w, text)
			}
		}
	}
}

// TestSignInsAreGolden shows all explanations as one text, to be read. With
// a provider stands what it is told otherwise than one that is not known.
func TestSignInsAreGolden(t *testing.T) {
	ids := []string{
		"gmail", "outlook-com", "microsoft-365", "zoho", "posteo", "web-de", "runbox", "proton-bridge",
		"sendgrid", "amazon-ses", "postmark", "mandrill",
	}
	var b strings.Builder
	seen := make(map[string]bool)
	for _, tt := range loginCases {
		title := titled(tt.want, tt.s)
		if seen[title] {
			continue
		}
		seen[title] = true
		told := tellAll(t, ids, func(p *catalog.Provider) SignInExplanation { return ExplainLogin(host, tt.s, p) })
		fmt.Fprintf(&b, "=== login %s\n%s", title, told)
	}
	for _, tt := range sendCases {
		title := titled(tt.want, tt.s)
		if seen["send "+title] {
			continue
		}
		seen["send "+title] = true
		told := tellAll(t, ids, func(p *catalog.Provider) SignInExplanation { return ExplainSend(host, tt.s, p) })
		fmt.Fprintf(&b, "=== send %s\n%s", title, told)
	}
	compareGolden(t, filepath.Join("testdata", "signin.golden"), b.String())
}

func titled(want string, s *probe.SignIn) string {
	if s.NoLogin {
		want += ", and no login was wanted"
	}
	return want
}

// TestARelayOn25 is told of as the door that was asked for, not as one to be left alone.
func TestARelayOn25(t *testing.T) {
	for _, door := range []probe.Result{
		unconnected(25, probe.ConnectRefused), unconnected(25, probe.ConnectTimeout),
		inTheClear(25), badCertificate(25, probe.CertWrongHost),
	} {
		e := ExplainLogin(host, byAddress(entered(door)), nil)
		text := e.Sentence + " " + e.Cause + " " + e.Next
		if !strings.HasPrefix(text, "No message was sent. ") || !strings.Contains(text, "25") || e.Tone == Quiet ||
			strings.Contains(text, "587") || strings.Contains(text, "sign-in") || strings.Contains(text, "door between") {
			t.Errorf("got %s: %s", e.Tone, text)
		}
	}
}

// tellAll writes what everybody is told, then each provider's own.
func tellAll(t *testing.T, ids []string, tell func(*catalog.Provider) SignInExplanation) string {
	common := showTold(tell(nil))
	out := common
	for _, id := range ids {
		p := provider(t, id)
		name, _, _ := strings.Cut(p.Name, " (")
		own := showTold(tell(p))
		if strings.ReplaceAll(own, name, host) != common {
			out += "--- " + id + "\n" + own
		}
	}
	return out
}

// showTold writes all but the provider's note, which stands in the catalogue.
func showTold(e SignInExplanation) string {
	out := fmt.Sprintf("%s · %s · %s\n  %s\n  %s\n  %s\n", e.Word, e.Tone, e.Lesson, e.Sentence, e.Cause, e.Next)
	if e.Note != "" {
		out += "    + note and link\n"
	}
	for _, d := range e.Dates {
		out += "    + " + d + "\n"
	}
	return out
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it after go test -update", file)
	}
}

// TestNoCauseIsSaidForSure: a cause is a guess unless the server's own words or
// the protocol say it.
func TestNoCauseIsSaidForSure(t *testing.T) {
	sure := regexp.MustCompile(`(?i)likely|known|some |many |may |the password itself may|by itself|never sent|` +
		`went through|no answer has come|asked for|after a sign-in|you went on|not delivered yet|it wants|` +
		`that is a matter|a token comes|of that mailbox|takes no password`)
	for file, w := range map[string]sectionMap{"login": loginWords(), "sending": sendingWords()} {
		for section, fields := range w {
			if c, ok := fields["cause"]; ok && !strings.Contains(c, "{door") && !sure.MatchString(c) {
				t.Errorf("%s.txt [%s]: %q", file, section, c)
			}
		}
	}
}
