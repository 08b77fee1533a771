package cli

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// schemaOf is the published description of what a command prints with --json.
var schemaOf = map[string]string{
	"probe": "report", "find": "find", "verify": "verify", "providers": "providers", "programs": "programs", "explain": "explain",
}

func publishedSchema(t *testing.T, name string) map[string]any {
	t.Helper()
	body, err := os.ReadFile(name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, body)
}

// TestEveryJSONHasASchema: who gives a command --json says what it prints, in a schema
// that the README leads to.
func TestEveryJSONHasASchema(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, cmd := range commands(t) {
		name := schemaOf[cmd.Name()]
		if has := cmd.Flags().Lookup("json") != nil; has != (name != "") {
			t.Errorf("%s has --json: %t, and a schema: %q", cmd.Name(), has, name)
		}
		if name == "" {
			continue
		}
		title, _ := publishedSchema(t, name)["title"].(string)
		if !strings.HasSuffix(title, " line of postern "+cmd.Name()+" --json") {
			t.Errorf("the title of %s.schema.json is %q", name, title)
		}
		if link := "[" + cmd.Name() + "](ui/cli/" + name + ".schema.json)"; !strings.Contains(string(readme), link) {
			t.Errorf("the README has no %s", link)
		}
	}
}

// TestListsHoldTheirSchemas: all programs, all lessons, and one lesson.
func TestListsHoldTheirSchemas(t *testing.T) {
	alone(t, "msmtp")
	for _, args := range [][]string{{"programs"}, {"explain"}, {"explain", "465"}, {"explain", "change my port in thunderbird"}} {
		code, out, errOut := run(t, "", append(args, "--json")...)
		if code != exitDone || errOut != "" || strings.Count(out, "\n") != 1 {
			t.Fatalf("%q: got %d, %q and %d lines", args, code, errOut, strings.Count(out, "\n"))
		}
		for _, wrong := range checkSchema(publishedSchema(t, schemaOf[args[0]]), decoded(t, []byte(out))) {
			t.Errorf("%q: %s", args, wrong)
		}
	}
}

// TestSchemasLetFieldsBeAdded: they say that some may come, so who checks by them what a
// later Postern writes must not be stopped by one, wherever it stands.
func TestSchemasLetFieldsBeAdded(t *testing.T) {
	alone(t)
	for _, args := range [][]string{{"programs"}, {"providers", "gmail"}, {"explain"}, {"explain", "465"}} {
		_, out, _ := run(t, "", append(args, "--json")...)
		v := decoded(t, []byte(out))
		add(v)
		schema := publishedSchema(t, schemaOf[args[0]])
		if len(checkSchema(schema, v)) == 0 {
			t.Errorf("%q: a field that is not described passes for Postern's own", args)
		}
		for _, wrong := range checkAs(schema, v, true) {
			t.Errorf("%q: %s", args, wrong)
		}
	}
	for command, name := range schemaOf {
		if body, err := os.ReadFile(name + ".schema.json"); err != nil || strings.Contains(string(body), `"additionalProperties": false`) {
			t.Errorf("the schema of %s forbids to add a field, or %v", command, err)
		}
	}
}

// add puts a new field into every object.
func add(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			add(inner)
		}
		v["of_a_later_version"] = true
	case []any:
		for _, inner := range v {
			add(inner)
		}
	}
}

// TestSchemasOfListsAreStrict: one that lets everything pass would hold too.
func TestSchemasOfListsAreStrict(t *testing.T) {
	alone(t)
	first := func(list string, change func(map[string]any)) func(map[string]any) {
		return func(v map[string]any) { change(v[list].([]any)[0].(map[string]any)) }
	}
	for _, tt := range []struct {
		name  string
		args  []string
		spoil func(map[string]any)
	}{
		{"another version", []string{"programs"}, func(v map[string]any) { v["schema"] = 2.0 }},
		{"a field that nobody described", []string{"programs"}, first("programs", func(p map[string]any) { p["colour"] = "red" })},
		{"a fact that is missing", []string{"programs"}, first("programs", func(p map[string]any) { delete(p, "password") })},
		{"a word of no set", []string{"programs"}, first("programs", func(p map[string]any) { p["group"] = "toasters" })},
		{"proven by nothing", []string{"programs"}, first("programs", func(p map[string]any) { delete(p, "tested") })},
		{"proven, and from documentation", []string{"programs"}, first("programs", func(p map[string]any) { p["as_of"] = "2026-01-02" })},
		{"documentation that is nowhere", []string{"programs"}, first("programs", func(p map[string]any) {
			p["tier"] = "documentation"
			delete(p, "tested")
		})},
		{"another version of a lesson", []string{"explain", "465"}, func(v map[string]any) { v["schema"] = 2.0 }},
		{"a lesson without sources", []string{"explain", "465"}, func(v map[string]any) { v["sources"] = []any{} }},
		{"a lesson without a body", []string{"explain", "465"}, func(v map[string]any) { delete(v, "body") }},
		{"a lesson with a line break", []string{"explain", "465"}, func(v map[string]any) { v["answer"] = "one\ntwo" }},
		{"no lessons", []string{"explain"}, func(v map[string]any) { v["lessons"] = []any{} }},
		{"lessons, and more", []string{"explain"}, func(v map[string]any) { v["id"] = "465" }},
		{"a lesson among others without a title", []string{"explain"}, first("lessons", func(l map[string]any) { delete(l, "title") })},
	} {
		_, out, _ := run(t, "", append(tt.args, "--json")...)
		var v map[string]any
		if err := json.Unmarshal([]byte(out), &v); err != nil {
			t.Fatal(err)
		}
		tt.spoil(v)
		if len(checkSchema(publishedSchema(t, schemaOf[tt.args[0]]), v)) == 0 {
			t.Errorf("the schema lets this pass: %s; its fields are %q", tt.name, slices.Sorted(maps.Keys(v)))
		}
	}
}
