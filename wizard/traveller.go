package wizard

import (
	"postern/probe"
	"postern/wizard/journey"
)

// Traveller is what is known of the person's own mail, for the way of a message.
func (s Session) Traveller() journey.Traveller {
	t := journey.Traveller{Server: probe.NewText(s.Get(Host)).String()}
	if p, ok := s.provider(); ok {
		t.Provider = p.Name
	}
	if r, ok := s.Chosen(); ok {
		t.Port, t.Implicit, t.Ready = r.Door.Port, r.Door.Implicit(), true
	}
	if r, ok := s.report.Door(25); ok && r.Settled() {
		switch {
		case r.Greeting == probe.GreetingOK:
			t.Relay = journey.RelayOpen
		case r.Connect != probe.ConnectOK && r.Connect != probe.ConnectNotReached:
			t.Relay = journey.RelayClosed
		}
	}
	return t
}
