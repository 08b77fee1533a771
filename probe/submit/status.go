package submit

import (
	"regexp"
	"sync"

	"postern/probe"
)

// The patterns are made when the first reply has to be read, and not at the start of
// a program that may never sign in: that takes a millisecond.

// enhanced is a status code of RFC 3463 where a reply begins (RFC 2034).
var enhanced = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|$)`)
})

// status returns the enhanced code of a reply, "" if there is none.
func status(r probe.Reply) string {
	if m := enhanced().FindStringSubmatch(r.Text.String()); m != nil {
		return m[1]
	}
	return ""
}

// queueForms are how servers say under what name they keep a message.
var queueForms = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`\[InternalId=(\d{3,40})[,\]]`),                     // Exchange
		regexp.MustCompile(`(?i)\bqueued (?:with id|as) <?([\w.+/@-]{3,100})`), // Postfix, and many after it
		regexp.MustCompile(`(?i)\bid=<?([\w.+/@-]{3,100})`),                    // Exim; Exchange's InternalId has its own form
		regexp.MustCompile(`([\w.+/@-]{6,100}) - gsmtp\b`),                     // Gmail
		regexp.MustCompile(`\b([\w.-]{6,100}) Message accepted for delivery`),  // Sendmail, OpenSMTPD
		regexp.MustCompile(`(?i)^(?:2\.\d\.\d )?ok ([0-9a-f-]{16,100})$`),      // Amazon SES
		regexp.MustCompile(`(?i)^(?:2\.\d\.\d )?ok (\d{6,} qp \d+)$`),          // qmail
	}
})

// queueID returns the name a server says it keeps the message under, as far as it
// can be read from its reply; it is empty otherwise.
func queueID(r probe.Reply) probe.Text {
	said := r.Text.String()
	for _, form := range queueForms() {
		if m := form.FindStringSubmatch(said); m != nil {
			return probe.NewText(m[1])
		}
	}
	return probe.Text{}
}
