package catalog

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"postern/wizard/packed"
)

// ispdb is data/ispdb.tsv, the compact form of data/ispdb.json: a line for each
// provider, made by a test (see data/README.md).
//
//go:embed ispdb.pack
var ispdb string

// An ISP is one provider of the Thunderbird autoconfig database.
type ISP struct {
	ID, Name string
	// Domains are those of its addresses; some are those of its mail hosts.
	Domains []string
	Servers []Outgoing // in the database's order of preference
	Docs    []string   // pages about it
}

// Outgoing is a server that takes a provider's outgoing mail.
type Outgoing struct {
	Host     string // may hold {domain}, the part of the address after the @
	Port     int
	Security string // tls, starttls, plain
	// User is the login name's form: email, localpart, localpart.domain (as in
	// user.example.org), or "" where none is said.
	User string
	// Auth are the ways to sign in, in the words of the autoconfig files.
	Auth []string
}

// HostFor returns the server's name for an address at the domain.
func (o Outgoing) HostFor(domain string) string {
	return strings.ReplaceAll(o.Host, "{domain}", fold(domain))
}

// A Table is the Thunderbird autoconfig database as it was when the program was
// made: by the domain of an address, and by the host that takes a domain's mail. The
// zero value is empty. It may be used from several goroutines, and what it returns
// must not be written to.
type Table struct {
	ISPs []ISP

	byDomain map[string]int
}

// ISPs returns the embedded table, read when it is first asked for. All callers
// share it.
func ISPs() *Table { return builtInISPs() }

var builtInISPs = sync.OnceValue(func() *Table {
	t, err := readISPs(packed.Text(ispdb))
	if err != nil {
		panic(err) // the embedded file is broken; a test reads it first
	}
	return t
})

// ByDomain returns the provider of an e-mail domain, the part after the @.
func (t *Table) ByDomain(domain string) (ISP, bool) {
	i, ok := t.byDomain[fold(domain)]
	if !ok {
		return ISP{}, false
	}
	return t.ISPs[i], true
}

// ByExchange returns the provider that one of a domain's mail hosts belongs to, by
// the longest of its domains that the host's name ends in, label by label. A host of
// a provider's is not always for that provider's customers alone: likely, not sure.
func (t *Table) ByExchange(mxHost string) (ISP, bool) {
	for name := range parents(fold(mxHost)) {
		if i, ok := t.byDomain[name]; ok {
			return t.ISPs[i], true
		}
	}
	return ISP{}, false
}

// The columns of the table's lines, and of a server within one: the letters stand
// for the words of data/ispdb.json.
const (
	colID = iota
	colName
	colDomains
	colServers
	colDocs
	columns
)

var (
	securityOf = letters{'t': "tls", 's': "starttls", 'p': "plain"}
	userOf     = letters{'e': "email", 'l': "localpart", 'd': "localpart.domain", '-': ""}
	authOf     = letters{'p': "password-cleartext", 'e': "password-encrypted", 'o': "OAuth2", 'n': "none"}
)

// letters are words by the letter that stands for them.
type letters map[byte]string

func readISPs(table string) (*Table, error) {
	t := &Table{byDomain: make(map[string]int, 1024)}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		isp, err := readISP(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, fmt.Errorf("read the table of providers: %w", err)
		}
		for _, d := range isp.Domains {
			t.byDomain[d] = len(t.ISPs)
		}
		t.ISPs = append(t.ISPs, isp)
	}
	return t, nil
}

func readISP(line string) (ISP, error) {
	cols := strings.Split(line, "\t")
	if len(cols) != columns {
		return ISP{}, fmt.Errorf("%q has %d columns", line, len(cols))
	}
	isp := ISP{
		ID: cols[colID], Name: cols[colName],
		Domains: strings.Fields(cols[colDomains]), Docs: strings.Fields(cols[colDocs]),
	}
	for word := range strings.FieldsSeq(cols[colServers]) {
		server, err := readOutgoing(word)
		if err != nil {
			return ISP{}, fmt.Errorf("%s: %w", isp.ID, err)
		}
		isp.Servers = append(isp.Servers, server)
	}
	return isp, nil
}

// readOutgoing reads a server: host, port, and the letters of its security, of its
// login name and of each way to sign in, as in "smtp.example.org:465:tep".
func readOutgoing(word string) (Outgoing, error) {
	parts := strings.Split(word, ":")
	if len(parts) != 3 || len(parts[2]) < 2 {
		return Outgoing{}, fmt.Errorf("%q is no server", word)
	}
	port, err := strconv.Atoi(parts[1])
	security, known := securityOf[parts[2][0]]
	user, knownUser := userOf[parts[2][1]]
	if err != nil || !known || !knownUser {
		return Outgoing{}, fmt.Errorf("%q is no server", word)
	}
	o := Outgoing{Host: parts[0], Port: port, Security: security, User: user}
	for i := 2; i < len(parts[2]); i++ {
		auth, ok := authOf[parts[2][i]]
		if !ok {
			return Outgoing{}, fmt.Errorf("%q has an unknown way to sign in", word)
		}
		o.Auth = append(o.Auth, auth)
	}
	return o, nil
}
