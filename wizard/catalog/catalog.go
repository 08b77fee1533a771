package catalog

import (
	"slices"
	"sync"
)

// Group tells mailboxes from services that only send.
type Group string

// The groups of providers.
const (
	Mailbox        Group = "mailbox"
	SendingService Group = "sending-service"
)

// PasswordKind is what goes into a program's password field.
type PasswordKind string

// The kinds of password.
const (
	AccountPassword PasswordKind = "account"
	AppPassword     PasswordKind = "app-password"
	OAuthOnly       PasswordKind = "oauth2-only" // no password works
	APIKey          PasswordKind = "api-key"
	SMTPCredentials PasswordKind = "smtp-credentials"
	BridgePassword  PasswordKind = "bridge"
	NoPassword      PasswordKind = "none" // no SMTP at all
)

// A Provider is one entry of the catalogue.
type Provider struct {
	ID            string         `json:"id"`
	Name          string         `json:"name"`
	Group         Group          `json:"group"`
	Domains       []string       `json:"domains"`
	SMTPAvailable bool           `json:"smtp_available"`
	SMTP          []Endpoint     `json:"smtp"` // the most useful first
	SMTPLocal     *Local         `json:"smtp_local,omitempty"`
	HostTemplate  string         `json:"host_template,omitempty"` // has {region}
	Regions       []string       `json:"regions,omitempty"`
	IMAP          *Incoming      `json:"imap"`
	Username      Username       `json:"username"`
	Auth          []string       `json:"auth"` // mechanisms, lower case
	AuthBasis     string         `json:"auth_basis"`
	PasswordKind  PasswordKind   `json:"password_kind"`
	PasswordAlt   []PasswordKind `json:"password_kind_alt"`
	SetupNote     string         `json:"setup_note"`
	SetupURL      string         `json:"setup_url"` // "" where the data says null
	SetupStatus   string         `json:"setup_url_status"`
	Limits        *Limits        `json:"limits"`
	Caution       string         `json:"caution"`
	Timeline      []Dated        `json:"timeline,omitempty"`
	Sources       []Source       `json:"sources"`
	Confidence    string         `json:"confidence"`
}

// Loginless reports whether the provider also takes mail without a login: it can know a
// computer by its address.
func (p *Provider) Loginless() bool { return slices.Contains(p.PasswordAlt, NoPassword) }

// An Endpoint is one documented door of a provider.
type Endpoint struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"` // tls, starttls, plain
	// Preferred: true where the provider names this door as the one to use,
	// false where it names it as second choice, nil where it says nothing.
	Preferred   *bool  `json:"preferred"`
	TLSOptional bool   `json:"tls_optional,omitempty"`
	Region      string `json:"region,omitempty"`
}

// Local is a server that a provider's own program opens on this computer.
type Local struct {
	Port     int    `json:"port"`
	Security string `json:"security"`
	Note     string `json:"note"`
}

// Incoming is the server mail is read from.
type Incoming struct {
	Host         string `json:"host"`
	Port         int    `json:"port"`
	Security     string `json:"security"`
	UsernameForm string `json:"username_form,omitempty"`
}

// Username is the rule for the login's name.
type Username struct {
	Form  string `json:"form"` // email, localpart, literal, credential, any
	Value string `json:"value,omitempty"`
	Hint  string `json:"hint,omitempty"`
}

// Limits is how much a provider lets one send; nil means not known.
type Limits struct {
	Count  int    `json:"count"`
	Unit   string `json:"unit"`
	Note   string `json:"note"`
	Source string `json:"source"`
}

// Dated is one step of a provider's announced changes.
type Dated struct {
	Date  string `json:"date"`
	Event string `json:"event"`
}

// Source is where an entry comes from.
type Source struct {
	Ref  string `json:"ref"`
	Kind string `json:"kind"`
}

// A Catalog is a list of providers, made by [Read] or [Default]; the zero value
// is empty. It is not changed after Read and may be used from several
// goroutines; what it returns shares its memory and must not be written to.
type Catalog struct {
	AsOf      string // the date of the facts, as in 2026-11-22
	Providers []Provider

	asked sync.Once
	found index // made when it is first asked for
}

// An index is what the finding and searching methods read.
type index struct {
	keys     []keys         // of Providers, in their order
	byName   map[string]int // folded id or name → index
	byDomain map[string]int
	byHost   map[string]int
}
