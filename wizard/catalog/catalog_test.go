package catalog

import (
	"slices"
	"strings"
	"testing"
)

func provider(t *testing.T, id string) *Provider {
	t.Helper()
	p, ok := Default().Find(id)
	if !ok {
		t.Fatalf("no provider %q", id)
	}
	return p
}

func TestDefaultKeepsTheOrder(t *testing.T) {
	c := Default()
	var got []string
	for _, p := range c.Providers[:4] {
		got = append(got, p.ID)
	}
	if want := []string{"gmail", "google-workspace", "outlook-com", "microsoft-365"}; !slices.Equal(got, want) {
		t.Errorf("first providers %q, want %q", got, want)
	}
	if len(c.Providers) != 92 || c.AsOf != "2026-11-22" {
		t.Errorf("%d providers as of %s; if that is meant, it is to be said here, in data/README.md and in the README of Postern", len(c.Providers), c.AsOf)
	}
}

func TestZeroCatalogIsEmpty(t *testing.T) {
	var c Catalog
	if _, ok := c.Find("gmail"); ok || len(c.Search("g")) != 0 || len(c.Search("")) != 0 || c.Suggest("gmial") != "" {
		t.Error("the zero catalogue holds something")
	}
}

func TestFind(t *testing.T) {
	c := Default()
	for name, want := range map[string]string{
		"gmail": "gmail", "GMAIL": "gmail", " Gmail ": "gmail", "microsoft 365 (exchange online)": "microsoft-365",
		"Cox (run by Yahoo)": "cox", "gmai": "", "": "", "gmail.com": "",
	} {
		if p, ok := c.Find(name); p.ID != want || ok != (want != "") {
			t.Errorf("Find(%q) = %q, %v, want %q", name, p.ID, ok, want)
		}
	}
	for domain, want := range map[string]string{
		"gmail.com": "gmail", "GoogleMail.com.": "gmail", "hotmail.co.uk": "outlook-com", "fastmail.fm": "fastmail",
		"example.org": "", "mail.gmail.com": "",
	} {
		if p, ok := c.ByDomain(domain); p.ID != want || ok != (want != "") {
			t.Errorf("ByDomain(%q) = %q, %v, want %q", domain, p.ID, ok, want)
		}
	}
	for host, want := range map[string]string{
		"smtp.gmail.com": "gmail", "SMTP.Mail.Yahoo.com": "yahoo", "smtp.mail.ovh.net": "ovh",
		"email-smtp.eu-west-3.amazonaws.com": "amazon-ses", "email-smtp.mars-1.amazonaws.com": "", "smtp.example.org": "",
	} {
		if p, ok := c.ByHost(host); p.ID != want || ok != (want != "") {
			t.Errorf("ByHost(%q) = %q, %v, want %q", host, p.ID, ok, want)
		}
	}
}

func TestHostsAndRegions(t *testing.T) {
	tests := []struct {
		id      string
		hosts   []string
		regions int // how many to choose from
		region  string
		host    string // of that region
		doors   []int  // of that host
	}{
		{"gmail", []string{"smtp.gmail.com"}, 0, "", "", nil},
		{"ovh", []string{"ssl0.ovh.net", "smtp.mail.ovh.net"}, 0, "", "", nil},
		{"amazon-ses", []string{"email-smtp.us-east-1.amazonaws.com"}, 19, "eu-west-1", "email-smtp.eu-west-1.amazonaws.com", []int{587, 465, 2587, 2465, 25}},
		{"mailgun", []string{"smtp.mailgun.org", "smtp.eu.mailgun.org"}, 2, "eu", "smtp.eu.mailgun.org", []int{587, 465, 2525, 25}},
		{"postmark", []string{"smtp.postmarkapp.com", "smtp-broadcasts.postmarkapp.com"}, 2, "broadcast", "smtp-broadcasts.postmarkapp.com", []int{587, 2525, 25}},
		{"amazon-ses", []string{"email-smtp.us-east-1.amazonaws.com"}, 19, "atlantis-1", "", nil},
		{"tuta", nil, 0, "", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.id+" "+tt.region, func(t *testing.T) {
			p := provider(t, tt.id)
			if got := p.Hosts(); !slices.Equal(got, tt.hosts) {
				t.Errorf("Hosts() = %q, want %q", got, tt.hosts)
			}
			if got := p.RegionNames(); len(got) != tt.regions || (tt.regions == 0) != (got == nil) {
				t.Errorf("RegionNames() = %q, want %d", got, tt.regions)
			}
			host, ok := p.Region(tt.region)
			if host != tt.host || ok != (tt.host != "") {
				t.Errorf("Region(%q) = %q, %v, want %q", tt.region, host, ok, tt.host)
			}
			var doors []int
			for _, e := range p.Endpoints(strings.ToUpper(host)) {
				doors = append(doors, e.Port)
				if e.Host != host || e.Region != tt.region {
					t.Errorf("endpoint %+v is not of %s", e, host)
				}
			}
			if !slices.Equal(doors, tt.doors) {
				t.Errorf("doors %v, want %v", doors, tt.doors)
			}
		})
	}
}

