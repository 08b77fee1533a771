//go:build unix

package cli

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postern/probe"
	"postern/ui"
	"postern/ui/termtest"
	"postern/wizard"
	"postern/wizard/advice"
)

// A walk is what a person does in the wizard, said without a front: what they answer to
// which question, and where they change their mind.
type walk struct {
	scene   string // behind hosts whose names begin with "shut."
	says    says   // what is found for an address
	birds   []string
	answers map[wizard.Field][]string // the first time, the second time …; "" takes the default
	back    map[wizard.Field]wizard.Field
	// asks are the questions and texts that both fronts have to show, in order.
	asks []string
}

// A came is what came of a walk.
type came struct {
	asked    []string
	answers  map[wizard.Field]string
	verdicts []string
	advice   string
	files    map[string]string
	outcome  string
}

// signs are the words by which a question or a text is known, on a screen and in plain
// mode.
var signs = []struct {
	step          string
	screen, plain *regexp.Regexp
}{
	{"provider", regexp.MustCompile(`1 of 6(?s:.*)Where is your mailbox`), regexp.MustCompile(`Where is your mailbox, or who sends for you\?`)},
	{"server", regexp.MustCompile(`1 of 6(?s:.*)takes (its outgoing mail|the outgoing mail of)(?s:.*)enter use it`), regexp.MustCompile(`[Ww]hich server takes (its outgoing mail|the outgoing mail of)`)},
	{"host", regexp.MustCompile(`Which server takes your outgoing mail\?`), regexp.MustCompile(`Which server takes your outgoing mail\?`)},
	{"region", regexp.MustCompile(`Which region is your (account in|login for)\?`), regexp.MustCompile(`Which region is your (account in|login for)\?`)},
	{"door", regexp.MustCompile(`2 of 6(?s:.*)enter use \d`), regexp.MustCompile(`Which door shall your mail leave through\?`)},
	{"no door", regexp.MustCompile(`2 of 6(?s:.*)No door is ready`), regexp.MustCompile(`(?s)No door is ready.*r tries again`)},
	{"program", regexp.MustCompile(`Which program shall send the mail\?`), regexp.MustCompile(`Which program shall send the mail\?`)},
	{"profile", regexp.MustCompile(`Which profile of`), regexp.MustCompile(`Which profile of`)},
	{"address", regexp.MustCompile(`› Address`), regexp.MustCompile(`Your mail address`)},
	{"user", regexp.MustCompile(`› Login name`), regexp.MustCompile(`\nLogin name\n`)},
	{"name", regexp.MustCompile(`› Full name`), regexp.MustCompile(`Your full name`)},
	{"secret", regexp.MustCompile(`› Password from`), regexp.MustCompile(`Where shall the password come from\?`)},
	{"command", regexp.MustCompile(`› Command`), regexp.MustCompile(`The command that prints it`)},
	{"write", regexp.MustCompile(`6 of 6(?s:.*) · [~/…](?s:.*)w write it`), regexp.MustCompile(`Shall Postern write the file\?|Replace it\?`)},
	{"why", regexp.MustCompile(`3 of 6(?s:.*)Why door`), regexp.MustCompile(`Why door`)},
	{"outcome", regexp.MustCompile(`6 of 6(?s:.*)Done`), regexp.MustCompile(`\nDone\.\n`)},
}

// answer is what the walk answers to a step that was asked n times before.
func (w walk) answer(step string, n int) string {
	all := w.answers[wizard.Field(step)]
	if len(all) == 0 {
		return ""
	}
	return all[min(n, len(all)-1)]
}

// retreats says to which question the person goes back from a step; only the first time.
func (w walk) retreats(step string, n int) (to string, ok bool) {
	field, ok := w.back[wizard.Field(step)]
	return string(field), ok && n == 0
}

