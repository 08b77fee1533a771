package main

import "postern/probe/internal/cage"

// Names and addresses in the cage. The networks are those that are kept free for
// documentation (RFC 5737), the names under what is kept free for tests (RFC 2606).
// None of them says what is the matter, for programs repeat them.
const (
	twoFamilies = "twins.test" // IPv4 and IPv6, and nobody listens at the latter
	noRoute     = "island.test"
	prohibited  = "fortress.test" // a rule forbids to connect to it
	noName      = "nowhere.test"
	noAddress   = "hollow.test"
	lookupFails = "stumble.test"
	lookupMute  = "still.test" // the name server does not answer
)

// furniture is what the cage of the comparison has: names that need no name server,
// and a route that leads nowhere.
var furniture = cage.Furniture{
	Hosts: "127.0.0.1 localhost\n" +
		"127.0.0.1 " + twoFamilies + "\n" +
		"::1 " + twoFamilies + "\n" +
		"192.0.2.1 " + noRoute + "\n" +
		"192.0.2.7 " + prohibited + "\n",
	Routes: [][]string{{"add", "prohibit", "192.0.2.7/32"}},
}
