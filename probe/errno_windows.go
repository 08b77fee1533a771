package probe

import "syscall"

// What Windows Sockets says when connecting fails, what Windows itself says of the same
// where its words come through, and the syscall package's own, which only seams return.
// That package names few of these numbers. WSAEACCES is what a firewall on this computer
// says. Windows gives a call up after 21 seconds, and to the package that is no timeout.
var (
	refusedErrors  = []error{syscall.ECONNREFUSED, wsaECONNREFUSED, errorConnectionRefused}
	resetErrors    = []error{syscall.ECONNRESET, syscall.WSAECONNRESET, syscall.WSAECONNABORTED, syscall.ERROR_NETNAME_DELETED, errorConnectionAborted}
	rejectedErrors = []error{syscall.EACCES, syscall.WSAEACCES}
	timeoutErrors  = []error{syscall.ETIMEDOUT, wsaETIMEDOUT, errorSemTimeout}
	noWayErrors    = []error{syscall.ENETUNREACH, syscall.EHOSTUNREACH, wsaENETUNREACH, wsaEHOSTUNREACH, errorNetworkUnreachable, errorHostUnreachable}
	roomErrors     = []error{syscall.EMFILE, syscall.ENFILE, wsaEMFILE, errorTooManyOpenFiles}
)

const (
	wsaEMFILE       = syscall.Errno(10024)
	wsaENETUNREACH  = syscall.Errno(10051)
	wsaETIMEDOUT    = syscall.Errno(10060)
	wsaECONNREFUSED = syscall.Errno(10061)
	wsaEHOSTUNREACH = syscall.Errno(10065)

	errorTooManyOpenFiles   = syscall.Errno(4)
	errorSemTimeout         = syscall.Errno(121)
	errorConnectionRefused  = syscall.Errno(1225)
	errorNetworkUnreachable = syscall.Errno(1231)
	errorHostUnreachable    = syscall.Errno(1232)
	errorConnectionAborted  = syscall.Errno(1236)
)
