package recipe

// Security says how the program must encrypt. There is no "if available".
type Security string

// The ways to encrypt.
const (
	STARTTLS    Security = "starttls" // required, not opportunistic
	ImplicitTLS Security = "tls"
	Plain       Security = "none" // only for one's own relay, and then without login
)

// SecretKind says where a program fetches its password.
type SecretKind string

// The places a password can come from.
const (
	Keyring SecretKind = "keyring" // secret-tool, or the macOS keychain
	Pass    SecretKind = "pass"
	Command SecretKind = "command"
	AskMe   SecretKind = "ask" // the program asks each time
)

// A Secret is where the password comes from; it never holds the password.
type Secret struct {
	Kind SecretKind
	// Command prints the secret; only for the kind Command.
	Command string
	// Keychain: the keyring is the macOS keychain.
	Keychain bool
}

// Settings is all a program needs to send. They are handed over by pointer for their
// size alone: nothing in this package changes them or keeps them.
type Settings struct {
	// Account is the short name of the settings block: letters, digits, - and _.
	Account  string
	Provider string // display name, for comments
	Host     string
	Port     int
	Security Security
	Address  string // the sender's address
	User     string // login name; "" means no login
	Name     string // full name, may be empty
	Secret   Secret
	// OAuth: the secret is an access token (XOAUTH2), not a password.
	OAuth bool
	// CAFile is an extra authority to trust; "" means the system's.
	CAFile string
	// Dir is the folder in which a system mailer's files lie, as in practice, or as [Folder]
	// says; "" is where
	// they belong.
	Dir string
	// RootHome is root's own home where root runs Postern with another HOME, else "": some
	// programs look there all the same.
	RootHome string
	// Incoming is the server mail is read from, nil if it is not known. Only one of
	// Thunderbird's formats wants it.
	Incoming *Incoming
}

// Incoming is an IMAP server.
type Incoming struct {
	Host     string
	Port     int
	Security Security
	User     string // login name; "" means the address
}

// A File is one file of a program's settings.
type File struct {
	// Path is where it goes, as a person writes it: "~/.msmtprc".
	Path string
	Mode uint32 // permission bits
	Body string
	// Belongs says where it goes, where that is not simply to Path.
	Belongs string
}

// A Place is where one file of a program lies.
type Place struct {
	// Paths are where the program looks. The first that exists is the one in use; if
	// none does, a new file goes to the first.
	Paths []string
	// Hidden are those of the paths at which it does not look where something else is
	// there, a file or a folder: that is the value.
	Hidden map[string]string
	// Variable is the variable of the environment that names the file in use, whichever
	// of Paths are there; "" where there is none.
	Variable string
	// Folder: the variable names the folder, in which the file has its usual name.
	Folder bool
	// Owner is whose file of the system it is, as in "root" or "root:mail"; "" is the
	// person's own.
	Owner string
}

// PasswordKind says how a program comes by its password.
type PasswordKind string

// The ways a program comes by its password.
const (
	// Fetched: it runs the command of Settings.Secret, or asks where there is none.
	Fetched PasswordKind = "fetched"
	// Kept: it asks for the password itself and keeps it, so that it does not matter
	// where Settings.Secret says it is.
	Kept PasswordKind = "kept"
	// InFile: it can only hold the password itself. The file gets the words of
	// [Placeholder], and the person puts the password in their place.
	InFile PasswordKind = "in-file"
	// Environment: it reads an environment variable, or whatever else keeps secrets
	// where it runs.
	Environment PasswordKind = "environment"
)

// Placeholder stands where a program can only hold the password itself.
const Placeholder = "YOUR-SMTP-PASSWORD"

// A Group is a heading in the list of programs.
type Group string

// The groups.
const (
	MailPrograms Group = "mail programs"
	CommandLine  Group = "command line"
	SystemMailer Group = "system mailers"
	SitesAndApps Group = "sites and apps"
	Devices      Group = "devices"
)

// Groups returns the groups in the order they are shown.
func Groups() []Group {
	return []Group{MailPrograms, CommandLine, SystemMailer, SitesAndApps, Devices}
}

// A Program is something Postern can write settings for.
type Program struct {
	ID    string // the name on the command line
	Name  string
	Group Group
	// About says in a few words what it is for.
	About string
	// Command is looked for to find out whether the program is on this computer.
	Command string
	// Tested says against which version the settings were proven by sending; "" for
	// a program whose settings follow from its documentation alone.
	Tested string
	// Source is where that documentation is, and AsOf the day it was read.
	Source, AsOf string
	// OAuth: the program can sign in with a token.
	OAuth bool
	// Lenient: with STARTTLS in these settings it would send without encryption where the
	// server does not offer it. A door with TLS from the start is better for it.
	Lenient bool
	// Password says how it comes by its password; "" is [Fetched].
	Password PasswordKind
	// Files are where its files lie, as a person writes them: "~/.msmtprc". A program
	// without any has its settings shown, and not written.
	Files []Place
	// Profiled: Files are not in the home directory but in a folder of the
	// program's own, a profile; there may be several, or none yet.
	Profiled bool
}

// Proven reports whether the settings were proven by sending with the program.
func (p *Program) Proven() bool { return p.Tested != "" }

// Tier says in a few words what the settings rest on.
func (p *Program) Tier() string {
	if p.Proven() {
		return "tested with " + p.Tested
	}
	return "from documentation, " + p.AsOf
}

// Fetches reports whether it matters to the program where the password is kept.
func (p *Program) Fetches() bool { return p.Password == "" || p.Password == Fetched }

// System reports whether the program's files belong to the system.
func (p *Program) System() bool { return len(p.Files) > 0 && p.Files[0].Owner != "" }
