package probe

import "strconv"

// Security says how a dialogue on a door begins.
type Security string

// The two ways a submission dialogue can begin.
const (
	// STARTTLS begins in the clear and upgrades (RFC 3207).
	STARTTLS Security = "starttls"
	// ImplicitTLS begins with the TLS handshake (RFC 8314, section 3.3).
	ImplicitTLS Security = "tls"
)

// A Door is one port of a host, and how to speak to it.
type Door struct {
	// Port is the port number that is shown and stands in the report.
	Port int
	// DialPort is the port that is really dialled; 0 means Port. The two differ
	// only for the practice servers, which listen on free loopback ports.
	DialPort int
	// Security is how the dialogue begins; the zero value means STARTTLS.
	Security Security
}

// Dialled returns the port number that is really dialled.
func (d Door) Dialled() int {
	if d.DialPort != 0 {
		return d.DialPort
	}
	return d.Port
}

// Implicit reports whether TLS comes first on this door.
func (d Door) Implicit() bool { return d.Security == ImplicitTLS }

// String returns the shown port and the security, as in "587:starttls".
func (d Door) String() string {
	s := d.Security
	if s == "" {
		s = STARTTLS
	}
	return strconv.Itoa(d.Port) + ":" + string(s)
}

// DoorAt returns the usual door for a port number: implicit TLS on 465 and 2465,
// STARTTLS on every other.
func DoorAt(port int) Door {
	if port == 465 || port == 2465 {
		return Door{Port: port, Security: ImplicitTLS}
	}
	return Door{Port: port, Security: STARTTLS}
}

// StandardDoors returns the four doors that are tried by default, in the order in
// which they are shown: 465, 587, 2525, 25.
func StandardDoors() []Door {
	return []Door{DoorAt(465), DoorAt(587), DoorAt(2525), DoorAt(25)}
}
