package recipe

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
}
