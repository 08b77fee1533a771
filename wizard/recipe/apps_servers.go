package recipe

import "strconv"

// applications are servers that people set up and do not write.
func applications() []*entry {
	return []*entry{
		{
			Program: Program{ID: "grafana", Name: "Grafana", About: "sends alerts", Source: "grafana.com/docs/grafana/latest/setup-grafana/configure-grafana"},
			parts:   []part{{template: "grafana", encode: encodeINI}}, check: implicitAt465,
			starttls: "MandatoryStartTLS", implicit: "port 465",
			notes: []string{"{?ca}Grafana takes the authorities of the system: add yours there."},
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
				"{?ca}Gitea takes the authorities of the system: add yours there.",
			},
		},
		{
			Program: Program{
				ID: "nextcloud", Name: "Nextcloud", About: "sends invitations and notices", Password: InFile,
				Source: "docs.nextcloud.com/server/latest/admin_manual/configuration_server/email_configuration.html", Lenient: true,
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
			notes: []string{
				"{?login}Put the password alone into /etc/alertmanager/smtp-password with an editor; only Alertmanager may read that file.",
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
				ifOffered("GitLab"),
			},
		},
		{
			Program: Program{
				ID: "homeassistant", Name: "Home Assistant", About: "sends notices from your home", Password: Environment,
				Source: "home-assistant.io/integrations/smtp",
			},
			dialog: "Settings > Devices & services > Add integration > SMTP", card: cardHomeAssistant,
			instead:  "lines for configuration.yaml, before 2027.1",
			parts:    []part{{template: "homeassistant", encode: encodeQuoted}},
			starttls: "encryption: starttls", implicit: "encryption: tls",
			notes: []string{
				"Home Assistant wants them typed into its own screen: Settings > Devices & services > Add integration > SMTP. " +
					"Lines in configuration.yaml are for older versions; from 2027.1 on they are to count no more.",
				"{?login}For the lines, put the password into secrets.yaml beside them with an editor, as smtp_password: \"…\"",
				"{?ca}Home Assistant takes the authorities of its own system: add yours there.",
			},
		},
	}
}

// cardHomeAssistant is what Home Assistant's own screen asks for.
func cardHomeAssistant(s Settings) []CardLine {
	lines := []CardLine{
		{"Mail server", s.Host},
		{"Port", strconv.Itoa(s.Port)},
		{"Security", map[Security]string{STARTTLS: "STARTTLS", ImplicitTLS: "SSL/TLS", Plain: "None"}[s.Security]},
	}
	if s.User != "" {
		lines = append(lines, CardLine{"Login", s.User}, CardLine{"Password", "yours"})
	}
	lines = append(lines, CardLine{"From address", s.Address})
	if s.Name != "" {
		lines = append(lines, CardLine{"From name", s.Name})
	}
	lines = append(lines, CardLine{"To address", s.Address})
	if s.Security != Plain {
		lines = append(lines, CardLine{"Verify SSL certificate", "on"})
	}
	return lines
}
