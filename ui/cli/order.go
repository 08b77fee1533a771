package cli

import (
	"strings"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/recipe"
	"postern/wizard/typed"
)

// An order is what the config command was asked for, with all that was left out
// worked out.
type order struct {
	settings  *recipe.Settings
	provider  *catalog.Provider // nil if the server is nobody's in the catalogue
	usual     int               // the port if none were named
	moved     bool              // to TLS from the start, for a lenient program
	storeless bool              // no place that keeps a password is here, and the program cannot ask
}

// order works out the settings. Nothing is probed: the door is the one the
// provider documents, or else follows from the tie policy.
func (a *app) order(f configFlags) (order, error) {
	address, err := f.checkedSender()
	if err != nil {
		return order{}, err
	}
	a.hintSlip(address)
	host, provider, err := f.server(address)
	if err != nil {
		return order{}, err
	}
	a.hintSlip(f.host)
	switch {
	case provider == nil:
	case f.security == recipe.Plain:
		return order{}, wrongf("%s takes mail from people only with encryption and a login; leave out --security none, which is for a relay of your own", provider.Name)
	case f.noLogin && !provider.Loginless():
		return order{}, wrongf("%s takes mail at %s only after a login; --no-login is for a relay that lets this computer in by its address: name it with --host", provider.Name, host)
	}
	if _, err := besides(f.ca); err != nil {
		return order{}, err
	}
	caFile, err := wholeCertificate(f.ca)
	if err != nil {
		return order{}, err
	}
	o := order{provider: provider, settings: &recipe.Settings{
		Host: host, Provider: host, Address: address, Name: f.name, CAFile: caFile, RootHome: a.rootHome(),
	}}
	id := ""
	if provider != nil {
		id, o.settings.Provider = provider.ID, provider.Name
	}
	o.settings.Account = recipe.AccountName(id, address)
	o.settings.Port, o.settings.Security = f.door(host, provider)
	unnamed := f
	unnamed.port, unnamed.security, unnamed.lenient = 0, "", false
	o.usual, _ = unnamed.door(host, provider)
	o.moved = f.lenient && f.port == 0 && f.security == "" && o.settings.Port != o.usual
	if o.settings.Incoming, err = f.incomingServer(provider); err != nil {
		return order{}, err
	}
	if err := a.login(f, &o); err != nil {
		return order{}, err
	}
	return o, nil
}

// checkedSender is the address mail comes from. For a login alone none is needed
// where the server and the login name are told: that may be an address or not.
func (f configFlags) checkedSender() (string, error) {
	if f.loginOnly && f.address == "" && f.user != "" && (f.host != "" || f.provider != "") {
		if address, err := typed.CheckAddress(f.user); err == nil {
			return address, nil
		}
		return "", nil
	}
	if f.sender() == "" && f.anybodySends() {
		return "", nil
	}
	address, err := typed.CheckAddress(f.sender())
	if err != nil {
		return "", meant("--address: "+err.Error(), f.sender())
	}
	return address, nil
}

// incomingServer is the server mail is read from, as named or as the provider
// documents it; nil if nobody said. 143 begins with STARTTLS, all others with TLS.
func (f configFlags) incomingServer(p *catalog.Provider) (*recipe.Incoming, error) {
	if f.incoming == "" {
		return documentedIncoming(p), nil
	}
	name, number, ok := strings.Cut(f.incoming, ":")
	in := &recipe.Incoming{Port: 993, Security: recipe.ImplicitTLS}
	var err error
	if in.Host, err = probe.CheckHost(name); err == nil && ok {
		in.Port, err = parsePort(number)
	}
	if err != nil {
		return nil, wrongf("--imap: %s", err)
	}
	if in.Port == 143 {
		in.Security = recipe.STARTTLS
	}
	return in, nil
}

func documentedIncoming(p *catalog.Provider) *recipe.Incoming {
	if p == nil || p.IMAP == nil {
		return nil
	}
	in := &recipe.Incoming{Host: p.IMAP.Host, Port: p.IMAP.Port, Security: recipe.Security(p.IMAP.Security)}
	if p.IMAP.Security == "plain" {
		in.Security = recipe.Plain
	}
	return in
}

// server finds the host, and whose it is.
func (f configFlags) server(address string) (string, *catalog.Provider, error) {
	var p *catalog.Provider
	if f.provider != "" {
		found, err := findProvider(f.provider)
		if err != nil {
			return "", nil, err
		}
		p = found
	}
	if f.host != "" {
		return f.namedHost(p)
	}
	if p == nil {
		_, domain, _ := strings.Cut(address, "@")
		found, ok := catalog.Default().ByDomain(domain)
		if !ok {
			return "", nil, wrongf("no provider is known for %s; name its server, as in --host smtp.%[1]s, or find it: postern find %[1]s", domain)
		}
		p = found
	}
	host, err := hostOf(p, f.region)
	return host, p, err
}

// namedHost takes the host that was named, which has to be the provider's if
// one was named too.
func (f configFlags) namedHost(p *catalog.Provider) (string, *catalog.Provider, error) {
	host, err := probe.CheckHost(f.host)
	switch {
	case err != nil:
		return "", nil, meant("--host: "+err.Error(), f.host)
	case f.region != "":
		return "", nil, wrongf("--host names the server already; leave out --region")
	}
	if p == nil {
		if owner, ok := catalog.Default().ByHost(host); ok {
			p = owner
		}
		return host, p, nil
	}
	if !belongs(host, p) {
		return "", nil, wrongf("%s is no server of %s; leave out --host or --provider", host, p.Name)
	}
	return host, p, nil
}

// belongs reports whether the host may be the provider's: it is documented, or
// none is.
func belongs(host string, p *catalog.Provider) bool {
	return len(p.Endpoints(host)) > 0 || len(p.Hosts()) == 0 || p.SMTPLocal != nil
}
