package probe

import (
	"net/netip"
	"slices"
)

// Over IPv4 the system reports a firewall's ICMP error with the same error as a
// missing route ("no route to host"). One door alone cannot tell which it was, so
// it says the weaker: unreachable. But if another door of the very same address
// answered in the same run, there is a route, and a firewall on it let one door
// pass and rejected the other.

// markRejected returns the doors of one run, with every unreachable attempt marked
// as rejected if another door shows that its address can be reached. It is pure and
// idempotent, and copies what it changes.
func markRejected(doors []Result) []Result {
	for i, d := range doors {
		tries := slices.Clone(d.Connects)
		for k, a := range tries {
			if a.noWay && a.Result == ConnectUnreachable && answered(doors, a.Address) {
				tries[k].Result = ConnectRejected
			}
		}
		if slices.Equal(tries, d.Connects) {
			continue
		}
		doors = slices.Clone(doors)
		doors[i].Connects = tries
		if d.Connect == ConnectUnreachable || d.Connect == ConnectTimeout {
			doors[i].Connect = doorConnect(tries)
			doors[i].RoundTrips++ // the ICMP error came back
		}
	}
	return doors
}

// answered reports whether an address answered on any door, if only with a refusal.
func answered(doors []Result, address netip.Addr) bool {
	return slices.ContainsFunc(doors, func(d Result) bool {
		return slices.ContainsFunc(d.Connects, func(a Attempt) bool {
			return a.Address == address &&
				(a.Result == ConnectOK || a.Result == ConnectRefused || a.Result == ConnectReset)
		})
	})
}
