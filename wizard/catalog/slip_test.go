package catalog

import "testing"

func TestSlips(t *testing.T) {
	for typed, want := range map[string]string{
		"gmial.com": "gmail.com", "gmail.con": "gmail.com", "gmal.com": "gmail.com", "gamil.com": "gmail.com",
		"gmail.co": "gmail.com", "gmail.cmo": "gmail.com", "gmial.con": "gmail.com", "gmaill.com": "gmail.com",
		"gmailcom": "gmail.com", "GMIAL.COM.": "gmail.com",
		"hotmial.com": "hotmail.com", "hotmai.com": "hotmail.com", "yaho.com": "yahoo.com", "yahooo.com": "yahoo.com",
		"outlok.com": "outlook.com", "outloook.com": "outlook.com", "iclod.com": "icloud.com", "protonmial.com": "protonmail.com",
		"fastmial.com": "fastmail.com", "gmx.con": "gmx.com", "posteo.ed": "", "btinternt.com": "btinternet.com",
		"libreo.it": "libero.it", "alice.ti": "",
		// Domains that are their own.
		"gmail.com": "", "mail.com": "", "email.com": "", "ymail.com": "", "alice.it": "", "mail.example.org": "",
		"example.org": "", "example.com": "", "mr.com": "", "gm.com": "", "web.com": "", "gmx.org": "",
		"mail.de": "", "posteo.dk": "", "kernel.org": "", "debian.org": "", "cam.ac.uk": "", "bbc.co.uk": "",
		"mailbox.com": "", "apple.com": "", "amazon.com": "", "ibm.com": "", "mit.edu": "", "a.b": "", "": "",
	} {
		got := ""
		if all := Default().Slips(typed, ISPs()); len(all) > 0 {
			got = all[0]
		}
		if got != want {
			t.Errorf("%s most likely meant %q, want %q (all: %v)", typed, got, want, Default().Slips(typed, ISPs()))
		}
	}
}

// TestNoKnownDomainIsASlip: what somebody has is not corrected.
func TestNoKnownDomainIsASlip(t *testing.T) {
	for _, p := range Default().Providers {
		for _, d := range p.Domains {
			if got := Default().Slips(d, ISPs()); got != nil {
				t.Errorf("%s is taken for a slip of %v", d, got)
			}
		}
	}
	for _, isp := range ISPs().ISPs {
		for _, d := range isp.Domains {
			if got := Default().Slips(d, ISPs()); got != nil {
				t.Errorf("%s is taken for a slip of %v", d, got)
			}
		}
	}
}

func BenchmarkSlips(b *testing.B) {
	c, t := Default(), ISPs()
	for b.Loop() {
		c.Slips("exmaple.org", t)
	}
}
