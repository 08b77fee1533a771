package cli

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// TestProvidersJSONHoldsItsSchema: the published description fits what is printed of
// every provider, and of none.
func TestProvidersJSONHoldsItsSchema(t *testing.T) {
	alone(t)
	body, err := os.ReadFile("providers.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := decoded(t, body)
	for _, words := range []string{"", "proton", "xyzzyplugh"} {
		_, out, _ := run(t, "", "providers", words, "--json")
		for _, wrong := range checkSchema(schema, decoded(t, []byte(out))) {
			t.Errorf("%q: %s", words, wrong)
		}
	}
	for name, spoil := range map[string]func(p map[string]any){
		"a field that nobody described": func(p map[string]any) { p["colour"] = "red" },
		"a fact that is missing":        func(p map[string]any) { delete(p, "confidence") },
		"a word of no set":              func(p map[string]any) { p["auth_basis"] = "hearsay" },
	} {
		_, out, _ := run(t, "", "providers", "fastmail", "--json")
		v := decoded(t, []byte(out))
		spoil(v["providers"].([]any)[0].(map[string]any))
		if len(checkSchema(schema, v)) == 0 {
			t.Errorf("the schema lets %s pass", name)
		}
	}
}

// TestProvidersJSONIsTheData: no fact is lost on the way from the file.
func TestProvidersJSONIsTheData(t *testing.T) {
	alone(t)
	file, err := os.ReadFile("../../wizard/catalog/data/curated.json")
	if err != nil {
		t.Fatal(err)
	}
	var data, printed struct {
		AsOf      string           `json:"as_of"`
		Providers []map[string]any `json:"providers"`
	}
	_, out, _ := run(t, "", "providers", "--json")
	for body, into := range map[string]any{string(file): &data, out: &printed} {
		if err := json.Unmarshal([]byte(body), into); err != nil {
			t.Fatal(err)
		}
	}
	if data.AsOf != printed.AsOf || len(data.Providers) != len(printed.Providers) {
		t.Fatalf("%s with %d providers, want %s with %d", printed.AsOf, len(printed.Providers), data.AsOf, len(data.Providers))
	}
	for i, want := range data.Providers {
		got := printed.Providers[i]
		if list, ok := want["smtp_local"].([]any); ok { // a list of one
			want["smtp_local"] = list[0]
		}
		for field, value := range want {
			if value == nil && got[field] == "" { // null stands for the empty string
				value = ""
			}
			if !reflect.DeepEqual(got[field], value) {
				t.Errorf("%s: %s is %v, want %v", want["id"], field, got[field], value)
			}
		}
	}
}
