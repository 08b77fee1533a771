package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/probe/mailbox"
	"postern/probe/submit"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// verifyFlags are the flags of the verify command.
type verifyFlags struct {
	order        configFlags // whose server, which door, who
	from, to     string
	tokenCommand string
	timeout      time.Duration // of all of it; 0: only each step has its limit
	json         bool
	transcript   bool
}

func (a *app) verifyCommand() *cobra.Command {
	f := &verifyFlags{order: configFlags{policy: advice.Prefer587}}
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "check a login, and send yourself a message",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.verify(cmd.Context(), *f)
		},
	}
	fs := cmd.Flags()
	fs.StringVar(&f.order.address, "address", "", "")
	fs.StringVar(&f.order.provider, "provider", "", "")
	fs.StringVar(&f.order.host, "host", "", "")
	fs.StringVar(&f.order.user, "user", "", "")
	fs.StringVar(&f.order.command, "password-command", "", "")
	fs.StringVar(&f.order.ca, "ca", "", "")
	fs.StringVar(&f.tokenCommand, "token-command", "", "")
	fs.StringVar(&f.from, "from", "", "")
	fs.StringVar(&f.to, "to", "", "")
	fs.BoolVar(&f.order.noLogin, "no-login", false, "")
	fs.BoolVar(&f.json, "json", false, "")
	fs.BoolVar(&f.transcript, "transcript", false, "")
	fs.Func("port", "", func(v string) (err error) {
		f.order.port, err = parsePort(v)
		return err
	})
	fs.Func("security", "", func(v string) (err error) {
		if f.order.security, err = parseSecurity(v); err != nil || f.order.security == recipe.Plain {
			return wrongf("say starttls or tls; without encryption Postern sends no login and no message")
		}
		return nil
	})
	fs.Func("password-store", "", func(v string) (err error) {
		f.order.store, err = parseStore(v)
		return err
	})
	fs.Func("timeout", "", func(v string) (err error) {
		f.timeout, err = parseTimeout(v, "all of it")
		return err
	})
	definePrefer(cmd, &f.order.policy)
	fixed(cmd, "security", "starttls", "tls")
	fixed(cmd, "password-store", "keyring", "pass", "ask")
	_ = cmd.RegisterFlagCompletionFunc("provider", completeProvider)
	defineRegion(cmd, &f.order.region, &f.order.provider)
	return cmd
}

// verify tries the door, signs in where that is safe, and says what came of it.
func (a *app) verify(ctx context.Context, f verifyFlags) error {
	c, err := a.check(f)
	if err != nil {
		return err
	}
	told := a.asLines() || !isTerminal(a.out.w) // who reads it later reads it in its order
	var show *signInProgress
	if isTerminal(a.errOut) {
		show = &signInProgress{w: a.errOut, asks: c.asks, few: told && !f.json}
	}
	s := c.within(ctx, f.timeout, show)
	c.source.close()
	if ctx.Err() != nil {
		if s.SendCommand == "." { // RFC 5321, section 6.1
			fmt.Fprintln(a.errOut, "The message had been handed over already: it may arrive.")
		}
		return errInterrupted
	}
	if f.json {
		writeJSON(a.out, newJSONSignIn(c, s, f.transcript))
	} else {
		writeSignIn(a.text(), c, s, told)
		writeTalk(a.text(), c, s, f.transcript, a.asLines())
	}
	if !c.worked(s) {
		return errSaid
	}
	return nil
}

// worked reports whether all that was asked for was done.
func (c check) worked(s *probe.SignIn) bool {
	return (c.attempt.NoLogin || advice.JudgeLogin(s, c.provider) == advice.LoginOK) &&
		(c.attempt.Message == nil || advice.JudgeSend(s) == advice.SendOK)
}

// A check is a login to be tried, and all that is needed for it.
type check struct {
	prober   prober
	provider *catalog.Provider // nil if the server is nobody's in the catalogue
	address  string            // of the person; may be ""
	attempt  submit.Attempt
	source   *source // of the secret
	asks     bool    // the source is a person
}

// within is run, ended by a limit unless that is 0: what had not come by then did not come.
func (c check) within(ctx context.Context, limit time.Duration, show *signInProgress) *probe.SignIn {
	if limit > 0 {
		var stop context.CancelFunc
		ctx, stop = probe.WithLimit(ctx, time.Now().Add(limit))
		defer stop()
	}
	return c.run(ctx, show)
}

