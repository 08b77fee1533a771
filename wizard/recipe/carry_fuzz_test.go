package recipe

import (
	"strings"
	"testing"
)

// FuzzCarry: whatever stands in a file, carrying a password over changes nothing but the
// placeholder, adds no line, and is done once.
func FuzzCarry(f *testing.F) {
	f.Add("[mail.example.org]:587 ada:s3cret\n", "[mail.example.org]:465 ada:"+Placeholder+"\n")
	f.Add(`mail.example.org smtp "--user=ada" "--pass=a\"b\\"`+"\n", `mail.example.org smtp --ssl "--user=ada" "--pass=`+Placeholder+"\"\n")
	f.Add("# Postern begin\nmailhub=h:587\nAuthUser=ada\nAuthPass=s\n# Postern end\n", "mailhub=h:465\nAuthUser=ada\nAuthPass="+Placeholder+"\n")
	f.Add("\"--user=\"--pass=\\", "[]: :\n\r")
	f.Fuzz(func(t *testing.T, old, text string) {
		for name, carry := range map[string]func(old, text string) string{
			"postfix": carrying(postfixLogin), "nullmailer": carrying(nullmailerLogin), "ssmtp": carrySSMTP,
		} {
			got := carry(old, text)
			if strings.Count(got, "\n") != strings.Count(text, "\n") {
				t.Errorf("%s: %q has other lines than %q", name, got, text)
			}
			if !strings.Contains(text, Placeholder) && got != text {
				t.Errorf("%s: %q became %q", name, text, got)
			}
			if again := carry(old, got); again != got && !strings.Contains(got, Placeholder) {
				t.Errorf("%s: a second time %q is %q", name, got, again)
			}
		}
	})
}
