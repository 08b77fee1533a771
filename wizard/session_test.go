package wizard_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

func world() wizard.World {
	return wizard.World{
		Catalog: catalog.Default(), Computer: "ada-laptop", Home: "/home/ada", ConfigHome: "/home/ada/.config",
		Stores: []recipe.SecretKind{recipe.Keyring, recipe.Pass, recipe.Command, recipe.AskMe},
	}
}

// usable is a door that passed every check.
func usable(d probe.Door) probe.Result {
	r := probe.NewResult(d)
	r.Step, r.Elapsed = probe.StepSettled, 120*time.Millisecond
	r.Connect, r.Greeting, r.Hello = probe.ConnectOK, probe.GreetingOK, probe.HelloOK
	r.TLS, r.TLSVerified, r.TLSVersion = probe.TLSOK, true, "1.3"
	r.TLSMode = probe.ModeSTARTTLS
	if d.Implicit() {
		r.TLSMode = probe.ModeImplicit
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
	return r
}

// unanswered is a door that does not answer.
func unanswered(d probe.Door) probe.Result {
	r := probe.NewResult(d)
	r.Step, r.Connect = probe.StepSettled, probe.ConnectTimeout
	return r
}

// tried returns the session after its doors were tried: those named are usable,
// the others do not answer.
func tried(t *testing.T, s wizard.Session, ready ...int) wizard.Session {
	t.Helper()
	r := probe.NewReport(s.Get(wizard.Host), time.Time{}, s.Doors())
	r.Addresses = []netip.Addr{netip.MustParseAddr("192.0.2.25")}
	for i, d := range s.Doors() {
		r.Doors[i] = unanswered(d)
		if slices.Contains(ready, d.Port) {
			r.Doors[i] = usable(d)
		}
	}
	return s.WithReport(r, 2*time.Second)
}

func answer(t *testing.T, s wizard.Session, f wizard.Field, v string) wizard.Session {
	t.Helper()
	next, err := s.Answer(f, v)
	if err != nil {
		t.Fatalf("answer %s %q: %v", f, v, err)
	}
	return next
}

// at names the step a session is at.
func at(s wizard.Session) string {
	switch step := s.Step().(type) {
	case wizard.Ask:
		return "ask " + string(step.Field)
	case wizard.Do:
		return "do " + string(step.Work)
	case wizard.Show:
		return "show " + string(step.Topic)
	}
	return "?"
}

func wantAt(t *testing.T, s wizard.Session, want string) {
	t.Helper()
	if got := at(s); got != want {
		t.Fatalf("the session is at %q, want %q", got, want)
	}
}

func TestTheWholeWay(t *testing.T) {
	s := wizard.New(world())
	wantAt(t, s, "ask provider")
	s = answer(t, s, wizard.Provider, "ada@fastmail.com")
	wantAt(t, s, "do probe")
	if got, want := s.Get(wizard.Host), "smtp.fastmail.com"; got != want {
		t.Errorf("host %q, want %q", got, want)
	}
	s = tried(t, s, 465, 587)
	s = s.Next()
	wantAt(t, s, "ask door")
	if got := s.Get(wizard.Door); got != "465" { // Fastmail names it first
		t.Errorf("suggested door %q, want 465", got)
	}
	s = answer(t, s, wizard.Door, "465")
	wantAt(t, s, "show why")
	s = s.Next()
	wantAt(t, s, "ask program")
	s = answer(t, s, wizard.Program, "msmtp")
	wantAt(t, s, "ask address")
	if got := s.Get(wizard.Address); got != "ada@fastmail.com" {
		t.Errorf("address %q is not the one typed on the first page", got)
	}
	s = answer(t, s, wizard.Address, s.Get(wizard.Address))
	wantAt(t, s, "ask user")
	s = answer(t, s, wizard.User, s.Get(wizard.User))
	s = answer(t, s, wizard.Name, "")
	wantAt(t, s, "ask secret")
	s = answer(t, s, wizard.Secret, "keyring")
	wantAt(t, s, "do look")
	s = s.WithFiles(install.Current{Path: "/home/ada/.msmtprc", Real: "/home/ada/.msmtprc"}).Next()
	wantAt(t, s, "ask write")
	config, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"host smtp.fastmail.com", "port 465", "tls_starttls off", "user ada@fastmail.com"} {
		if !strings.Contains(config, want) {
			t.Errorf("the config lacks %q:\n%s", want, config)
		}
	}
	s = answer(t, s, wizard.Write, wizard.WriteFile)
	wantAt(t, s, "do apply")
	s = s.WithDone(install.Done{Path: "/home/ada/.msmtprc"}).Next()
	wantAt(t, s, "show outcome")
	if text := strings.Join(s.Read(wizard.Outcome, 76).Paragraphs, "\n"); !strings.Contains(text, "~/.msmtprc") {
		t.Errorf("the outcome does not name the file:\n%s", text)
	}
}

