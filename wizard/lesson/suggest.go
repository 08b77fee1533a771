package lesson

import (
	"slices"
	"strings"
)

// aliases are other words, parted by spaces, under which a lesson is found. The
// words of the advice package's verdicts are among them, so that each leads to a page.
var aliases = []struct{ id, words string }{
	{"what-is-smtp", "smtp mail email imap pop pop3 sending outgoing reading courier"},
	{"submission-or-relay", "why why-this-door which-door which-port door ready journey"},
	{"submission", "submit msa mua first-step sender srv"},
	{"relay", "mx mx-record mx-records mx-lookup null-mx open-relay smtp-relay relaying mta ready-for-relay queue delivery"},
	{"ports", "port door-numbers doors four-doors the-four-doors 2465 2587 993 995 iana"},
	{"465", "smtps submissions ssl-465"},
	{"2525", "alternate alternate-port alternate-ports spare fallback unofficial"},
	{"starttls", "start-tls downgrade downgrade-attack opportunistic opportunistic-tls ehlo helo upgrade mta-sts dane"},
	{"implicit-tls", "implicit tls-wrapper smtp-over-tls"},
	{"names", "tls ssl ssl-tls tls-ssl security encryption"},
	{"certificate", "cert certs ca self-signed expired wrong-host unknown-ca bad-certificate x509"},
	{"login", "auth authentication sasl password username user user-name base64 plain auth-plain auth-login sign-in no-login"},
	{"app-password", "app-specific-password application-password two-step 2fa gmail"},
	{"oauth", "oauth2 xoauth2 oauthbearer token tokens modern-auth"},
	{"blocked-ports", "blocked block blocking firewall filter filtered isp cloud hosting closed"},
	{"patterns", "pattern likely-cause control control-question captive-portal intercepted antivirus home-line office vpn"},
	{"smarthost", "smart-host relayhost relay-host local-relay"},
	{"spf-dkim", "spf dkim dmarc spf-dkim-dmarc deliverability spam sending-service"},
	{"practice", "practise test-server 1025"},
	{"reply-codes", "reply-code codes code replies errors error status-codes enhanced-codes " +
		"220 221 235 250 334 354 421 432 450 451 452 454 455 500 501 502 503 504 " +
		"521 530 534 535 538 550 551 552 553 554 555 556"},
	{"sender-refused", "sender-rejected send-as sendas from-address sender-address"},
	{"greylisting", "greylist greylisted graylisting graylist"},
	{"silent-login", "login-silent no-answer-to-login login-timeout"},
	{"timeline", "history years dates rfc rfcs"},
	{"myths", "myth articles claims misconceptions what-you-may-have-read deprecated"},
	{"no-answer", "timeout timed-out dropped"},
	{"refused", "connection-refused closed-port"},
	{"unreachable", "no-route rejected rejected-by-firewall icmp"},
	{"silent", "silence hang hangs no-greeting banner greeting"},
	{"closed-early", "closed-by-server hung-up reset connection-reset"},
	{"refuses-you", "blocklist blocklisted blacklist blacklisted"},
	{"temporary-refusal", "temporary try-later"},
	{"malformed", "garbage too-long unreadable"},
	{"no-such-name", "dns nxdomain unknown-host no-address name-lookup name-lookup-failed name-lookup-timeout"},
	{"no-starttls", "starttls-refused no-encryption no-tls"},
	{"injected", "plaintext-injected injection"},
	{"tls-failed", "tls-too-old handshake old-tls"},
	{"tls-mismatch", "tls-on-starttls-port plaintext-on-tls-port"},
	{"cancelled", "canceled stopped interrupted"},
	{"glossary", "words terms term dictionary"},
}

// longest is the most bytes of a topic that are looked at; no ID or alias is near it.
const longest = 60

// Suggest returns the ID of the lesson that a mistyped topic most likely means,
// or "" if none is near. For a topic that [Get] finds it returns that lesson's ID.
func Suggest(id string) string {
	typed := normal(id)
	if typed == "" || len(typed) > longest {
		return ""
	}
	if id := resolve(typed); slices.Contains(order, id) {
		return id
	}
	if id := beginning(typed); id != "" {
		return id
	}
	best, least := "", reach(typed)+1
	for _, c := range candidates() {
		if d := distance(typed, c.word); d < least {
			best, least = c.id, d
		}
	}
	return best
}

// A candidate is a word that leads to a lesson.
type candidate struct{ word, id string }

// candidates lists all words that lead to a lesson: the IDs in teaching order,
// then the aliases.
func candidates() []candidate {
	var out []candidate
	for _, id := range order {
		out = append(out, candidate{id, id})
	}
	for _, a := range aliases {
		for w := range strings.FieldsSeq(a.words) {
			out = append(out, candidate{w, a.id})
		}
	}
	return out
}

// beginning finds the lesson of a word that was typed only in part, at least
// three letters of it.
func beginning(typed string) string {
	if len(typed) < 3 || typed[0] <= '9' {
		return ""
	}
	for _, c := range candidates() {
		if strings.HasPrefix(c.word, typed) {
			return c.id
		}
	}
	return ""
}

// reach is how many slips are forgiven in a word: one in a short one, where two
// would make another word of it, and one more for every four letters.
func reach(typed string) int { return min(max(len(typed)/4, 1), 3) }

// distance counts the slips between two words: a letter too many, missing or
// wrong, or two neighbours swapped (the optimal string alignment distance).
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
