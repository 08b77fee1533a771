package recipe

// frameworks are what sites are written with.
func frameworks() []*entry {
	return []*entry{
		{
			Program: Program{
				ID: "laravel", Name: "Laravel", About: "sends from a Laravel site", Password: Environment,
				Source: "laravel.com/docs/mail", Lenient: true,
			},
			parts:    []part{{template: "laravel", encode: encodeEnv}},
			starttls: "MAIL_SCHEME=smtp", implicit: "MAIL_SCHEME=smtps",
			notes: []string{
				placeholder,
				"Where its settings are cached, they count after: php artisan config:clear",
				"{?starttls}! In config/mail.php add 'require_tls' => true to the mailer smtp, or Laravel sends without encryption " +
					"where the server does not offer it. It takes Symfony Mailer 7.3; where that is older, take 465.",
			},
		},
		{
			Program: Program{
				ID: "symfony", Name: "Symfony", About: "sends from a Symfony site", Password: Environment,
				Source: "symfony.com/doc/current/mailer.html",
			},
			parts:    []part{{template: "symfony", encode: encodeQuoted}},
			starttls: "require_tls=true", implicit: "smtps://", try: tries("php bin/console mailer:test --from={address} {address}"),
			notes: []string{
				"{?login}The environment variable SMTP_PASSWORD holds the password, percent-encoded. " +
					"To encode it: php -r 'echo rawurlencode(trim(fgets(STDIN)));'",
				"Symfony takes the sender from each message, as in ->from('{address}').",
				"{?starttls}! It takes Symfony Mailer 7.3. An older one does not know require_tls, and sends without encryption " +
					"where the server does not offer it: take 465 there.",
			},
		},
		{
			Program: Program{ID: "spring", Name: "Spring Boot", About: "sends from Java", Source: "github.com/spring-projects/spring-boot, module/spring-boot-mail"},
			parts:   []part{{template: "spring", encode: encodeProperties}}, starttls: "starttls.required", implicit: "ssl.enable",
			notes: []string{
				"It takes spring-boot-starter-mail among the dependencies. With spring.mail.test-connection=true it signs in once as it starts.",
				"Spring takes the sender from each message, as in message.setFrom(\"{address}\").",
			},
		},
		{
			Program: Program{
				ID: "wordpress", Name: "WordPress", About: "with the plugin WP Mail SMTP", Password: InFile,
				Source: "wpmailsmtp.com/docs/how-to-secure-smtp-settings-by-using-constants",
			},
			parts:    []part{{template: "wordpress", encode: encodeSingle, more: morePHP}},
			starttls: "'tls'", implicit: "'ssl'", notes: []string{
				escapedSingle, "To try it: WP Mail SMTP > Tools > Email Test.",
			},
		},
		{
			Program: Program{ID: "mailkit", Name: ".NET MailKit", About: "sends from .NET", Source: "github.com/jstedfast/MailKit, 4.17"},
			parts:   []part{{template: "mailkit", encode: encodeQuoted, more: moreName}}, starttls: "StartTls", implicit: "SslOnConnect",
			try: tries("dotnet run"),
			notes: []string{
				"{?starttls}! Take MailKit 4.16 or later: an older one can be fed words from before the encryption as if they came after it.",
			},
		},
		{
			Program: Program{
				ID: "env", Name: ".env file", About: "settings in environment variables", Password: Environment,
				Source: "the manuals of dotenv, python-dotenv, phpdotenv and Docker Compose",
			},
			parts:    []part{{template: "env", encode: encodeEnv}},
			starttls: "SMTP_SECURITY=starttls", implicit: "SMTP_SECURITY=tls", notes: []string{placeholder},
		},
	}
}
