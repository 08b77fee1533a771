package catalog

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// The closed sets of the file.
var (
	groups        = []Group{Mailbox, SendingService}
	passwordKinds = []PasswordKind{
		AccountPassword, AppPassword, OAuthOnly, APIKey, SMTPCredentials, BridgePassword, NoPassword,
	}
	securities    = []string{"tls", "starttls", "plain"}
	usernameForms = []string{"email", "localpart", "literal", "credential", "any"}
	mechanisms    = []string{"plain", "login", "xoauth2", "oauthbearer", "cram-md5"}
	authBases     = []string{"provider", "ispdb", "nodemailer", "third-party", "assumed", "none"}
	setupStates   = []string{"read", "read-copy", "linked", ""}
	limitUnits    = []string{"messages/day", "messages/month"}
	sourceKinds   = []string{"repository", "provider-page", "third-party-page", "config-survey"}
	confidences   = []string{"documented", "single-source"}
)

// longestName is how many characters of a provider's name a list has room for.
const longestName = 60

// A checker gathers everything that is wrong, so that one run tells it all.
type checker struct {
	errs   []error
	place  string            // the entry being checked, for the messages
	owners map[string]string // "id …", "name …", "domain …" → the place that has it
}

func (c *checker) fail(rule string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", c.place, fmt.Sprintf(rule, args...)))
}

// own notes that the entry has a thing no other may have.
func (c *checker) own(kind, what string) {
	key := kind + " " + strings.ToLower(what)
	if other, taken := c.owners[key]; taken {
		c.fail("%s %q is also in %s", kind, what, other)
		return
	}
	c.owners[key] = c.place
}

// oneOf holds a value to a closed set.
func oneOf[T ~string](c *checker, what string, value T, set []T) {
	if !slices.Contains(set, value) {
		c.fail("%s %q is not one of %v", what, string(value), set)
	}
}

func (c *checker) text(what, s string) {
	if !isText(s) {
		c.fail("%s must be text without control characters: %q", what, s)
	}
}

func (c *checker) required(what, s string) {
	if strings.TrimSpace(s) == "" {
		c.fail("%s is missing", what)
	}
	c.text(what, s)
}

func (c *checker) server(what, host string, port int, security string) {
	if !isHost(host) {
		c.fail("%s host %q is not a lower-case host name", what, host)
	}
	c.door(what, port, security)
}

func (c *checker) door(what string, port int, security string) {
	if port < 1 || port > 65535 {
		c.fail("%s port %d is out of range (1 to 65535)", what, port)
	}
	oneOf(c, what+" security", security, securities)
}

// check holds the whole document to the rules.
func (d document) check() error {
	c := &checker{place: "document", owners: make(map[string]string)}
	if d.Schema != Schema {
		c.fail("schema is %d, this program reads %d", d.Schema, Schema)
	}
	if !isDate(d.AsOf) {
		c.fail("as_of %q is not a date", d.AsOf)
	}
	c.required("license", d.License)
	c.required("license_notice", d.LicenseNotice)
	if len(d.Providers) == 0 {
		c.fail("there is no provider")
	}
	for i, e := range d.Providers {
		c.place = fmt.Sprintf("provider %d (%q)", i+1, e.ID)
		e.check(c)
	}
	return errors.Join(c.errs...)
}

func (e entry) check(c *checker) {
	e.checkNames(c)
	e.checkReach(c)
	e.checkSMTP(c)
	e.checkRegions(c)
	e.checkLogin(c)
	e.checkSetup(c)
	e.checkSources(c)
	if m := e.IMAP; m != nil {
		c.server("imap", m.Host, m.Port, m.Security)
		if m.UsernameForm != "" {
			oneOf(c, "imap username_form", m.UsernameForm, usernameForms)
		}
	}
}

func (e entry) checkNames(c *checker) {
	if !isSlug(e.ID) {
		c.fail("id %q is not a slug (a-z, 0-9, single hyphens)", e.ID)
	}
	c.own("id", e.ID)
	c.required("name", e.Name)
	c.own("name", e.Name)
	if len([]rune(e.Name)) > longestName {
		c.fail("name is longer than %d characters", longestName)
	}
	oneOf(c, "group", e.Group, groups)
	for _, d := range e.Domains {
		if !isHost(d) {
			c.fail("domain %q is not a lower-case domain name", d)
		}
		c.own("domain", d)
	}
}

// checkReach holds what is said about being able to send at all together.
func (e entry) checkReach(c *checker) {
	doors := len(e.SMTP) + len(e.Locals)
	switch {
	case e.SMTPAvailable && doors == 0:
		c.fail("smtp_available is true, but no door is listed")
	case !e.SMTPAvailable && doors > 0:
		c.fail("smtp_available is false, but doors are listed")
	case !e.SMTPAvailable && e.PasswordKind != NoPassword:
		c.fail("smtp_available is false, so password_kind must be none")
	case e.SMTPAvailable && e.PasswordKind == NoPassword:
		c.fail("password_kind none is for providers without SMTP")
	}
	if len(e.Locals) > 1 {
		c.fail("smtp_local has more than one server")
	}
	for _, l := range e.Locals {
		c.door("smtp_local", l.Port, l.Security)
		c.text("smtp_local note", l.Note)
	}
}

