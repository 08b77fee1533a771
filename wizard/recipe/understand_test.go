package recipe_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"postern/wizard/recipe"
)

// files are what stands in a program's file, and whether the program can read it.
type files struct{ good, bad []string }

func understood() map[string]files {
	return map[string]files{
		"git": {
			good: []string{
				"[user]\nname=x\n", "[user] name = x\n", "[user \"a b\"]\n", "[user \"a\\\"b\"]\n", "[user  \"a\"]\n", "[user.sub]\n",
				"[user]\nname\n", "[user]\nname=\"a\\\nb\"\n", "[user]\nname = a ; \"x\n", "[user]\nname = a\\\\\n", "[user]x\n", "[user];x\n",
				"[user]\r\nname=2\r\n", "[user]\nname=a\\", "[user]\nname=a\"b\"c\n", "[user] [x] a=1\n", "[user]\nname = \"a\" #\"\n",
				"# [\n; \"\n\n", "[user]\n\tname = ü\n", "[user]\nname",
			},
			bad: []string{
				"[user\nname=x\n", "[us er]\n", "[]\n", "[ user]\n", "[user ]\n", "[user \"x\" ]\n", "[user \"x\"y]\n", "[user \"x]\n",
				"[us_er]\n", "[user]\nna me=x\n", "[user]\nna_me=x\n", "[user]\n1name=x\n", "[user]\nname ; c\n", "[user]\n = x\n",
				"[user]\nname=\"a\n", "[user]\nname=a\\qb\n", "[user]\nname = x\\ \n", "what is this\n", "[user",
			},
		},
		"emacs": {
			good: []string{
				"(setq a ?()\n", "(setq a ?\\()\n", "(setq a ?\")\n", "(setq a ?;)\n", "(setq a ?\\C-\\()\n", "(setq a ?\\^()\n",
				"(setq a ?\\C-()\n", "(setq a ?\\M-\\C-\\))\n", "(setq a ?\\\\)\n", "(setq a (quote a\\;b))\n", "(setq a '(x ?x))\n",
				"(setq a \"x\\\"y\")\n", "(setq a (list ?a?\"))\n", "(setq a (quote foo\\())\n", "; (\n(setq a [1 2])", "(setq a ?ü)\n", "",
			},
			bad: []string{
				"(setq a (list 1 2\n", "(setq a \"x)\n", "(setq a 'b?\")\"\n", ")\n", "(setq a [1 2)\n(", "(setq a 1) ; )\n(",
			},
		},
		"aerc": {
			good: []string{
				"[a]\nsource = x\n", "# [\n; x\n", "x = 1\n[a]\nb = c\n", "[a] b\n", "[a]\nb : c\n", "[a]\nb = `x\ny`\nc = 1\n", "[a]\nb = 1 \\\n2\n",
				"[a]\nb = \"\"\"x\ny\"\"\"\nc = 1\n", "[a]\nb = \"x\n", "[a]\nb = 1 \\\n",
			},
			bad: []string{"what is this\n", "[a\nb = c\n", "[]\nb = c\n", "[a]\nb = `x\n", "[a]\nb = \"\"\"x\n", "[a]\n= x\n", "[a]\n\"a b = 1\n"},
		},
	}
}

// TestFilesThatAreNotUnderstood: nothing is put into a file that its program cannot
// read, and a readable one is never refused.
func TestFilesThatAreNotUnderstood(t *testing.T) {
	for program, texts := range understood() {
		set := ada()
		if program == "git" {
			set = ada(ask)
		}
		for _, text := range texts.good {
			if _, err := recipe.Merge(program, []byte(text), set, false); err != nil {
				t.Errorf("%s: %q is refused: %v", program, text, err)
			}
		}
		for _, text := range texts.bad {
			_, err := recipe.Merge(program, []byte(text), set, true)
			if err == nil || !strings.Contains(err.Error(), "could not read this file, line ") {
				t.Errorf("%s: %q: got %v, want that it could not read the file", program, text, err)
			}
		}
	}
}

// TestRealProgramsUnderstand: the programs themselves judge the same.
func TestRealProgramsUnderstand(t *testing.T) {
	for program, args := range map[string][]string{"git": {"config", "--list", "-f"}, "emacs": {"--batch", "-l"}} {
		t.Run(program, func(t *testing.T) {
			path, err := exec.LookPath(program)
			if err != nil {
				t.Skip(program + " is not installed")
			}
			file := filepath.Join(t.TempDir(), "file")
			reads := func(text string) bool {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				return exec.CommandContext(t.Context(), path, append(args, file)...).Run() == nil
			}
			for _, text := range understood()[program].good {
				if !reads(text) {
					t.Errorf("%q: it cannot read that", text)
				}
			}
			for _, text := range understood()[program].bad {
				if reads(text) {
					t.Errorf("%q: it can read that", text)
				}
			}
		})
	}
}
