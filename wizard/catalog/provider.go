package catalog

import (
	"slices"
	"strings"
)

// Hosts returns the distinct SMTP hosts, in the file's order. It is empty for a
// provider without a public server.
//
//go:noinline
func (p *Provider) Hosts() []string {
	var hosts []string
	for _, e := range p.SMTP {
		if !slices.Contains(hosts, e.Host) {
			hosts = append(hosts, e.Host)
		}
	}
	return hosts
}

// RegionNames returns the regions to choose from, nil where no question is
// needed: the first is as good a guess as any.
func (p *Provider) RegionNames() []string {
	if p.HostTemplate != "" {
		return slices.Clone(p.Regions)
	}
	var names []string
	for _, e := range p.SMTP {
		if e.Region != "" && !slices.Contains(names, e.Region) {
			names = append(names, e.Region)
		}
	}
	if len(names) < 2 {
		return nil
	}
	return names
}

// UserFor returns the login name the provider's rule makes of an e-mail
// address, "" when the provider issues the name.
func (p *Provider) UserFor(address string) string {
	switch p.Username.Form {
	case "localpart":
		if i := strings.LastIndexByte(address, '@'); i >= 0 {
			return address[:i]
		}
		return address
	case "literal":
		return p.Username.Value
	case "credential":
		return ""
	}
	return address // "email", and "any", where the address is as good as another
}

// Headline is the short remark beside the provider's name in a list: what goes
// into the password field, the bad news first. It is 46 cells wide at most.
func (p *Provider) Headline() string {
	alt := func(k PasswordKind) bool { return slices.Contains(p.PasswordAlt, k) }
	switch {
	case !p.SMTPAvailable || p.PasswordKind == NoPassword:
		return "no SMTP at all"
	case p.PasswordKind == OAuthOnly && alt(AccountPassword):
		return "browser sign-in; a password only if allowed"
	case p.PasswordKind == OAuthOnly:
		return "browser sign-in only; few programs can do it"
	case p.PasswordKind == BridgePassword:
		return "its Bridge program must run on this computer"
	case p.PasswordKind == AppPassword && alt(NoPassword):
		return "app password, or sign-in by IP address"
	case p.PasswordKind == AppPassword:
		return "app password needed"
	case p.PasswordKind == APIKey:
		return "an API key is the password"
	case p.PasswordKind == SMTPCredentials:
		return "has its own SMTP password"
	case alt(AppPassword):
		return "account password, sometimes an app password"
	}
	return "works with your account password"
}