// run tries the door, and signs in if that found it ready; the login has a new
// connection, on which all that makes it safe is asked for once more.
func (c check) run(ctx context.Context, show *signInProgress) *probe.SignIn {
	show.say("trying the door")
	report, slept := c.prober.watch(ctx, c.attempt.Host, []probe.Door{c.attempt.Door}, nil)
	door := report.Doors[0]
	if !advice.Usable(advice.Judge(door)) && !onlyLoginLacks(door) {
		s := refused(door)
		s.NoLogin = c.attempt.NoLogin
		s.Slept = slept
		return s
	}
	last, events := (&submit.Submitter{Prober: &c.prober.Prober, Uptime: c.prober.clock}).Start(ctx, c.attempt)
	quiet := time.NewTicker(progressEvery)
	defer quiet.Stop()
	for {
		select {
		case e, more := <-events:
			if !more {
				return &last
			}
			last = e.SignIn
			show.event(&last)
		case <-quiet.C:
			show.still(&last)
		}
	}
}

// onlyLoginLacks reports whether a door is safe and its login alone is missing or
// of a kind that Postern lacks: the sign-in says so better.
func onlyLoginLacks(r probe.Result) bool {
	v := advice.Judge(r)
	return v == advice.NoLogin || v == advice.ReadyForRelay
}

// refused is a sign-in that was not tried, because of what was met at the door.
func refused(door probe.Result) *probe.SignIn {
	return &probe.SignIn{
		Door: door, Step: probe.SignInSettled, Elapsed: door.Elapsed,
		Login: probe.LoginNotAttempted, Send: probe.SendNotAttempted, Transcript: door.Transcript,
	}
}

// check works out what the flags leave open.
func (a *app) check(f verifyFlags) (check, error) {
	if err := f.check(); err != nil {
		return check{}, err
	}
	order := f.order
	order.loginOnly = f.to == ""
	if order.address == "" && f.from != "" {
		from, err := mailbox.Parse(f.from)
		if err != nil {
			return check{}, wrongf("--from: %s is no mail address; it looks like ada@example.org", shown(f.from))
		}
		order.address = from.String()
	}
	if !order.noLogin && (f.tokenCommand != "" || order.command == "" && order.store == "") {
		order.store = recipe.AskMe // who it comes from is decided below
	}
	o, err := a.order(order)
	if err != nil {
		return check{}, err
	}
	own, err := besides(f.order.ca)
	if err != nil {
		return check{}, err
	}
	s := o.settings
	c := check{
		prober: prober{Prober: probe.Prober{Besides: own}, clock: uptime}, provider: o.provider, address: s.Address,
		attempt: submit.Attempt{
			Host: s.Host, Door: probe.Door{Port: s.Port, Security: probe.Security(s.Security)}, User: s.User, NoLogin: f.order.noLogin,
		},
	}
	if o.provider != nil {
		for _, m := range o.provider.Auth {
			c.attempt.Mechanisms = append(c.attempt.Mechanisms, strings.ToUpper(m))
		}
	}
	if f.to != "" {
		c.attempt.Message = &submit.Message{From: cmp.Or(f.from, s.Address), To: f.to}
	}
	if !c.attempt.NoLogin {
		if err := a.secretOf(&c, f, o); err != nil {
			return check{}, err
		}
	}
	if err := c.attempt.Check(); err != nil {
		return check{}, usageError{err.Error()}
	}
	return c, nil
}

// check refuses flags that contradict each other.
func (f verifyFlags) check() error {
	o := f.order
	given := 0
	for _, set := range []bool{o.command != "", o.store != "", f.tokenCommand != ""} {
		if set {
			given++
		}
	}
	switch {
	case o.noLogin && (o.user != "" || given > 0):
		return errNoLoginAndLogin("--password-command, --password-store and --token-command")
	case o.noLogin && f.to == "":
		return wrongf("--no-login leaves no login to check; name an address to send a message to with --to")
	case given > 1:
		return wrongf("--password-command, --password-store and --token-command do not go together; choose one")
	case f.from != "" && f.to == "":
		return wrongf("--from goes with --to, the address to send a message to")
	case f.to != "" && f.from == "" && o.address == "" && !strings.Contains(o.user, "@"):
		return wrongf("--to goes with --from, the address the message comes from")
	case o.host == "" && o.provider == "" && o.address == "" && f.from == "" && !strings.Contains(o.user, "@"):
		return wrongf("postern verify needs to know whose server: --address ada@example.org, or --host and --user")
	case o.user == "" && o.address == "" && f.from == "":
		return wrongf("postern verify needs --user, the login name, or --address")
	}
	return nil
}
