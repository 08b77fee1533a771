package catalog

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"postern/wizard/packed"
)

// TestPacked holds what the program carries to the files that people edit.
func TestPacked(t *testing.T) {
	for file, pack := range map[string]string{"data/ispdb.tsv": ispdb, "data/hosting-blocks.json": blocks} {
		if err := packed.Same(pack, os.DirFS("."), file); err != nil {
			t.Error(err)
		}
	}
	c, err := Read(strings.NewReader(curatedJSON(t)))
	if err != nil {
		t.Fatal(err)
	}
	if c.AsOf != Default().AsOf || !reflect.DeepEqual(c.Providers, Default().Providers) {
		t.Error("data/curated.json was edited and not packed: run go generate for its package")
	}
}

// TestFlatIsWhole holds the form that the program carries to all fields there are.
func TestFlatIsWhole(t *testing.T) {
	yes := true
	full := Provider{
		ID: "a", Name: "b", Group: "c", Domains: []string{"d"}, SMTPAvailable: true,
		SMTP:      []Endpoint{{Host: "e", Port: 1, Security: "f", Preferred: &yes, TLSOptional: true, Region: "g"}},
		SMTPLocal: &Local{Port: 2, Security: "h", Note: "i"}, HostTemplate: "j", Regions: []string{"k"},
		IMAP:     &Incoming{Host: "l", Port: 3, Security: "m", UsernameForm: "n"},
		Username: Username{Form: "o", Value: "p", Hint: "q"}, Auth: []string{}, AuthBasis: "r", PasswordKind: "s",
		PasswordAlt: []PasswordKind{"t", "u"}, SetupNote: "v", SetupURL: "w", SetupStatus: "x",
		Limits: &Limits{Count: -4, Unit: "y", Note: "z", Source: "A"}, Caution: "B",
		Timeline: []Dated{{Date: "C", Event: "D"}}, Sources: []Source{{Ref: "E", Kind: "F"}}, Confidence: "G",
	}
	setWhole(t, "Provider", reflect.ValueOf(full))
	want := &Catalog{AsOf: "2026-11-22", Providers: []Provider{full, {}}}
	text := want.Flat()
	if got, ok := readFlat(text); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	for _, broken := range []string{"", text[:len(text)/2], text + "more\n", strings.Replace(text, "\n1\n", "\none\n", 1)} {
		if _, ok := readFlat(broken); ok {
			t.Errorf("%q was read", broken)
		}
	}
}

// setWhole complains of fields that are not set, also in what the fields lead to.
func setWhole(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	if v.IsZero() {
		t.Errorf("the test leaves out %s", name)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			setWhole(t, name+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Pointer:
		setWhole(t, name, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			setWhole(t, name, v.Index(i))
		}
	}
}

// curatedJSON is the catalogue as people edit it.
func curatedJSON(t testing.TB) string {
	t.Helper()
	body, err := os.ReadFile("data/curated.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestSchema is the schema of the data: the embedded files keep every rule.
func TestSchema(t *testing.T) {
	if _, err := Read(strings.NewReader(curatedJSON(t))); err != nil {
		t.Errorf("curated.json:\n%v", err)
	}
	if _, err := readNetworks(strings.NewReader(packed.Text(blocks))); err != nil {
		t.Errorf("hosting-blocks.json:\n%v", err)
	}
}

// TestNoSecrets looks at the raw data: no field of any entry could hold a secret.
func TestNoSecrets(t *testing.T) {
	allowed := map[string]bool{"password_kind": true, "password_kind_alt": true}
	secret := regexp.MustCompile(`(?i)pass|secret|token|api_?key|credential|client_id`)
	for _, doc := range []string{curatedJSON(t), packed.Text(blocks)} {
		var tree any
		if err := json.Unmarshal([]byte(doc), &tree); err != nil {
			t.Fatal(err)
		}
		walk(tree, func(field string) {
			if secret.MatchString(field) && !allowed[field] {
				t.Errorf("field %q looks as if it held a secret", field)
			}
		})
	}
}

func walk(tree any, field func(string)) {
	switch v := tree.(type) {
	case map[string]any:
		for name, sub := range v {
			field(name)
			walk(sub, field)
		}
	case []any:
		for _, sub := range v {
			walk(sub, field)
		}
	}
}

func TestNoticeIsKept(t *testing.T) {
	var doc document
	if err := decode(strings.NewReader(curatedJSON(t)), &doc); err != nil {
		t.Fatal(err)
	}
	flat := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "> ", " ")), " ") }
	readme, err := os.ReadFile("data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if doc.License != "MPL-2.0" {
		t.Errorf("license = %q", doc.License)
	}
	for name, text := range map[string]string{"Notice": Notice(), "README.md": string(readme)} {
		for _, want := range []string{doc.LicenseNotice, "Ben Bucksch", "https://github.com/deltachat/provider-db"} {
			if !strings.Contains(flat(text), want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	groups := map[Group]int{}
	for _, p := range doc.Providers {
		groups[p.Group]++
	}
	for _, want := range []string{
		fmt.Sprintf("| %d providers a person picks from: %d mailboxes, %d services that only send |",
			len(doc.Providers), groups[Mailbox], groups[SendingService]),
		fmt.Sprintf("| %d clouds, platforms and access providers,", len(Networks())),
		"as of\n" + doc.AsOf,
	} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("data/README.md lacks %q", want)
		}
	}
}

