package talk

import (
	"slices"
	"strings"
	"testing"

	"postern/probe"
)

// order is where each of the words is first said in a session, behind the one before.
func order(d Dialogue, words ...string) bool {
	at := -1
	for _, w := range words {
		rest := d.Lines[at+1:]
		i := slices.IndexFunc(rest, func(l Line) bool { return strings.HasPrefix(l.Text, w) })
		if i < 0 {
			return false
		}
		at += 1 + i
	}
	return true
}

func TestTheOrderOfThings(t *testing.T) {
	if !order(STARTTLS(), "220", "EHLO", "250 STARTTLS", "STARTTLS", "220", "TLS", "EHLO", "250 AUTH", "AUTH", "235", "MAIL", "RCPT", "DATA", "354", "250", "QUIT", "221") {
		t.Error("587 is not in order")
	}
	if !order(ImplicitTLS(), "TLS", "220", "EHLO", "250 AUTH", "AUTH", "235", "MAIL", "RCPT", "DATA", "354", "250", "QUIT", "221") {
		t.Error("465 is not in order")
	}
	if order(STARTTLS(), "AUTH", "TLS") || order(STARTTLS(), "250 AUTH", "TLS") || order(ImplicitTLS(), "220", "TLS") {
		t.Error("something is said before the encryption that must come after")
	}
}

func TestSessionsAreComplete(t *testing.T) {
	for _, d := range []Dialogue{STARTTLS(), ImplicitTLS()} {
		sealed := false
		for _, l := range d.Lines {
			if l.Text == "" || l.Means == "" || len(l.Means) > 180 || l.Listener() == "" {
				t.Errorf("%s: %+v", d.Title, l)
			}
			if strings.ContainsAny(l.Text+l.Means+l.Special, "|{}!") {
				t.Errorf("%s is not for reading: %+v", d.Title, l)
			}
			if sealed != (l.Heard == Sealed) {
				t.Errorf("%s: %q is heard as %s", d.Title, l.Text, l.Heard)
			}
			sealed = sealed || l.Heard == Begins
			if strings.HasPrefix(l.Text, "AUTH") && !strings.Contains(l.Listener(), "give the password away") {
				t.Errorf("the login does not say why it is sealed: %q", l.Listener())
			}
		}
		if len(d.Title) > 36 || !sealed {
			t.Errorf("%q, encrypted: %v", d.Title, sealed)
		}
	}
}

func TestPair(t *testing.T) {
	rows := Pair(STARTTLS(), ImplicitTLS())
	seen := map[string]bool{}
	left, right := 0, 0
	for _, r := range rows {
		switch {
		case r.Left == nil && r.Right == nil:
			t.Error("an empty row")
		case r.Left != nil && r.Right != nil:
			seen[r.Left.Text+"|"+r.Right.Text] = true
		}
		if r.Left != nil {
			if *r.Left != STARTTLS().Lines[left] {
				t.Errorf("line %d on the left is %+v", left, *r.Left)
			}
			left++
		}
		if r.Right != nil {
			if *r.Right != ImplicitTLS().Lines[right] {
				t.Errorf("line %d on the right is %+v", right, *r.Right)
			}
			right++
		}
		if r.Left != nil && r.Right != nil && (r.Left.Heard == Begins) != (r.Right.Heard == Begins) {
			t.Errorf("TLS stands beside something else: %+v, %+v", *r.Left, *r.Right)
		}
	}
	if left != len(STARTTLS().Lines) || right != len(ImplicitTLS().Lines) {
		t.Errorf("%d and %d lines of %d and %d", left, right, len(STARTTLS().Lines), len(ImplicitTLS().Lines))
	}
	for _, same := range []string{"EHLO laptop.example.org", "250 AUTH PLAIN XOAUTH2", "DATA", "QUIT", "TLS begins; certificate checked"} {
		if !seen[same+"|"+same] {
			t.Errorf("%s does not stand beside itself", same)
		}
	}
}

func TestPairOfUnequalSessions(t *testing.T) {
	say := func(heard Heard, words ...string) Dialogue {
		var d Dialogue
		for _, w := range words {
			l := Line{From: probe.FromServer, Text: w, Heard: heard}
			switch w {
			case "TLS":
				l.Heard, heard = Begins, Sealed
			case "EHLO", "QUIT":
				l.From = probe.FromClient
			}
			d.Lines = append(d.Lines, l)
		}
		return d
	}
	for _, tt := range []struct {
		name        string
		left, right Dialogue
		want        string
	}{
		{"nothing", Dialogue{}, Dialogue{}, ""},
		{"one", say(Clear, "220", "EHLO", "250"), Dialogue{}, "220/- EHLO/- 250/-"},
		{"never encrypted", say(Clear, "220", "EHLO", "250", "QUIT"), say(Clear, "TLS", "220", "EHLO"), "220/- EHLO/- 250/- QUIT/- -/TLS -/220 -/EHLO"},
		{"more to say", say(Clear, "TLS", "EHLO", "250", "250", "QUIT"), say(Clear, "TLS", "220", "EHLO", "250", "QUIT"), "TLS/TLS -/220 EHLO/EHLO 250/250 250/- QUIT/QUIT"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range Pair(tt.left, tt.right) {
				got = append(got, text(r.Left)+"/"+text(r.Right))
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func text(l *Line) string {
	if l == nil {
		return "-"
	}
	return l.Text
}
