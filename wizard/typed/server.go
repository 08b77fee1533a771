package typed

import (
	"fmt"
	"strconv"
	"strings"

	"postern/probe"
)

// Server reads a server's name, with or without a door behind it: "smtp.example.org",
// "smtp.example.org:465", "[2001:db8::1]:587", "smtp.example.org:443:tls". The door has port 0 where none was
// typed. The error says what is wrong and how to mend it.
func Server(v string) (host string, door probe.Door, err error) {
	name, port, has := cutPort(v)
	if host, err = probe.CheckHost(name); err != nil || !has {
		return host, probe.Door{}, err
	}
	if door, err = Door(port); err != nil {
		return "", probe.Door{}, err
	}
	return host, door, nil
}

// cutPort takes the port off "host:port" and "[2001:db8::1]:port". An address with
// colons of its own is left whole, and so is a link.
func cutPort(v string) (host, port string, has bool) {
	for _, s := range []probe.Security{probe.ImplicitTLS, probe.STARTTLS} {
		if rest, ok := strings.CutSuffix(v, ":"+string(s)); ok && strings.Contains(rest, ":") {
			if host, port, has = cutPort(rest); has {
				return host, port + ":" + string(s), true
			}
		}
	}
	if inner, ok := strings.CutPrefix(v, "["); ok {
		host, rest, closed := strings.Cut(inner, "]")
		if port, has = strings.CutPrefix(rest, ":"); closed && (has || rest == "") {
			return host, port, has
		}
		return v, "", false
	}
	if strings.Count(v, ":") != 1 || strings.Contains(v, "://") {
		return v, "", false
	}
	return strings.Cut(v, ":")
}

// Door reads a door: a port, and how it is spoken to after a colon, as in "465",
// "2525:starttls" and "443:tls".
func Door(v string) (probe.Door, error) {
	number, security, has := strings.Cut(v, ":")
	port, err := strconv.ParseUint(number, 10, 16) // no sign
	if err != nil || port == 0 {
		return probe.Door{}, fmt.Errorf("%s is no port; a port is a number from 1 to 65535, commonly 465 or 587", quote(number))
	}
	d := probe.DoorAt(int(port))
	switch {
	case !has:
	case security == string(probe.ImplicitTLS), security == string(probe.STARTTLS):
		d.Security = probe.Security(security)
	default:
		return probe.Door{}, fmt.Errorf("%s is no way to encrypt; it is tls or starttls", quote(security))
	}
	return d, nil
}
