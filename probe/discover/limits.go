package discover

import "time"

// The limits that always hold, whatever the other side does. All of them lie
// within the one of Finder.Timeout, which is absolute.
const (
	attemptDelay = 250 * time.Millisecond // head start of an address (RFC 8305, section 8)

	maxAddresses = 4         // of a web server, that are tried
	maxRedirects = 3         // for one file
	maxHead      = 32 << 10  // bytes of an HTTP answer before its body
	maxBody      = 256 << 10 // bytes of a file
	maxChunkLine = 1 << 10   // bytes of a line between chunks

	maxDepth   = 16 // elements inside each other
	maxServers = 16 // of one file
	maxLogins  = 8  // of one server
	maxNotes   = 16 // on what was left out of one answer
	maxRecords = 32 // of one DNS answer

	maxText = 200     // bytes of evidence
	maxPath = 2 << 10 // bytes of a redirect's target
)