func TestEndpointsOfAnotherHost(t *testing.T) {
	if got := provider(t, "gmail").Endpoints("smtp.example.org"); got != nil {
		t.Errorf("got %v", got)
	}
	if got := provider(t, "proton-bridge").SMTPLocal; got == nil || got.Port != 1025 {
		t.Errorf("Bridge's own server: %+v", got)
	}
}

func TestUserFor(t *testing.T) {
	for _, tt := range []struct{ id, address, want string }{
		{"gmail", "ada@gmail.com", "ada@gmail.com"},
		{"web-de", "ada@web.de", "ada"},
		{"web-de", `"a@b"@web.de`, `"a@b"`},
		{"free-fr", "ada", "ada"},
		{"sendgrid", "ada@example.org", "apikey"},
		{"amazon-ses", "ada@example.org", ""},
		{"mandrill", "ada@example.org", "ada@example.org"},
	} {
		if got := provider(t, tt.id).UserFor(tt.address); got != tt.want {
			t.Errorf("%s: UserFor(%q) = %q, want %q", tt.id, tt.address, got, tt.want)
		}
	}
}

func TestHeadline(t *testing.T) {
	for id, want := range map[string]string{
		"gmail":                  "app password needed",
		"outlook-com":            "browser sign-in only; few programs can do it",
		"microsoft-365":          "browser sign-in; a password only if allowed",
		"proton-bridge":          "its Bridge program must run on this computer",
		"tuta":                   "no SMTP at all",
		"hey":                    "no SMTP at all",
		"sendgrid":               "an API key is the password",
		"amazon-ses":             "has its own SMTP password",
		"posteo":                 "works with your account password",
		"zoho":                   "account password, sometimes an app password",
		"google-workspace-relay": "app password, or sign-in by IP address",
	} {
		if got := provider(t, id).Headline(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	for _, p := range Default().Providers {
		if n := len(p.Headline()); n == 0 || n > 46 {
			t.Errorf("%s: %q is %d cells wide, at most 46 fit", p.ID, p.Headline(), n)
		}
	}
}

func TestFitting(t *testing.T) {
	tests := []struct {
		name       string
		shut, open []int
		first      string // the best fits, in order
		none       string // fits that would be wrong
	}{
		{"nothing is shut", nil, []int{25, 465, 587}, "", "aws-ec2 comcast linode"},
		{"25", []int{25}, []int{465, 587}, "aws-ec2 google-cloud kinsta comcast", "hetzner-cloud linode render oracle-cloud"},
		{"25, and 2525 works", []int{25}, []int{465, 587, 2525}, "google-cloud kinsta aws-ec2 comcast", "linode render"},
		{"25 and 465", []int{25, 465}, []int{587}, "hetzner-cloud", "aws-ec2 linode kinsta"},
		{"465 alone, 25 not tried", []int{465}, []int{587}, "hetzner-cloud", "aws-ec2 linode"},
		{"465 alone, 25 works", []int{465}, []int{25, 587}, "", "hetzner-cloud"},
		{"all three", []int{25, 465, 587}, nil, "linode render", "hetzner-cloud aws-ec2"},
		{"all three, and 2525 works", []int{25, 465, 587}, []int{2525}, "render linode", "hetzner-cloud"},
		{"all four", []int{25, 465, 587, 2525}, nil, "linode", "render kinsta"},
		{"587 alone", []int{587}, []int{25, 465}, "", "linode"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			for _, n := range Fitting(tt.shut, tt.open) {
				ids = append(ids, n.ID)
			}
			if got := strings.Join(ids, " "); !strings.HasPrefix(got, tt.first) || tt.first == "" && got != "" {
				t.Errorf("got %q, want %q first", got, tt.first)
			}
			for id := range strings.FieldsSeq(tt.none) {
				if slices.Contains(ids, id) {
					t.Errorf("%s does not fit", id)
				}
			}
		})
	}
}

func TestRegions(t *testing.T) {
	for _, tt := range []struct{ id, typed, region, host string }{
		{"amazon-ses", "eu-west-1", "eu-west-1", "email-smtp.eu-west-1.amazonaws.com"},
		{"amazon-ses", " EU-West-1 ", "eu-west-1", "email-smtp.eu-west-1.amazonaws.com"},
		{"amazon-ses", "email-smtp.eu-west-1.amazonaws.com", "eu-west-1", "email-smtp.eu-west-1.amazonaws.com"},
		{"amazon-ses", "mx-central-1", "mx-central-1", "email-smtp.mx-central-1.amazonaws.com"}, // newer than the list
		{"amazon-ses", "us-iso-east-1", "us-iso-east-1", "email-smtp.us-iso-east-1.amazonaws.com"},
		{"amazon-ses", "europe", "", ""},
		{"amazon-ses", "eu-west", "", ""},
		{"amazon-ses", "eu--west-1", "", ""},
		{"amazon-ses", "eu-west-1.evil.example", "", ""},
		{"amazon-ses", "eu west 1", "", ""},
		{"amazon-ses", "", "", ""},
		{"mailgun", "EU", "eu", "smtp.eu.mailgun.org"},
		{"mailgun", "smtp.mailgun.org", "us", "smtp.mailgun.org"},
		{"mailgun", "eu-west-1", "", ""},
		{"postmark", "broadcast", "broadcast", "smtp-broadcasts.postmarkapp.com"},
		{"fastmail", "eu", "", ""},
	} {
		p := provider(t, tt.id)
		region, ok := p.RegionOf(tt.typed)
		if region != tt.region || ok != (tt.region != "") {
			t.Errorf("%s: RegionOf(%q) = %q, %v, want %q", tt.id, tt.typed, region, ok, tt.region)
		}
		if host, _ := p.Region(region); host != tt.host {
			t.Errorf("%s: Region(%q) = %q, want %q", tt.id, region, host, tt.host)
		}
		if host := tt.host; host != "" && len(p.Endpoints(host)) == 0 {
			t.Errorf("%s: no doors of %s", tt.id, host)
		}
	}
	for typed, want := range map[string]string{"eu-wets-1": "eu-west-1", "eu-west1": "eu-west-1", "us-esat-1": "us-east-1", "moon": "", "": ""} {
		if got := provider(t, "amazon-ses").NearRegion(typed); got != want {
			t.Errorf("NearRegion(%q) = %q, want %q", typed, got, want)
		}
	}
}

// TestWhichProvidersAskForMore: the data decides, and what is asked is known.
func TestWhichProvidersAskForMore(t *testing.T) {
	want := map[string]bool{"amazon-ses": true, "mailgun": true, "sparkpost": true, "postmark": true}
	for _, p := range Default().Providers {
		if got := len(p.RegionNames()) > 1; got != want[p.ID] {
			t.Errorf("%s has regions to choose from: %v", p.ID, got)
		}
		if (p.SMTPLocal != nil) != (p.ID == "proton-bridge") {
			t.Errorf("%s has a server on this computer: %v", p.ID, p.SMTPLocal)
		}
		for _, h := range p.Hosts() { // {domain} is for the other table alone
			if !isHost(h) {
				t.Errorf("%s: %q is a pattern", p.ID, h)
			}
		}
	}
}
