package practice

import "postern/probe"

// settings are all scenes: first the situations people meet most, then one for
// each thing a door can do that these do not show; at the end, what goes wrong
// behind a door that is ready.
var settings = []setting{
	{
		Scene: Scene{
			"open", "Every door as it should be",
			"465 and 587 take your mail after a login, 2525 is a spare, and 25 is for other servers.",
		},
	},
	{
		Scene: Scene{
			"blocked", "A line that closes 25",
			"25 never answers, as on many home lines. 465 and 587 work, and they are yours to use.",
		},
		only: oneDoor{25, manner{absent: unanswered}},
	},
	{
		Scene: Scene{
			"quiet", "587 connects and says nothing",
			"587 takes the connection and then stays silent. That is not a blocked port, and 465 works.",
		},
		only: oneDoor{587, manner{script: silence}},
	},
	{
		Scene: Scene{
			"spare", "Only the spare door is open",
			"25, 465 and 587 never answer, as with some hosting companies. 2525 does.",
		},
		every: manner{absent: unanswered},
		only:  oneDoor{2525, manner{}},
	},
	{
		Scene: Scene{
			"no-starttls", "587 offers no encryption",
			"587 does not offer STARTTLS, so a password would travel in the clear. 465 is encrypted from the start.",
		},
		only: oneDoor{587, manner{noSTARTTLS: true}},
	},
	{
		Scene: Scene{
			"wrong-name", "A certificate for another host",
			"Every door shows a certificate that was made for another name.",
		},
		papers: papers{name: "mail.elsewhere.example"},
	},
	{
		Scene: Scene{
			"expired", "A certificate that ran out",
			"Every door shows a certificate that ended three days ago.",
		},
		papers: papers{from: -93 * day, until: -3 * day},
	},
	{
		Scene: Scene{
			"closed", "Nobody listens",
			"All four doors refuse the connection: the computer is there, but no mail server runs on it.",
		},
		every: manner{absent: refused},
	},
	{
		Scene: Scene{
			"filtered", "Nothing answers at all",
			"All four doors stay without an answer, as behind a strict firewall.",
		},
		every: manner{absent: unanswered},
	},
	{
		Scene: Scene{
			"relay-only", "A server for servers",
			"Only 25 answers. It takes mail for its own users and offers no login: right for a server, not for you.",
		},
		every: manner{absent: refused},
		only:  oneDoor{25, manner{}},
	},
	{
		Scene: Scene{
			"busy", "A server with too much to do",
			"Every door answers 421: not now, try again later.",
		},
		every: manner{script: saysBusy},
	},
	{
		Scene: Scene{
			"refuses", "A server that turns you away",
			"Every door answers 554 at once: this server does not talk to your address.",
		},
		every: manner{script: saysRefused},
	},
	{
		Scene: Scene{
			"not-smtp", "A web server on 587",
			"A web server answers on 587, where mail is expected. 465 works.",
		},
		only: oneDoor{587, manner{script: webServer}},
	},
	{
		Scene: Scene{
			"no-login", "Encrypted, but no login",
			"465, 587 and 2525 encrypt well and then offer no way to sign in.",
		},
		every: manner{noLogin: true},
	},
	{
		Scene: Scene{
			"by-address", "A relay that knows you by address",
			"25, 465 and 587 encrypt, offer no login and pass on what this computer sends, as a company's relay does.",
		},
		every: manner{byAddress: true},
		only:  oneDoor{2525, manner{absent: refused}},
	},
	{
		Scene: Scene{
			"self-signed", "A certificate that vouches for itself",
			"Every door shows a certificate that no authority signed, as a new home server does.",
		},
		papers: papers{signer: itself},
	},
	{
		Scene: Scene{
			"unknown-ca", "An authority nobody knows",
			"Every door shows a certificate from an authority this computer does not know, as in many companies.",
		},
		papers: papers{signer: stranger},
	},
	{
		Scene: Scene{
			"not-yet-valid", "A certificate from the future",
			"Every door shows a certificate that begins tomorrow. Often it is the clock of the computer that is wrong.",
		},
		papers: papers{from: day, until: 91 * day},
	},
	{
		Scene: Scene{
			"starttls-refused", "STARTTLS offered, then refused",
			"587 offers STARTTLS and answers 454 when it is asked for. 465 works.",
		},
		only: oneDoor{587, manner{script: refusesSTARTTLS}},
	},
	{
		Scene: Scene{
			"plaintext-injected", "Somebody writes into the line",
			"On 587 a line in the clear comes where only encrypted bytes may, as somebody on the way could send it. 465 works.",
		},
		only: oneDoor{587, manner{script: injects}},
	},
	{
		Scene: Scene{
			"tls-failed", "Encryption that does not start",
			"Every door breaks off the TLS handshake: the server lost its certificate.",
		},
		papers: papers{lost: true},
	},
	{
		Scene: Scene{
			"tls-too-old", "Encryption from 1999",
			"Every door knows nothing newer than TLS 1.0, which is no longer safe.",
		},
		every: manner{oldTLS: true},
	},
	{
		Scene: Scene{
			"tls-on-starttls-port", "587 wants TLS at once",
			"587 behaves as 465 does: it waits for TLS and greets nobody in the clear.",
		},
		only: oneDoor{587, manner{swapped: true}},
	},
	{
		Scene: Scene{
			"plaintext-on-tls-port", "465 speaks in the clear",
			"465 behaves as 587 does: it greets in the clear and offers STARTTLS.",
		},
		only: oneDoor{465, manner{swapped: true}},
	},
	{
		Scene: Scene{
			"malformed", "An answer that is no SMTP",
			"587 begins with a line that looks like SMTP and is none. 465 works.",
		},
		only: oneDoor{587, manner{script: saysMalformed}},
	},
	{
		Scene: Scene{
			"too-long", "A greeting without an end",
			"587 greets and greets and never comes to an end. 465 works.",
		},
		only: oneDoor{587, manner{script: endless}},
	},
	{
		Scene: Scene{
			"closed-early", "587 hangs up at once",
			"587 takes the connection and closes it without a word. 465 works.",
		},
		only: oneDoor{587, manner{script: hangsUp}},
	},
	{
		Scene: Scene{
			"reset", "587 breaks the connection",
			"587 takes the connection and breaks it off. 465 works.",
		},
		only: oneDoor{587, manner{script: resets}},
	},
	{
		Scene: Scene{
			"rejected-by-firewall", "A firewall that says no",
			"A firewall on the way answers for 25, 587 and 2525 that they are forbidden. 465 works.",
		},
		every: manner{absent: rejected},
		only:  oneDoor{465, manner{}},
	},
	{
		Scene: Scene{
			"unreachable", "No way there",
			"There is no route to the server, as without a network.",
		},
		every: manner{absent: unreachable},
	},
	{
		Scene: Scene{
			"no-such-name", "A name that does not exist",
			"The name has a slip of the finger in it: stmp for smtp.",
		},
		host: "stmp.practice.example", lookup: probe.DNSNXDomain,
	},
	{
		Scene: Scene{
			"no-address", "A name without an address",
			"The name exists, and no computer has it.",
		},
		host: "old.practice.example", lookup: probe.DNSNoData,
	},
	{
		Scene: Scene{
			"name-lookup-failed", "The name service fails",
			"The name service answers, and says that it could not find out.",
		},
		host: "smtp.practice.example", lookup: probe.DNSServFail,
	},
	{
		Scene: Scene{
			"name-lookup-timeout", "The name service is silent",
			"The name service never answers. Nothing is known about the server yet.",
		},
		host: "smtp.practice.example", lookup: probe.DNSTimeout,
	},
	{
		Scene: Scene{
			"wrong-password", "The password is wrong",
			"Every door is as it should be, and answers each login with 535: wrong user name or password.",
		},
		every: manner{refuses: refusals{login: saysWrongPassword}},
	},
	{
		Scene: Scene{
			"app-password", "An app password is wanted",
			"Every login is answered with 534, as by providers that take no ordinary password from programs.",
		},
		every: manner{refuses: refusals{login: saysAppPassword}},
	},
	{
		Scene: Scene{
			"login-off", "Login by password is switched off",
			"Every login is answered with 535 5.7.139, as by Microsoft where the owner has not switched it on.",
		},
		every: manner{refuses: refusals{login: saysLoginOff}},
	},
	{
		Scene: Scene{
			"account-locked", "The account is locked",
			"Every login is answered with 535, for there were too many wrong passwords before.",
		},
		every: manner{refuses: refusals{login: saysLocked}},
	},
	{
		Scene: Scene{
			"too-busy-login", "Login is not possible just now",
			"Every login is answered with 454: the fault is the server's, and passes.",
		},
		every: manner{refuses: refusals{login: saysBusyLogin}},
	},
	{
		Scene: Scene{
			"too-many", "Too many connections at once",
			"Every login is answered with 421, and the conversation ends.",
		},
		every: manner{refuses: refusals{login: saysTooMany}},
	},
	{
		Scene: Scene{
			"silent-login", "A login without an answer",
			"The doors take a login and never answer it, as Microsoft does at times.",
		},
		every: manner{refuses: refusals{muteLogin: true}},
	},
	{
		Scene: Scene{
			"sender-not-yours", "A sender who is somebody else",
			"The login works, and the sender's address is answered with 553: it is not yours to use.",
		},
		every: manner{refuses: refusals{sender: saysNotYours}},
	},
	{
		Scene: Scene{
			"greylist", "A recipient who is not in a hurry",
			"The login works, and the recipient is answered with 451: come back in a few minutes.",
		},
		every: manner{refuses: refusals{recipient: saysGreylisted}},
	},
	{
		Scene: Scene{
			"quota", "There is no room any more",
			"The login works, and the message is answered with 552: over the quota.",
		},
		every: manner{refuses: refusals{message: saysQuota}},
	},
	{
		Scene: Scene{
			"message-refused", "The message is not wanted",
			"The login works, and the message is answered with 554, as one that looks like spam.",
		},
		every: manner{refuses: refusals{message: saysUnwantedText}},
	},
}
