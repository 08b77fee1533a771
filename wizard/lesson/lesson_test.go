package lesson

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"postern/wizard/packed"
)

// texts returns the text of every page by lesson ID, as it lies in the folder.
func texts(t *testing.T) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for name, text := range folder(t) {
		if id, ok := strings.CutSuffix(name, ".md"); ok {
			out[id] = text
		}
	}
	return out
}

// folder returns the files that a person edits.
func folder(t *testing.T) map[string]string {
	t.Helper()
	entries, err := os.ReadDir("text")
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join("text", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

// ids returns the IDs of all pages in teaching order.
func ids() []string {
	var out []string
	for _, l := range All() {
		out = append(out, l.ID)
	}
	return out
}

func TestThePackIsUpToDate(t *testing.T) {
	if err := packed.Same(pack, os.DirFS("."), "text"); err != nil {
		t.Error(err)
	}
}

func TestEveryFileHasItsPlaceAndEveryPlaceAFile(t *testing.T) {
	all, order := texts(t), ids()
	for id := range all {
		if !slices.Contains(order, id) {
			t.Errorf("text/%s.md is not in text/contents.txt", id)
		}
	}
	for _, l := range All() {
		if l.Group == "" {
			t.Errorf("%s stands beneath no group in text/contents.txt", l.ID)
		}
	}
}

func TestFilesKeepTheHouseRules(t *testing.T) {
	placeholder := regexp.MustCompile(`(?i)\b(TODO|TBD|FIXME|XXX+|lorem|placeholder)\b|\{\{|\}\}`)
	for id, text := range texts(t) {
		t.Run(id, func(t *testing.T) {
			for i, line := range strings.Split(text, "\n") {
				if len(line) > measure {
					t.Errorf("line %d has %d columns, at most %d are allowed", i+1, len(line), measure)
				}
				if strings.HasPrefix(line, "  ") && strings.TrimRight(line, " ") != line {
					t.Errorf("line %d ends in spaces", i+1)
				}
				for _, r := range line {
					if r < ' ' || r > '~' {
						t.Errorf("line %d: %q is not printable ASCII", i+1, r)
					}
				}
			}
			if strings.Contains(text, "!") {
				t.Error("an exclamation mark")
			}
			if m := placeholder.FindString(text); m != "" {
				t.Errorf("a placeholder: %q", m)
			}
			if !strings.HasSuffix(text, "\n") || strings.Contains(text, "\n\n\n") {
				t.Error("the file must end in a line feed and hold no two empty lines together")
			}
		})
	}
}

func TestEveryLessonIsWhole(t *testing.T) {
	for _, l := range All() {
		id := l.ID
		if n := len(l.Title); n == 0 || n > 50 {
			t.Errorf("%s: title of %d columns: %q", id, n, l.Title)
		}
		if strings.HasSuffix(l.Title, ".") {
			t.Errorf("%s: title ends in a full stop", id)
		}
		if n := len(l.Answer); n > 160 || sentences(l.Answer) != 1 {
			t.Errorf("%s: the answer is not one sentence of at most 160 characters, but of %d: %q", id, n, l.Answer)
		}
		if len(l.Body) == 0 || len(l.Sources) == 0 || len(l.See) == 0 {
			t.Errorf("%s: body %d, sources %d, see also %d; none may be empty", id, len(l.Body), len(l.Sources), len(l.See))
		}
		for _, p := range l.Body {
			checkParagraph(t, id, p)
		}
	}
}

// sentences counts full stops and question marks that end a sentence.
func sentences(s string) int {
	return len(regexp.MustCompile(`[.?]("|\))?( |$)`).FindAllString(s, -1))
}

// checkParagraph holds a paragraph of a body to its form: kept blocks fit a
// narrow terminal, everything else ends like a sentence.
func checkParagraph(t *testing.T, id, p string) {
	t.Helper()
	if strings.HasPrefix(p, "  ") {
		for _, line := range strings.Split(p, "\n") {
			if len(line) > 40 {
				t.Errorf("%s: kept line of %d columns, at most 40 are allowed: %q", id, len(line), line)
			}
		}
		return
	}
	if strings.Contains(p, "\n") {
		t.Errorf("%s: a paragraph that is not kept holds a line feed: %q", id, p)
	}
	if !strings.ContainsAny(p[len(p)-1:], `.:?)"`) {
		t.Errorf("%s: paragraph does not end like a sentence: %q", id, p)
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	order := ids()
	for _, l := range All() {
		if !slices.Contains(order, l.Next) || l.Next == l.ID {
			t.Errorf("%s: next is %q, which is no other lesson", l.ID, l.Next)
		}
		for i, id := range l.See {
			if !slices.Contains(order, id) {
				t.Errorf("%s: see also %q is no lesson", l.ID, id)
			}
			if id == l.ID || id == l.Next || slices.Contains(l.See[:i], id) {
				t.Errorf("%s: see also names %s needlessly", l.ID, id)
			}
		}
	}
}

// TestEveryLessonIsReached: whoever begins at the first page and follows the links
// can come to every other.
func TestEveryLessonIsReached(t *testing.T) {
	reached := make(map[string]bool)
	var follow func(id string)
	follow = func(id string) {
		if reached[id] {
			return
		}
		reached[id] = true
		l, _ := Get(id)
		for _, next := range append([]string{l.Next}, l.See...) {
			follow(next)
		}
	}
	follow(ids()[0])
	for _, id := range ids() {
		if !reached[id] {
			t.Errorf("no link leads to %s: name it as Next or under See also on another page", id)
		}
	}
}

// TestPagesAreCalm: one idea a paragraph, and no sentence that has to be read twice.
func TestPagesAreCalm(t *testing.T) {
	end := regexp.MustCompile(`[.?:] `)
	for _, l := range All() {
		for _, p := range l.Paragraphs() {
			if strings.HasPrefix(p, "  ") {
				continue
			}
			if len(p) > 360 {
				t.Errorf("%s: a paragraph of %d characters; part it: %.50s", l.ID, len(p), p)
			}
			for _, sentence := range end.Split(p, -1) {
				if n := len(strings.Fields(sentence)); n > 31 {
					t.Errorf("%s: a sentence of %d words: %s", l.ID, n, sentence)
				}
			}
		}
	}
}

// known are the RFCs whose contents were read or whose dates were checked; a
// lesson that names another has a slip in its number, or needs a look.
var known = []int{
	788, 790, 821, 974, 1425, 1869, 1939, 2246, 2476, 2487, 2505, 2554, 2821, 3207, 3463, 4409, 4954, 5068,
	5246, 5248, 5321, 5598, 5737, 6186, 6335, 6376, 6409, 6647, 7208, 7372, 7504, 7505, 7568, 7628,
	7672, 7817, 8314, 8446, 8460, 8461, 8689, 8996, 8997, 9051, 9325, 9989, 9990, 9991,
}

func TestSourcesAreWellFormed(t *testing.T) {
	section := `[0-9]+(\.[0-9]+)*`
	rfc := regexp.MustCompile(`^RFC [1-9][0-9]{2,3}( section ` + section + `| sections ` + section +
		`(, ` + section + `)* and ` + section + `)?((,| and) appendix [A-Z])?$`)
	for _, l := range All() {
		for i, s := range l.Sources {
			if s == "" || strings.HasSuffix(s, ".") {
				t.Errorf("%s: source %q is empty or ends in a full stop", l.ID, s)
			}
			if strings.HasPrefix(s, "RFC") && !rfc.MatchString(s) {
				t.Errorf("%s: source %q; want RFC 1234, RFC 1234 section 5.6, or RFC 1234 sections 5, 6.1 and 7", l.ID, s)
			}
			if slices.Contains(l.Sources[:i], s) {
				t.Errorf("%s: source %q stands twice", l.ID, s)
			}
		}
	}
}

func TestEveryRFCNamedIsKnown(t *testing.T) {
	mention := regexp.MustCompile(`RFC\s+([0-9]+)`)
	loose := regexp.MustCompile(`RFC-?[0-9]|\brfc`)
	for id, text := range texts(t) {
		if i := strings.Index(text, "\nNext: "); i > 0 {
			text = text[i:] // other names are written in any way
		}
		for _, m := range mention.FindAllStringSubmatch(text, -1) {
			if n, err := strconv.Atoi(m[1]); err != nil || !slices.Contains(known, n) {
				t.Errorf("%s: RFC %s is not among those that were read; once you have, add it to known in lesson_test.go", id, m[1])
			}
		}
		if m := loose.FindString(text); m != "" {
			t.Errorf("%s: %q; write RFC and the number apart", id, m)
		}
	}
}

func TestTroublePagesSayWhatCauseAndCure(t *testing.T) {
	for _, id := range []string{
		"no-answer", "refused", "unreachable", "silent", "closed-early", "refuses-you",
		"temporary-refusal", "not-smtp", "malformed", "no-such-name", "no-starttls",
		"injected", "tls-failed", "tls-mismatch", "cancelled",
	} {
		l, ok := Get(id)
		if !ok {
			t.Errorf("no page for %s", id)
			continue
		}
		for _, opening := range []string{"What it means: ", "Likely cause: ", "What to do: "} {
			if !slices.ContainsFunc(l.Body, func(p string) bool { return strings.HasPrefix(p, opening) }) {
				t.Errorf("%s: no paragraph begins %q", id, opening)
			}
		}
	}
}

func TestTheWhyPageIsShort(t *testing.T) {
	l, _ := Get("submission-or-relay")
	if n := len(Layout(append([]string{l.Title, l.Answer}, l.Body...), 76)); n > 22 {
		t.Errorf("the page behind \"why this door\" has %d lines; it must fit a small screen", n)
	}
}

const front = "Also: one name, Another\nNext: 25\nSources: RFC 8314\n  section 3.3; the registry\n\n"

func TestParse(t *testing.T) {
	got, err := parse("x", "Claims: C01, C02\nSee also: 25, 465\n"+front+"Title\n\nThe answer\ngoes on.\n\nOne two\nthree.\n\n"+
		"- first\n  goes on\n- second\n\n{seen}\n\n  kept  as\n    it is\n\n1. one\n10. ten\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Lesson{
		ID: "x", Title: "Title", Answer: "The answer goes on.",
		Body:    []string{"One two three.", "- first goes on", "- second", "  kept  as\n    it is", "1. one", "10. ten"},
		Next:    "25",
		See:     []string{"25", "465"},
		Claims:  []string{"C01", "C02"},
		Sources: []string{"RFC 8314 section 3.3", "the registry"},
		also:    []string{"one-name", "another"},
		seen:    3,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestParagraphs(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"at the mark", "a.\n\n{seen}\n\nb.\n", "Answer.|a.|S1|S2|b."},
		{"without a mark", "a.\n\nb.\n", "Answer.|S1|S2|a.|b."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := parse("x", front+"T\n\nAnswer.\n\n"+tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(l.Paragraphs("S1", "S2"), "|"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := strings.Join(l.Paragraphs(), "|"); got != "Answer.|a.|b." {
				t.Errorf("with nothing seen: got %s", got)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "needs lines about the page"},
		{"no body", front + "Title\n\nAnswer.\n", "needs lines about the page"},
		{"a title of two lines", front + "Title\nAnswer.\n\nText.\n\nMore.\n", "title takes one line"},
		{"no lines about the page", "Title\n\nAnswer.\n\nText.\n\nMore.\n", "not of the form"},
		{"no sources", "Next: 25\n\nTitle\n\nAnswer.\n\nText.\n", "no Sources"},
		{"no next", "Sources: RFC 821\n\nTitle\n\nAnswer.\n\nText.\n", "no Next"},
		{"an unknown word", "Author: x\n" + front + "Title\n\nAnswer.\n\nText.\n", `know no "Author"`},
		{"a word twice", "Next: 25\n" + front + "Title\n\nAnswer.\n\nText.\n", "stands twice"},
		{"two places for what was seen", front + "Title\n\nAnswer.\n\n{seen}\n\n{seen}\n", "second {seen}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse("x", tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestShelfRefusesANameTwice(t *testing.T) {
	page := front + "Title\n\nAnswer.\n\nText.\n"
	_, err := newShelf(map[string]string{"contents.txt": "Group\n  a\n  b\n", "a.md": page, "b.md": page})
	if err == nil || !strings.Contains(err.Error(), `"one-name" leads to a as well`) {
		t.Errorf("got %v", err)
	}
	_, err = newShelf(map[string]string{"contents.txt": "Group\n  one-name\n", "one-name.md": page})
	if err == nil || !strings.Contains(err.Error(), `Also: names "one-name", under which it is found already`) {
		t.Errorf("its own name: got %v", err)
	}
}