func TestProviderUnderstandsWhatIsTyped(t *testing.T) {
	tests := []struct {
		typed, host, address, next string
	}{
		{"gmail", "smtp.gmail.com", "", "do probe"},
		{"Gmail", "smtp.gmail.com", "", "do probe"},
		{" ada@gmail.com ", "smtp.gmail.com", "ada@gmail.com", "do probe"},
		{"ada@GMAIL.com", "smtp.gmail.com", "ada@gmail.com", "do probe"},
		{"ada@unknown.example", "", "ada@unknown.example", "do find"},
		{"mail.unknown.example:465", "mail.unknown.example", "", "do probe"},
		{"mail.unknown.example", "mail.unknown.example", "", "do probe"},
		{"gmail.com", "smtp.gmail.com", "", "do probe"},
		{"MAIL.unknown.example", "mail.unknown.example", "", "do probe"},
		{"own", "", "", "ask host"},
		{"practise", "", "", "do practice"},
		{"amazon-ses", "email-smtp.us-east-1.amazonaws.com", "", "ask region"},
		{"127.0.0.1", "127.0.0.1", "", "do probe"},
		{"localhost", "localhost", "", "do probe"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			s := answer(t, wizard.New(world()), wizard.Provider, tt.typed)
			wantAt(t, s, tt.next)
			if got := s.Get(wizard.Host); got != tt.host {
				t.Errorf("host %q, want %q", got, tt.host)
			}
			if got := s.Get(wizard.Address); got != tt.address {
				t.Errorf("address %q, want %q", got, tt.address)
			}
		})
	}
}

func TestRefusedAnswers(t *testing.T) {
	s := wizard.New(world())
	tests := []struct {
		field wizard.Field
		typed string
		says  string
	}{
		{wizard.Provider, "", "type your address"},
		{wizard.Provider, "nonsense", "nothing is known"},
		{wizard.Provider, "tuta", "has no SMTP"},
		{wizard.Provider, "a@@b", "more than one @"},
		{wizard.Provider, "ada@", "no mail address"},
		{wizard.Address, "ada@example.org\nBcc: x@example.org", "one line"},
		{wizard.Address, "ada@localdomain", "whole domain"},
		{wizard.Address, "a b@example.org", "before the @"},
		{wizard.User, "", "type the login name"},
		{wizard.User, "ada\r\nQUIT", "control character"},
		{wizard.Name, "Ada\x1b[31m", "control character"},
		{wizard.Secret, "telepathy", "cannot come from"},
		{wizard.Command, "", "name the command"},
		{wizard.Door, "587", "ready"},
		{wizard.Door, "x", "ready"},
		{wizard.Program, "pine", "no settings"},
		{wizard.Write, "perhaps", "answer"},
	}
	for _, tt := range tests {
		t.Run(string(tt.field)+" "+tt.typed, func(t *testing.T) {
			after, err := s.Answer(tt.field, tt.typed)
			if err == nil {
				t.Fatalf("%q was taken for an answer", tt.typed)
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("it says %q, want something about %q", err, tt.says)
			}
			if strings.ContainsAny(err.Error(), "\x1b\r\n") {
				t.Errorf("the sentence holds a control character: %q", err)
			}
			if at(after) != at(s) || after.Answered(tt.field) {
				t.Error("the refused answer changed the session")
			}
		})
	}
}

func TestGoingBackKeepsAnswers(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@fastmail.com")
	s = tried(t, s, 465, 587).Next()
	s = answer(t, s, wizard.Door, "587").Next()
	s = answer(t, s, wizard.Program, "msmtp")
	s = answer(t, s, wizard.Address, "lovelace@fastmail.com")
	s = answer(t, s, wizard.User, "ada@fastmail.com")

	for _, want := range []string{"ask program", "show why", "ask door", "ask provider"} {
		back, ok := s.Back()
		if !ok {
			t.Fatalf("no way back to %q", want)
		}
		s = back
		wantAt(t, s, want)
	}
	if _, ok := s.Back(); ok {
		t.Error("there is a page before the first")
	}
	s = answer(t, s, wizard.Provider, "fastmail")
	wantAt(t, s, "ask door") // the doors are known already
	for f, want := range map[wizard.Field]string{
		wizard.Door: "587", wizard.Address: "lovelace@fastmail.com", wizard.User: "ada@fastmail.com",
	} {
		if got := s.Said(f); got != want {
			t.Errorf("%s is %q after going back, want %q", f, got, want)
		}
	}
}

func TestAnotherProviderForgetsWhatBelongedToTheFirst(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@fastmail.com")
	s = tried(t, s, 465, 587).Next()
	s = answer(t, s, wizard.Door, "587")
	s = answer(t, s, wizard.Provider, "gmail")
	wantAt(t, s, "do probe")
	if got := s.Said(wizard.Door); got != "" {
		t.Errorf("the door chosen at another provider is kept: %q", got)
	}
	if got := s.Get(wizard.Address); got != "ada@fastmail.com" {
		t.Errorf("the address is %q; it is the person's and stays", got)
	}
}

