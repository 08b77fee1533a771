package wizard_test

import (
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/wizard"
	"postern/wizard/catalog"
)

// offers are the choices for what was typed where the provider, or the host, is asked.
func offers(t *testing.T, s wizard.Session, typed string) []wizard.Choice {
	t.Helper()
	ask, ok := s.Step().(wizard.Ask)
	if !ok || ask.Find == nil {
		t.Fatalf("the session is at %s", at(s))
	}
	return ask.Find(typed)
}

func TestWhatWasMeantIsAChoice(t *testing.T) {
	s := wizard.New(world())
	tests := []struct {
		typed, first, second, remark string // remark: a part of the one of the correction
	}{
		{"ada@gmial.com", "ada@gmial.com", "ada@gmail.com", "did you mean gmail.com?"},
		{"ada@@gmail.com", "ada@gmail.com", "", "with one @"},
		{"user@@host", "user@@host", "", "one @ too many"},
		{"ada@exam", "ada@exam", "", "a whole domain"},
		{"a;da@example.org", "a;da@example.org", "", "no address yet"},
		{"mailto:ada@example.org", "ada@example.org", "", "out of the link"},
		{"smpt.gmail.com", "smpt.gmail.com", "smtp.gmail.com", ""},
		{"smtp.example.org:465", "smtp.example.org:465", "", "try this server"},
		{"192.0.2.25", "192.0.2.25", "", "certificates are for names"},
		{"456", "456", "", "465, a port?"},
		{"ada@gmail.com", "ada@gmail.com", "", ""},
		{"ada@bücher.example", "ada@xn--bcher-kva.example", "", "looked for next"},
		{"ada@gm\u0430il.com", "ada@xn--gmil-63d.com", "", "several alphabets"},
	}
	for _, tt := range tests {
		all := offers(t, s, tt.typed)
		if all[0].Value != tt.first || tt.second != "" && all[1].Value != tt.second {
			t.Errorf("%q: offered are %v", tt.typed, all)
			continue
		}
		remark := all[0].Remark
		if tt.second != "" {
			remark = all[1].Remark
		}
		if !strings.Contains(remark, tt.remark) {
			t.Errorf("%q: the remark is %q", tt.typed, remark)
		}
	}
	for _, c := range offers(t, s, "ada@bücher.example") {
		if c.Value == "ada@xn--bcher-kva.example" && !strings.Contains(c.Label, "bücher.example") {
			t.Errorf("the name is shown as %q alone", c.Label)
		}
	}
}

// TestCorrectionsAreAnswers: what is offered is understood, and what cannot be used is
// answered with what was meant.
func TestCorrectionsAreAnswers(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, "ada@gmail.com")
	wantAt(t, s, "do probe")
	for typed, says := range map[string]string{
		"ada@@gmail.com":             "did you mean ada@gmail.com?",
		"https://mail.example.org/x": "so that \"mail.example.org\" remains",
		"456":                        "did you mean the port 465?",
		"8025":                       "A port is a door of a server",
		"ada@gmail":                  "did you mean ada@gmail.com?",
	} {
		if _, err := wizard.New(world()).Answer(wizard.Provider, typed); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is answered with %v", typed, err)
		}
		own := answer(t, wizard.New(world()), wizard.Provider, wizard.Own)
		if _, err := own.Answer(wizard.Host, typed); err == nil {
			t.Errorf("%q is taken for a host", typed)
		}
	}
}

func TestHostsAreOffered(t *testing.T) {
	s := answer(t, wizard.New(world()), wizard.Provider, wizard.Own)
	for typed, want := range map[string]string{
		"":                          wizard.Practise,
		"smtp.example.org":          "smtp.example.org",
		"smtp.example.org:587":      "smtp.example.org:587",
		"mailserver":                "mailserver",
		"https://mail.example.org/": "mail.example.org",
		"ada@example.org":           "smtp.example.org",
		"!!":                        "!!",
		"456":                       "456",
	} {
		all := offers(t, s, typed)
		if len(all) == 0 || all[0].Value != want || all[len(all)-1].Value != wizard.Practise {
			t.Errorf("%q: offered are %v", typed, all)
		}
	}
	wantAt(t, answer(t, s, wizard.Host, wizard.Practise), "do practice")
	s = answer(t, s, wizard.Host, "smtp.example.org:10465:tls")
	if got, want := s.Get(wizard.Port), "10465:tls"; got != want {
		t.Errorf("the door is %q, want %q", got, want)
	}
	found := false
	for _, d := range s.Doors() {
		found = found || d == probe.Door{Port: 10465, Security: probe.ImplicitTLS}
	}
	if !found {
		t.Errorf("the doors are %v", s.Doors())
	}
}

