package recipe

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"postern/wizard/fill"
)

// thunderbirdForms are for those who set up Thunderbird for others: for everybody
// of a mail domain, and for everybody on a computer.
func thunderbirdForms() []form {
	return []form{
		{
			id: "autoconfig",
			part: part{
				Place: own("config-v1.1.xml"), template: "autoconfig", mode: 0o644, encode: encodeXML, more: addAutoconfig,
			},
			belongs: "It belongs on the web, for everybody of the domain: the comment in it says where.",
		},
		{
			id: "policies",
			part: part{
				Place: own("/etc/thunderbird/policies/policies.json"), template: "policies", mode: 0o644, encode: encodePolicy,
			},
			belongs: "It belongs in /etc/thunderbird/policies/policies.json, or in the folder distribution beside the program, " +
				"and counts for everybody on this computer who has no outgoing server yet. Where the file is there, " +
				"put these preferences into it.",
		},
	}
}

// ErrNoIncoming says that a form wants the server mail is read from, and that
// Settings.Incoming does not name one.
var ErrNoIncoming = errors.New("an autoconfig file must name the server for incoming mail too, " +
	"or Thunderbird takes nothing from it, and which one that is is not known here")

// encodePolicy writes a text for policies.json. Its login name has the same limits
// as in user.js.
func encodePolicy(name, value string) (string, error) {
	if _, err := encodePref(name, value); err != nil {
		return "", err
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return "", fmt.Errorf("%s %q cannot be written as JSON: %w", name, value, err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// encodeXML writes a text for an element or an attribute.
func encodeXML(name, value string) (string, error) {
	if _, err := encodePref(name, value); err != nil {
		return "", err
	}
	if strings.ContainsAny(value, "\ufffe\uffff") {
		return "", fmt.Errorf("%s holds a character that XML cannot hold: remove it", name)
	}
	for _, variable := range []string{"%EMAIL", "%REALNAME%"} {
		if strings.Contains(value, variable) {
			return "", fmt.Errorf("%s %q cannot be written: Thunderbird would put something else in place of %s", name, value, variable)
		}
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(value), nil
}

// addAutoconfig puts in the domain and the server for incoming mail.
func addAutoconfig(v fill.Values, s *Settings) error {
	_, domain, ok := strings.Cut(s.Address, "@")
	if !ok {
		return errors.New("the address is missing: an autoconfig file is for the domain behind its @")
	}
	if s.Incoming == nil {
		return ErrNoIncoming
	}
	var err error
	if v["domain"], err = encodeXML("the domain", domain); err != nil {
		return err
	}
	if v["inhost"], err = encodeXML("the server name", s.Incoming.Host); err != nil {
		return err
	}
	v["inport"] = strconv.Itoa(s.Incoming.Port)
	v["insocket"] = map[Security]string{STARTTLS: "STARTTLS", ImplicitTLS: "SSL", Plain: "plain"}[s.Incoming.Security]
	v["inmethod"] = "password-cleartext"
	if s.OAuth && signsInAt(s.Incoming.Host) { // elsewhere it would refuse the whole file
		v["inmethod"] = "OAuth2"
	}
	if v["outuser"], err = autoconfigUser(s.User, s.Address); err != nil {
		return err
	}
	user := s.Incoming.User
	if user == "" {
		user = s.Address
	}
	v["inuser"], err = autoconfigUser(user, s.Address)
	return err
}

// autoconfigUser writes a login name so that it is right for everybody of the
// domain, where it is made from the address.
func autoconfigUser(user, address string) (string, error) {
	local, _, _ := strings.Cut(address, "@")
	switch user {
	case address:
		return "%EMAILADDRESS%", nil
	case local:
		return "%EMAILLOCALPART%", nil
	}
	return encodeXML(loginName, user)
}