// good is a small document that keeps every rule.
const good = `{"schema": 1, "as_of": "2026-11-22", "license": "MPL-2.0", "license_notice": "n", "providers": [
{"id": "one", "name": "One", "group": "mailbox", "domains": ["one.example"], "smtp_available": true,
 "smtp": [{"host": "smtp.one.example", "port": 465, "security": "tls", "preferred": true},
          {"host": "smtp.one.example", "port": 587, "security": "starttls", "preferred": false, "tls_optional": true}],
 "imap": {"host": "imap.one.example", "port": 993, "security": "tls"}, "username": {"form": "email"},
 "auth": ["plain"], "auth_basis": "provider", "password_kind": "account", "password_kind_alt": [],
 "setup_note": "Nothing.", "setup_url": null, "setup_url_status": null, "limits": null, "caution": null,
 "sources": [{"ref": "https://one.example/", "kind": "provider-page"}], "confidence": "documented"},
{"id": "two", "name": "Two", "group": "sending-service", "domains": [], "smtp_available": true,
 "smtp": [{"host": "r1.two.example", "port": 587, "security": "starttls", "preferred": null, "region": "r1"}],
 "host_template": "{region}.two.example", "regions": ["r1", "r2"],
 "imap": null, "username": {"form": "literal", "value": "key"},
 "auth": ["login"], "auth_basis": "assumed", "password_kind": "api-key", "password_kind_alt": ["smtp-credentials"],
 "setup_note": "Make a key.", "setup_url": "https://two.example/keys", "setup_url_status": "read",
 "limits": {"count": 10, "unit": "messages/day", "note": "free", "source": "https://two.example/"}, "caution": "Slow.",
 "timeline": [{"date": "2027-H1", "event": "more"}],
 "sources": [{"ref": "configs", "kind": "config-survey"}], "confidence": "single-source"}]}`

