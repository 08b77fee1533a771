package submit

import (
	"bytes"
	"encoding/base64"
	"time"

	"postern/probe"
)

const (
	replyLimit = 10 * time.Second
	// loginLimit is how long a server may take over a login: Microsoft 365 is
	// reported to take 9 to 15 seconds even for a yes.
	loginLimit = 30 * time.Second
	// maxCommand is the longest command, CRLF included (RFC 5321, section 4.5.3.1.4).
	// A longer initial response has to wait for the server's challenge (RFC 4954,
	// section 4).
	maxCommand = 512
	// maxChallenges is how many challenges are answered.
	maxChallenges = 4
	// hidden replaces secrets in the transcript.
	hidden = "***"
)

// authenticate signs in, once. It reports whether that worked.
func (r *run) authenticate(m mechanism) bool {
	defer clear(m.initial)
	given := 0
	a, err := r.begin(m, &given)
	for range maxChallenges {
		if err != nil || a.Code != 334 {
			break
		}
		a, err = r.respond(m, a, &given)
	}
	r.known.LoginReply, r.known.LoginStatus = a.Reply, status(a.Reply)
	r.known.SecretSent = given >= m.responses
	switch {
	case err == probe.ErrSilent: //nolint:errorlint // as it stands
		r.known.Login = probe.LoginSilent
	case err == nil && a.Code == 235 && given >= m.responses:
		r.known.Login = probe.LoginOK
	case err == nil && a.Code >= 400:
		r.known.Login = probe.LoginRefused
	default:
		r.known.Login = probe.LoginLost
	}
	return r.known.Login == probe.LoginOK
}

// begin sends AUTH, with the initial response if there is one and it fits.
func (r *run) begin(m mechanism, given *int) (probe.Answer, error) {
	command := []byte("AUTH " + m.name)
	if m.initial == nil {
		return r.say(command, string(command))
	}
	coded := r.encode(m.initial)
	defer clear(coded)
	if len(command)+1+len(coded)+2 > maxCommand {
		return r.say(command, string(command))
	}
	*given = 1
	whole := join(string(command)+" ", coded, "")
	defer clear(whole)
	return r.say(whole, string(command)+" "+hidden)
}

// respond answers a challenge. If there is no answer to it, the login is called
// off (RFC 4954, section 4).
func (r *run) respond(m mechanism, a probe.Answer, given *int) (probe.Answer, error) {
	response := m.initial
	if m.initial == nil || *given > 0 {
		challenge, err := a.Challenge()
		if err == nil {
			response, err = m.next(challenge)
		}
		if err != nil {
			return r.callOff(err)
		}
		defer clear(response)
		if m.name == cramMD5 { // from its digest a password can be guessed
			r.scrub.add(response[bytes.LastIndexByte(response, ' ')+1:])
		}
	}
	*given++
	coded := r.encode(response)
	defer clear(coded)
	return r.say(coded, hidden)
}

// callOff cancels the login with "*", for a challenge that cannot be answered.
func (r *run) callOff(why error) (probe.Answer, error) {
	r.noteWhy("called off: ", why)
	a, err := r.say([]byte("*"), "*")
	if err == nil {
		err = probe.ErrLost
	}
	return a, err
}

// encode returns a response in base64, which is scrubbed from now on.
func (r *run) encode(response []byte) []byte {
	coded := base64.StdEncoding.AppendEncode(nil, response)
	r.scrub.add(bytes.TrimRight(coded, "="))
	return coded
}

// say sends one line of the login and reads the reply. shown is what the transcript
// has of the line.
func (r *run) say(line []byte, shown string) (probe.Answer, error) {
	r.conn.RecordClient(shown)
	if err := r.conn.Command(line); err != nil {
		r.note(err.Error())
		return probe.Answer{}, probe.ErrLost
	}
	return r.conn.ReadReply(loginLimit)
}
