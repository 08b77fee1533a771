package recipe

import (
	"errors"
	"fmt"
	"strings"

	"postern/wizard/fill"
)

// documentedSites are those whose settings follow from their documentation, and were
// not proven by sending.
func documentedSites() []*entry {
	const placeholder = "{?login}Put the password in place of YOUR-SMTP-PASSWORD, between the single quotes, where the site runs, " +
		"and keep that file out of what you share."
	all := []*entry{
		{
			Program: Program{ID: "rails", Name: "Rails", About: "sends from a Rails site", Source: "guides.rubyonrails.org/action_mailer_basics.html"},
			parts:   []part{{template: "rails", encode: encodeSingle}}, starttls: "enable_starttls", implicit: "tls: true",
			notes: []string{"{?starttls}It takes Rails 7 with the gem mail 2.8: an older one does not know enable_starttls."},
		},
		{
			Program: Program{
				ID: "laravel", Name: "Laravel", About: "sends from a Laravel site", Password: Environment,
				Source: "laravel.com/docs/mail",
			},
			parts:    []part{{template: "laravel", encode: encodeEnv}},
			starttls: "MAIL_SCHEME=smtp", implicit: "MAIL_SCHEME=smtps",
			notes: []string{
				placeholder,
				"{?starttls}In config/mail.php add 'require_tls' => true to the mailer smtp, or Laravel sends without encryption " +
					"where the server does not offer it. It takes Symfony Mailer 7.3; where that is older, take 465.",
			},
		},
		{
			Program: Program{
				ID: "symfony", Name: "Symfony", About: "sends from a Symfony site", Password: Environment,
				Source: "symfony.com/doc/current/mailer.html",
			},
			parts:    []part{{template: "symfony", encode: encodeQuoted}},
			starttls: "require_tls=true", implicit: "smtps://",
			notes: []string{
				"{?login}The environment variable SMTP_PASSWORD holds the password, percent-encoded. " +
					"To encode it: php -r 'echo rawurlencode(trim(fgets(STDIN)));'",
				"Symfony takes the sender from each message, as in ->from('{address}').",
				"{?starttls}It takes Symfony Mailer 7.3. An older one does not know require_tls, and sends without encryption " +
					"where the server does not offer it: take 465 there.",
			},
		},
		{
			Program: Program{ID: "spring", Name: "Spring Boot", About: "sends from Java", Source: "docs.spring.io/spring-boot/reference/io/email.html"},
			parts:   []part{{template: "spring", encode: encodeProperties}}, starttls: "starttls.required", implicit: "ssl.enable",
		},
		{
			Program: Program{
				ID: "wordpress", Name: "WordPress", About: "with the plugin WP Mail SMTP", Password: InFile,
				Source: "wpmailsmtp.com/docs/how-to-secure-smtp-settings-by-using-constants",
			},
			parts:    []part{{template: "wordpress", encode: encodeSingle, more: morePHP}},
			starttls: "'tls'", implicit: "'ssl'", notes: []string{escapedSingle},
		},
		{
			Program: Program{ID: "mailkit", Name: ".NET MailKit", About: "sends from .NET", Source: "mimekit.net/docs"},
			parts:   []part{{template: "mailkit", encode: encodeQuoted, more: moreName}}, starttls: "StartTls", implicit: "SslOnConnect",
		},
		{
			Program: Program{
				ID: "env", Name: ".env file", About: "settings for a program that reads its environment", Password: Environment,
				Source: "the manuals of dotenv, python-dotenv, phpdotenv and Docker Compose",
			},
			parts:    []part{{template: "env", encode: encodeEnv}},
			starttls: "SMTP_SECURITY=starttls", implicit: "SMTP_SECURITY=tls", notes: []string{placeholder},
		},
		{
			Program: Program{ID: "grafana", Name: "Grafana", About: "sends alerts", Source: "grafana.com/docs/grafana/latest/setup-grafana/configure-grafana"},
			parts:   []part{{template: "grafana", encode: encodeINI}}, check: implicitAt465,
			starttls: "MandatoryStartTLS", implicit: "port 465",
			notes: []string{"{?ca}Grafana takes the authorities of the system: add yours there."},
		},
		{
			Program: Program{
				ID: "gitea", Name: "Gitea, Forgejo", About: "send what happens in your repositories", Password: InFile,
				Source: "docs.gitea.com/administration/email-setup",
			},
			parts:    []part{{template: "gitea", encode: encodeINI}},
			starttls: "smtp+starttls", implicit: "smtps",
			notes: []string{ifOffered("Gitea"), "{?ca}Gitea takes the authorities of the system: add yours there."},
		},
		{
			Program: Program{
				ID: "nextcloud", Name: "Nextcloud", About: "sends invitations and notices", Password: InFile,
				Source: "docs.nextcloud.com/server/latest/admin_manual/configuration_server/email_configuration.html",
			},
			parts:    []part{{template: "nextcloud", encode: encodeSingle, more: moreNextcloud}},
			starttls: "mail_smtpsecure ''", implicit: "mail_smtpsecure 'ssl'",
			notes: []string{ifOffered("Nextcloud"), escapedSingle},
		},
		{
			Program: Program{
				ID: "alertmanager", Name: "Alertmanager", About: "sends the alerts of Prometheus", Password: Environment,
				Source: "prometheus.io/docs/alerting/latest/configuration",
			},
			parts: []part{{template: "alertmanager", encode: encodeQuoted}}, check: checkAlertmanager,
			starttls: "smtp_require_tls", implicit: "port 465",
			notes: []string{"{?login}Put the password alone into /etc/alertmanager/smtp-password, which only Alertmanager may read."},
		},
		{
			Program: Program{
				ID: "gitlab", Name: "GitLab", About: "sends what happens in your projects", Password: Environment,
				Source: "docs.gitlab.com/omnibus/settings/smtp",
			},
			parts:    []part{{template: "gitlab", encode: encodeSingle}},
			starttls: "smtp_enable_starttls_auto", implicit: "smtp_tls",
			notes: []string{
				"{?login}Put the password into GitLab's encrypted store, as password: '…', with: " +
					"sudo gitlab-rake gitlab:smtp:secret:edit EDITOR=nano",
				ifOffered("GitLab"),
			},
		},
		{
			Program: Program{
				ID: "homeassistant", Name: "Home Assistant", About: "sends notices from your home", Password: Environment,
				Source: "home-assistant.io/integrations/smtp",
			},
			parts:    []part{{template: "homeassistant", encode: encodeQuoted}},
			starttls: "encryption: starttls", implicit: "encryption: tls",
			notes: []string{
				"{?login}Put the password into secrets.yaml beside it, as smtp_password: \"…\"",
				"{?ca}Home Assistant takes the authorities of its own system: add yours there.",
			},
		},
	}
	for i := range all {
		all[i].AsOf = "2026-11-27"
	}
	return all
}

