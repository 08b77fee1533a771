package wizard_test

import (
	"testing"

	"postern/wizard"
)

// TestGoingBackShowsWhatWasTyped: also where another word is kept of it; and taken once
// more, it changes nothing that followed from it.
func TestGoingBackShowsWhatWasTyped(t *testing.T) {
	for _, tt := range []struct {
		name  string
		first string // the answer to the question before; "" for none
		field wizard.Field
		typed string
	}{
		{"an address of a known provider", "", wizard.Provider, "ada@fastmail.com"},
		{"in its own letters", "", wizard.Provider, "Ada@Fastmail.COM"},
		{"of another alphabet", "", wizard.Provider, "ada@bücher.example"},
		{"a known host", "", wizard.Provider, "smtp.fastmail.com"},
		{"with a port", "", wizard.Provider, "smtp.fastmail.com:587"},
		{"a mail domain", "", wizard.Provider, "fastmail.com"},
		{"an unknown host with a port", "", wizard.Provider, "mail.example.org:2525"},
		{"a name", "", wizard.Provider, "Fastmail"},
		{"one's own server", wizard.Own, wizard.Host, "mail.example.org"},
		{"with its port", wizard.Own, wizard.Host, "mail.example.org:2465:tls"},
		{"a number with its port", wizard.Own, wizard.Host, "[2001:db8::1]:587"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := wizard.New(world())
			if tt.first != "" {
				s = answer(t, s, wizard.Provider, tt.first)
			}
			s = answer(t, s, tt.field, tt.typed)
			s, err := s.Put(wizard.Address, "grace@example.org") // on a later page
			if err != nil {
				t.Fatal(err)
			}
			back := s
			for at(back) != "ask "+string(tt.field) {
				before, ok := back.BackOne()
				if !ok {
					t.Fatalf("there is no way back to %s from %s", tt.field, at(s))
				}
				back = before
			}
			if got := back.Step().(wizard.Ask).Default; got != tt.typed {
				t.Fatalf("%q stands there", got)
			}
			again := answer(t, back, tt.field, tt.typed)
			for _, f := range []wizard.Field{wizard.Provider, wizard.Host, wizard.Port, wizard.Address} {
				if again.Get(f) != s.Get(f) {
					t.Errorf("%s was %q, and is %q", f, s.Get(f), again.Get(f))
				}
			}
			other := answer(t, back, wizard.Provider, "gmail")
			for at(other) != "ask provider" {
				other, _ = other.BackOne()
			}
			if got := other.Step().(wizard.Ask).Default; got != "gmail" {
				t.Errorf("after another answer %q stands there", got)
			}
		})
	}
}

// TestADraftEndsWithAnAnswer: until then it stands there, and is no answer.
func TestADraftEndsWithAnAnswer(t *testing.T) {
	s := wizard.New(world()).WithDraft(wizard.Address, "ada@")
	if s.Draft(wizard.Address) != "ada@" || s.Answered(wizard.Address) {
		t.Errorf("the draft is %q, answered: %t", s.Draft(wizard.Address), s.Answered(wizard.Address))
	}
	if _, err := s.Put(wizard.Address, "ada@"); err == nil || s.Draft(wizard.Address) == "" {
		t.Errorf("what is no answer ends the draft, or is one: %v", err)
	}
	next, err := s.Put(wizard.Address, "ada@example.org")
	if err != nil || next.Draft(wizard.Address) != "" {
		t.Errorf("got %v, and the draft %q", err, next.Draft(wizard.Address))
	}
}
