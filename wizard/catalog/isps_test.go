package catalog

import (
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make data/ispdb.tsv from data/ispdb.json")

// ispdbSource is data/ispdb.json, as far as the table is made of it.
type ispdbSource struct {
	License   string `json:"license"`
	Notice    string `json:"license_notice"`
	Source    string `json:"source"`
	Commit    string `json:"source_commit"`
	Date      string `json:"source_date"`
	Providers []struct {
		ID      string   `json:"id"`
		Name    string   `json:"name"`
		Domains []string `json:"domains"`
		Docs    []string `json:"docs"`
		SMTP    []struct {
			Host     string   `json:"host"`
			Port     int      `json:"port"`
			Security string   `json:"security"`
			Auth     []string `json:"auth"`
			Username string   `json:"username"`
		} `json:"smtp"`
	} `json:"providers"`
}

func readSource(t *testing.T) (doc ispdbSource) {
	t.Helper()
	raw, err := os.ReadFile("data/ispdb.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// compact is the table of a source.
func compact(t *testing.T, doc ispdbSource) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Made from ispdb.json by go test ./wizard/catalog -run TestISPs -update; see README.md.\n")
	b.WriteString("# " + doc.Notice + "\n")
	b.WriteString("# " + doc.Source + ", commit " + doc.Commit + "\n")
	for _, p := range doc.Providers {
		if strings.Contains(p.Name, "%") { // a place for the domain
			p.Name = p.ID
		}
		var servers []string
		for _, s := range p.SMTP {
			word := s.Host + ":" + strconv.Itoa(s.Port) + ":" + letter(t, securityOf, s.Security) + letter(t, userOf, s.Username)
			for _, a := range s.Auth {
				word += letter(t, authOf, a)
			}
			servers = append(servers, word)
		}
		cols := [columns]string{p.ID, p.Name, strings.Join(p.Domains, " "), strings.Join(servers, " "), strings.Join(p.Docs, " ")}
		b.WriteString(strings.Join(cols[:], "\t") + "\n")
	}
	return b.String()
}

func letter(t *testing.T, words letters, word string) string {
	t.Helper()
	for l, w := range words {
		if w == word {
			return string(l)
		}
	}
	t.Fatalf("no letter stands for %q", word)
	return ""
}

// TestISPs holds the table to its source: nothing but what is left out on purpose is
// lost between them.
func TestISPs(t *testing.T) {
	doc := readSource(t)
	want := compact(t, doc)
	if *update {
		if err := os.WriteFile("data/ispdb.tsv", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tsv, err := os.ReadFile("data/ispdb.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if string(tsv) != want {
		t.Fatal("data/ispdb.tsv is not what data/ispdb.json makes: go test ./wizard/catalog -run TestISPs -update")
	}
	table, err := readISPs(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(table.ISPs), 163; got != want {
		t.Errorf("%d providers, want %d", got, want)
	}
	if got, want := len(table.byDomain), 962; got != want {
		t.Errorf("%d domains, want %d", got, want)
	}
	for i, p := range doc.Providers {
		got := table.ISPs[i]
		if got.ID != p.ID || !slices.Equal(got.Docs, p.Docs) || len(got.Servers) != len(p.SMTP) {
			t.Errorf("%s became %+v", p.ID, got)
			continue
		}
		for j, s := range p.SMTP {
			o := got.Servers[j]
			if o.Host != s.Host || o.Port != s.Port || o.Security != s.Security || o.User != s.Username || !slices.Equal(o.Auth, s.Auth) {
				t.Errorf("%s: server %+v became %+v", p.ID, s, o)
			}
		}
	}
}

// TestByDomainOfISPs: each of the domains leads to its provider.
func TestByDomainOfISPs(t *testing.T) {
	for _, p := range readSource(t).Providers {
		for _, d := range p.Domains {
			if got, ok := ISPs().ByDomain(strings.ToUpper(d) + "."); !ok || got.ID != p.ID {
				t.Errorf("%s leads to %q, want %q", d, got.ID, p.ID)
			}
			if got, ok := ISPs().ByExchange("in." + d); !ok || got.ID != p.ID {
				t.Errorf("a mail host of %s leads to %q, want %q", d, got.ID, p.ID)
			}
			if got, ok := ISPs().ByExchange("mx" + d); ok && !endsIn("mx"+d, got.Domains) {
				t.Errorf("mx%s leads to %q, across the boundary of a label", d, got.ID)
			}
		}
	}
	if _, ok := new(Table).ByDomain("example.org"); ok {
		t.Error("the empty table knows a domain")
	}
}

// endsIn reports whether a name ends in one of the domains, label by label.
func endsIn(name string, domains []string) bool {
	return slices.ContainsFunc(domains, func(d string) bool { return name == d || strings.HasSuffix(name, "."+d) })
}

func TestBrokenTable(t *testing.T) {
	for _, line := range []string{
		"id\tname\texample.org\tsmtp.example.org:465:te",
		"id\tname\texample.org\tsmtp.example.org:465:xe\t",
		"id\tname\texample.org\tsmtp.example.org:465:tx\t",
		"id\tname\texample.org\tsmtp.example.org:465:tex\t",
		"id\tname\texample.org\tsmtp.example.org:many:te\t",
		"id\tname\texample.org\tsmtp.example.org:465:t\t",
		"id\tname\texample.org\tsmtp.example.org\t",
	} {
		if table, err := readISPs(line + "\n"); err == nil {
			t.Errorf("%q is read as %+v", line, table.ISPs)
		}
	}
}