// TestASlipIsOfferedWhereServersAreChosen: whoever names their address on the command
// line sees it too.
func TestASlipIsOfferedWhereServersAreChosen(t *testing.T) {
	w := world()
	w.Offline = true
	s := answer(t, wizard.New(w), wizard.Provider, "ada@gmial.com")
	wantAt(t, s, "ask server")
	if first := s.Step().(wizard.Ask).Choices[0]; first.Value != "ada@gmail.com" {
		t.Errorf("offered first is %+v", first)
	}
	s = answer(t, s, wizard.Server, "ada@gmail.com")
	wantAt(t, s, "do probe")
	if got := s.Get(wizard.Host); got != "smtp.gmail.com" {
		t.Errorf("the host is %q", got)
	}
}

// TestEveryListedDomainLeadsToItsProvider: an address at each domain of the catalogue
// leads to its provider, and one at each of the table to its servers.
func TestEveryListedDomainLeadsToItsProvider(t *testing.T) {
	w := world()
	w.Offline = true
	for _, p := range w.Catalog.Providers {
		for _, d := range p.Domains {
			s, err := wizard.New(w).Answer(wizard.Provider, "ada@"+d)
			if !p.SMTPAvailable {
				if err == nil || !strings.Contains(err.Error(), p.Name) {
					t.Errorf("%s: %v", d, err)
				}
				continue
			}
			if got, ok := s.CatalogEntry(); err != nil || !ok || got.ID != p.ID {
				t.Errorf("%s leads to %q, want %q (%v)", d, got.ID, p.ID, err)
			}
		}
	}
	for _, isp := range catalog.ISPs().ISPs {
		for _, d := range isp.Domains {
			s, err := wizard.New(w).Answer(wizard.Provider, "ada@"+d)
			if err != nil {
				t.Errorf("%s: %v", d, err)
				continue
			}
			if _, listed := s.CatalogEntry(); listed {
				continue // in the catalogue too, which knows more
			}
			ask, ok := s.Step().(wizard.Ask)
			if !ok || ask.Field != wizard.Server {
				t.Errorf("%s leads to %s", d, at(s))
				continue
			}
			s, err = s.Answer(wizard.Server, ask.Choices[0].Value)
			if host := s.Get(wizard.Host); err != nil || !strings.Contains(hosts(isp, d), " "+host+" ") {
				t.Errorf("%s leads to %q of %s (%v)", d, host, isp.ID, err)
			}
		}
	}
}

func hosts(isp catalog.ISP, domain string) string {
	all := " "
	for _, o := range isp.Servers {
		all += o.HostFor(domain) + " "
	}
	return all
}

// TestASlipIsNamedAgainWhereItLeadsNowhere: whoever took a mistyped server as it
// stands is reminded of the likelier one once no name server knows it.
func TestASlipIsNamedAgainWhereItLeadsNowhere(t *testing.T) {
	for host, want := range map[string]string{
		"smpt.gmail.com":      "Did you mean smtp.gmail.com?",
		"mailout.example.org": "Look it up at the provider.",
	} {
		s := answer(t, wizard.New(world()), wizard.Provider, host)
		report := probe.NewReport(host, time.Time{}, s.Doors())
		for i := range report.Doors {
			report.Doors[i].DNS, report.Doors[i].Step = probe.DNSNXDomain, probe.StepSettled
		}
		if got := s.WithReport(report, 0).Advice().Likely; !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", host, got, want)
		}
	}
}
