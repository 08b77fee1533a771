package submit

import (
	"errors"
	"time"

	"github.com/emersion/go-smtp"

	"postern/probe"
)

// acceptLimit is how long the server may take over a whole message.
const acceptLimit = 60 * time.Second

// send sends the message, with go-smtp's client.
func (r *run) send() {
	offers := r.known.Door.ExtensionsAfterTLS
	m, err := r.attempt.Message.compose(r.attempt, offers, time.Now())
	if err != nil {
		r.noteWhy("not sent: ", err)
		return
	}
	line := &clientConn{conn: r.conn, limit: replyLimit}
	line.replayHello(offers)
	client := smtp.NewClient(line)
	if err := client.Hello(r.conn.LocalName()); err != nil {
		r.note(err.Error())
		return
	}
	if r.step(line, probe.SignInMail, "MAIL", func() error { return client.Mail(m.from, m.options()) }) &&
		r.step(line, probe.SignInRcpt, "RCPT", func() error { return client.Rcpt(m.to, nil) }) &&
		r.data(line, client, m) {
		r.known.Send = probe.SendOK
		r.known.QueueID = queueID(r.known.SendReply)
	}
}

// data sends the text of the message.
func (r *run) data(line *clientConn, client *smtp.Client, m message) bool {
	var text *smtp.DataCommand
	begun := r.step(line, probe.SignInData, "DATA", func() (err error) {
		text, err = client.Data()
		return err
	})
	return begun && r.step(line, probe.SignInData, ".", func() error {
		line.inMessage, line.limit = true, acceptLimit
		if _, err := text.Write(m.text); err != nil {
			return err
		}
		return text.Close()
	})
}

// step does one step of sending and keeps the server's reply. It reports whether that
// was a good one.
func (r *run) step(line *clientConn, step probe.SignInStep, command string, do func() error) bool {
	r.known.SendCommand, r.known.SendReply, r.known.SendStatus = command, probe.Reply{}, ""
	r.show(step)
	line.last, line.err = probe.Answer{}, nil
	err := do()
	r.known.SendReply, r.known.SendStatus = line.last.Reply, status(line.last.Reply)
	switch {
	case err == nil:
		return true
	case errors.Is(line.err, probe.ErrSilent):
		r.known.Send = probe.SendSilent
	case line.err == nil && line.last.Code >= 400:
		r.known.Send = probe.SendRefused
	default:
		r.known.Send = probe.SendLost
	}
	return false
}