// walks are the ways that both fronts have to lead alike.
var walks = map[string]walk{
	"a listed provider": {
		answers: map[wizard.Field][]string{"provider": {"fastmail"}, "program": {"msmtp"}, "address": {"ada@fastmail.com"}, "name": {"Ada L"}, "secret": {"ask each time"}},
		asks:    []string{"provider", "door", "why", "program", "address", "user", "name", "secret", "write", "outcome"},
	},
	"a region and a password command": {
		answers: map[wizard.Field][]string{"provider": {"amazon-ses"}, "door": {"465"}, "program": {"neomutt"}, "address": {"ada@work.example"}, "user": {"AKIA17"}, "secret": {"a command that prints it"}, "command": {"gpg -q -d ~/.smtp.gpg"}},
		asks:    []string{"provider", "region", "door", "why", "program", "address", "user", "name", "secret", "command", "write", "outcome"},
	},
	"an address looked for": {
		says:    agreeing,
		answers: map[wizard.Field][]string{"provider": {"ada@analytical.example"}, "program": {"msmtp"}, "secret": {"ask each time"}},
		asks:    []string{"provider", "server", "door", "why", "program", "address", "user", "name", "secret", "write", "outcome"},
	},
	"nothing ready and then a host typed": {
		scene:   "closed",
		answers: map[wizard.Field][]string{"provider": {"shut.work.example", "open.work.example"}, "door": {"587"}, "program": {"msmtp"}, "address": {"ada@work.example"}, "secret": {"ask each time"}},
		back:    map[wizard.Field]wizard.Field{"no door": "provider"},
		asks:    []string{"provider", "no door", "provider", "door", "why", "program", "address", "user", "name", "secret", "write", "outcome"},
	},
	"Thunderbird with two profiles": {
		birds:   []string{"work", "play"},
		answers: map[wizard.Field][]string{"provider": {"fastmail"}, "program": {"thunderbird"}, "address": {"ada@fastmail.com"}, "profile": {"play"}},
		asks:    []string{"provider", "door", "why", "program", "address", "user", "name", "profile", "write", "outcome"},
	},
	"a system mailer with several files": {
		answers: map[wizard.Field][]string{"provider": {"practise"}, "program": {"postfix"}},
		asks:    []string{"provider", "door", "why", "program", "address", "user", "name", "write", "outcome"},
	},
	"back in the middle": {
		answers: map[wizard.Field][]string{"provider": {"fastmail"}, "door": {"465", "587"}, "program": {"msmtp"}, "address": {"ada@fastmail.com"}, "user": {"lovelace"}, "secret": {"ask each time"}},
		back:    map[wizard.Field]wizard.Field{"program": "door", "write": "program"},
		asks: []string{
			"provider", "door", "why", "program", "door", "why", "program", "address", "user", "name", "secret", "write",
			"program", "address", "user", "name", "secret", "write", "outcome",
		},
	},
}

// TestBothFronts: the screens and the plain questions ask the same and come to the same.
func TestBothFronts(t *testing.T) {
	for name, w := range walks {
		t.Run(name, func(t *testing.T) {
			screens, plain := w.onScreens(t), w.inPlain(t)
			for front, c := range map[string]came{"the screens": screens, "plain mode": plain} {
				if !slices.Equal(c.asked, w.asks) {
					t.Errorf("%s asked\n%v, want\n%v", front, c.asked, w.asks)
				}
				if len(c.files) == 0 {
					t.Errorf("%s wrote nothing", front)
				}
			}
			for f, want := range screens.answers {
				if got := plain.answers[f]; got != want {
					t.Errorf("%s: plain mode took %q, and the screens %q", f, got, want)
				}
			}
			if len(plain.answers) != len(screens.answers) {
				t.Errorf("plain mode took %v, and the screens %v", plain.answers, screens.answers)
			}
			if !slices.Equal(plain.verdicts, screens.verdicts) || plain.advice != screens.advice {
				t.Errorf("plain mode found %v (%s), and the screens %v (%s)", plain.verdicts, plain.advice, screens.verdicts, screens.advice)
			}
			for path, want := range screens.files {
				if got := plain.files[path]; got != want {
					t.Errorf("%s: plain mode wrote\n%s\nand the screens\n%s", path, got, want)
				}
			}
			if len(plain.files) != len(screens.files) {
				t.Errorf("plain mode wrote %d files, and the screens %d", len(plain.files), len(screens.files))
			}
			if plain.outcome != screens.outcome {
				t.Errorf("plain mode ends with\n%s\nand the screens with\n%s", plain.outcome, screens.outcome)
			}
		})
	}
}

