package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"postern/wizard"
	"postern/wizard/catalog"
)

// thousand is a catalogue of a thousand made-up providers, with as many names,
// domains and hosts each as real ones have.
func thousand(tb testing.TB) *catalog.Catalog {
	tb.Helper()
	doc := map[string]any{"schema": catalog.Schema, "as_of": "2026-11-22", "license": "none", "license_notice": "made up"}
	var all []catalog.Provider
	for i := range 1000 {
		p := catalog.Provider{
			ID: fmt.Sprintf("made-%d", i), Name: fmt.Sprintf("Made Provider %d (international)", i), Group: catalog.Mailbox,
			SMTPAvailable: true, Username: catalog.Username{Form: "email"}, Auth: []string{"plain"}, AuthBasis: "assumed",
			PasswordKind: catalog.AppPassword, SetupNote: "Make one.", Confidence: "documented",
			Sources: []catalog.Source{{Ref: "configs", Kind: "config-survey"}},
		}
		for j := range 8 {
			p.Domains = append(p.Domains, fmt.Sprintf("mail%d.made-%d.example", j, i))
		}
		p.SMTP = []catalog.Endpoint{{Host: fmt.Sprintf("smtp.made-%d.example", i), Port: 587, Security: "starttls"}}
		all = append(all, p)
	}
	doc["providers"] = all
	body, err := json.Marshal(doc)
	if err != nil {
		tb.Fatal(err)
	}
	c, err := catalog.Read(bytes.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// BenchmarkProviderKey measures one key at the first question with a thousand
// providers: the search and the list that follows from it. 2 ms are allowed.
func BenchmarkProviderKey(b *testing.B) {
	w := testWorld()
	w.Catalog = thousand(b)
	for _, words := range []string{"m", "provider 99", "ada@mail3.ma", "smtp.made-500.example", "mdpr9", "madd-500x", "ada@mail3.maed-500.example", "zzzzzz"} {
		b.Run(words, func(b *testing.B) {
			m := newTest(wizard.New(w), (&disk{}).engine(), 80, 24)
			for _, k := range typed(words[:len(words)-1]) {
				m = update1(m, keyPress(k))
			}
			last := keyPress(words[len(words)-1:])
			b.ReportAllocs()
			for b.Loop() {
				m.Update(last)
			}
		})
	}
}

// TestAThousandProviders: the search over many is the same as over few.
func TestAThousandProviders(t *testing.T) {
	w := testWorld()
	w.Catalog = thousand(t)
	for words, want := range map[string]string{
		"made-731": "made-731", "Made Provider 731": "made-731", "ada@mail3.made-731.example": "made-731",
		"smtp.made-731.example": "made-731", "mdae-731": "made-731",
	} {
		m := press(t, newTest(wizard.New(w), (&disk{}).engine(), 80, 24), typed(words)...)
		next, err := m.session.Answer(wizard.Provider, m.screen.(choose).matches[0].Value)
		if err != nil {
			t.Errorf("%q: %v", words, err)
			continue
		}
		if p, _ := next.CatalogEntry(); p.ID != want {
			t.Errorf("%q and enter choose %q, want %s", words, p.ID, want)
		}
	}
}
