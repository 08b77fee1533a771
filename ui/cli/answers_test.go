package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/recipe"
)

// said are the commands and flags that say to a script what a step of the wizard
// asks a person, or do what it does; a word without "--" is the command's argument.
// A step that has none has a reason instead.
var said = map[string]struct {
	ways   []string
	reason string
}{
	"Field Provider":    {ways: []string{"postern", "config --provider", "verify --provider", "probe --provider", "find", "learn"}},
	"Field Server":      {ways: []string{"config --host", "verify --host", "config --provider", "verify --provider", "probe"}},
	"Field Region":      {ways: []string{"config --region", "verify --region", "probe --region"}},
	"Field Host":        {ways: []string{"config --host", "verify --host", "probe"}},
	"Field Port":        {ways: []string{"probe --port", "config --port", "config --security", "verify --port", "verify --security"}},
	"Field LocalPort":   {ways: []string{"config --port", "verify --port", "probe --port"}},
	"Field Certificate": {ways: []string{"config --ca", "verify --ca", "probe --ca", "find --ca", "postern --ca"}},
	"Field Door":        {ways: []string{"config --port", "config --security", "config --prefer", "verify --port", "verify --security", "verify --prefer"}},
	"Field Program":     {ways: []string{"config"}},
	"Field Profile":     {ways: []string{"config --profile"}},
	"Field Address":     {ways: []string{"config --address", "verify --address", "verify --from", "verify --to", "find"}},
	"Field User":        {ways: []string{"config --user", "verify --user"}},
	"Field Name":        {ways: []string{"config --name"}},
	"Field Secret":      {ways: []string{"config --password-store", "verify --password-store", "verify --token-command"}},
	"Field Command":     {ways: []string{"config --password-command", "verify --password-command"}},
	"Field Write":       {ways: []string{"config --write", "config --replace", "config --output"}},

	"Field byAddress":    {ways: []string{"config --no-login", "verify --no-login"}},
	"Field plainHTTP":    {ways: []string{"find --plain-http"}},
	"Field wholeAddress": {ways: []string{"find --tell-address"}},

	"Work StartPractice": {ways: []string{"practice", "practice --serve", "practice --list"}},
	"Work FindServers":   {ways: []string{"find", "find --offline", "find --json"}},
	"Work TrustFile":     {ways: []string{"config --ca", "verify --ca"}},
	"Work TryDoors":      {ways: []string{"probe", "probe --transcript", "probe --control", "probe --json"}},
	"Work FindProfiles":  {ways: []string{"config --write", "config --profile"}},
	"Work LookAtFile":    {ways: []string{"config --write"}},
	"Work WriteTheFile":  {ways: []string{"config --write"}},

	"Topic Why":     {ways: []string{"probe", "explain"}},
	"Topic Outcome": {reason: "config prints what is left to do beside the settings, without being asked"},
}

// stepsOfTheWizard are the names of its questions, work and texts, as its source has
// them.
func stepsOfTheWizard(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../wizard/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			kind, ok := spec.Type.(*ast.Ident)
			if ok && slices.Contains([]string{"Field", "Work", "Topic"}, kind.Name) {
				for _, name := range spec.Names {
					steps = append(steps, kind.Name+" "+name.Name)
				}
			}
			return true
		})
	}
	return steps
}

// TestEveryAnswerIsAFlag: whoever adds a step to the wizard says here how a script
// does the same, or why it cannot.
func TestEveryAnswerIsAFlag(t *testing.T) {
	steps := stepsOfTheWizard(t)
	if len(steps) < 20 {
		t.Fatalf("only %d steps were found in the wizard's source: %q", len(steps), steps)
	}
	byName := make(map[string]*cobra.Command)
	for _, cmd := range commands(t) {
		byName[cmd.Name()] = cmd
	}
	for _, step := range steps {
		how, known := said[step]
		if !known || len(how.ways) == 0 && how.reason == "" {
			t.Errorf("%s: no flag and no reason is named here", step)
		}
		for _, way := range how.ways {
			name, flag, _ := strings.Cut(way, " --")
			cmd := byName[name]
			switch {
			case cmd == nil:
				t.Errorf("%s: there is no command %s", step, name)
			case flag != "" && cmd.Flag(flag) == nil:
				t.Errorf("%s: %s has no flag --%s", step, name, flag)
			}
		}
	}
	for step := range said {
		if !slices.Contains(steps, step) {
			t.Errorf("%s is no step of the wizard any more", step)
		}
	}
}

// answered walks the wizard with the answers, each door passing every check; a
// question that none is for takes what is suggested.
func answered(t *testing.T, a *app, answers map[wizard.Field]string) wizard.Session {
	t.Helper()
	s := wizard.New(a.world("", ""))
	for range 40 {
		switch step := s.Step().(type) {
		case wizard.Ask:
			if step.Field == wizard.Write {
				return s
			}
			v, ok := answers[step.Field]
			if !ok {
				v = s.Get(step.Field)
			}
			next, err := s.Answer(step.Field, v)
			if err != nil {
				t.Fatalf("%s %q: %v", step.Field, v, err)
			}
			s = next
		case wizard.Show:
			s = s.Next()
		case wizard.Do:
			s = carriedOut(t, s, step.Work)
		}
	}
	t.Fatalf("the wizard did not come to its settings, but is at %#v", s.Step())
	return s
}

