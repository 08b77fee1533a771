//go:build !windows

package probe

import "syscall"

// What the system says when connecting fails.
//
// An ICMP error of a firewall comes through as "permission denied" over IPv6
// (codes 1, 5 and 6; Linux net/ipv6/icmp.c), and where a local rule says
// "prohibit"; it never means that the person lacks a right. Over IPv4 the same
// message is told as "no route to host", which is also what a missing machine
// looks like: it is left among the unreachable, and tellFirewalls looks for
// evidence.
var (
	refusedErrors  = []error{syscall.ECONNREFUSED}
	resetErrors    = []error{syscall.ECONNRESET}
	rejectedErrors = []error{syscall.EACCES, syscall.EPERM, syscall.ENOPROTOOPT}
	timeoutErrors  = []error{syscall.ETIMEDOUT}
	noWayErrors    = []error{syscall.EHOSTUNREACH, syscall.ENETUNREACH}
)
