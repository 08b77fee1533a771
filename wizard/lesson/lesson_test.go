package lesson

import (
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// texts returns the text of every embedded file by lesson ID.
func texts(t *testing.T) map[string]string {
	t.Helper()
	entries, err := fs.ReadDir(files, "text")
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, e := range entries {
		b, err := fs.ReadFile(files, "text/"+e.Name())
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(e.Name(), ".md")] = string(b)
	}
	return out
}

func TestEveryFileHasItsPlaceAndEveryPlaceAFile(t *testing.T) {
	all := texts(t)
	seen := make(map[string]bool)
	for _, id := range order {
		if seen[id] {
			t.Errorf("%s stands twice in the teaching order", id)
		}
		seen[id] = true
		if _, ok := all[id]; !ok {
			t.Errorf("%s is in the teaching order and has no file", id)
		}
	}
	for id := range all {
		if !seen[id] {
			t.Errorf("text/%s.md is not in the teaching order", id)
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
	for _, id := range order {
		l, err := read(id)
		if err != nil {
			t.Error(err)
			continue
		}
		if n := len(l.Title); n == 0 || n > 50 {
			t.Errorf("%s: title of %d columns: %q", id, n, l.Title)
		}
		if strings.HasSuffix(l.Title, ".") {
			t.Errorf("%s: title ends in a full stop", id)
		}
		if sentences(l.Answer) != 1 {
			t.Errorf("%s: the answer is not one sentence: %q", id, l.Answer)
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

func TestSeeAlsoLeadsSomewhere(t *testing.T) {
	for _, l := range All() {
		for i, id := range l.See {
			if !slices.Contains(order, id) {
				t.Errorf("%s: see also %q is no lesson", l.ID, id)
			}
			if id == l.ID || slices.Contains(l.See[:i], id) {
				t.Errorf("%s: see also names %s needlessly", l.ID, id)
			}
		}
	}
}

func TestEveryLessonIsReachedFromAnother(t *testing.T) {
	reached := make(map[string]bool)
	for _, l := range All() {
		for _, id := range l.See {
			reached[id] = true
		}
	}
	for _, l := range All()[1:] {
		// A cancelled door says so by itself; the page explains nothing others need.
		if !reached[l.ID] && l.ID != "cancelled" {
			t.Errorf("no lesson leads to %s", l.ID)
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
	loose := regexp.MustCompile(`RFC-?[0-9]|rfc`)
	for id, text := range texts(t) {
		for _, m := range mention.FindAllStringSubmatch(text, -1) {
			if n, err := strconv.Atoi(m[1]); err != nil || !slices.Contains(known, n) {
				t.Errorf("%s: RFC %s is not among those that were read", id, m[1])
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

func TestParse(t *testing.T) {
	got, err := parse("x", "Title\n\nThe answer\ngoes on.\n\nOne two\nthree.\n\n- first\n  goes on\n- second\n\n"+
		"  kept  as\n    it is\n\nSee also: 25, 465\nSources: RFC 8314\nsection 3.3; the registry\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Lesson{
		ID: "x", Title: "Title", Answer: "The answer goes on.",
		Body:    []string{"One two three.", "- first goes on", "- second", "  kept  as\n    it is"},
		See:     []string{"25", "465"},
		Sources: []string{"RFC 8314 section 3.3", "the registry"},
	}
	if got.ID != want.ID || got.Title != want.Title || got.Answer != want.Answer ||
		!slices.Equal(got.Body, want.Body) || !slices.Equal(got.See, want.See) || !slices.Equal(got.Sources, want.Sources) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "needs a title"},
		{"no body", "Title\n\nAnswer.\n\nSources: RFC 821\n", "needs a title"},
		{"a title of two lines", "Title\nAnswer.\n\nText.\n\nMore.\n\nSources: RFC 821\n", "title takes one line"},
		{"no sources", "Title\n\nAnswer.\n\nText.\n\nMore.\n", "names no sources"},
		{"text before the sources", "Title\n\nAnswer.\n\nText.\n\nMore.\nSources: RFC 821\n", "not with See also"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parse("x", tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}
