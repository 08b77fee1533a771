package recipe

import (
	"errors"
	"strings"
)

// sites are the libraries and applications that send for a site. Where their
// settings lie is the matter of whoever wrote the site, so they are shown, and
// written only where a person says to.
func sites() []*entry {
	all := []*entry{
		{
			Program: Program{
				ID: "nodemailer", Name: "Nodemailer", About: "sends from Node.js", Tested: "Nodemailer 10.6.1, Node 20",
			},
			parts:    []part{{template: "nodemailer", encode: encodeQuoted}},
			starttls: "requireTLS: true", implicit: "secure: true", try: tries("node mail.mjs"),
		},
		{
			Program: Program{
				ID: "smtplib", Name: "Python smtplib", About: "sends from Python, with nothing to install", Tested: "Python 3.11",
			},
			parts:    []part{{template: "smtplib", encode: encodePython}},
			starttls: "starttls()", implicit: "SMTP_SSL", try: tries("python3 mail.py"),
			notes: []string{"{?login}smtplib signs in with plain letters only: the password must not hold others, such as those with accents."},
		},
		{
			Program: Program{
				ID: "django", Name: "Django", About: "sends from a Django site", Tested: "Django 4.2.28",
			},
			parts: []part{{template: "django", encode: encodePython}},
			forms: []form{{
				id: "mailers", belongs: "It belongs in the settings.py of a site with Django 6.1 or later.",
				part: part{
					template: "django61", encode: encodePython,
					documented: "From documentation, 2026-11-27: docs.djangoproject.com/en/6.1/howto/mailers-migration",
				},
			}},
			starttls: "EMAIL_USE_TLS", implicit: "EMAIL_USE_SSL", try: tries("python3 manage.py sendtestemail {address}"),
			notes: []string{
				"From Django 6.1 on the names that begin with EMAIL_ are deprecated, and a later one is to drop them. The new ones: postern config django --format mailers",
				"{?tls}! Django before 4.2 does not check the server's certificate: use a newer one.",
				"{?login}Python signs in with plain letters only: the password must not hold others, such as those with accents.",
			},
		},
		{
			Program: Program{
				ID: "go", Name: "Go", About: "sends from Go, with its own net/smtp", Tested: "Go 1.26",
			},
			parts:    []part{{template: "go", encode: encodeQuoted, more: moreName}},
			starttls: "client.StartTLS", implicit: "tls.Dial", try: tries("go run mail.go"),
		},
		{
			Program: Program{
				ID: "phpmailer", Name: "PHPMailer", About: "sends from PHP", Tested: "PHPMailer 6.6.3, PHP 8.2",
			},
			parts:    []part{{template: "phpmailer", encode: encodeSingle, more: morePHP}},
			starttls: "ENCRYPTION_STARTTLS", implicit: "ENCRYPTION_SMTPS", try: tries("php mail.php"),
		},
		{
			Program: Program{
				ID: "rails", Name: "Rails", About: "sends from a Rails site", Tested: "mail 2.8.1, the gem that Rails sends with, Ruby 3.1",
			},
			parts:    []part{{template: "rails", encode: encodeSingle}},
			starttls: "enable_starttls", implicit: "tls: true",
			try:   tries("bin/rails runner -e production 'ActionMailer::Base.mail(to: ARGV[0], subject: \"A first message\", body: \"It works.\").deliver_now' {address}"),
			notes: []string{"{?starttls}It takes Rails 7 with the gem mail 2.8: an older one does not know enable_starttls."},
		},
		{
			Program: Program{
				ID: "ghost", Name: "Ghost", About: "sends invitations and sign-in links", Password: InFile,
				Tested: "Ghost's own mailer, @tryghost/nodemailer 2.3.14",
			},
			parts:    []part{{template: "ghost", encode: encodeQuoted}},
			starttls: "requireTLS: true", implicit: "secure: true",
			notes: []string{
				"Put these lines into config.production.json in Ghost's folder, in place of its section mail, with a comma between sections. Then: ghost restart",
				`{?login}Between the double quotes write \\ for a backslash in the password, and \" for a quote.`,
				"In a container the same settings are variables with two underscores, as mail__options__host.",
				"To try it, ask for a new password on the sign-in page of its /ghost/. Newsletters do not go this way: Ghost hands them to a service for bulk mail, such as Mailgun.",
				"{?ca}The authority goes into the environment variable NODE_EXTRA_CA_CERTS, where Ghost runs.",
			},
		},
	}
	all = append(all, documentedSites()...)
	for i := range all {
		all[i].asSite()
	}
	return all
}

// asSite fills in what is the same for all of them.
func (e *entry) asSite() {
	e.Group = SitesAndApps
	if e.Password == "" {
		e.Password = Environment
		e.notes = append([]string{
			"{?login}The password stays out of it: the environment variable SMTP_PASSWORD holds it. To type it in, " +
				"unseen: read -rs SMTP_PASSWORD; export SMTP_PASSWORD. That is for this shell alone: a service has an environment of its own, " +
				"for which systemd reads the file that EnvironmentFile= names.",
		}, e.notes...)
	}
	e.notes = append(e.notes,
		"{?relay}{!login}{!tls}{!here}! 25 is the door between servers, and many networks filter it. The doors for sites are 587 and 465, with a login.",
		"{!here}Hosts often close doors that are open at home. Test where it will run: postern probe {host}{unasked}")
	own := e.check
	e.check = func(s *Settings) error {
		if own == nil {
			return checkSite(s)
		}
		return errors.Join(checkSite(s), own(s))
	}
}

// checkSite refuses what no site can do.
func checkSite(s *Settings) error {
	switch {
	case s.OAuth:
		return errors.New("this provider takes a sign-in token only, which is for people and ends within the hour: " +
			"for a site, take a provider that gives out a password for it")
	case strings.HasPrefix(s.CAFile, "~/"):
		return errors.New("the certificate file begins with ~, which only a shell understands: write its whole path")
	}
	return needsAddress(s)
}

// tries is a command for a first message, with the address in its place.
func tries(command string) func(*Settings, string) string {
	return func(s *Settings, _ string) string {
		return strings.ReplaceAll(command, "{address}", QuoteShell(s.Address))
	}
}