// house prepares a home, and an engine for it in which every host is a practice house.
func (w walk) house(t *testing.T) (st *stage, begin func() wizard.Session) {
	st = newStage(t, "")
	if w.birds != nil {
		bird(t, st.home, w.birds...)
	}
	shut := house(t, w.scene)
	open := st.ui.Probe
	st.ui.Probe = func(ctx context.Context, host string, doors []probe.Door) probe.Run {
		if !strings.HasPrefix(host, "shut.") {
			return open(ctx, host, doors)
		}
		run := shut.Prober().Begin(ctx, shut.Host, shut.Doors)
		run.Report.Host = host
		return run
	}
	e := &engine{ctx: t.Context(), prober: new(probe.Prober)}
	t.Cleanup(func() { e.close() })
	st.ui.Find, st.ui.Profiles, st.ui.Practice, st.ui.Apply, st.ui.Rest = w.says.begin(false), profiles, e.practise, e.apply, func() {}
	return st, func() wizard.Session { return wizard.New(st.app.world("", "")) }
}

// of is what came of a walk that ended in a session.
func (st *stage) of(t *testing.T, s wizard.Session, asked []string) came {
	c := came{asked: asked, answers: map[wizard.Field]string{}, files: map[string]string{}, advice: s.Advice().Headline}
	for _, f := range []wizard.Field{
		wizard.Provider, wizard.Server, wizard.Region, wizard.Host, wizard.Port, wizard.Door, wizard.Program, wizard.Profile,
		wizard.Address, wizard.User, wizard.Name, wizard.Secret, wizard.Command, wizard.Write,
	} {
		if v := s.Get(f); v != "" {
			c.answers[f] = st.steady(v)
		}
	}
	for _, d := range s.Report().Doors {
		c.verdicts = append(c.verdicts, string(advice.Judge(d)))
	}
	for _, d := range s.Done() {
		c.files[st.steady(d.Path)] = st.steady(get(t, d.Path))
	}
	c.outcome = st.steady(strings.Join(s.Read(wizard.Outcome, textWidth).Paragraphs, "\n\n"))
	return c
}

// steady takes out what is another thing in each home.
func (st *stage) steady(text string) string {
	text = regexp.MustCompile(`(~|`+regexp.QuoteMeta(st.home)+`)/postern-practice-\d+`).ReplaceAllString(text, "FOLDER")
	text = regexp.MustCompile(`\b[34567]\d{4}\b`).ReplaceAllString(text, "PORT")
	return strings.ReplaceAll(text, st.home, "HOME")
}

// inPlain walks in plain mode. It reads what a person would read: the text since the
// last answer.
func (w walk) inPlain(t *testing.T) came {
	t.Helper()
	st, begin := w.house(t)
	p := &plainPerson{walk: w, times: map[string]int{}, stage: st}
	st.app.in, st.app.out = p, &sink{w: st.out}
	f := st.app.front(st.ui)
	defer f.in.close()
	s, err := f.walk(t.Context(), begin())
	f.doors.stop()
	if err != nil {
		t.Fatalf("%v in\n%s", err, st.out)
	}
	p.look()
	plainChecks(t, st.out.String())
	return st.of(t, s, p.asked)
}

// A plainPerson answers what is printed.
type plainPerson struct {
	walk    walk
	stage   *stage
	read    int // how much of the transcript was read
	retreat string
	times   map[string]int
	asked   []string
	answers int
}

// look notes what was asked and told since the last look, in the order it was printed,
// and returns the last.
func (p *plainPerson) look() (last string) {
	text := p.stage.out.String()[p.read:]
	p.read += len(text)
	at := map[string]int{}
	for _, s := range signs {
		if loc := s.plain.FindStringIndex("\n" + text); loc != nil {
			at[s.step] = loc[0]
		}
	}
	var steps []string
	for s := range at {
		steps = append(steps, s)
	}
	slices.SortFunc(steps, func(a, b string) int { return at[a] - at[b] })
	if len(steps) == 0 {
		return ""
	}
	last = steps[len(steps)-1]
	if p.retreat != "" && last != p.retreat {
		return last // only passed on the way back
	}
	p.retreat = ""
	p.asked = append(p.asked, steps...)
	return last
}

// Read is the next answer.
func (p *plainPerson) Read(b []byte) (int, error) {
	step := p.look()
	if p.answers++; step == "" || p.answers > 100 {
		return 0, errors.New("nothing is asked, or the same for ever")
	}
	if p.retreat != "" {
		return copy(b, "b\n"), nil
	}
	n := p.times[step]
	p.times[step]++
	if to, back := p.walk.retreats(step, n); back {
		p.retreat = to
		return copy(b, "b\n"), nil
	}
	if step == "write" {
		return copy(b, "1\n"), nil
	}
	return copy(b, p.walk.answer(step, n)+"\n"), nil
}

