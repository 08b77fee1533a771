// Package realtest holds Postern's judgement against real mail servers and real
// firewalls: the whole program, as a person runs it, against what it will meet. It
// has tests only.
//
// The mail servers are Debian's, unpacked by .ci/mailservers into the folder that
// POSTERN_MAILSERVERS names. Each runs with its own configuration, as long as a
// test, and listens on loopback only. The firewalls stand in networks that a test
// makes for itself, and that end with it. Both need root; where something is
// missing a test is skipped, and says what.
package realtest
