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

// Settings is all a program needs to send.
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

// A Program is something Postern can write settings for.
type Program struct {
	ID   string // the name on the command line
	Name string
	// Group: "mail program", "command line", …
	Group string
	// About says in a few words what it is for.
	About string
	// Command is looked for to find out whether the program is on this computer.
	Command string
	// Tested says against which version the settings were proven.
	Tested string
	// OAuth: the program can sign in with a token.
	OAuth bool
	// Places are where it looks for its settings, as a person writes them. The
	// first that exists is the one in use; if none does, a new file goes to the
	// first. A program without any has its settings shown, and not written.
	Places []string
	// Profiled: Places are not in the home directory but in a folder of the
	// program's own, a profile; there may be several, or none yet.
	Profiled bool
	// KeepsPassword: it asks for the password itself and keeps it, so that it
	// does not matter where Settings.Secret says it is.
	KeepsPassword bool
	// Merges: [Merge] can add to settings that are there.
	Merges bool
}