// escapedSingle says how a password stands in single quotes in PHP.
const escapedSingle = `{?login}Between the single quotes write \\ for a backslash in the password, and \' for a quote.`

// ifOffered says that a program cannot be told to insist.
func ifOffered(name string) string {
	return "{?starttls}" + name + " encrypts on this port only where the server offers it, and cannot be told to insist. " +
		"Where your provider has 465, take that."
}

// implicitAt465 is for programs that know TLS from the start by the port alone.
func implicitAt465(s Settings) error {
	if (s.Security == ImplicitTLS) != (s.Port == 465) {
		return fmt.Errorf("this program speaks TLS from the start on 465 and nowhere else, so port %d cannot be had that way", s.Port)
	}
	return nil
}

// checkAlertmanager refuses what its templates would take for theirs.
func checkAlertmanager(s Settings) error {
	if strings.Contains(mailbox(s), "{{") {
		return errors.New("the full name holds {{, which Alertmanager would take for a template")
	}
	return implicitAt465(s)
}

// moreNextcloud takes the address apart.
func moreNextcloud(v fill.Values, s Settings) error {
	at := strings.LastIndexByte(s.Address, '@')
	local, err := encodeSingle("the address", s.Address[:at])
	v["local"] = local
	return errors.Join(err, morePHP(v, s))
}

// devices are what people type settings into by hand.
func devices() []*entry {
	return []*entry{{
		Program: Program{
			ID: "card", Name: "Settings card", Group: Devices, About: "to type into any program, phone or printer", Password: Kept,
			OAuth: true, Source: "the settings pages of the programs that it names", AsOf: "2026-11-27",
		},
		parts:    []part{{template: "card", encode: encodeRest, more: moreCard}},
		starttls: "STARTTLS", implicit: "SSL/TLS",
		notes: []string{"A phone or a printer may be in another network than this computer: test from there if you can."},
	}}
}

// moreCard lays the settings out in two columns.
func moreCard(v fill.Values, s Settings) error {
	var b strings.Builder
	for _, line := range Card(s) {
		fmt.Fprintf(&b, "  %-24s %s\n", line.Label, line.Value)
	}
	v["card"] = strings.TrimSuffix(b.String(), "\n")
	return nil
}
