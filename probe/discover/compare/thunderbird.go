package main

import (
	"context"
	"encoding/xml"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"postern/probe"
	"postern/probe/discover"
)

// thunderbird is a model of the account hub of Thunderbird 153.7 ESR. Written from its
// modules/accountcreation: FindConfig, FetchConfig, FetchHTTP, readFromXML and
// GuessConfig (.sys.mjs), with the preferences it comes with. It asks for no SRV
// records. Exchange autodiscovery, which finds no SMTP server, and files on the disk
// are left out.
//
// Of the domain's own settings, the collection, and both again for the MX host's
// domain, the first that has something counts. Else it guesses.
func thunderbird(ctx context.Context, n network, address string) answer {
	_, domain, _ := strings.Cut(address, "@")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		domain = ascii
	}
	t := thunderbirdRun{n, address, domain}
	sources := []func(context.Context) (answer, error){t.own, t.collection, t.exchange}
	a, err := firstGood(ctx, sources)
	if err != nil {
		a, err = t.guess(ctx)
	}
	if err != nil {
		return answer{}
	}
	return a
}

type thunderbirdRun struct {
	network
	address, domain string
}

// firstGood asks side by side and returns the first in the list that is good.
func firstGood[T any](ctx context.Context, asks []func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		value T
		err   error
	}
	var results []chan result
	for _, ask := range asks {
		c := make(chan result, 1)
		results = append(results, c)
		go func() {
			value, err := ask(ctx)
			c <- result{value, err}
		}()
	}
	for _, c := range results {
		if r := <-c; r.err == nil {
			return r.value, nil
		}
	}
	var none T
	return none, errors.New("none is good")
}

// A fetched file, and whether it came over HTTPS.
type fetched struct {
	file      settingsFile
	protected bool
}

// own fetches the domain's settings and tells the address; without encryption too,
// if need be. Of the four files one is chosen before it is known what is in it.
func (t thunderbirdRun) own(ctx context.Context) (answer, error) {
	first, second := "autoconfig."+t.domain+"/mail/config-v1.1.xml", t.domain+"/.well-known/autoconfig/mail/config-v1.1.xml"
	return t.settings(ctx, true, "https://"+first, "https://"+second, "http://"+first, "http://"+second)
}

func (t thunderbirdRun) collection(ctx context.Context) (answer, error) {
	return t.listed(ctx, t.domain)
}

func (t thunderbirdRun) listed(ctx context.Context, domain string) (answer, error) {
	return t.settings(ctx, false, "https://live.thunderbird.net/autoconfig/v1.1/"+domain)
}

// settings fetches files side by side, and reads the first that is XML.
func (t thunderbirdRun) settings(ctx context.Context, tell bool, addresses ...string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	var asks []func(context.Context) (fetched, error)
	for _, address := range addresses {
		asks = append(asks, func(ctx context.Context) (fetched, error) { return t.fetch(ctx, address, tell) })
	}
	f, err := firstGood(ctx, asks)
	if err != nil {
		return answer{}, err
	}
	a, err := t.read(f.file)
	a.inClear = !f.protected
	return a, err
}

func (t thunderbirdRun) fetch(ctx context.Context, address string, tell bool) (fetched, error) {
	protected := strings.HasPrefix(address, "https:")
	if tell {
		address += "?emailaddress=" + url.QueryEscape(t.address)
	}
	p, err := t.get(ctx, address)
	switch {
	case err != nil:
		return fetched{}, err
	case p.status/100 != 2:
		return fetched{}, errors.New("no such file")
	}
	f := fetched{protected: protected}
	if strings.HasPrefix(p.kind, "text/xml") || strings.HasPrefix(p.kind, "application/xml") {
		err = xml.Unmarshal(p.body, &f.file)
	}
	return f, err
}

// read returns the first outgoing server that is complete. There has to be one for
// reading mail, too.
func (t thunderbirdRun) read(f settingsFile) (answer, error) {
	if len(f.Provider.Domains) == 0 || !slices.ContainsFunc(f.Provider.Incoming, t.isIncoming) {
		return answer{}, errors.New("no server for reading mail")
	}
	for _, s := range f.Provider.Outgoing {
		port, err := strconv.Atoi(s.Port)
		security, known := socketTypes[s.SocketType]
		login := authenticates(s)
		if s.Type != "smtp" || s.Host == "" || err != nil || port < 1 || port > 65535 || !known || !login {
			continue
		}
		return answer{host: strings.ToLower(t.fill(s.Host)), port: port, security: security, user: t.fill(s.User)}, nil
	}
	return answer{}, errors.New("no server for sending mail")
}

