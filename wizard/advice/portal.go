package advice

import (
	"net/netip"
	"slices"

	"postern/probe"
)

// captivePortal looks for a network that answers for everybody, as one does until
// its sign-in page was seen. Its signs are a name of a known server that leads to
// a private address; web servers at the doors of mail, two of them at least; and
// a known server that everywhere shows a stranger's certificate, or is none.
func (v *view) captivePortal() Pattern {
	entered := v.submission().only(func(d door) bool { return !isShut(d) })
	http := entered.only(func(d door) bool { return d.verdict == NotSMTP && d.Protocol == "HTTP" })
	switch {
	case v.publiclyKnown() && v.private():
		return CaptivePortal
	case len(entered.doors) < 2 || !entered.all(isStranger):
		return ""
	case v.publiclyKnown(), len(http.doors) == len(entered.doors):
		return CaptivePortal
	}
	return ""
}

// portalVariant says how a captive portal showed itself: "diverted" by the name's
// addresses, "stranger" by nothing but certificates, "" by other servers.
func (v *view) portalVariant() string {
	switch {
	case v.private():
		return "diverted"
	case v.submission().only(isStranger).all(isVerdict(BadCertificate)):
		return "stranger"
	}
	return ""
}

// isStranger reports whether somebody else answered at a door: no mail server, or
// one with a certificate for another name.
func isStranger(d door) bool {
	return d.verdict == NotSMTP || d.verdict == BadCertificate && d.Certificate != nil &&
		slices.Contains(d.Certificate.Problems, probe.CertWrongHost)
}

// publiclyKnown reports whether the host is a provider's public server, whose name
// and doors the catalogue has.
func (v *view) publiclyKnown() bool {
	return v.documented() && (v.Provider == nil || v.Provider.SMTPLocal == nil) && !isLocal(v.Report.Host)
}

// private reports whether the host's name leads to nothing but addresses that
// cannot be reached through the Internet.
func (v *view) private() bool {
	return len(v.Report.Addresses) > 0 && !slices.ContainsFunc(v.Report.Addresses, isPublic)
}

// Networks whose addresses are not of the Internet, though netip does not say so:
// those shared by an access provider (RFC 6598), and those for tests of devices
// (RFC 2544), which some VPN programs hand out.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("198.18.0.0/15"),
}

func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsGlobalUnicast() && !a.IsPrivate() &&
		!slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(a) })
}
