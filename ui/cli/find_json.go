package cli

import (
	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/candidate"
)

// The JSON form of what find found is a contract: schema 1. Every field is always
// there, and every list is a list.

type jsonFound struct {
	Schema      int          `json:"schema"`
	Address     string       `json:"address"` // "" where a domain was given
	Domain      string       `json:"domain"`
	Started     string       `json:"started"` // RFC 3339, in UTC; "" if nobody was asked
	ElapsedMS   int64        `json:"elapsed_ms"`
	Offline     bool         `json:"offline"`
	PlainHTTP   bool         `json:"plain_http"`
	ToldAddress bool         `json:"told_address"`
	Servers     []jsonServer `json:"servers"` // ranked, the best first
	Notes       []string     `json:"notes"`
	Sources     []jsonSource `json:"sources"`
	Asked       []string     `json:"asked"` // every question put outside
}

// jsonServer is a server as it is proposed.
type jsonServer struct {
	Host         string       `json:"host"`
	Port         *int         `json:"port"`     // null for a guess
	Security     string       `json:"security"` // starttls, tls, none; "" for a guess
	User         string       `json:"user"`
	Logins       []string     `json:"logins"`
	Provider     string       `json:"provider"` // of the catalogue; "" if it is not known
	Name         string       `json:"name"`     // of the provider
	Guess        bool         `json:"guess"`
	Plaintext    bool         `json:"plaintext"`
	Unprotected  bool         `json:"unprotected"`
	Outside      bool         `json:"outside"`
	Wildcard     bool         `json:"wildcard"`
	NamedBy      []jsonNaming `json:"named_by"`
	Reason       string       `json:"reason"`
	Disagreement string       `json:"disagreement"`
}

// jsonNaming is a source that names a server, and its words.
type jsonNaming struct {
	Source string `json:"source"`
	Words  string `json:"words"`
}

// jsonSource is one place where servers are looked for, and what it said.
type jsonSource struct {
	Source    string         `json:"source"`
	Words     string         `json:"words"`
	State     string         `json:"state"`
	Reason    string         `json:"reason"`
	Why       string         `json:"why"`
	ElapsedMS int64          `json:"elapsed_ms"`
	Asked     []string       `json:"asked"`
	Provider  string         `json:"provider"` // the name a file gives
	Findings  []jsonFinding  `json:"findings"`
	Exchanges []jsonExchange `json:"exchanges"`
	Notes     []string       `json:"notes"`
}

// jsonFinding is a server as one source names it.
type jsonFinding struct {
	Where       string   `json:"where"`
	Unprotected bool     `json:"unprotected"`
	Host        string   `json:"host"`
	Port        *int     `json:"port"`
	Security    string   `json:"security"`
	Logins      []string `json:"logins"`
	User        string   `json:"user"`
	Priority    int      `json:"priority"`
	Weight      int      `json:"weight"`
	Guess       bool     `json:"guess"`
	DNS         string   `json:"dns"`
}

type jsonExchange struct {
	Host       string `json:"host"`
	Preference int    `json:"preference"`
}

// newJSONSource puts what a source said into its JSON form.
func newJSONSource(a discover.Answer) jsonSource {
	j := jsonSource{
		Source: string(a.Source), Words: a.Words, State: string(a.State), Reason: string(a.Reason), Why: a.Why.String(),
		ElapsedMS: millis(a.Elapsed - a.Since), Asked: plainTexts(a.Asked), Provider: a.Provider.String(), Notes: plainTexts(a.Notes),
		Findings: []jsonFinding{}, Exchanges: []jsonExchange{},
	}
	for _, f := range a.Findings {
		j.Findings = append(j.Findings, jsonFinding{
			Where: f.Where.String(), Unprotected: f.Unprotected, Host: f.Host, Port: portOrNull(f.Port), Security: string(f.Security),
			Logins: words(f.Logins), User: f.User.String(), Priority: int(f.Priority), Weight: int(f.Weight), Guess: f.Guess, DNS: string(f.DNS),
		})
	}
	for _, x := range a.Exchanges {
		j.Exchanges = append(j.Exchanges, jsonExchange{x.Host, int(x.Preference)})
	}
	return j
}

// portOrNull is a port, nil where none is named.
func portOrNull(port int) *int {
	if port == 0 {
		return nil
	}
	return &port
}

// plainTexts are texts as strings, in a list that is never nil.
func plainTexts(list []probe.Text) []string {
	out := make([]string, 0, len(list))
	for _, t := range list {
		out = append(out, t.String())
	}
	return out
}

// newJSONFound puts what was found into its JSON form.
func newJSONFound(f found) jsonFound {
	j := jsonFound{
		Schema: 1, Address: f.address, Domain: f.query.Domain, ElapsedMS: millis(f.report.Elapsed),
		Offline: f.flags.offline, PlainHTTP: f.flags.plainHTTP, ToldAddress: f.flags.tellAddress,
		Servers: []jsonServer{}, Notes: append([]string{}, f.ranking.Notes...),
		Sources: []jsonSource{}, Asked: plainTexts(f.ranking.Asked),
	}
	if !f.report.Started.IsZero() {
		j.Started = rfc3339(f.report.Started)
	}
	for _, c := range f.ranking.Candidates {
		j.Servers = append(j.Servers, newJSONServer(c))
	}
	for _, a := range f.report.Answers {
		j.Sources = append(j.Sources, newJSONSource(a))
	}
	return j
}

func newJSONServer(c candidate.Candidate) jsonServer {
	j := jsonServer{
		Host: c.Host, Port: portOrNull(c.Port), Security: string(c.Security), User: c.User, Logins: words(c.Logins),
		Provider: c.Provider, Name: c.Name, Guess: c.Guess, Plaintext: c.Plaintext, Unprotected: c.Unprotected,
		Outside: c.Outside, Wildcard: c.Wildcard, NamedBy: []jsonNaming{}, Reason: c.Reason, Disagreement: c.Disagreement,
	}
	for _, s := range c.Sources {
		j.NamedBy = append(j.NamedBy, jsonNaming{string(s.ID), s.Words})
	}
	return j
}