var socketTypes = map[string]probe.Security{"SSL": probe.ImplicitTLS, "STARTTLS": probe.STARTTLS, "plain": discover.Plaintext}

func (thunderbirdRun) isIncoming(s settingsServer) bool {
	_, err := strconv.Atoi(s.Port)
	_, known := socketTypes[s.SocketType]
	return slices.Contains([]string{"imap", "pop3"}, s.Type) && s.Host != "" && err == nil && known && s.User != "" && authenticates(s)
}

// authenticates reports whether one way to sign in is known. A token is only where
// Thunderbird knows the provider.
func authenticates(s settingsServer) bool {
	for _, a := range s.Authentication {
		switch a {
		case "OAuth2":
			if slices.ContainsFunc([]string{".gmail.com", ".office365.com", ".outlook.com"}, func(end string) bool { return strings.HasSuffix(s.Host, end) }) {
				return true
			}
		case "password-cleartext", "plain", "password-encrypted", "secure":
			return s.User != ""
		case "none", "client-IP-address", "smtp-after-pop", "GSSAPI", "NTLM":
			return true
		}
	}
	return false
}

func (t thunderbirdRun) fill(s string) string {
	user, _, _ := strings.Cut(t.address, "@")
	return strings.NewReplacer("%EMAILADDRESS%", t.address, "%EMAILLOCALPART%", user, "%EMAILDOMAIN%", t.domain).Replace(s)
}

// exchange does the same for the domain of the best MX host: without its first label,
// and for what was registered of it.
func (t thunderbirdRun) exchange(ctx context.Context) (answer, error) {
	records, err := t.resolver().LookupMX(ctx, t.domain)
	if err != nil || len(records) == 0 || records[0].Host == "." {
		return answer{}, errors.New("no MX host")
	}
	host := strings.TrimSuffix(records[0].Host, ".")
	base, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil || base == t.domain {
		return answer{}, errors.New("no other domain")
	}
	domains := []string{base}
	if _, near, _ := strings.Cut(host, "."); near != base && strings.HasSuffix(near, base) {
		domains = []string{near, base}
	}
	var asks []func(context.Context) (answer, error)
	for _, d := range domains {
		asks = append(asks,
			func(ctx context.Context) (answer, error) {
				return t.settings(ctx, true, "https://autoconfig."+d+"/mail/config-v1.1.xml")
			},
			func(ctx context.Context) (answer, error) { return t.listed(ctx, d) })
	}
	return firstGood(ctx, asks)
}

// A try is one door that is guessed.
type try struct {
	host     string
	port     int
	security probe.Security
}

// guess tries usual names: TLS at each, then STARTTLS at each, then neither. Both for
// reading and for sending mail one has to answer. A certificate is looked at where
// TLS comes at once, and not where it would come after STARTTLS.
func (t thunderbirdRun) guess(ctx context.Context) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var reads, sends []func(context.Context) (answer, error)
	for _, s := range []probe.Security{probe.ImplicitTLS, probe.STARTTLS, discover.Plaintext} {
		for _, name := range []string{"imap.", "pop3.", "pop.", "mail.", ""} {
			for _, port := range map[bool][]int{true: {993, 995}, false: {143, 110}}[s == probe.ImplicitTLS] {
				reads = append(reads, t.trying(try{name + t.domain, port, s}, "1 CAPABILITY\r\n"))
			}
		}
		for _, name := range []string{"smtp.", "mail.", ""} {
			for _, port := range map[bool][]int{true: {465}, false: {587, 25}}[s == probe.ImplicitTLS] {
				sends = append(sends, t.trying(try{name + t.domain, port, s}, "EHLO we-guess.mozilla.org\r\n"))
			}
		}
	}
	if _, err := firstGood(ctx, reads); err != nil {
		return answer{}, err
	}
	return firstGood(ctx, sends)
}

func (t thunderbirdRun) trying(at try, hello string) func(context.Context) (answer, error) {
	return func(ctx context.Context) (answer, error) {
		connect := t.dial
		if at.security == probe.ImplicitTLS {
			connect = t.tlsTo
		}
		conn, err := connect(ctx, at.host, at.port)
		if err != nil {
			return answer{}, err
		}
		defer conn.Close()
		heard := strings.ToUpper(talk(conn, hello))
		if heard == "" || at.security == probe.STARTTLS && !strings.Contains(heard, "STARTTLS") {
			return answer{}, errors.New("not what was wanted")
		}
		user, _, _ := strings.Cut(t.address, "@")
		return answer{host: at.host, port: at.port, security: at.security, user: user}, nil
	}
}
