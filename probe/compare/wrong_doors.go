package main

import (
	"bufio"
	"io"
	"net"
	"strings"
	"time"

	"postern/probe/smtptest"
	"postern/wizard/advice"
)

// wrongDoors are spoken to in the wrong way, or have another protocol behind them.
func wrongDoors() []situation {
	other := func(name, cause, greeting, answer string) situation {
		return situation{
			name: "another protocol, " + name, verdict: advice.NotSMTP, causes: []string{cause},
			door: spoken(talk{greeting, map[string]string{"": answer}}.hold),
		}
	}
	const imap, bad = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "* BAD unknown command\r\n"
	return []situation{
		{
			name: "TLS at once where STARTTLS is expected", verdict: advice.TLSOnSTARTTLSPort, causes: []string{`implicit|tls (from the start|at once|on connect)|smtps`},
			door: served(&smtptest.Server{Implicit: true}),
		},
		{
			name: "plain SMTP where TLS is expected", verdict: advice.PlaintextOnTLSPort, implicit: true,
			causes: []string{`plain|clear ?text|not (speak|use) tls|not tls|no tls|220 `},
			door:   served(&smtptest.Server{}),
		},
		{name: "another protocol, HTTP", verdict: advice.NotSMTP, causes: []string{`http`}, door: spoken(web)},
		{
			name: "another protocol, HTTP where TLS is expected", verdict: advice.NotSMTP, causes: []string{`http`}, implicit: true,
			door: spoken(web),
		},
		other("SSH", `ssh`, "SSH-2.0-OpenSSH_9.6\r\n", ""),
		other("IMAP", `imap|\* ok`, imap, bad),
		{
			name: "another protocol, IMAP in TLS", verdict: advice.NotSMTP, causes: []string{`imap|\* ok`}, implicit: true,
			door: inTLS(talk{imap, map[string]string{"": bad}}.hold),
		},
		other("POP3", `pop3|\+ok`, "+OK ready <1896.697170952@mail.test>\r\n", "-ERR unknown command\r\n"),
		other("FTP", `ftp|530`, "220 (vsFTPd 3.0.5)\r\n", "530 Please login with USER and PASS.\r\n"),
		other("a database", `mysql|binary`, "J\x00\x00\x00\n8.0.36\x00\b\x00\x00\x00mysql_native_password\x00", ""),
	}
}

// web answers as a web server does: a request it does not understand, and a
// caller who waits to be greeted.
func web(conn net.Conn) {
	_ = conn.SetReadDeadline(time.Now().Add(time.Second))
	status := "400 Bad Request"
	if _, err := conn.Read(make([]byte, 4096)); err != nil {
		status = "408 Request Timeout"
	}
	_, _ = conn.Write([]byte("HTTP/1.1 " + status + "\r\nServer: nginx\r\nConnection: close\r\n\r\n"))
}

// refusingDoors do not want this caller, or not now.
func refusingDoors() []situation {
	refuses := func(name string, v advice.Verdict, cause string, d door) situation {
		return situation{name: "refuses, " + name, verdict: v, causes: []string{cause}, door: d}
	}
	// A server that says 421 hangs up (RFC 5321, section 3.8), one that says 554
	// waits for QUIT (section 3.1).
	busy := func(conn net.Conn) {
		_, _ = io.WriteString(conn, "421 4.3.2 too busy\r\n")
		hangUp(conn)
	}
	const no = "550 5.7.1 not you\r\n"
	return []situation{
		refuses("421 at once", advice.TemporaryRefusal, `421`, spoken(busy)),
		refuses("554 at once", advice.RefusesYou, `554`, turnsAway("554 5.7.1 your address is on a list")),
		refuses("421 to EHLO", advice.TemporaryRefusal, `421`, spoken(func(conn net.Conn) {
			_, _ = io.WriteString(conn, ready)
			if _, err := verb(bufio.NewReader(conn)); err == nil {
				busy(conn)
			}
		})),
		refuses("550 to EHLO", advice.RefusesYou, `550`, spoken(talk{ready, map[string]string{"": no, "QUIT": bye}}.hold)),
		refuses("550 to EHLO in TLS", advice.RefusesYou, `550`, served(&smtptest.Server{SayHelloAgain: "550 5.7.1 not you", SayOldHello: "550 5.7.1 not you"})),
	}
}

// turnsAway is a door that greets so, and serves nobody after that.
func turnsAway(greeting string) door {
	return spoken(talk{greeting + "\r\n", map[string]string{"": "503 5.5.1 nothing for you here\r\n", "QUIT": bye}}.hold)
}

// malformedDoors say what is no reply.
func malformedDoors() []situation {
	malformed := func(name, cause string, s *smtptest.Server) situation {
		return situation{name: "malformed, " + name, verdict: advice.Malformed, causes: []string{cause}, door: served(s)}
	}
	const cause = `malformed|invalid|not (a )?valid|unexpected|cannot (parse|read)|bad (reply|response)|no(t)? (an? )?smtp`
	return []situation{
		malformed("a code of two digits", cause+`|22 ready`, &smtptest.Server{SayGreeting: "22 ready"}),
		malformed("a code with a letter", cause+`|220x`, &smtptest.Server{SayGreeting: "220x ready"}),
		malformed("words", cause+`|hello there`, &smtptest.Server{SayGreeting: "hello there"}),
		malformed("a greeting of 250", cause+`|250 hello`, &smtptest.Server{SayGreeting: "250 hello"}),
		malformed("codes that differ", cause+`|251`, &smtptest.Server{SayHello: "250-localhost\n251 STARTTLS"}),
	}
}

// longDoors say more than anybody needs.
func longDoors() []situation {
	const cause = `too (long|many|large|big)|longer than|limit|exceed|overflow`
	return []situation{
		{
			name: "endless greeting", verdict: advice.TooLong, causes: []string{cause},
			door: endless("", strings.Repeat("220-and so on\r\n", 50)),
		},
		{
			name: "endless line", verdict: advice.TooLong, causes: []string{cause},
			door: endless("220 ", strings.Repeat("x", 1000)),
		},
		{
			name: "endless capabilities", verdict: advice.TooLong, causes: []string{cause},
			door: endless("220 ready\r\n", strings.Repeat("250-AND-SO-ON\r\n", 50)),
		},
	}
}
