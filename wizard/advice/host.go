package advice

import (
	"net/netip"
	"strings"

	"postern/wizard/catalog"
)

// documentedHost reports whether the catalogue knows the host as a provider's:
// then its name is right, whatever was met.
func documentedHost(host string) bool {
	_, ok := catalog.Default().ByHost(host)
	return ok
}

// isLocal reports whether the host is this computer.
func isLocal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && addr.IsLoopback()
}

// isOwn reports whether the host is this computer, or has the address of a private network.
func isOwn(host string) bool {
	addr, err := netip.ParseAddr(host)
	return isLocal(host) || err == nil && (addr.IsPrivate() || addr.IsLinkLocalUnicast())
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// begins is a hint for somebody who looks for a server's name; nothing where the
// host is none that is looked up.
func begins(host string) string {
	if isLocal(host) || isAddress(host) {
		return ""
	}
	return " " + reasonWords().get("begins", "text")
}
