package recipe

import "strconv"

// applications are servers that people set up and do not write.
func applications() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "grafana", Name: "Grafana", About: "sends alerts", Password: Environment,
				Source: "github.com/grafana/grafana, pkg/setting and pkg/services/notifications/smtp.go",
			},
			parts: []part{{template: "grafana", encode: encodeINI}}, check: implicitAt465,
			starttls: "MandatoryStartTLS", implicit: "port 465",
			notes: []string{
				"{?login}Put the password alone into /etc/grafana/smtp-password with an editor; only Grafana may read that file.",
				"The file is /etc/grafana/grafana.ini, mostly. Then: sudo systemctl restart grafana-server. " +
					"To try it: Alerting > Contact points, a new one for email, Test.",
				"In a container the same settings are variables, as GF_SMTP_HOST.",
				"{?ca}Grafana takes the authorities of the system: add yours there.",
			},
		},
		{
			Program: Program{
				ID: "gitea", Name: "Gitea, Forgejo", About: "send what happens in repositories", Password: InFile,
				Source: "docs.gitea.com/administration/email-setup", Lenient: true,
			},
			parts:    []part{{template: "gitea", encode: encodeINI}},
			starttls: "smtp+starttls", implicit: "smtps",
			notes: []string{
				ifOffered("Gitea"),
				"For notices by mail they want ENABLE_NOTIFY_MAIL = true in the section [service] too.",
				"The file is /etc/gitea/app.ini or custom/conf/app.ini, mostly. Then start it again. To try it: Site administration > Configuration has a field that sends a test message.",
				"{?ca}Gitea takes the authorities of the system: add yours there.",
			},
		},
		{
			Program: Program{
				ID: "nextcloud", Name: "Nextcloud", About: "sends invitations and notices", Password: InFile,
				Source: "github.com/nextcloud/server, lib/private/Mail/Mailer.php", Lenient: true,
			},
			parts:    []part{{template: "nextcloud", encode: encodeSingle, more: moreNextcloud}},
			starttls: "mail_smtpsecure ''", implicit: "mail_smtpsecure 'ssl'",
			notes: []string{
				ifOffered("Nextcloud"), escapedSingle,
				"It counts at once. To try it: Administration settings > Basic settings > Email server has a button that writes to the " +
					"address in your own profile.",
			},
		},
		{
			Program: Program{
				ID: "alertmanager", Name: "Alertmanager", About: "sends the alerts of Prometheus", Password: Environment,
				Source: "prometheus.io/docs/alerting/latest/configuration",
			},
			parts: []part{{template: "alertmanager", encode: encodeQuoted}}, check: checkAlertmanager,
			starttls: "smtp_require_tls", implicit: "port 465",
			notes: []string{
				"{?login}Put the password alone into /etc/alertmanager/smtp-password with an editor; only Alertmanager may read that file.",
				"Whom the mail goes to says a receiver of yours, with email_configs and to. Then start Alertmanager again; before that: amtool check-config alertmanager.yml",
				"{?elsewhere}For TLS from the start on another port than 465 it takes Alertmanager 0.31.",
			},
		},
		{
			Program: Program{
				ID: "gitlab", Name: "GitLab", About: "sends what happens in your projects", Password: Environment,
				Source: "docs.gitlab.com/omnibus/settings/smtp", Lenient: true,
			},
			parts:    []part{{template: "gitlab", encode: encodeSingle}},
			starttls: "smtp_enable_starttls_auto", implicit: "smtp_tls",
			notes: []string{
				"{?login}Put the password into GitLab's encrypted store, as password: '…', with: " +
					"sudo gitlab-rake gitlab:smtp:secret:edit EDITOR=nano",
				"For a first message, with your address: sudo gitlab-rails runner \"Notify.test_email('you@example.org', 'A first message', 'It works.').deliver_now\"",
				ifOffered("GitLab"),
			},
		},
		homeAssistant(),
	}
}

// homeAssistant has a screen of its own, and lines for older versions.
func homeAssistant() *entry {
	return &entry{
		Program: Program{
			ID: "homeassistant", Name: "Home Assistant", About: "sends notices from your home", Password: Environment,
			Source: "github.com/home-assistant/core, homeassistant/components/smtp",
		},
		dialog: "Settings > Devices & services > Add integration > SMTP", card: cardHomeAssistant,
		instead:  "lines for configuration.yaml, before 2027.1",
		parts:    []part{{template: "homeassistant", encode: encodePython}},
		starttls: "encryption: starttls", implicit: "encryption: tls",
		notes: []string{
			"Home Assistant wants them typed into its own screen: Settings > Devices & services > Add integration > SMTP. " +
				"Lines in configuration.yaml are for older versions; from 2027.1 on they are to count no more.",
			"{?login}For the lines, put the password into secrets.yaml beside them with an editor, as smtp_password: \"…\", and start Home Assistant again.",
			plainLetters,
			"To try it: its action notify.send_message, with the recipient as the target.",
			"{?ca}Home Assistant takes the authorities of its own system: add yours there.",
		},
	}
}

// cardHomeAssistant is what Home Assistant's own screen asks for, and then the one for
// a recipient.
func cardHomeAssistant(s *Settings) []CardLine {
	lines := []CardLine{{"Sender email", s.Address}}
	if s.Name != "" {
		lines = append(lines, CardLine{"Sender name", s.Name})
	}
	lines = append(lines,
		CardLine{"Host", s.Host},
		CardLine{"Port", strconv.Itoa(s.Port)},
		CardLine{"Connection security", map[Security]string{STARTTLS: "STARTTLS", ImplicitTLS: "SSL/TLS", Plain: "None"}[s.Security]})
	if s.User != "" {
		lines = append(lines, CardLine{"Username", s.User}, CardLine{"Password", "yours"})
	}
	if s.Security != Plain {
		lines = append(lines, CardLine{"Verify SSL certificate", "on"})
	}
	return append(lines, CardLine{"Recipient, Email", s.Address})
}