func TestReadRefuses(t *testing.T) {
	if _, err := Read(strings.NewReader(good)); err != nil {
		t.Fatalf("the good document: %v", err)
	}
	const one, two = `provider 1 ("one"): `, `provider 2 ("two"): `
	tests := []struct {
		name, old, new, want string
	}{
		{"unknown field", `"imap": null`, `"password": "x"`, `unknown field "password"`},
		{"unknown top field", `"schema": 1`, `"schema": 1, "key": 2`, `unknown field "key"`},
		{"truncated", `"single-source"}]}`, ``, "unexpected EOF"},
		{"more after the end", `"single-source"}]}`, `"single-source"}]} {}`, "more follows"},
		{"wrong type", `"port": 465`, `"port": "465"`, "cannot unmarshal"},
		{"schema", `"schema": 1`, `"schema": 2`, "document: schema is 2"},
		{"date", `"2026-11-22"`, `"today"`, `as_of "today" is not a date`},
		{"notice", `"license_notice": "n"`, `"license_notice": ""`, "document: license_notice is missing"},
		{"id taken", `"id": "two"`, `"id": "one"`, `provider 2 ("one"): id "one" is also in provider 1 ("one")`},
		{"id no slug", `"id": "one"`, `"id": "One!"`, `id "One!" is not a slug`},
		{"name taken", `"name": "Two"`, `"name": "ONE"`, two + `name "ONE" is also in provider 1 ("one")`},
		{"name empty", `"name": "One"`, `"name": " "`, one + "name is missing"},
		{"name too long", `"name": "One"`, `"name": "` + strings.Repeat("x", 61) + `"`, one + "name is longer than 60"},
		{"escape in the name", `"name": "One"`, `"name": "One\u001b[2J"`, one + "name must be text without control"},
		{"direction in a note", `"Nothing."`, `"a\u202eb"`, one + "setup_note must be text"},
		{"group", `"mailbox"`, `"letterbox"`, one + `group "letterbox" is not one of`},
		{"domain taken", `"domains": []`, `"domains": ["one.example"]`, two + `domain "one.example" is also in provider 1`},
		{"domain twice", `["one.example"]`, `["a.example", "a.example"]`, one + `domain "a.example" is also in provider 1`},
		{"domain upper case", `["one.example"]`, `["One.example"]`, one + `domain "One.example" is not`},
		{"domain of one label", `["one.example"]`, `["one"]`, one + `domain "one" is not`},
		{"host with a space", `"host": "imap.one.example"`, `"host": "imap one.example"`, one + `imap host "imap one.example"`},
		{"host with a hyphen in front", `"host": "imap.one.example"`, `"host": "-imap.one.example"`, one + "imap host"},
		{"port 0", `"port": 465`, `"port": 0`, one + "smtp smtp.one.example:0 port 0 is out of range"},
		{"port too large", `"port": 993`, `"port": 65536`, one + "imap port 65536 is out of range"},
		{"security", `"port": 993, "security": "tls"`, `"port": 993, "security": "ssl"`, one + `imap security "ssl"`},
		{"door twice", `"port": 587, "security": "starttls", "preferred": false`, `"port": 465, "security": "starttls", "preferred": false`, one + "smtp smtp.one.example:465 is listed twice"},
		{"tls optional on tls", `"security": "tls", "preferred": true`, `"security": "tls", "preferred": true, "tls_optional": true`, one + "smtp smtp.one.example:465: tls_optional"},
		{"no door", `"smtp": [{"host": "r1.two.example", "port": 587, "security": "starttls", "preferred": null, "region": "r1"}]`, `"smtp": []`, two + "smtp_available is true, but no door"},
		{"doors without smtp", `"domains": [], "smtp_available": true`, `"domains": [], "smtp_available": false`, two + "smtp_available is false, but doors"},
		{"none with smtp", `"password_kind": "account"`, `"password_kind": "none"`, one + "password_kind none"},
		{"two local servers", `"imap": null`, `"smtp_local": [{"port": 1, "security": "tls", "note": ""}, {"port": 2, "security": "tls", "note": ""}]`, two + "smtp_local has more than one"},
		{"some doors regional", `"preferred": true`, `"preferred": true, "region": "eu"`, one + "some doors have a region"},
		{"regions without template", `"host_template": "{region}.two.example", `, ``, two + "regions without a host_template"},
		{"template without a place", `"{region}.two.example"`, `"smtp.two.example"`, two + "host_template needs {region} once"},
		{"template disagrees", `"{region}.two.example"`, `"x.{region}.two.example"`, two + "host r1.two.example is not host_template"},
		{"region unknown", `["r1", "r2"]`, `["r2"]`, two + "host r1.two.example is not host_template"},
		{"region twice", `["r1", "r2"]`, `["r1", "r1"]`, two + `region "r1" is no slug`},
		{"username form", `"form": "email"`, `"form": "nick"`, one + `username form "nick"`},
		{"value without literal", `{"form": "email"}`, `{"form": "email", "value": "x"}`, one + "username value belongs"},
		{"literal without value", `, "value": "key"`, ``, two + "username value belongs"},
		{"mechanism", `["plain"]`, `["gssapi"]`, one + `auth "gssapi"`},
		{"mechanism twice", `["plain"]`, `["plain", "plain"]`, one + `auth "plain" is listed twice`},
		{"no mechanism", `["plain"]`, `[]`, one + "auth names no mechanism"},
		{"auth basis", `"assumed"`, `"guess"`, two + `auth_basis "guess"`},
		{"password kind", `"api-key"`, `"pin"`, two + `password_kind "pin"`},
		{"password kind repeated", `["smtp-credentials"]`, `["api-key"]`, two + `password_kind_alt repeats "api-key"`},
		{"setup missing", `"Nothing."`, `null`, one + "setup_note is missing"},
		{"setup state alone", `"setup_url": "https://two.example/keys"`, `"setup_url": null`, two + "setup_url and setup_url_status belong"},
		{"setup address", `"https://two.example/keys"`, `"javascript:alert(1)"`, two + `setup_url "javascript:alert(1)" is not`},
		{"limit", `"count": 10`, `"count": 0`, two + "limits count 0"},
		{"limit unit", `messages/day`, `messages/hour`, two + `limits unit "messages/hour"`},
		{"timeline", `"2027-H1"`, `"soon"`, two + `timeline date "soon"`},
		{"no source", `[{"ref": "configs", "kind": "config-survey"}]`, `[]`, two + "sources is empty"},
		{"source kind", `"config-survey"`, `"hearsay"`, two + `source kind "hearsay"`},
		{"confidence", `"single-source"`, `"sure"`, two + `confidence "sure"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Count(good, tt.old) < 1 {
				t.Fatalf("the good document has no %s", tt.old)
			}
			bad := strings.Replace(good, tt.old, tt.new, 1)
			if _, err := Read(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v\nwant one with %q", err, tt.want)
			}
		})
	}
}

func TestReadTellsAllAtOnce(t *testing.T) {
	bad := strings.NewReplacer(`"port": 993`, `"port": 0`, `"assumed"`, `"guess"`).Replace(good)
	_, err := Read(strings.NewReader(bad))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{`("one"): imap port 0`, `("two"): auth_basis "guess"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

func TestNetworksRefuse(t *testing.T) {
	const good = `{"schema": 1, "as_of": "2026-11-22", "networks": [{"id": "n", "name": "N", "kind": "cloud",
		"ports_blocked": [25], "ports_open": [587], "can_be_lifted": "yes", "sources": ["https://n.example/"], "confidence": "documented"}]}`
	if _, err := readNetworks(strings.NewReader(good)); err != nil {
		t.Fatalf("the good document: %v", err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"unknown field", `"id"`, `"x": 1, "id"`, "unknown field"},
		{"kind", `"cloud"`, `"fog"`, `network 1 ("n"): kind "fog"`},
		{"port", `[25]`, `[0]`, "port 0 is out of range"},
		{"open and blocked", `[587]`, `[25]`, "port 25 is both"},
		{"no source", `["https://n.example/"]`, `[]`, "sources is empty"},
		{"lifted", `"yes"`, `"maybe"`, `can_be_lifted "maybe"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readNetworks(strings.NewReader(strings.Replace(good, tt.old, tt.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(good)
	f.Add(strings.Replace(good, `"r2"`, `"r-2"`, 1))
	f.Add(`{"schema": 1, "providers": [null]}`)
	f.Fuzz(func(t *testing.T, doc string) {
		c, err := Read(strings.NewReader(doc))
		if err != nil {
			return
		}
		for _, p := range c.Providers {
			if got, ok := c.Find(p.ID); !ok || got.ID != p.ID {
				t.Errorf("Find(%q) = %q, %v", p.ID, got.ID, ok)
			}
			for _, r := range p.RegionNames() {
				if h, ok := p.Region(r); !ok || len(p.Endpoints(h)) == 0 {
					t.Errorf("region %q of %q leads to no door", r, p.ID)
				}
			}
			if n := len([]rune(p.Headline())); n == 0 || n > 46 {
				t.Errorf("headline of %q: %q", p.ID, p.Headline())
			}
			c.Search(p.Name)
			c.Suggest(p.Name + "x")
		}
	})
}