func TestDoorOfAnotherSortIsNotTaken(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "mail.unknown.example")
	s = tried(t, s, 25, 587).Next()
	if _, err := s.Answer(wizard.Door, "25"); err == nil {
		t.Error("door 25 of a provider was taken for submission")
	}
	if _, err := s.Answer(wizard.Door, "465"); err == nil {
		t.Error("a door that does not answer was taken")
	}
	answer(t, s, wizard.Door, "587")
}

func TestPolicyTurnsTheSuggestion(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "mail.unknown.example")
	s = tried(t, s, 465, 587)
	if got := s.Get(wizard.Door); got != "587" {
		t.Errorf("587-first suggests %s", got)
	}
	if got := s.WithPolicy(advice.Prefer465).Get(wizard.Door); got != "465" {
		t.Errorf("465-first suggests %s", got)
	}
}

func TestPracticeKeepsToItsFolder(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "practise")
	s = s.WithPractice(wizard.Practice{
		Host: "localhost", Dir: "/tmp/practice", CAFile: "/tmp/practice/ca.pem", Inbox: "/tmp/practice/inbox",
		Address: "you@practice.example", User: "you", PasswordCommand: "cat '/tmp/practice/password'",
		Doors: []probe.Door{{Port: 587, DialPort: 40587}, {Port: 465, DialPort: 40465, Security: probe.ImplicitTLS}},
	}).Next()
	wantAt(t, s, "do probe")
	s = tried(t, s, 465, 587).Next()
	s = answer(t, s, wizard.Door, "465").Next()
	s = answer(t, s, wizard.Program, "msmtp")
	if got := firstPaths(s); len(got) != 1 || !strings.HasPrefix(got[0], "/tmp/practice/") {
		t.Errorf("practice would write to %q", got)
	}
	set := s.Settings()
	if set.Port != 40465 || set.CAFile != "/tmp/practice/ca.pem" || set.Secret.Command == "" {
		t.Errorf("the settings do not lead to the practice server: %+v", set)
	}
}

func TestStepsAreQuickToWorkOut(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "gmail")
	allocs := testing.AllocsPerRun(10, func() { s.Step() })
	if allocs > 3000 {
		t.Errorf("a step takes %.0f allocations; the catalogue is searched where it need not be", allocs)
	}
}

func TestAnotherAddressHasAnotherServer(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@a.invalid")
	s = answer(t, s, wizard.Server, "smtp.a.invalid")
	s = answer(t, s, wizard.User, "ada-login")
	s = answer(t, s, wizard.Provider, "bob@b.invalid")
	wantAt(t, s, "do find")
	if got := s.Get(wizard.Host); got != "" {
		t.Errorf("the server of another address is kept: %q", got)
	}
	if got := s.Get(wizard.User); got != "bob@b.invalid" {
		t.Errorf("the login of another address is kept: %q", got)
	}
}

// TestOutcomeSaysHowToUndo: of a file that was new, too; but not in practice, whose files
// go by themselves, and not where nothing changed.
func TestOutcomeSaysHowToUndo(t *testing.T) {
	for _, tt := range []struct {
		name string
		done install.Done
		want string
	}{
		{"new", install.Done{Path: "/home/ada/.msmtprc"}, "rm /home/ada/.msmtprc"},
		{"added to", install.Done{Path: "/home/ada/.msmtprc", Backup: "/home/ada/.msmtprc.bak-1"}, "mv /home/ada/.msmtprc.bak-1 /home/ada/.msmtprc"},
		{"the same", install.Done{Path: "/home/ada/.msmtprc", Same: true}, ""},
	} {
		s := answer(t, atSettings(t, "msmtp", "587", 587), wizard.Write, wizard.WriteFile).WithDone(tt.done)
		text := strings.Join(s.Read(wizard.Outcome, 76).Paragraphs, "\n")
		if tt.want != "" && strings.Count(text, tt.want) != 1 || tt.want == "" && strings.Contains(text, "rm ") {
			t.Errorf("%s: want %q once in\n%s", tt.name, tt.want, text)
		}
	}
}

// TestFileRemarkOfAFileThatIsNotUnderstood: nothing is promised of a file that w refuses.
func TestFileRemarkOfAFileThatIsNotUnderstood(t *testing.T) {
	s := atSettings(t, "msmtp", "587", 587)
	for body, want := range map[string]string{"account work\nhost w.example\n": "added to the file", "what is this\n": "cannot take them"} {
		c := install.Current{Path: "/home/ada/.msmtprc", Real: "/home/ada/.msmtprc", Exists: true, Body: []byte(body), Mode: 0o600}
		if got := s.WithFiles(c).FileRemark(); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q in it", body, got, want)
		}
	}
}
