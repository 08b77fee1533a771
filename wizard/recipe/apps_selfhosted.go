package recipe

import (
	"errors"
	"fmt"
	"strings"
)

// dockerQuotes is for settings in the environment of a container.
const dockerQuotes = "Docker Compose takes the quotes around a value away; docker run --env-file does not: leave them out there."

// anotherAuthority says where a container wants an authority of one's own.
const anotherAuthority = "{?ca}Inside a container the path of the authority is another: mount the file there, and let the variable SSL_CERT_FILE name it."

// selfHosted are applications that people run at home, mostly in containers.
func selfHosted() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "vaultwarden", Name: "Vaultwarden", About: "sends invitations to your passwords", Password: Environment,
				Source: "github.com/dani-garcia/vaultwarden, .env.template",
			},
			parts:    []part{{template: "vaultwarden", encode: encodeEnv}},
			starttls: "SMTP_SECURITY=starttls", implicit: "SMTP_SECURITY=force_tls",
			notes: []string{
				placeholder, "What was once saved on Vaultwarden's admin page counts more than these lines.", dockerQuotes,
				"Then: docker compose up -d. To try it: the admin page, SMTP Email Settings, has a button that sends a test message.",
				"{?ca}Vaultwarden takes the authorities of its own system: add yours there.",
			},
		},
		{
			Program: Program{
				ID: "paperless", Name: "Paperless-ngx", About: "sends documents and new passwords", Password: Environment,
				Source: "docs.paperless-ngx.com/configuration",
			},
			parts:    []part{{template: "paperless", encode: encodeEnvPython}},
			starttls: "PAPERLESS_EMAIL_USE_TLS", implicit: "PAPERLESS_EMAIL_USE_SSL",
			notes: []string{
				placeholder, plainLetters, dockerQuotes,
				"Then: docker compose up -d. To try it, ask for a new password on its sign-in page.", anotherAuthority,
			},
		},
		{
			Program: Program{
				ID: "authentik", Name: "authentik", About: "sends sign-in links and warnings", Password: Environment,
				Source: "docs.goauthentik.io/install-config/email",
			},
			parts:    []part{{template: "authentik", encode: encodeEnvPython}},
			starttls: "AUTHENTIK_EMAIL__USE_TLS", implicit: "AUTHENTIK_EMAIL__USE_SSL",
			notes: []string{
				placeholder, plainLetters,
				"Beside its compose.yml, for a first message: docker compose exec worker ak test_email {address}",
				anotherAuthority,
			},
		},
		{
			Program: Program{
				ID: "synapse", Name: "Matrix Synapse", About: "sends what happens in your rooms", Password: InFile,
				Source: "element-hq.github.io/synapse/latest/usage/configuration/config_documentation.html",
			},
			parts: []part{{template: "synapse", encode: encodeQuoted}}, check: checkSynapse,
			starttls: "require_transport_security", implicit: "force_tls",
			notes: []string{
				`{?login}Between the double quotes write \\ for a backslash in the password, and \" for a quote.`,
				"{?implicit}It takes Synapse 1.64: an older one does not know force_tls.",
				"Then: sudo systemctl restart matrix-synapse. To try it, add your address to your account in a Matrix program: Synapse writes to it.",
				anotherAuthority,
			},
		},
		{
			Program: Program{
				ID: "uptimekuma", Name: "Uptime Kuma", About: "tells you when a site is down", Password: Kept,
				Source: "github.com/louislam/uptime-kuma, src/components/notifications/SMTP.vue", Lenient: true,
			},
			parts:    []part{{template: "uptimekuma", encode: encodeRest}},
			starttls: "None / STARTTLS (25, 587)", implicit: "TLS (465)",
			notes: []string{"Its button Test sends a message before you save.", ifOffered("Uptime Kuma")},
		},
	}
}

// plainLetters is for what signs in with Python's smtplib.
const plainLetters = "{?login}Python signs in with plain letters only: the password must not hold others, such as those with accents."

// encodeEnvPython is [encodeEnv] for what signs in with Python's smtplib.
func encodeEnvPython(name, value string) (string, error) {
	if _, err := encodePython(name, value); err != nil {
		return "", err
	}
	return encodeEnv(name, value)
}

// checkSynapse refuses a sender in which Synapse would look for names of its own.
func checkSynapse(s *Settings) error {
	if from := mailbox(s); strings.Contains(from, "%") {
		return fmt.Errorf("the sender %q holds %%, which Synapse would take for the beginning of %%(app)s: %w", from, errAnotherName)
	}
	return nil
}

var errAnotherName = errors.New("take another name or address")
