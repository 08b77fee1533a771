package recipe_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"postern/wizard/recipe"
)

// A reader is an interpreter that reads a program's settings back, apart from the
// program itself. It prints a list of the texts it found for each file, as JSON.
type reader struct {
	program        string
	file           string // its ending
	before, behind string // what stands around the settings in their file
	command        []string
	want           func(s *recipe.Settings) []string
}

func readers() []reader {
	const python = `import sys, json, yaml
yaml.SafeLoader.add_constructor("!secret", lambda l, n: n.value)
for i in range(int(sys.argv[1])):
    x = yaml.safe_load(open(f"{i}.yaml", encoding="utf-8"))
    x = x.get("global") or x.get("email") or x.get("env") or x["notify"][0]
    print(json.dumps([x.get("username") or x.get("smtp_user") or x.get("DISCOURSE_SMTP_USER_NAME") or x["smtp_auth_username"],
        x.get("sender_name") or x.get("smtp_host") or x.get("DISCOURSE_SMTP_ADDRESS") or x["smtp_smarthost"]]))
`
	const ghost = `const fs = require("fs");
for (let i = 0; i < +process.argv[1]; i++) { const x = JSON.parse(fs.readFileSync(i + ".json", "utf8")).mail;
  console.log(JSON.stringify([x.options.auth.user, x.options.host])); }`
	const wordpress = `function put($k, $v) { global $c; $c[$k] = $v; }
for ($i = 0; $i < +$argv[1]; $i++) { eval(str_replace("define(", "put(", file_get_contents("$i.php")));
  echo json_encode([$c['WPMS_SMTP_USER'], $c['WPMS_MAIL_FROM_NAME']]), "\n"; }`
	const nextcloud = `for ($i = 0; $i < +$argv[1]; $i++) { $x = include "./$i.php";
  echo json_encode([$x['mail_smtpname'], $x['mail_from_address'] . '@' . $x['mail_domain']]), "\n"; }`
	const node = `const fs = require("fs"), dotenv = require("dotenv");
for (let i = 0; i < +process.argv[1]; i++) { const x = dotenv.parse(fs.readFileSync(i + ".env", "utf8"));
  console.log(JSON.stringify([x.SMTP_USER || x.MAIL_USERNAME || x.SMTP_USERNAME || x.SMTP_LOGIN, x.SMTP_FROM_NAME || x.MAIL_FROM_NAME || x.SMTP_SERVER])); }`
	const sh = `i=0; while [ $i -lt "$1" ]; do ( . ./$i.env
  printf '%s\0%s\0' "${SMTP_USER-$MAIL_USERNAME}" "${SMTP_FROM_NAME-$MAIL_FROM_NAME}" ); i=$((i+1)); done | python3 -c '
import sys, json
x = sys.stdin.buffer.read().decode().split("\0")
for i in range(0, len(x) - 1, 2): print(json.dumps(x[i:i+2]))'`
	both := func(s *recipe.Settings) []string { return []string{s.User, s.Name} }
	host := func(s *recipe.Settings) []string { return []string{s.User, s.Host} }
	address := func(s *recipe.Settings) []string { return []string{s.User, s.Address} }
	return []reader{
		{"alertmanager", ".yaml", "", "", []string{"python3", "-c", python}, func(s *recipe.Settings) []string {
			return []string{s.User, s.Host + ":587"}
		}},
		{"homeassistant", ".yaml", "", "", []string{"python3", "-c", python}, both},
		{"wordpress", ".php", "", "", []string{"php", "-r", wordpress, "--"}, both},
		{"nextcloud", ".php", "<?php\nreturn [\n", "];\n", []string{"php", "-r", nextcloud, "--"}, address},
		{"synapse", ".yaml", "", "", []string{"python3", "-c", python}, host},
		{"discourse", ".yaml", "env:\n", "", []string{"python3", "-c", python}, host},
		{"ghost", ".json", "{\n", "}\n", []string{"node", "-e", ghost}, host},
		{"mastodon", ".env", "", "", []string{"node", "-e", node}, host},
		{"vaultwarden", ".env", "", "", []string{"node", "-e", node}, both},
		{"env", ".env", "", "", []string{"node", "-e", node}, both},
		{"laravel", ".env", "", "", []string{"node", "-e", node}, both},
		{"env", ".env", "", "", []string{"sh", "-c", sh, "sh"}, both},
		{"laravel", ".env", "", "", []string{"sh", "-c", sh, "sh"}, both},
	}
}

// TestRealReadersReadEveryValueBack: what the documentation says of a format is what
// its readers do.
func TestRealReadersReadEveryValueBack(t *testing.T) {
	for _, r := range readers() {
		t.Run(r.program+" by "+r.command[0], func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(r.command[0]); err != nil {
				t.Skipf("%s is not on this computer: what it reads is not tried", r.command[0])
			}
			if r.file == ".yaml" && exec.CommandContext(t.Context(), "python3", "-c", "import yaml").Run() != nil {
				t.Skip("Python has no yaml on this computer: what it reads is not tried")
			}
			dir := t.TempDir()
			if r.command[0] == "node" {
				link(t, library(t, "nodemailer/node_modules"), filepath.Join(dir, "node_modules"))
			}
			var want [][]string
			for _, s := range hostileSettings(r.program) {
				s.CAFile = ""
				for _, s := range []*recipe.Settings{s, ada(ask, user(s.User)), ada(ask, func(a *recipe.Settings) { a.Name = s.Name })} {
					files, err := recipe.Render(r.program, s)
					if err != nil {
						continue // refused, which is as good
					}
					save(t, dir, strconv.Itoa(len(want))+r.file, r.before+files[0].Body+r.behind)
					want = append(want, r.want(s))
				}
			}
			if len(want) < 30 {
				t.Errorf("only %d settings are not refused", len(want))
			}
			cmd := exec.CommandContext(t.Context(), r.command[0], append(slices.Clone(r.command[1:]), strconv.Itoa(len(want)))...)
			cmd.Dir = dir
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, stderrOf(err))
			}
			got := lines(t, out)
			if len(got) != len(want) {
				t.Fatalf("got %d lines, want %d:\n%s", len(got), len(want), out)
			}
			for i := range want {
				if !slices.Equal(got[i], want[i]) {
					t.Errorf("it reads %q, want %q", got[i], want[i])
				}
			}
		})
	}
}

// lines are lists of texts, one a line.
func lines(t *testing.T, out []byte) [][]string {
	t.Helper()
	var rows [][]string
	for _, line := range bytes.Split(bytes.TrimSpace(out), []byte("\n")) {
		var row []string
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}