// onScreens walks on the screens, as a person who looks at the terminal would.
func (w walk) onScreens(t *testing.T) came {
	t.Helper()
	st, begin := w.house(t)
	screen, end, err := termtest.Open(80, 40, true)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	defer end.Close()
	type ended struct {
		s   wizard.Session
		err error
	}
	done := make(chan ended, 1)
	go func() {
		s, err := ui.Run(t.Context(), begin, ui.Options{
			Engine: st.ui, In: end, Out: end, NoMotion: true, Environ: append(os.Environ(), "TERM=xterm-256color"),
		})
		done <- ended{s, err}
	}()
	p := &seeingPerson{t: t, walk: w, screen: screen, times: map[string]int{}}
	for last := ""; last != "outcome"; {
		last = p.step(last)
	}
	p.types(termtest.Enter)
	e := <-done
	if e.err != nil {
		t.Fatal(e.err)
	}
	return st.of(t, e.s, p.asked)
}

// A seeingPerson answers what is on the screen.
type seeingPerson struct {
	t      *testing.T
	walk   walk
	screen *termtest.Terminal
	times  map[string]int
	asked  []string
}

func (p *seeingPerson) types(keys string) {
	p.t.Helper()
	if err := p.screen.Type(keys); err != nil {
		p.t.Fatal(err)
	}
}

// until waits until the screen is as wanted.
func (p *seeingPerson) until(what string, wanted func(screen string) bool) {
	p.t.Helper()
	if err := p.screen.Until(wanted, what); err != nil {
		p.t.Fatalf("asked so far: %v: %v", p.asked, err)
	}
}

// trying is a door's row while it is tried, in the look without motion.
var trying = regexp.MustCompile(`(?m)^[› ] \d+ .* · `)

// at is the step on the screen; none while doors are tried.
func at(screen string) string {
	if trying.MatchString(screen) {
		return ""
	}
	for _, s := range signs {
		if s.screen.MatchString(screen) {
			return s.step
		}
	}
	return ""
}

// step waits for another step than the last one, notes it and answers it.
func (p *seeingPerson) step(last string) (step string) {
	p.t.Helper()
	p.until("another step than "+last, func(screen string) bool {
		step = at(screen)
		return step != "" && step != last
	})
	p.asked = append(p.asked, step)
	n := p.times[step]
	p.times[step]++
	if to, back := p.walk.retreats(step, n); back {
		p.goBack(step, to)
		return ""
	}
	p.answer(step, p.walk.answer(step, n))
	return step
}

// goBack presses escape until the screen it wants is there.
func (p *seeingPerson) goBack(from, to string) {
	p.t.Helper()
	for from != to {
		p.types(termtest.Escape)
		p.until("the way back to "+to+" from "+from, func(screen string) bool {
			here := at(screen)
			return here != "" && here != from
		})
		from = at(p.screen.Screen())
	}
}

// answer gives an answer; "" takes what is there.
func (p *seeingPerson) answer(step, value string) {
	p.t.Helper()
	switch {
	case step == "outcome":
		return
	case step == "write":
		p.types("w")
		p.until("what follows from w", func(screen string) bool {
			return at(screen) == "outcome" || strings.Contains(screen, "Press w again")
		})
		if at(p.screen.Screen()) != "outcome" {
			p.types("w")
		}
		return
	case step == "provider":
		p.types("\x05\x15" + value) // to the end, and all away
		p.until(value, func(screen string) bool { return strings.Contains(screen, "› "+value) })
	case value == "":
	case step == "program":
		p.types(value)
		p.until("the program", func(screen string) bool { return strings.Contains(screen, "› "+value) })
	case step == "door":
		key := termtest.Down
		if value == "465" { // the first
			key = termtest.Up
		}
		p.seek(key, "enter use "+value+" ")
	case step == "secret", step == "profile":
		p.seek(termtest.Down, "› "+value)
	default:
		p.types("\x05\x15" + value)
		p.until(value, func(screen string) bool { return strings.Contains(screen, value) })
	}
	p.types(termtest.Enter)
}

// seek presses a key until the words are on the screen.
func (p *seeingPerson) seek(key, words string) {
	p.t.Helper()
	for range 6 {
		before := p.screen.Screen()
		if strings.Contains(before, words) {
			return
		}
		p.types(key)
		p.until(words, func(screen string) bool { return screen != before })
	}
	p.t.Fatalf("%q is nowhere on\n%s", words, p.screen.Screen())
}
