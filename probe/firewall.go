package probe

import (
	"net/netip"
	"slices"
)

// A firewall that answers with an ICMP error is, over IPv4, told by the system
// in the words for a route that leads nowhere ("no route to host"). One door
// alone cannot know which it was, and says the weaker: unreachable. But if
// another door of the very same address answered in the same run, there is a
// way to it, and somebody on that way let one door pass and not the other.

// tellFirewalls returns the doors of one run, with every attempt that found no
// way called rejected if another door shows that there is one. It is a pure
// function, and changes nothing more the second time; what it changes, it copies.
func tellFirewalls(doors []Result) []Result {
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
			doors[i].Connect = together(tries)
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
