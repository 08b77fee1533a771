package recipe_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"postern/wizard/recipe"
)

const workAccount = "account work\nhost work.example\nport 587\ntls on\nauth on\nfrom w@work.example\nuser w\npassword \"s3cret\"\n"

func TestMergeMSMTP(t *testing.T) {
	tests := []struct {
		name, old string
		change    func(*recipe.Settings)
		replace   bool
	}{
		{name: "other-account", old: workAccount},
		{name: "default-respected", old: workAccount + "\naccount default : work\n"},
		{name: "no-final-newline", old: "# mine\n" + strings.TrimSuffix(workAccount, "\n")},
		{name: "two-blank-lines-at-the-end", old: workAccount + "\n\n"},
		{name: "spaces-at-the-end", old: workAccount + "  \t\n"},
		{name: "comment-at-the-end", old: workAccount + "# the end"},
		{name: "odd-spacing", old: "\t account\t  work  \n  host\twork.example\n\n   # c\n port   25\n"},
		{name: "inheritance", old: workAccount + "account home : work\nfrom h@work.example\naccount default : home\n"},
		{name: "defaults-taken-back", old: "defaults\ntls_certcheck off\npassword x\nlogfile ~/.msmtp.log\n\n" + workAccount},
		{name: "no-account-line", old: "host work.example\nport 25\n"},
		{name: "only-comments", old: "# nothing here yet\n"},
		{name: "replace-last", old: workAccount + "\n# was here\naccount example\nhost old.example\n\n# kept\n", replace: true},
		{
			name: "replace-middle", replace: true,
			old: "account example\n# gone\nhost old.example\n\nuser x\n\n# kept\n\n" + workAccount + "account default : example\n",
		},
		{name: "replace-inherited", old: workAccount + "account example:work\nfrom x@y.example", replace: true},
		{name: "replace-default", old: "host old.example\nuser x\n# kept\naccount a\n", change: account("default"), replace: true},
		{name: "replace-nothing-there", old: workAccount, replace: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := ada(ask)
			if tt.change != nil {
				tt.change(s)
			}
			got, err := recipe.Merge("msmtp", []byte(tt.old), s, tt.replace)
			if err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, got)
			checkKept(t, tt.old, string(got), s.Account)
			checkAgain(t, got, s)
			checkCRLF(t, tt.old, got, s)
		})
	}
}

// checkKept: all lines that do not belong to the account are there, in order, and
// whatever stood before or behind the account stands there still.
func checkKept(t *testing.T, old, merged, account string) {
	t.Helper()
	oldBefore, _, oldAfter := around(old, account)
	before, _, after := around(merged, account)
	if !strings.HasPrefix(before, oldBefore) || strings.TrimSpace(before[len(oldBefore):]) != "" {
		t.Errorf("before the account: got %q, want %q", before, oldBefore)
	}
	added := strings.TrimPrefix(after, oldAfter)
	if !strings.HasPrefix(after, oldAfter) {
		t.Errorf("behind the account: got %q, want %q", after, oldAfter)
	}
	if added = strings.TrimSpace(added); added != "" && added != "account default : "+account {
		t.Errorf("got %q added behind the account", added)
	}
}

// around cuts a file at an account's block, with a reader of its own.
func around(file, account string) (before, block, after string) {
	lines := strings.SplitAfter(file, "\n")
	start, end, inside := -1, -1, false
	seen := false
	for i, line := range lines {
		f := strings.Fields(strings.ReplaceAll(line, ":", " : "))
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		switch {
		case f[0] == "account" && len(f) > 1:
			inside = strings.Trim(f[1], `"`) == account
		case f[0] == "defaults":
			inside = false
		case !seen && account == "default":
			inside = true
		}
		seen = true
		if inside && start < 0 {
			start = i
		}
		if inside {
			end = i + 1
		}
	}
	if start < 0 {
		return file, "", ""
	}
	return strings.Join(lines[:start], ""), strings.Join(lines[start:end], ""), strings.Join(lines[end:], "")
}

// checkAgain: the same account once more changes nothing, and with other settings it is
// refused.
func checkAgain(t *testing.T, merged []byte, s *recipe.Settings) {
	t.Helper()
	for _, replace := range []bool{false, true} {
		again, err := recipe.Merge("msmtp", merged, s, replace)
		if err != nil || string(again) != string(merged) {
			t.Errorf("merging the same (replace %t): got %v\n%s\nwant\n%s", replace, err, again, merged)
		}
	}
	other := *s
	other.Port++
	_, err := recipe.Merge("msmtp", merged, &other, false)
	var exists *recipe.ExistsError
	if !errors.As(err, &exists) {
		t.Fatalf("merging another port: got %v, want an ExistsError", err)
	}
	if _, block, _ := around(string(merged), s.Account); exists.Account != s.Account || exists.Block != block {
		t.Errorf("merging another port: got %+v, want the block %q", exists, block)
	}
}

// checkCRLF: a file with CRLF gets the same, with CRLF throughout.
func checkCRLF(t *testing.T, old string, merged []byte, s *recipe.Settings) {
	t.Helper()
	got, err := recipe.Merge("msmtp", []byte(strings.ReplaceAll(old, "\n", "\r\n")), s, true)
	want := strings.ReplaceAll(string(merged), "\n", "\r\n")
	if !strings.Contains(old, "\n") {
		return
	}
	if err != nil || string(got) != want {
		t.Errorf("with CRLF: got %v\n%q\nwant\n%q", err, got, want)
	}
}

