package recipe

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// msmtpLine is the longest line msmtp reads, in bytes, its line end not counted;
// its buffer takes 500 with the newline.
const msmtpLine = 499

// encodeMSMTP writes a value for msmtp. There are no escapes in its format: blanks
// around a value are dropped, then one pair of double quotes around it, and all
// that is left is taken as it stands. So a value is written bare where it has
// nothing to lose, else within one more pair.
func encodeMSMTP(name, value string) (string, error) {
	if err := checkRunes(name, value); err != nil {
		return "", err
	}
	enc := value
	if value == "" || !only(value, letters+digits+"@._-+/~:") {
		enc = `"` + value + `"`
	}
	if room := msmtpLine - len("tls_trust_file "); len(enc) > room {
		return "", fmt.Errorf("%s is too long for msmtp: it has %d bytes, and %d fit on a line", name, len(value), room-2)
	}
	return enc, nil
}

// msmtpPlace is what msmtp replaces in an address.
var msmtpPlace = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`%[A-Z]`) })

// checkMSMTP refuses what msmtp cannot do, or would read as something else.
func checkMSMTP(s *Settings) error {
	if s.Address == "" {
		return errors.New("the address is missing: msmtp needs the address your mail comes from")
	}
	if strings.ContainsAny(s.Address, "*?[") {
		return fmt.Errorf("msmtp would read the address %q as a pattern: it cannot hold *, ? or [", s.Address)
	}
	if p := msmtpPlace().FindString(s.Address); p != "" {
		return fmt.Errorf("msmtp would put something else in place of %q in the address: it cannot hold that", p)
	}
	return nil
}
