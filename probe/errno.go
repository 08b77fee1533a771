//go:build !windows

package probe

import "syscall"

// The system's errors when connecting fails, by what they mean.
//
// A firewall's ICMP error is reported as "permission denied" over IPv6 (codes 1, 5
// and 6; Linux net/ipv6/icmp.c), and where a local rule says "prohibit"; it never
// means that the user lacks a permission. Over IPv4 the same message is reported as
// "no route to host", which is also how a missing machine looks: it stays among
// noWayErrors, and markRejected looks for evidence.
var (
	refusedErrors  = []error{syscall.ECONNREFUSED}
	resetErrors    = []error{syscall.ECONNRESET}
	rejectedErrors = []error{syscall.EACCES, syscall.EPERM, syscall.ENOPROTOOPT}
	timeoutErrors  = []error{syscall.ETIMEDOUT}
	noWayErrors    = []error{syscall.EHOSTUNREACH, syscall.ENETUNREACH}
	roomErrors     = []error{syscall.EMFILE, syscall.ENFILE}
)