func TestMergeIntoNothingIsRender(t *testing.T) {
	for _, s := range []*recipe.Settings{ada(), ada(implicitTLS, pass), ada(relay)} {
		files, err := recipe.Render("msmtp", s)
		if err != nil {
			t.Fatal(err)
		}
		merged, err := recipe.Merge("msmtp", nil, s, false)
		if err != nil || string(merged) != files[0].Body {
			t.Errorf("got %v\n%s\nwant\n%s", err, merged, files[0].Body)
		}
	}
}

func TestMergeTwoAccounts(t *testing.T) {
	first, err := recipe.Merge("msmtp", nil, ada(account("one")), false)
	if err != nil {
		t.Fatal(err)
	}
	both, err := recipe.Merge("msmtp", first, ada(account("two"), implicitTLS, pass), false)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(both), string(first)) {
		t.Errorf("the first account changed:\n%s", both)
	}
	if n := strings.Count(string(both), "account default"); n != 1 {
		t.Errorf("got %d accounts default, want 1:\n%s", n, both)
	}
	// Replacing the first leaves the second alone.
	changed, err := recipe.Merge("msmtp", both, ada(account("one"), user("other")), true)
	if err != nil {
		t.Fatal(err)
	}
	_, _, after := around(string(both), "one")
	if !strings.HasSuffix(string(changed), after) {
		t.Errorf("what follows changed:\n%s", changed)
	}
}

func TestExistsErrorShowsNoPassword(t *testing.T) {
	_, err := recipe.Merge("msmtp", []byte(workAccount), ada(account("work")), false)
	var exists *recipe.ExistsError
	if !errors.As(err, &exists) {
		t.Fatalf("got %v, want an ExistsError", err)
	}
	want := strings.Replace(workAccount, `"s3cret"`, "***", 1)
	if exists.Block != want {
		t.Errorf("got the block\n%s\nwant\n%s", exists.Block, want)
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error %q shows the password", err)
	}
}

func TestMergeRefusesAFileMSMTPCannotRead(t *testing.T) {
	tests := []struct{ name, old, want string }{
		{"byte order mark", "\ufeffaccount a\n", "line 1: the file begins with a byte order mark"},
		{"long line", "account a\n# " + strings.Repeat("x", 500), "line 2: it has 502 bytes, and msmtp reads 499"},
		{"NUL", "account a\nuser x\x00y\n", "line 2: there is a NUL byte"},
		{"garbage", "\x7fELF\x02\x01", `line 1: msmtp has no setting "\x7fELF`},
		{"another program's", "[account]\nhost = x\n", `line 1: msmtp has no setting "[account]"`},
		{"classic Mac line ends", "account a\rhost x\r", "line 1: the line ends in half a line break"},
		{"account twice", "account a\naccount a\n", `line 2: the account "a" is there twice`},
		{"unknown parent", "account a : b\n", `line 1: the account "b" is not defined above it`},
		{"bad value", "account a\ntls maybe\n", `line 2: "maybe" is no value for the setting tls`},
		{"missing value", "account a\nhost\n", "line 2: the setting host needs a value"},
		{"no value wanted", "defaults x\n", "line 1: the setting defaults takes no value"},
		{"half a line break", "account a\nuser x\r", "line 2: the line ends in half a line break"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, replace := range []bool{false, true} {
				got, err := recipe.Merge("msmtp", []byte(tt.old), ada(), replace)
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %q, %v, want an error with %q", got, err, tt.want)
				}
			}
		})
	}
	// A slip of the pen must not show a password.
	_, err := recipe.Merge("msmtp", []byte("account a\npasswrd hunter2\n"), ada(), false)
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v, want an error without the password", err)
	}
}

func TestMergeDoesNotTouchItsInput(t *testing.T) {
	old := make([]byte, 0, 4096) // room behind the slice, where append would write
	old = append(old, workAccount...)
	kept := slices.Clone(old[:cap(old)])
	if _, err := recipe.Merge("msmtp", old, ada(), false); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(old[:cap(old)], kept) {
		t.Error("Merge wrote into the old file's bytes")
	}
}

func FuzzMergeMSMTP(f *testing.F) {
	f.Add([]byte(workAccount), "work", true)
	f.Add([]byte("defaults\neval x\naccount a\n# c\r\naccount b:a\n"), "b", true)
	f.Add([]byte("host x\n\naccount a : default\n"), "default", true)
	f.Add([]byte("\taccount \"a\" : \"b"), "a", false)
	f.Add([]byte("account a\nuser x\r"), "b", false)
	f.Fuzz(func(t *testing.T, old []byte, name string, replace bool) {
		s := ada(account(name))
		merged, err := recipe.Merge("msmtp", old, s, replace)
		if err != nil {
			return
		}
		if !replace || !mentions(old, name) {
			if !strings.HasPrefix(string(merged), string(old)) {
				t.Fatalf("adding %q changed what was there:\n%q\nnow\n%q", name, old, merged)
			}
		} else {
			checkKept(t, string(old), string(merged), name)
		}
		again, err := recipe.Merge("msmtp", merged, s, true)
		if err != nil || string(again) != string(merged) {
			t.Fatalf("replacing by the same: %v\n%q\nwas\n%q", err, again, merged)
		}
	})
}

// mentions reports whether the file may have an account of that name.
func mentions(old []byte, name string) bool {
	return name == "default" || strings.Contains(string(old), name)
}
