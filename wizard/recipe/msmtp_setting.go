package recipe

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// An argument is the kind of value an msmtp setting takes.
type argument uint8

const (
	anything argument = iota // also nothing
	needed                   // anything but nothing
	nothing
	onOff // also nothing, which means on
	word  // one of a list
	number
	portNumber  // number up to 65535
	occasions   // of dsn_notify
	fingerprint // of a certificate
)

// A msmtpRule is what msmtp accepts for one setting.
type msmtpRule struct {
	arg   argument
	words string // for the kind word: those accepted, "" for nothing at all
	// free: nothing, or for a number the word "off", is accepted too.
	free bool
}

// msmtpRules are the settings of msmtp 1.8, from its manual page, with the older
// names it still takes. They are no stricter than any of its versions.
var msmtpRules = map[string]msmtpRule{
	"defaults": {arg: nothing}, "account": {arg: needed}, "eval": {arg: needed},
	"host": {arg: needed}, "port": {arg: portNumber},
	"source_ip": {}, "socket": {}, "proxy_host": {}, "proxy_port": {arg: portNumber, free: true},
	"timeout": {arg: number, free: true}, "connect_timeout": {arg: number, free: true},
	"protocol": {arg: word, words: "smtp lmtp"}, "domain": {},
	"auth": {arg: word, free: true, words: "on off plain login cram-md5 digest-md5 scram-sha-1 " +
		"scram-sha-256 scram-sha-1-plus scram-sha-256-plus external gssapi ntlm oauthbearer xoauth2"},
	"user": {}, "password": {}, "passwordeval": {}, "ntlmdomain": {},
	"tls": {arg: onOff}, "tls_starttls": {arg: onOff}, "tls_certcheck": {arg: onOff},
	"tls_trust_file": {}, "tls_crl_file": {}, "tls_fingerprint": {arg: fingerprint},
	"tls_key_file": {}, "tls_cert_file": {}, "tls_priorities": {}, "tls_host_override": {},
	"tls_min_dh_prime_bits": {arg: number, free: true},
	"from":                  {}, "from_full_name": {}, "maildomain": {},
	"allow_from_override": {arg: word, words: "on off"}, "auto_from": {arg: onOff},
	"dsn_notify": {arg: occasions}, "dsn_return": {arg: word, words: "off headers full"},
	"set_from_header": autoOnOff, "set_to_header": autoOnOff, "set_date_header": autoOnOff,
	"set_msgid_header": autoOnOff, "remove_bcc_headers": {arg: onOff}, "keepbcc": {arg: onOff},
	"add_missing_from_header": {arg: onOff}, "add_missing_date_header": {arg: onOff},
	"undisclosed_recipients": {arg: onOff},
	"logfile":                {}, "logfile_time_format": {}, "aliases": {},
	"syslog": {arg: word, free: true, words: "on off LOG_USER LOG_MAIL LOG_LOCAL0 LOG_LOCAL1 " +
		"LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7"},
	"tls_nocertcheck": {arg: nothing}, "tls_nostarttls": {arg: nothing}, "tls_force_sslv3": {},
}

var autoOnOff = msmtpRule{arg: word, words: "auto on off", free: true}

// checkMSMTPSetting refuses what msmtp would. Arguments are shown only where they
// cannot be secret.
func checkMSMTPSetting(cmd, arg string) error {
	rule, known := msmtpRules[cmd]
	switch {
	case !known:
		return fmt.Errorf("msmtp has no setting %q", cmd)
	case rule.takes(cmd, arg):
		return nil
	case rule.arg == nothing:
		return fmt.Errorf("the setting %s takes no value", cmd)
	case arg == "":
		return fmt.Errorf("the setting %s needs a value", cmd)
	}
	return fmt.Errorf("%q is no value for the setting %s", arg, cmd)
}

func (r msmtpRule) takes(cmd, arg string) bool {
	switch r.arg {
	case anything:
		return true
	case needed:
		return arg != ""
	case nothing:
		return arg == ""
	case onOff:
		return arg == "" || arg == "on" || arg == "off"
	case word:
		return arg == "" && r.free || slices.Contains(strings.Fields(r.words), arg)
	case number, portNumber:
		return r.takesNumber(cmd, arg)
	case occasions:
		return takesOccasions(arg)
	case fingerprint:
		return takesFingerprint(arg)
	}
	return false
}

// takesNumber follows strtol with base 0: decimal, 0x hexadecimal, 0 octal.
func (r msmtpRule) takesNumber(cmd, arg string) bool {
	if arg == "" || arg == "off" {
		// Nothing resets a setting; only the time limits know "off".
		return r.free && (arg == "off") == strings.HasSuffix(cmd, "timeout")
	}
	most := int64(math.MaxInt32)
	if r.arg == portNumber {
		most = 65535
	}
	arg = strings.TrimPrefix(strings.TrimLeft(arg, " \t\v\f\r"), "+")
	if strings.ContainsAny(arg, "_+") || only(arg[:min(2, len(arg))], "0bBoO") && !only(arg, digits) {
		return false // Go's own notations
	}
	n, err := strconv.ParseInt(arg, 0, 64)
	return err == nil && n >= 1 && n <= most
}

// takesOccasions: off, never, or a list of when to be told.
func takesOccasions(arg string) bool {
	if arg == "off" || arg == "never" {
		return true
	}
	var seen []string
	for _, o := range strings.Split(arg, ",") {
		if !slices.Contains([]string{"failure", "delay", "success"}, o) || slices.Contains(seen, o) {
			return false
		}
		seen = append(seen, o)
	}
	return true
}

// takesFingerprint: nothing, or the bytes of a SHA-256, SHA-1 or MD5 hash in
// hexadecimal, with a colon or a blank between them.
func takesFingerprint(arg string) bool {
	if arg == "" {
		return true
	}
	hash := strings.FieldsFunc(arg, func(r rune) bool { return r == ':' || r == ' ' })
	for _, b := range hash {
		if len(b) != 2 || !only(b, digits+"abcdefABCDEF") {
			return false
		}
	}
	return len(arg) == 3*len(hash)-1 && slices.Contains([]int{16, 20, 32}, len(hash))
}
