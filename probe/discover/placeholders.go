package discover

import (
	"errors"
	"strings"

	"postern/probe"
)

// The placeholders of a settings file. In a host only the domain may stand: the
// name of a person is not for name servers to know.
const (
	PlaceAddress   = "%EMAILADDRESS%"
	PlaceLocalPart = "%EMAILLOCALPART%"
	PlaceDomain    = "%EMAILDOMAIN%"
)

// Filled returns the finding with the placeholders replaced by the parts of an
// address. The error says why that makes no valid host.
func (f Finding) Filled(address string) (Finding, error) {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return f, errors.New("the address has no @")
	}
	domain, err := CheckDomain(address[at+1:])
	if err != nil {
		return f, err
	}
	if f.Host, err = probe.CheckHost(strings.ReplaceAll(f.Host, PlaceDomain, domain)); err != nil {
		return f, err
	}
	places := strings.NewReplacer(PlaceAddress, address, PlaceLocalPart, address[:at], PlaceDomain, domain)
	f.User = probe.NewText(places.Replace(f.User.String()))
	return f, nil
}

// checkHost checks a host that may hold PlaceDomain.
func checkHost(s string) (string, error) {
	if !strings.Contains(s, "%") {
		return probe.CheckHost(s)
	}
	const place = "domain.invalid"
	host, err := probe.CheckHost(strings.ReplaceAll(s, PlaceDomain, place))
	return strings.ReplaceAll(host, place, PlaceDomain), err
}
