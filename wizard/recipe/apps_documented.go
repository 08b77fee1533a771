package recipe

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"postern/wizard/fill"
)

// documentedSites are those whose settings follow from their documentation, and were
// not proven by sending.
func documentedSites() []*entry {
	all := slices.Concat(frameworks(), applications(), communities(), selfHosted())
	for i := range all {
		all[i].AsOf = "2026-11-27"
	}
	return all
}

// placeholder says where the password goes in a .env file.
const placeholder = "{?login}Put the password in place of YOUR-SMTP-PASSWORD, between the single quotes, with an editor where the site runs, " +
	"and keep that file out of what you share."

// escapedSingle says how a password stands in single quotes in PHP.
const escapedSingle = `{?login}Between the single quotes write \\ for a backslash in the password, and \' for a quote.`

// ifOffered says that a program cannot be told to insist.
func ifOffered(name string) string {
	return "{?starttls}! " + name + " encrypts on this port only where the server offers it, and cannot be told to insist. " +
		"Where {whose} has 465, take that."
}

// implicitAt465 is for programs that know TLS from the start by the port alone.
func implicitAt465(s *Settings) error {
	if (s.Security == ImplicitTLS) != (s.Port == 465) {
		return fmt.Errorf("this program speaks TLS from the start on 465 and nowhere else, so port %d cannot be had that way", s.Port)
	}
	return nil
}

// checkAlertmanager refuses what its templates would take for theirs.
func checkAlertmanager(s *Settings) error {
	if strings.Contains(mailbox(s), "{{") {
		return errors.New("the full name holds {{, which Alertmanager would take for a template")
	}
	if s.Security != ImplicitTLS {
		return implicitAt465(s)
	}
	return nil
}

// moreNextcloud takes the address apart.
func moreNextcloud(v fill.Values, s *Settings) error {
	at := strings.LastIndexByte(s.Address, '@')
	local, err := encodeSingle("the address", s.Address[:at])
	v["local"] = local
	return errors.Join(err, morePHP(v, s))
}

// devices are what people type settings into by hand.
func devices() []*entry {
	return []*entry{{
		Program: Program{
			ID: "card", Name: "Settings card", Group: Devices, About: "to type into any program or device", Password: Kept,
			OAuth: true, Source: "support.google.com/mail/answer/1074635, support.apple.com/HT204208, docs.k9mail.app, manuals of Epson and Canon, OVHcloud's guides", AsOf: "2026-11-27",
		},
		parts:    []part{{template: "card", encode: encodeRest, more: moreCard}},
		starttls: "STARTTLS", implicit: "SSL/TLS",
		notes: []string{"A phone or a printer may be in another network than this computer: test from there if you can."},
	}}
}

// moreCard lays the settings out in two columns.
func moreCard(v fill.Values, s *Settings) error {
	var b strings.Builder
	for _, line := range Card(s) {
		fmt.Fprintf(&b, "  %-24s %s\n", line.Label, line.Value)
	}
	v["card"] = strings.TrimSuffix(b.String(), "\n")
	return nil
}
