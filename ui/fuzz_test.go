package ui

import (
	"context"
	"net/netip"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/probe"
	"postern/probe/smtptest"
	"postern/ui/termtest"
	"postern/wizard"
)

// FuzzScreens tries a door of servers that say anything, and looks at what a person
// may see of that: the doors while one is tried and after, and both closer looks,
// all of their text. No frame has a byte in it that a terminal obeys but for those
// of our own styles, and none is larger than the window.
func FuzzScreens(f *testing.F) {
	for i, h := range smtptest.Hostile() {
		f.Add([]byte("220-"+h+"\r\n220 "+h), []byte("250-x\r\n250-STARTTLS\r\n250 "+h), []byte("220 "+h), uint8(i))
		f.Add([]byte("220 "+h), []byte("250-"+h+"\n250-AUTH PLAIN "+h+"\n250 "+h), []byte(h), uint8(1|2|4|i&1<<5|i<<6))
		f.Add([]byte("250-"+h+"\n250 AUTH "+h), []byte(h), []byte(h), uint8(2|8|32|i<<6))
	}
	f.Fuzz(func(t *testing.T, a, b, c []byte, how uint8) {
		synctest.Test(t, func(t *testing.T) {
			s := smtptest.NewStranger(a, b, c, how)
			defer s.Close()
			p := &probe.Prober{Dial: s.Dial, Roots: s.Roots(), Lookup: lookup}
			size := [][2]int{{80, 24}, {40, 15}}[how>>6&1]
			m := visit(t, p, probe.DoorAt([]int{587, 465}[how&1]), size, len(a)%16)
			for _, key := range []string{"space", "t"} {
				m = press(t, m, key)
				checkFrame(t, m)
				checkText(t, strings.Join(m.top().(closeUp).page.view.rows, "\n"), size[0])
			}
			time.Sleep(time.Second) // QUIT
		})
	})
}

func lookup(context.Context, string) ([]netip.Addr, probe.DNS) {
	return []netip.Addr{netip.IPv6Loopback()}, probe.DNSOK
}

// visit tries one door of this computer's, and looks at the screen after so many
// events, and in the end.
func visit(t *testing.T, p *probe.Prober, door probe.Door, size [2]int, after int) model {
	t.Helper()
	s, err := wizard.New(testWorld()).Answer(wizard.Provider, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	m := newTest(s, (&disk{}).engine(), size[0], size[1])
	m.screen, _ = m.screen.(doors).again([]probe.Door{door})
	ctx := m.screen.(doors).run.ctx
	r := p.Begin(t.Context(), "localhost", []probe.Door{door})
	for e := range r.Events {
		r.Report = r.Report.With(e)
		if after--; after == 0 {
			m = update1(m, runBegunMsg{ctx, r, time.Now(), 0})
			checkFrame(t, m)
		}
	}
	m = update1(m, runBegunMsg{ctx, r, time.Now(), 0})
	m = update1(m, runEventMsg{events: r.Events})
	checkFrame(t, m)
	return m
}

// checkFrame looks at a frame as it is.
func checkFrame(t *testing.T, m model) {
	t.Helper()
	checkText(t, m.View().Content, m.width)
	if rows := lines(m.View().Content); rows > m.height {
		t.Errorf("the frame has %d rows in a window of %d", rows, m.height)
	}
}

// checkText looks at text that is shown. Its styles must be ours.
func checkText(t *testing.T, text string, width int) {
	t.Helper()
	plain := sgr.ReplaceAllStringFunc(text, func(s string) string {
		if ours()[s] {
			return ""
		}
		return s
	})
	if err := termtest.CheckPrintable(plain); err != nil {
		t.Error(err)
	}
	for row := range strings.SplitSeq(plain, "\n") {
		if w := ansi.StringWidth(row); w > width {
			t.Errorf("a row of %d cells in a window of %d: %q", w, width, row)
		}
	}
}

// sgr is a sequence that sets a style.
var sgr = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// ours are the sequences that set the styles of the program.
var ours = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool)
	s := newStyles(true, false)
	for _, style := range []style{s.title, s.body, s.strong, s.dim, s.accent, s.good, s.best, s.warn, s.bad, s.key, s.code} {
		for _, seq := range sgr.FindAllString(style.Render("x"), -1) {
			set[seq] = true
		}
	}
	return set
})
