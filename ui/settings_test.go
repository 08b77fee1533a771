package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/profile"
	"postern/wizard/recipe"
)

// settingsOf walks to the last page with a program.
func settingsOf(t *testing.T, d *disk, program string, width, height int) model {
	t.Helper()
	s := fastmail(t)
	rep := report(s, map[int]func(*probe.Result){465: ready, 587: ready, 2525: refused, 25: timeout})
	s = s.WithReport(rep, 2*time.Second)
	for f, v := range map[wizard.Field]string{wizard.Door: "587", wizard.Program: program} {
		s = put(t, s, f, v)
	}
	for _, a := range s.Asks(wizard.PageAccount) {
		next, err := s.Answer(a.Field, a.Default)
		if err != nil {
			t.Fatalf("%s: %v", program, err)
		}
		s = next
	}
	e := d.engine()
	e.Profiles = func() []profile.Profile { return nil }
	m := newTest(s, e, width, height)
	return settle(t, m, m.screen.Init())
}

func put(t *testing.T, s wizard.Session, f wizard.Field, v string) wizard.Session {
	t.Helper()
	next, err := s.Put(f, v)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// everyProgram runs a test with the settings of each, in each window.
func everyProgram(t *testing.T, test func(t *testing.T, m model)) {
	for _, p := range recipe.Programs() {
		t.Run(p.ID, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				test(t, settingsOf(t, &disk{}, p.ID, width, height))
			})
		})
	}
}

func TestTheSettingsOfEveryProgram(t *testing.T) {
	everyProgram(t, func(t *testing.T, m model) {
		fits(t, m)
		text := frame(m)
		for row := range strings.SplitSeq(text, "\n") {
			if strings.TrimSpace(row) == "…" {
				t.Errorf("it is cut without a word:\n%s", text)
			}
		}
		if strings.Contains(text, "↳") && !strings.Contains(text, "c copies") {
			t.Errorf("a line goes on, and nothing says how to get it whole:\n%s", text)
		}
	})
}

// TestTheConfigIsSeenAtOnce: what one came for is not below the fold, however much there
// is to know about it.
func TestTheConfigIsSeenAtOnce(t *testing.T) {
	everyProgram(t, func(t *testing.T, m model) {
		config, err := m.session.Config()
		if err != nil {
			t.Fatal(err)
		}
		if dialog, _ := m.session.Card(); dialog != "" {
			config = dialog
		}
		first, _, _ := strings.Cut(strings.TrimLeft(config, "\n"), "\n")
		if want := ansi.Truncate(first, 20, ""); !strings.Contains(frame(m), want) {
			t.Errorf("%q is not in sight:\n%s", want, frame(m))
		}
	})
}

// TestCopyingKeepsTheSettingsInSight: what is said of it takes no more than its rows.
func TestCopyingKeepsTheSettingsInSight(t *testing.T) {
	everyProgram(t, func(t *testing.T, m model) {
		m = press(t, m, "c")
		text := frame(m)
		flat := strings.Join(strings.Fields(text), " ")
		if !strings.Contains(flat, "Sent to the terminal's clipboard") || !strings.Contains(flat, "q prints it") {
			t.Errorf("it does not say what became of it:\n%s", text)
		}
		if _, _, path := strings.Cut(flat, "w writes it"); path != (m.session.Path() != "") {
			t.Errorf("the file is offered: %t\n%s", path, text)
		}
		if rows := m.screen.(settings).view.height; rows < 3 {
			t.Errorf("only %d rows of the settings are left:\n%s", rows, text)
		}
		fits(t, m)
	})
}

func TestEnterSaysWhatToPress(t *testing.T) {
	tests := map[string]struct {
		disk    disk
		program string
		keys    []string
		want    string
	}{
		"a new file":       {program: "msmtp", want: "w writes"},
		"only to copy":     {program: "swaks", want: "c copies"},
		"no profile":       {program: "thunderbird", want: "c copies"},
		"seen beforehand":  {disk: disk{body: otherAccount}, program: "msmtp", keys: []string{"w"}, want: "w writes"},
		"not to be joined": {disk: disk{body: "account x\n\tpasswordeval \"\n"}, program: "msmtp", want: "c copies"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			eachSize(t, func(t *testing.T, width, height int) {
				d := tt.disk
				m := press(t, settingsOf(t, &d, tt.program, width, height), append(tt.keys, "enter")...)
				if flat := strings.Join(strings.Fields(frame(m)), " "); !strings.Contains(flat, tt.want) {
					t.Errorf("enter does not say %q:\n%s", tt.want, frame(m))
				}
				if d.written != nil {
					t.Error("enter wrote the file")
				}
				fits(t, m)
			})
		})
	}
}

func TestTabsTakeTheRoomTheyAreShownWith(t *testing.T) {
	for row := range strings.SplitSeq(fold("\t# Postern: the password is fetched when it is needed; it is not in this file", 78), "\n") {
		if w := ansi.StringWidth(strings.ReplaceAll(row, "\t", "    ")); w > 78 {
			t.Errorf("a row of %d cells: %q", w, row)
		}
	}
}

func TestFoldBreaksBetweenWords(t *testing.T) {
	tests := map[string]struct {
		line  string
		width int
		want  string
	}{
		"short":        {"tls on", 40, "tls on"},
		"words":        {"# The password is fetched when it is needed; it is not here.", 40, "# The password is fetched when it is\n↳  needed; it is not here."},
		"a long word":  {"file /home/ada/postern-practice/password", 20, "file /home/ada/poste\n↳ rn-practice/passwo\n↳ rd"},
		"fits further": {"tls_trust_file /home/ada/ca.pem", 20, "tls_trust_file\n↳  /home/ada/ca.pem"},
		"wide":         {"吉吉吉吉吉 吉吉吉", 12, "吉吉吉吉吉\n↳  吉吉吉"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := fold(tt.line, tt.width)
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if whole := strings.ReplaceAll(got, "\n↳ ", ""); whole != tt.line {
				t.Errorf("the rows make %q of %q", whole, tt.line)
			}
		})
	}
}

func TestAFoldedCommandIsTheSameCommand(t *testing.T) {
	for _, command := range []string{
		"  msmtp -a practice -- ada@practice.example",
		`  printf 'Subject: A first message\n\nIt works.\n' | msmtp -C ~/postern-practice/msmtprc -a practice -- ada@practice.example`,
		`  m=$(mktemp) && printf 'a b' >"$m" && GIT_CONFIG_GLOBAL=~/x git -c user.name=me send-email --to=ada@practice.example "$m"`,
		`  a\ b\ c\ d\ e\ f\ g\ h\ i\ j\ k\ l\ m one two`,
	} {
		for width := 24; width < 90; width++ {
			rows := foldCommand(command, width)
			for row := range strings.SplitSeq(rows, "\n") {
				if w := ansi.StringWidth(row); w > width {
					t.Errorf("a row of %d cells in %d: %q", w, width, row)
				}
			}
			if strings.Contains(rows, "↳") { // it cannot be copied, and shows so
				continue
			}
			if got := strings.ReplaceAll(rows, " \\\n  ", " "); got != command {
				t.Errorf("at %d:\n%s\nis not\n%s", width, rows, command)
			}
		}
	}
	rows := foldCommand("  printf 'Subject: one two' | msmtp -a practice", 30)
	if want := "  printf 'Subject: one two' \\\n  | msmtp -a practice"; rows != want {
		t.Errorf("got\n%s\nwant\n%s", rows, want)
	}
}
