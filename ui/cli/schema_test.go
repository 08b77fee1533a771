package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"postern/probe"
	"postern/probe/practice"
	"postern/wizard/advice"
)

// reportSchema is the published description of a line of probe --json.
func reportSchema(t *testing.T) map[string]any {
	t.Helper()
	body, err := os.ReadFile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, body)
}

func decoded(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	return v
}

// holdsSchema holds a line of output against the schema.
func holdsSchema(t *testing.T, line []byte) {
	t.Helper()
	report := decoded(t, line)
	for _, wrong := range checkSchema(reportSchema(t), report) {
		t.Error(wrong)
	}
	for _, p := range report["ports"].([]any) { // older reports lack it, and hold the schema
		if _, ok := p.(map[string]any)["security"]; !ok {
			t.Error("a port does not say how it was asked")
		}
	}
}

// TestSchemaOfEveryScene holds what Postern prints for all that a mail server can
// do in practice against the schema: first as the command prints it, the doors
// being named by their real ports, and then with what only the practice dialler
// and resolver can make happen. What does not answer is not waited for long: the
// schema holds whatever was found out.
func TestSchemaOfEveryScene(t *testing.T) {
	for _, scene := range practice.Scenes() {
		t.Run(scene.ID, func(t *testing.T) {
			t.Parallel()
			s := house(t, scene.ID)
			var out, errOut bytes.Buffer
			args := []string{
				"probe", "localhost", "--json", "--transcript", "--timeout", "500ms", "--ca", s.CAFile,
				"--port", portFlag(s, 587, 465, 2525, 25),
			}
			if code := Main(t.Context(), args, strings.NewReader(""), &out, &errOut); code > exitNot {
				t.Fatalf("got %d and %s", code, &errOut)
			}
			holdsSchema(t, out.Bytes())

			out.Reset()
			p := prober{Prober: *s.Prober(), policy: advice.Prefer465}
			p.Timeout = 500 * time.Millisecond
			writeJSON(&out, newJSONReport(p.judge(p.Probe(t.Context(), s.Host, s.Doors)), false))
			holdsSchema(t, out.Bytes())
		})
	}
}

func TestSchemaOfACancelledProbe(t *testing.T) {
	s := house(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := prober{Prober: *s.Prober()}
	var out bytes.Buffer
	p.policy = advice.Prefer587
	writeJSON(&out, newJSONReport(p.judge(p.Probe(ctx, s.Host, s.Doors)), false))
	holdsSchema(t, out.Bytes())
}

// A schema that lets everything through would hold too.
func TestSchemaIsStrict(t *testing.T) {
	s := house(t, "")
	var out bytes.Buffer
	p := prober{Prober: *s.Prober(), policy: advice.Prefer587}
	writeJSON(&out, newJSONReport(p.judge(p.Probe(t.Context(), s.Host, s.Doors)), true))
	if !strings.Contains(out.String(), `"verdict":"ready"`) {
		t.Fatalf("no door is ready in %s", &out)
	}
	for _, tt := range []struct {
		name     string
		old, new string
		want     string
	}{
		{"another version", `"schema":1`, `"schema":2`, "report.schema: 2, want 1"},
		{"a new field", `"schema":1`, `"schema":1,"extra":true`, "report: extra is not known"},
		{"a missing field", `"pattern":`, `"patern":`, "report: pattern is missing"},
		{"an unknown verdict", `"verdict":"ready"`, `"verdict":"fine"`, "report.ports[0].verdict: fine is none of"},
		{"ready against the verdict", `"ready":true`, `"ready":false`, "report.ports[0].ready: false, want true"},
		{"a number as text", `"round_trips":4`, `"round_trips":"4"`, "round_trips: 4 is no integer"},
		{"half a round trip", `"round_trips":4`, `"round_trips":4.5`, "round_trips: 4.5 is no integer"},
		{"a negative time", `"at_ms":`, `"at_ms":-1`, "is beyond the minimum of 0"},
		{"a port out of range", `"also":[`, `"also":[70000,`, "recommendation.also[0]: 70000 is beyond the maximum"},
		{"a list that is null", `"warnings":[]`, `"warnings":null`, "warnings: <nil> is no array"},
		{"a mechanism twice", `"auth_after_tls":["PLAIN"`, `"auth_after_tls":["PLAIN","PLAIN"`, "PLAIN stands twice"},
		{"a mechanism in lower case", `"auth_after_tls":["PLAIN"`, `"auth_after_tls":["plain"`, `"plain" does not match`},
		{"an extension in lower case", `"SIZE":`, `"size":`, `'s key: "size" does not match`},
		{"a bell", `"greeting_text":"`, `"greeting_text":"\u0007`, `greeting_text: "\a`},
		{"a time of another place", `Z","elapsed_ms"`, `+01:00","elapsed_ms"`, "report.started: "},
		{"no certificate", `"certificate":{`, `"sertificate":{`, "certificate is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			line := strings.Replace(out.String(), tt.old, tt.new, 1)
			if line == out.String() {
				t.Fatalf("%s is not in %s", tt.old, line)
			}
			wrong := strings.Join(checkSchema(reportSchema(t), decoded(t, []byte(line))), "\n")
			if !strings.Contains(wrong, tt.want) {
				t.Errorf("got %q, want %q in it", wrong, tt.want)
			}
		})
	}
}

// TestSchemaKnowsEveryWord compares the schema's closed lists with the constants
// that the words come from.
func TestSchemaKnowsEveryWord(t *testing.T) {
	schema := reportSchema(t)
	for _, tt := range []struct {
		dir, kind string
		path      string // to the list in the schema
		but       string // a word that is not for that list
	}{
		{"../../wizard/advice", "Verdict", "$defs verdict enum", ""},
		{"../../wizard/advice", "Pattern", "properties pattern enum", ""},
		{"../../wizard/advice", "ConclusionID", "$defs control properties conclusion enum", ""},
		{"../../wizard/advice", "Policy", "$defs recommendation properties policy enum", ""},
		{"../../probe", "DNS", "$defs port properties dns enum", ""},
		{"../../probe", "Connect", "$defs connect enum", string(probe.ConnectAbandoned)},
		{"../../probe", "Connect", "$defs attempt properties result enum", ""},
		{"../../probe", "Greeting", "$defs port properties greeting enum", ""},
		{"../../probe", "Hello", "$defs port properties ehlo enum", ""},
		{"../../probe", "TLSMode", "$defs port properties tls_mode enum", ""},
		{"../../probe", "TLSResult", "$defs port properties tls enum", ""},
		{"../../probe", "CertificateProblem", "$defs certificate properties problems items enum", ""},
		{"../../probe", "Warning", "$defs port properties warnings items enum", ""},
		{"../../probe", "Speaker", "$defs line properties from enum", ""},
	} {
		want := constants(t, tt.dir, tt.kind)
		want = slices.DeleteFunc(want, func(w string) bool { return w == tt.but || w == "" })
		var list any = schema
		for key := range strings.FieldsSeq(tt.path) {
			list = list.(map[string]any)[key]
		}
		var got []string
		for _, w := range list.([]any) {
			if w != "" {
				got = append(got, w.(string))
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v, as %s has it", tt.path, got, want, tt.kind)
		}
	}
}

// constants reads the constants of a type of words from a package's source.
func constants(t *testing.T, dir, kind string) (words []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != kind {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					word, _ := strconv.Unquote(lit.Value)
					words = append(words, word)
				}
			}
			return true
		})
	}
	if len(words) == 0 {
		t.Fatalf("no constants of type %s in %s", kind, dir)
	}
	return words
}
