package probe_test

import (
	"context"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"postern/probe"
	"postern/probe/smtptest"
)

// checkPrintable walks all of a value, and fails where a string, or a text, has a
// rune in it that could do more to a terminal than print. Between the lines of a
// text stand line feeds of our own.
func checkPrintable(t *testing.T, where string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		_, isText := v.Interface().(string)
		for line := range strings.SplitSeq(v.String(), "\n") {
			checkLine(t, where, line)
		}
		if isText && strings.Contains(v.String(), "\n") {
			t.Errorf("%s has a line feed: %q", where, v)
		}
	case reflect.Struct:
		if text, ok := v.Interface().(probe.Text); ok {
			for line := range strings.SplitSeq(text.String(), "\n") {
				checkLine(t, where, line)
			}
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				checkPrintable(t, where+"."+f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			checkPrintable(t, where+"[]", v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			checkPrintable(t, where+" key", k)
			checkPrintable(t, where+"[]", v.MapIndex(k))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			checkPrintable(t, where, v.Elem())
		}
	default: // numbers and truth
	}
}

func checkLine(t *testing.T, where, line string) {
	t.Helper()
	for _, r := range line {
		if r != ' ' && !unicode.IsPrint(r) || r == utf8.RuneError {
			t.Errorf("%s: %U is left in %q", where, r, line)
		}
	}
}

// FuzzProbe talks to servers that say anything: at random in the clear, and at
// each place of a dialogue that is otherwise good, in TLS too. Whatever comes, the
// probe ends within its limit, settled, and publishes nothing unprintable.
func FuzzProbe(f *testing.F) {
	const lines = "220-\x1b]0;owned\a\r\n220 \u202etxt\xff\r\n"
	f.Add([]byte(lines), []byte("250-mail\r\n250-STARTTLS\r\n250 X\x1b[2J \x00\r\n"), []byte("220 go\r\n\x16\x03"), uint8(0))
	f.Add([]byte("220 hi\r\n"), []byte("500 what\r\n"), []byte("250 \x9b31m\r\n"), uint8(1))
	f.Add([]byte("\x15\x03\x01\x00\x02\x02\x28"), []byte("\x16\x03\x03\x00\x04abcd"), []byte{}, uint8(2))
	f.Add([]byte("220 ok"), []byte("250-ok\n250 AUTH \x1bX"), []byte("250-ok\n250 AUTH=\u0085"), uint8(3))
	f.Add([]byte("* OK \x1b"), []byte("421 \x07"), []byte("what\x7f"), uint8(4))
	f.Add([]byte("220 \u2028"), []byte("250-x\n250 STARTTLS"), []byte("554-\u200b\n554 \x00"), uint8(5))
	f.Add([]byte("\x15"), []byte("\x16\x03\x03\x00\x04abcd"), []byte("\x15\x03\x01"), uint8(1)) // TLS after a byte that looks like it
	for i, h := range smtptest.Hostile() {
		f.Add([]byte("220 "+h), []byte("250 "+h), []byte(h), uint8(i))
		f.Add([]byte{}, []byte(h), []byte(h), uint8(i&1|2|i&1<<2|32))
	}
	f.Fuzz(func(t *testing.T, a, b, c []byte, how uint8) {
		synctest.Test(t, func(t *testing.T) {
			p := &probe.Prober{Lookup: func(context.Context, string) ([]netip.Addr, probe.DNS) {
				return []netip.Addr{netip.IPv6Loopback()}, probe.DNSOK
			}}
			d := probe.DoorAt([]int{587, 465}[how&1])
			s := smtptest.NewStranger(a, b, c, how)
			defer s.Close()
			p.Dial, p.Roots = s.Dial, s.Roots()
			r := p.Probe(t.Context(), "localhost", []probe.Door{d}).Doors[0]
			if r.Elapsed > probe.DoorTimeout {
				t.Errorf("settled after %v", r.Elapsed)
			}
			checkFacts(t, r)
			checkPrintable(t, "Result", reflect.ValueOf(r))
			time.Sleep(time.Second) // QUIT
		})
	})
}