func (e entry) checkSMTP(c *checker) {
	seen := make(map[string]bool)
	for _, s := range e.SMTP {
		what := fmt.Sprintf("smtp %s:%d", s.Host, s.Port)
		c.server(what, s.Host, s.Port, s.Security)
		if seen[what] {
			c.fail("%s is listed twice", what)
		}
		seen[what] = true
		if s.TLSOptional && s.Security != "starttls" {
			c.fail("%s: tls_optional makes sense with starttls only", what)
		}
	}
}

// checkRegions: either no door has a region or every one has, each region leads
// to one host, and a template agrees with the doors listed.
func (e entry) checkRegions(c *checker) {
	hosts := make(map[string]string)
	regional := 0
	for _, s := range e.SMTP {
		if s.Region == "" {
			continue
		}
		regional++
		if h, ok := hosts[s.Region]; ok && h != s.Host {
			c.fail("region %q has two hosts, %s and %s", s.Region, h, s.Host)
		}
		hosts[s.Region] = s.Host
		if !isSlug(s.Region) {
			c.fail("region %q is not a slug", s.Region)
		}
	}
	if regional != 0 && regional != len(e.SMTP) {
		c.fail("some doors have a region and some have none")
	}
	e.checkTemplate(c, hosts)
}

func (e entry) checkTemplate(c *checker, hosts map[string]string) {
	if e.HostTemplate == "" {
		if len(e.Regions) > 0 {
			c.fail("regions without a host_template")
		}
		return
	}
	if strings.Count(e.HostTemplate, "{region}") != 1 || len(e.Regions) == 0 {
		c.fail("host_template needs {region} once, and regions to put there")
		return
	}
	for i, r := range e.Regions {
		if !isSlug(r) || !isHost(e.regional(r)) || slices.Contains(e.Regions[:i], r) {
			c.fail("region %q is no slug, makes no host name, or is listed twice", r)
		}
	}
	if len(hosts) != 1 {
		c.fail("host_template: the doors of exactly one region must be listed")
	}
	for r, h := range hosts {
		if !slices.Contains(e.Regions, r) || e.regional(r) != h {
			c.fail("host %s is not host_template with region %q", h, r)
		}
	}
}

func (e entry) checkLogin(c *checker) {
	oneOf(c, "username form", e.Username.Form, usernameForms)
	if (e.Username.Form == "literal") != (e.Username.Value != "") {
		c.fail("username value belongs to the form literal, and only to it")
	}
	c.text("username value", e.Username.Value)
	c.text("username hint", e.Username.Hint)
	if e.SMTPAvailable && len(e.Auth) == 0 {
		c.fail("auth names no mechanism")
	}
	for i, m := range e.Auth {
		oneOf(c, "auth", m, mechanisms)
		if slices.Contains(e.Auth[:i], m) {
			c.fail("auth %q is listed twice", m)
		}
	}
	oneOf(c, "auth_basis", e.AuthBasis, authBases)
	oneOf(c, "password_kind", e.PasswordKind, passwordKinds)
	for i, k := range e.PasswordAlt {
		oneOf(c, "password_kind_alt", k, passwordKinds)
		if k == e.PasswordKind || slices.Contains(e.PasswordAlt[:i], k) {
			c.fail("password_kind_alt repeats %q", k)
		}
	}
}

func (e entry) checkSetup(c *checker) {
	c.required("setup_note", e.SetupNote)
	c.text("caution", e.Caution)
	oneOf(c, "setup_url_status", e.SetupStatus, setupStates)
	if (e.SetupURL == "") != (e.SetupStatus == "") {
		c.fail("setup_url and setup_url_status belong together")
	}
	if e.SetupURL != "" && !isURL(e.SetupURL) {
		c.fail("setup_url %q is not a web address", e.SetupURL)
	}
	if l := e.Limits; l != nil {
		if l.Count < 1 {
			c.fail("limits count %d is not positive", l.Count)
		}
		oneOf(c, "limits unit", l.Unit, limitUnits)
		c.text("limits note", l.Note)
		c.required("limits source", l.Source)
	}
	for _, t := range e.Timeline {
		if !isDate(t.Date) && !isHalfYear(t.Date) {
			c.fail("timeline date %q is neither 2027-05-31 nor 2027-H1", t.Date)
		}
		c.required("timeline event", t.Event)
	}
}

func (e entry) checkSources(c *checker) {
	if len(e.Sources) == 0 {
		c.fail("sources is empty: every entry names where it comes from")
	}
	for _, s := range e.Sources {
		c.required("source ref", s.Ref)
		oneOf(c, "source kind", s.Kind, sourceKinds)
	}
	oneOf(c, "confidence", e.Confidence, confidences)
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && isText(s)
}
