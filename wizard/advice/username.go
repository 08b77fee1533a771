package advice

import (
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
)

// OtherUser proposes another user name for a login that failed under the one
// that was tried, and says why; ok is false where no other form is plausible. It
// is for sign-ins of which [UserDoubtful] says so, and only proposes: nobody
// tries a name unasked. The provider may be nil.
func OtherUser(p *catalog.Provider, address, tried string) (user, why string, ok bool) {
	address, tried = strings.TrimSpace(address), strings.TrimSpace(tried)
	user, reason := otherUser(p, address, tried)
	if user == "" || user == tried || reason != "literal" && strings.EqualFold(user, tried) {
		return "", "", false
	}
	f := facts{}
	addUserRule(f, p)
	return user, f.Line(loginWords().get("other", reason)), true
}

// UserDoubtful reports whether a login was refused in a way that leaves open that
// the user name was the mistake.
func UserDoubtful(s *probe.SignIn, p *catalog.Provider) bool {
	name := loginCase(s, p)
	return name == "bad_password" || name == "bad_password.token"
}

// otherUser returns the name to propose, and the field of "other" that says why.
func otherUser(p *catalog.Provider, address, tried string) (user, reason string) {
	if p != nil && p.Username.Form == "literal" {
		return p.Username.Value, "literal"
	}
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 {
		return "", ""
	}
	local, whole := address[:at], strings.EqualFold(tried, address)
	switch {
	case p == nil && whole:
		return local, "unknown-localpart"
	case p == nil:
		return address, "unknown"
	case p.Username.Form == "email":
		return address, "email"
	case p.Username.Form != "localpart":
		return "", ""
	case strings.EqualFold(tried, local) && ownDomain(p, address[at+1:]):
		return address, "own-domain"
	}
	return local, "localpart"
}

// ownDomain reports whether an address is not one of the provider's, and the
// provider has no rule of its own for that.
func ownDomain(p *catalog.Provider, domain string) bool {
	for _, d := range p.Domains {
		if strings.EqualFold(d, domain) {
			return false
		}
	}
	return p.Username.Hint == ""
}

// addUserRule adds the provider's name and its rule for the user name.
func addUserRule(f facts, p *catalog.Provider) {
	rule := "unknown"
	if p != nil {
		f["provider"], _, _ = strings.Cut(p.Name, " (")
		f["value"], f["hint"] = p.Username.Value, p.Username.Hint
		rule = p.Username.Form
		if p.Username.Hint != "" && (rule == "email" || rule == "localpart") {
			rule += "-hint"
		}
	}
	f["rule"] = f.Line(loginWords().get("rule", rule))
}

// MayRetry reports whether signing in once more with the same secret can do no harm:
// not where the account is locked or switched off, or was tried too often.
func MayRetry(s *probe.SignIn, p *catalog.Provider) bool {
	switch loginCase(s, p) {
	case "bad_password.locked", "bad_password.disabled", "bad_password.many":
		return false
	}
	return true
}
