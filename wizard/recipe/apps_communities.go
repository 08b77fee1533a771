package recipe

import (
	"errors"
	"fmt"
	"strings"
)

// communities are places where people meet, write and sign in, on servers of their own.
func communities() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "mastodon", Name: "Mastodon", About: "sends confirmations and notices", Password: Environment,
				Source: "github.com/mastodon/mastodon, config/email.yml",
			},
			parts:    []part{{template: "mastodon", encode: encodeEnv}},
			starttls: "SMTP_ENABLE_STARTTLS=always", implicit: "SMTP_SSL=true",
			notes: []string{
				placeholder,
				"Then start it again: systemctl restart mastodon-web mastodon-sidekiq, or in Docker: docker compose up -d. " +
					"To try it, ask for a new password on its sign-in page; what could not be sent waits on its page /sidekiq/retries, with the reason.",
				"{?starttls}It takes Mastodon 4: an older one does not know SMTP_ENABLE_STARTTLS, and encrypts only where the server offers it.",
				dockerQuotes,
			},
		},
		{
			Program: Program{
				ID: "discourse", Name: "Discourse", About: "sends what is said in your forum", Password: InFile,
				Source: "github.com/discourse/discourse_docker, samples/standalone.yml and launcher", Lenient: true,
			},
			parts:    []part{{template: "discourse", encode: encodeDiscourse}},
			starttls: "DISCOURSE_SMTP_ENABLE_START_TLS", implicit: "DISCOURSE_SMTP_FORCE_TLS",
			notes: []string{
				"{?login}A backslash, or a blank at the end, gets lost from the password on its way: take one without. A quote is written \\\".",
				"Then build it again, as root in /var/discourse: ./launcher rebuild app. For a first message: ./discourse-doctor",
				ifOffered("Discourse"),
				anotherAuthority,
			},
		},
		{
			Program: Program{
				ID: "keycloak", Name: "Keycloak", About: "sends sign-in links and new passwords", Password: Kept,
				Source: "github.com/keycloak/keycloak, server_admin/topics/realms/email.adoc and DefaultEmailSenderProvider.java", Lenient: true,
			},
			parts:    []part{{template: "keycloak", encode: encodeRest}},
			starttls: "Enable StartTLS", implicit: "Enable SSL",
			notes: []string{
				"Its button Test connection writes to the address of whoever is signed in: give your own account one first. Then Save.",
				"Each realm has settings of its own.",
				ifOffered("Keycloak"),
				"{?ca}Keycloak trusts the authorities in its folder conf/truststores too: put yours there and start it again.",
			},
		},
	}
}

// encodeDiscourse is [encodeQuoted] for Discourse, whose launcher reads each line with
// a shell that takes backslashes and blanks at the end away, and fills in {{config}}.
func encodeDiscourse(name, value string) (string, error) {
	switch {
	case strings.Contains(value, `\`):
		return "", fmt.Errorf(`%s %q holds \, which Discourse's launcher takes away`, name, value)
	case strings.Contains(value, "{{config}}"):
		return "", fmt.Errorf("%s %q holds {{config}}, which Discourse's launcher takes for a name of its own", name, value)
	case strings.TrimRight(value, " \t") != value:
		return "", errors.New(name + " ends with a blank, which Discourse's launcher takes away")
	}
	return encodeQuoted(name, value)
}
