package probe

import "syscall"

// What Windows Sockets says when connecting fails; the syscall package names
// only some of its numbers. WSAEACCES is what a firewall on this computer says.
var (
	refusedErrors  = []error{syscall.ECONNREFUSED, syscall.Errno(10061)} // WSAECONNREFUSED
	resetErrors    = []error{syscall.ECONNRESET, syscall.WSAECONNRESET, syscall.WSAECONNABORTED}
	rejectedErrors = []error{syscall.EACCES, syscall.WSAEACCES}
	noWayErrors    = []error{syscall.Errno(10051), syscall.Errno(10065)} // WSAENETUNREACH, WSAEHOSTUNREACH
)
