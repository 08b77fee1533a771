package practice

import (
	"strings"
	"time"
)

const greeting = "220 " + localhost + " Postern practice ESMTP Service Ready\n"

// patience is how long a script that does not greet waits for the caller's word.
const patience = 200 * time.Millisecond

// silence takes the connection and never says a word.
func silence(c *call) { c.ignore() }

// hangsUp closes without a word.
func hangsUp(*call) {}

// resets breaks the connection off, a moment later: the caller shall first see
// that it was connected.
func resets(c *call) {
	_ = c.SetDeadline(time.Now().Add(patience))
	_, _ = c.Read(make([]byte, 1))
	if g, ok := c.Conn.(*guest); ok {
		g.reset()
	}
}

// saysBusy refuses for now and hangs up (RFC 5321, section 3.8).
func saysBusy(c *call) {
	c.answer()
	c.say("421 4.3.2 " + localhost + " Too busy, try again later\n")
}

// saysRefused does not serve this client: only QUIT is left (RFC 5321, section 3.1).
func saysRefused(c *call) {
	c.answer()
	c.converse("554 5.7.1 "+localhost+" does not talk to your address\n",
		replies{"": "503 5.5.1 There is nothing for you here\n"}, "")
}

// saysMalformed begins with a code of two digits.
func saysMalformed(c *call) {
	c.answer()
	c.converse("22 "+localhost+" ready, or so\n", replies{"": "5OO what?\n"}, "")
}

// endless greets with more lines than anybody reads.
func endless(c *call) {
	c.answer()
	lines := strings.Repeat("220-"+localhost+" welcomes you and has more to say\n", 100)
	for range 1000 { // 5 MB: far beyond what any client takes
		if !c.say(lines) {
			return
		}
	}
}

// refusesSTARTTLS offers STARTTLS and then has no time for it (RFC 3207, section 4).
func refusesSTARTTLS(c *call) {
	c.converse(greeting, replies{
		"EHLO":     "250-" + localhost + "\n250-8BITMIME\n250 STARTTLS\n",
		"STARTTLS": "454 4.7.0 TLS not available due to a temporary reason\n",
		"AUTH":     "538 5.7.11 Encryption is required for a login\n",
		"":         "530 5.7.0 Must issue a STARTTLS command first\n",
	}, "")
}

// injects slips a line in the clear behind the 220 to STARTTLS, where a client
// that is not careful takes it for the first reply within TLS (CVE-2011-0411
// turned round, as in the NO STARTTLS study). Nobody can sign in beyond it.
func injects(c *call) {
	if !c.converse(greeting, replies{
		"EHLO": "250-" + localhost + "\n250-8BITMIME\n250 STARTTLS\n",
		"AUTH": "538 5.7.11 Encryption is required for a login\n",
		"":     "530 5.7.0 Must issue a STARTTLS command first\n",
	}, "STARTTLS") {
		return
	}
	// One write, so that both lines are there at once.
	if !c.say("220 2.0.0 Ready to start TLS\n250 this line came in the clear\n") {
		return
	}
	c.encrypt()
	c.converse("", replies{
		"EHLO": "250-" + localhost + "\n250-8BITMIME\n250 AUTH PLAIN LOGIN\n",
		"AUTH": "454 4.7.0 Nobody should sign in here: the line is not safe\n",
		"":     "530 5.7.0 Authentication required\n",
	}, "")
}

// webServer is an HTTP server in a hurry: it answers a request with a page,
// anything else with 400, and silence with 408, which is what a mail program,
// waiting to be greeted, gets to read.
func webServer(c *call) {
	_ = c.SetDeadline(time.Now().Add(patience))
	first := make([]byte, maxLine)
	n, err := c.Read(first)
	_ = c.SetDeadline(time.Now().Add(writeLimit))
	request, _, _ := strings.Cut(string(first[:n]), "\r\n")
	switch {
	case err == nil && strings.Contains(request, " HTTP/"):
		c.say(page("200 OK", "This is a web server. Mail cannot leave through it."))
	case err == nil:
		c.say(page("400 Bad Request", "This is a web server, and that was no request."))
	default:
		c.say(page("408 Request Timeout", "This is a web server, and no request came."))
	}
}

// page returns a whole HTTP answer with one line of text.
func page(status, text string) string {
	return "HTTP/1.1 " + status + "\nServer: practice\nContent-Type: text/plain\nConnection: close\n\n" + text + "\n"
}