func carriedOut(t *testing.T, s wizard.Session, w wizard.Work) wizard.Session {
	t.Helper()
	switch w {
	case wizard.TryDoors:
		r := probe.NewReport(s.Get(wizard.Host), time.Unix(1_800_000_000, 0), s.Doors())
		for i, d := range s.Doors() {
			r.Doors[i] = passing(d)
		}
		return s.WithReport(r, time.Second).Next()
	case wizard.LookAtFile:
		current, err := look(s.Places())
		if err != nil {
			t.Fatal(err)
		}
		return s.WithFiles(current...).Next()
	case wizard.TrustFile:
		asked := s.Said(wizard.Certificate)
		return s.WithAuthority(wizard.Authority{Asked: asked, File: asked})
	default:
		t.Fatalf("no way to do %s here", w)
	}
	return s
}

// passing is a door that passed every check.
func passing(d probe.Door) probe.Result {
	r := probe.NewResult(d)
	r.Step, r.Connect, r.Greeting, r.Hello = probe.StepSettled, probe.ConnectOK, probe.GreetingOK, probe.HelloOK
	r.TLS, r.TLSVerified, r.TLSVersion, r.TLSMode = probe.TLSOK, true, "1.3", probe.ModeSTARTTLS
	if d.Implicit() {
		r.TLSMode = probe.ModeImplicit
	}
	r.AuthAfterTLS = []string{"PLAIN", "LOGIN"}
	return r
}

// TestTheWizardsAnswersAsFlags: the same answers, given as flags, make the same
// settings.
func TestTheWizardsAnswersAsFlags(t *testing.T) {
	home := alone(t, "msmtp", "secret-tool")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	certificate := filepath.Join(home, "cert.pem")
	if err := os.WriteFile(certificate, presentedCA(t), 0o600); err != nil {
		t.Fatal(err)
	}
	own := map[wizard.Field]string{
		wizard.Provider: wizard.Own, wizard.Host: "mail.example.org", wizard.Door: "465", wizard.Program: "msmtp",
		wizard.Address: "ada@example.org", wizard.User: "ada", wizard.Name: "Ada Lovelace",
		wizard.Secret: string(recipe.Command), wizard.Command: "cat 'my secret'",
	}
	ownAs := func(program string) map[wizard.Field]string {
		answers := make(map[wizard.Field]string)
		for f, v := range own {
			answers[f] = v
		}
		answers[wizard.Program] = program
		return answers
	}
	ownFlags := []string{
		"--address", "ada@example.org", "--host", "mail.example.org", "--port", "465", "--security", "tls",
		"--user", "ada", "--name", "Ada Lovelace",
	}
	command := []string{"--password-command", "cat 'my secret'"}
	for _, tt := range []struct {
		name    string
		answers map[wizard.Field]string
		flags   []string // after postern config
	}{
		{"an address of the list, and what is suggested", map[wizard.Field]string{
			wizard.Provider: "ada@fastmail.com", wizard.Program: "msmtp",
		}, []string{"msmtp", "--address", "ada@fastmail.com"}},
		{"another door, and asked for the password", map[wizard.Field]string{
			wizard.Provider: "fastmail", wizard.Door: "587", wizard.Program: "neomutt",
			wizard.Address: "ada@example.org", wizard.Secret: string(recipe.AskMe),
		}, []string{"neomutt", "--provider", "fastmail", "--port", "587", "--address", "ada@example.org", "--password-store", "ask"}},
		{"a region", map[wizard.Field]string{
			wizard.Provider: "amazon-ses", wizard.Region: "eu-west-1", wizard.Door: "587", wizard.Program: "msmtp",
			wizard.Address: "ada@example.org", wizard.User: "AKIA0", wizard.Secret: string(recipe.Keyring),
		}, []string{
			"msmtp", "--provider", "amazon-ses", "--region", "eu-west-1", "--port", "587", "--address", "ada@example.org",
			"--user", "AKIA0", "--password-store", "keyring",
		}},
		{"an own server", own, append(append([]string{"msmtp"}, ownFlags...), command...)},
		{"an own server, for a site", ownAs("django"), append([]string{"django"}, ownFlags...)},
		{"an own server, for a system mailer", ownAs("nullmailer"), append([]string{"nullmailer"}, ownFlags...)},
		{"a server on this computer", map[wizard.Field]string{
			wizard.Provider: "proton-bridge", wizard.LocalPort: "1026", wizard.Certificate: certificate, wizard.Program: "msmtp",
			wizard.Address: "ada@proton.me", wizard.Secret: string(recipe.Keyring),
		}, []string{
			"msmtp", "--provider", "proton-bridge", "--port", "1026", "--ca", certificate,
			"--address", "ada@proton.me", "--password-store", "keyring",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := &app{out: &sink{w: new(strings.Builder)}, errOut: new(strings.Builder), getenv: os.Getenv}
			s := answered(t, a, tt.answers)
			want, err := s.Config()
			if err != nil {
				t.Fatal(err)
			}
			code, got, errOut := run(t, "", append([]string{"config"}, tt.flags...)...)
			if code != exitDone || got != want {
				t.Errorf("got %d and %s\n%s\nwant what the wizard makes of it:\n%s", code, strconv.Quote(errOut), got, want)
			}
		})
	}
}

// presentedCA is a certificate in PEM form, of practice servers that are gone.
func presentedCA(t *testing.T) []byte {
	t.Helper()
	pem, err := os.ReadFile(house(t, "").CAFile)
	if err != nil {
		t.Fatal(err)
	}
	return pem
}
