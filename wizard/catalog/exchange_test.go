package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestByExchange(t *testing.T) {
	for mx, want := range map[string]string{
		"aspmx.l.google.com":                       "google-workspace",
		"ASPMX.L.GOOGLE.COM.":                      "google-workspace",
		"smtp.google.com":                          "google-workspace",
		"aspmx2.googlemail.com":                    "google-workspace",
		"example-org.mail.protection.outlook.com":  "microsoft-365",
		"hotmail-com.olc.protection.outlook.com":   "outlook-com",
		"in1-smtp.messagingengine.com":             "fastmail",
		"mail.protonmail.ch":                       "proton-smtp-token",
		"mx01.mail.icloud.com":                     "icloud",
		"mx.yandex.net":                            "yandex",
		"emx.mail.ru":                              "mail-ru",
		"mx1.mail.ovh.net":                         "ovh",
		"spool.mail.gandi.net":                     "gandi",
		"mx00.ionos.com":                           "ionos",
		"mx00.kundenserver.de":                     "ionos-de",
		"aspmx1.migadu.com":                        "migadu",
		"mxext1.mailbox.org":                       "mailbox-org",
		"mx.zoho.com":                              "zoho-business",
		"mx.zoho.eu":                               "zoho-eu",
		"mx1.hostinger.com":                        "hostinger",
		"mx1.emailsrvr.com":                        "rackspace",
		"mx-eu.mail.am0.yahoodns.net":              "yahoo",
		"notgoogle.com":                            "",
		"aspmx.l.google.com.example.org":           "",
		"mail.protection.outlook.com.evil.example": "",
		"mail.example.org":                         "",
		"com":                                      "",
		"":                                         "",
	} {
		p, ok := Default().ByExchange(mx)
		if p.ID != want || ok != (want != "") {
			t.Errorf("ByExchange(%q) = %q, %v; want %q", mx, p.ID, ok, want)
		}
	}
	all := Default().AllByExchange("mail.protonmail.ch")
	if len(all) != 2 || all[1].ID != "proton-bridge" {
		t.Errorf("behind mail.protonmail.ch are %d services", len(all))
	}
}

// TestExchangesAreBacked: each written suffix is in the data it is said to come from,
// and told in the README.
func TestExchangesAreBacked(t *testing.T) {
	readme, err := os.ReadFile("data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(exchanges) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 3 {
			t.Errorf("%q has not three words", line)
			continue
		}
		suffix, ref := fields[0], fields[2]
		if !isHost(suffix) {
			t.Errorf("%q is no host", suffix)
		}
		if !strings.Contains(string(readme), "`"+suffix+"`") {
			t.Errorf("README.md does not say where %s is from", suffix)
		}
		for id := range strings.SplitSeq(fields[1], ",") {
			if _, ok := Default().Find(id); !ok {
				t.Errorf("%s leads to %q, which is nobody", suffix, id)
			}
		}
		first, _, _ := strings.Cut(fields[1], ",")
		p, _ := Default().Find(first)
		switch kind, name, _ := strings.Cut(ref, ":"); kind {
		case "ispdb":
			isp, ok := ISPs().ByDomain(suffix)
			if !ok || isp.ID != name {
				t.Errorf("%s is not in %s", suffix, ref)
			}
		case "host":
			if !slices.Contains(p.Hosts(), name) || !strings.HasSuffix(name, "."+suffix) {
				t.Errorf("%s is not above a server of %s", suffix, p.ID)
			}
		default:
			t.Errorf("%s is from %q, which is nowhere", suffix, ref)
		}
	}
}
