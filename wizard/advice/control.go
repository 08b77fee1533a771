package advice

import (
	"slices"

	"postern/probe"
	"postern/wizard/catalog"
)

// A Control is the control question: the same doors of a second, well-known host, to
// tell a fault of the person's network from one of the server. It concerns somebody
// else's server, so it is asked only with the person's consent, and they are shown the
// host.
type Control struct {
	Host  string
	Name  string       // of the provider that documents the doors
	Doors []probe.Door // one connection each; spoken to as the provider documents
}

// controls are the providers that may be asked, the first choice first: large ones
// whose documented doors anybody may connect to.
var controls = []string{"gmail", "yahoo", "sendgrid", "mailgun", "amazon-ses", "smtp2go"}

// ControlFor returns the control question for a case: only for the doors that
// failed in a way a network can cause, at the host that documents most of them
// and is not the case's own. It is false while doors are still being tried, where
// the question would tell nothing, and where nobody is known to offer the doors;
// Conclude with no doors then says which. The same case has always the same question.
func ControlFor(c Case, known *catalog.Catalog) (Control, bool) {
	v := newView(c)
	if v.unasked() != "" {
		return Control{}, false
	}
	q := controlHost(v, v.questionable().shownPorts(), known)
	return q, len(q.Doors) > 0
}

// unasked says why the control question need not be put: a section of control.txt,
// "" if it can be.
func (v *view) unasked() string {
	switch {
	case len(v.doors) == 0 || v.any(door.pending) || v.any(isVerdict(Cancelled)):
		return "unclear.stopped"
	case v.hostIsNear():
		return "not-needed.near"
	case v.hostPattern() == WrongName:
		return "not-needed.name"
	case len(v.questionable().doors) == 0:
		return "not-needed"
	}
	return ""
}

// hostIsNear reports whether the host is on this computer or the person's own network,
// where no outside host can be compared with it.
func (v *view) hostIsNear() bool {
	return v.LocalRelay || isLocal(v.Report.Host) || v.Provider != nil && v.Provider.SMTPLocal != nil ||
		v.private() && !v.documented()
}

// questionable are the doors to ask about. That 25 is shut, or a spare that nobody
// documents, is usual: those count only where no better door was tried.
func (v *view) questionable() *view {
	troubled := func(d door) bool { return troubleOf(d) > troubleUndecided }
	matters := func(d door) bool { return d.rank < rankGuessed && v.expected(d) }
	if v.any(matters) {
		return v.only(func(d door) bool { return matters(d) && troubled(d) })
	}
	return v.only(troubled)
}

// controlHost chooses the host that documents most of the ports; the first of
// those that document as many.
func controlHost(v *view, ports []int, known *catalog.Catalog) Control {
	var best Control
	for _, id := range controls {
		p, ok := known.Find(id)
		if !ok || v.belongsTo(p) || len(p.Hosts()) == 0 {
			continue
		}
		host := p.Hosts()[0]
		if doors := documentedDoors(p.Endpoints(host), ports); len(doors) > len(best.Doors) {
			best = Control{Host: host, Name: p.Name, Doors: doors}
		}
	}
	return best
}

// documentedDoors returns the doors with these ports that are documented, in the
// ports' order.
func documentedDoors(docs []catalog.Endpoint, ports []int) []probe.Door {
	var doors []probe.Door
	for _, port := range ports {
		i := slices.IndexFunc(docs, func(e catalog.Endpoint) bool { return e.Port == port })
		if i >= 0 {
			doors = append(doors, doorOfEndpoint(docs[i]))
		}
	}
	return doors
}

// belongsTo reports whether the case is about the provider, or one that shares a
// host with it.
func (v *view) belongsTo(p *catalog.Provider) bool {
	mine := []string{v.Report.Host}
	if v.Provider != nil {
		mine = append(mine, v.Provider.Hosts()...)
	}
	return slices.ContainsFunc(mine, func(host string) bool { return len(p.Endpoints(host)) > 0 })
}

// A trouble is a way in which a door failed, as far as a network can be its cause.
type trouble uint8

const (
	troubleNone      trouble = iota // a mail server answered, whatever it said
	troubleUndecided                // not tried to the end
	troubleName                     // the name could not be looked up
	troubleClosed                   // never entered, or entered and never heard
	troubleChanged                  // what came is not what that server would say
)

// troubleOf says how a door failed.
func troubleOf(d door) trouble {
	switch v := d.verdict; {
	case v == Pending, v == Cancelled:
		return troubleUndecided
	case nameUnresolved(v):
		return troubleName
	case shut(v), isHeld(d), v == Silent, v == ClosedEarly, v == Reset:
		return troubleClosed
	case v == BadCertificate, v == NotSMTP, v == TLSFailed, v == NoSTARTTLS, v == STARTTLSRefused, v == PlaintextInjected:
		return troubleChanged
	}
	return troubleNone
}
