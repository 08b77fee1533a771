package probe

import "time"

// The limits that always hold, whatever the other side does. Every deadline is
// absolute: a server that sends a byte now and then does not move it.
const (
	lookupLimit    = 5 * time.Second
	askLimit       = 2 * time.Second // of that, for a name server the first time it is asked
	connectLimit   = 8 * time.Second // each address
	greetingLimit  = 20 * time.Second
	replyLimit     = 10 * time.Second
	handshakeLimit = 10 * time.Second
	quitLimit      = 1 * time.Second
	namesLimit     = 1 * time.Second // for where a certificate's names lead to, once all else is known

	// silenceLimit is how long a greeting may keep silent before TLS is tried on
	// a connection beside it.
	silenceLimit = 3 * time.Second
	// slowGreeting is from when on a greeting is called slow.
	slowGreeting = 5 * time.Second
	// attemptDelay is the head start each address has before the next is tried
	// beside it (RFC 8305, section 8).
	attemptDelay = 250 * time.Millisecond
	// soon is how near the end of a certificate is worth a warning.
	expirySoon = 14 * 24 * time.Hour
)

const (
	maxLine      = 4 << 10  // bytes in a line, its end included
	maxLines     = 256      // lines in a reply
	maxReply     = 64 << 10 // bytes in a reply
	maxAddresses = 8        // addresses tried, of those the name leads to

	maxTranscriptLine = 1 << 10 // escaped bytes kept of a line
	maxReplyText      = 4 << 10 // escaped bytes kept of a reply's text
	maxExcerpt        = 200     // escaped bytes of evidence
)

// maxEvents is the most events one door sends, and so the room its events need
// for a reader who never reads. The steps are: lookup; connect; one for each
// address; greeting; a second try beside it; EHLO; HELO; STARTTLS; TLS; EHLO
// again; a second try; settled: eleven and the addresses. The rest is slack;
// the visit leaves out an event rather than use up the last place, which is
// kept for the settling one.
const maxEvents = maxAddresses + 16
