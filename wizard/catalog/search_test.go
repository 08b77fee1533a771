package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"postern/wizard/packed"
)

func ids(ps []Provider) []string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = p.ID
	}
	return out
}

func TestSearch(t *testing.T) {
	tests := []struct {
		words string
		want  []string // the first ones
		all   bool     // and nothing else
	}{
		{"gmail", []string{"gmail"}, false},
		{"GM", []string{"gmail", "gmx", "gmx-com"}, false},
		{"Fast", []string{"fastmail"}, false},
		{"fastmail.com", []string{"fastmail"}, true},
		{"smtp.fastmail.com", []string{"fastmail"}, true},
		{"smtp.fastmail.com:587", []string{"fastmail"}, true},
		{"smtp.fastmail.com.", []string{"fastmail"}, true},
		{"smtp.gmail.com", []string{"gmail", "google-workspace"}, true},
		{"workspace", []string{"google-workspace", "godaddy", "google-workspace-relay"}, true},
		{"zoho eu", []string{"zoho-eu"}, false},
		{"eu  zoho", []string{"zoho-eu"}, false},
		{"microsoft", []string{"microsoft-365"}, false},
		{"365", []string{"microsoft-365"}, false},
		{"hotmail", []string{"outlook-com"}, false},
		{"ada@gmail.com", []string{"gmail"}, true},
		{"Ada@GoogleMail.com", []string{"gmail"}, true},
		{"ada@gm", []string{"gmail", "gmx", "gmx-com"}, true},
		{"ada@outlook.co", []string{"outlook-com"}, true},
		{"ada@gmx.ch", []string{"gmx"}, true},
		{"ada@example.org", nil, true},
		{"mail.example.org", nil, true},
		{"email-smtp.eu-west-1.amazonaws.com", []string{"amazon-ses"}, true},
		{"fstml", []string{"fastmail"}, true},
		{"gmial", []string{"gmail"}, true},
		{"ada@gmial.com", []string{"gmail"}, true},
		{"sendgird", []string{"sendgrid"}, true},
		{"@", ids(Default().Providers), true},
		{"  ", ids(Default().Providers), true},
		{"\n", ids(Default().Providers), true},
		{"zzzz", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.words, func(t *testing.T) {
			got := ids(Default().Search(tt.words))
			n := min(len(got), len(tt.want))
			if !slices.Equal(got[:n], tt.want) || tt.all && len(got) != len(tt.want) {
				t.Errorf("Search(%q) = %q\nwant %q first", tt.words, got, tt.want)
			}
		})
	}
}

// TestSearchFindsEach: each provider comes first for its own name and id, and
// is among those found for each of its domains and hosts.
func TestSearchFindsEach(t *testing.T) {
	c := Default()
	for _, p := range c.Providers {
		for _, words := range []string{p.ID, p.Name, strings.ToUpper(p.Name)} {
			if got := c.Search(words); len(got) == 0 || got[0].ID != p.ID {
				t.Errorf("Search(%q) = %q, want %q first", words, ids(got), p.ID)
			}
		}
		for _, d := range p.Domains {
			if got := c.Search("x@" + d); len(got) == 0 || got[0].ID != p.ID {
				t.Errorf("Search(x@%s) = %q, want %q first", d, ids(got), p.ID)
			}
		}
		for _, h := range p.Hosts() {
			if got := ids(c.Search(h)); !slices.Contains(got, p.ID) {
				t.Errorf("Search(%q) = %q, without %q", h, got, p.ID)
			}
		}
	}
}

// TestSearchIsStable: those that match alike stay in the file's order.
func TestSearchIsStable(t *testing.T) {
	c := made(t, 50)
	if got, want := ids(c.Search("made provider")), ids(c.Providers); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSuggest(t *testing.T) {
	for word, want := range map[string]string{
		"gmial": "gmail", "gmai": "gmail", "Gmail": "gmail", "fastmial": "fastmail", "sendgird": "sendgrid",
		"microsoft 365": "microsoft-365", "amazon": "amazon-ses", "outlok-com": "outlook-com",
		"completelydifferent": "", "": "", "x": "", "pro": "proton-bridge",
	} {
		if got := Default().Suggest(word); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	for word, want := range map[string]string{
		"gogle": "google-workspace google-workspace-relay gmail", "gooogle": "google-workspace google-workspace-relay gmail",
		"Google": "google-workspace google-workspace-relay gmail",
		"gmial":  "gmail", "fastmial": "fastmail", "amazn": "amazon-ses", "yaho": "yahoo cox",
		"microsft": "microsoft-365", "xyzzyplugh": "", "": "", "x": "", "cat": "",
	} {
		var got []string
		for _, p := range Default().Near(word) {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Near(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b        string
		limit, want int
	}{
		{"gmail", "gmail", 2, 0},
		{"gmial", "gmail", 2, 1},
		{"gmal", "gmail", 2, 1},
		{"gmaill", "gmail", 2, 1},
		{"hmail", "gmail", 2, 1},
		{"kitten", "sitting", 3, 3},
		{"kitten", "sitting", 1, 2},
		{"", "ab", 2, 2},
		{"abcdef", "ab", 2, 3},
		{"ab", strings.Repeat("c", 64), 99, 100},
		{"sendgird", "sendgrid", 1, 1},
		{"esndgird", "sendgrid", 2, 2},
		{"abcdef", "bacdfe", 2, 2},
	} {
		if got := distance(tt.a, tt.b, tt.limit); got != tt.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", tt.a, tt.b, tt.limit, got, tt.want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"gmail", "ada@gm", "a b c", "\x00@\xff", ":::", "smtp.x:25"} {
		f.Add(s)
	}
	c := Default()
	f.Fuzz(func(t *testing.T, s string) {
		got := c.Search(s)
		seen := make(map[string]bool)
		for _, p := range got {
			if seen[p.ID] {
				t.Fatalf("Search(%q) gives %s twice", s, p.ID)
			}
			seen[p.ID] = true
		}
		if id := c.Suggest(s); id != "" {
			if _, ok := c.Find(id); !ok {
				t.Errorf("Suggest(%q) = %q, which is no id", s, id)
			}
		}
	})
}

// made returns a catalogue of n made-up providers with names, domains and hosts
// about as long and as many as the real ones.
func made(tb testing.TB, n int) *Catalog {
	tb.Helper()
	c := &Catalog{}
	for i := range n {
		p := Provider{ID: fmt.Sprintf("made-%d", i), Name: fmt.Sprintf("Made Provider %d (international)", i)}
		for j := range 8 {
			p.Domains = append(p.Domains, fmt.Sprintf("mail%d.made-%d.example", j, i))
		}
		p.SMTP = []Endpoint{{Host: fmt.Sprintf("smtp.made-%d.example", i), Port: 587}, {Host: fmt.Sprintf("smtp.made-%d.example", i), Port: 465}}
		c.Providers = append(c.Providers, p)
	}
	c.index()
	return c
}

// BenchmarkSearch measures a key press with 1,000 providers.
func BenchmarkSearch(b *testing.B) {
	c := made(b, 1000)
	for _, words := range []string{"m", "provider 99", "ada@mail3.ma", "smtp.made-500.example", "mdpr9", "madd-500x", "ada@mail3.maed-500.example", "zzzzzz"} {
		b.Run(words, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Search(words)
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	text := packed.Text(curated)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, ok := readFlat(text); !ok {
			b.Fatal("not read")
		}
	}
}
