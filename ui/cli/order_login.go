package cli

import (
	"slices"

	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// login works out who signs in, and where the password comes from. Nobody does at a
// relay that asks for no login, nor without encryption.
func (a *app) login(f configFlags, o *order) error {
	if f.noLogin {
		return nil
	}
	if o.settings.Security == recipe.Plain {
		if f.user != "" || f.command != "" || f.store != "" {
			return wrongf("without encryption Postern writes no login; say --security starttls or tls, or leave out --user and the password's flags")
		}
		return nil
	}
	o.settings.User = f.user
	if f.user == "" {
		if o.settings.User = userFor(o.provider, o.settings.Address); o.settings.User == "" {
			return wrongf("%s gives you a login name of its own; name it with --user", o.provider.Name)
		}
	}
	o.settings.OAuth = o.provider != nil && o.provider.PasswordKind == catalog.OAuthOnly
	o.settings.Secret = recipe.Secret{Kind: f.store, Command: f.command, Keychain: hasKeychain()}
	switch {
	case f.keepsPassword || o.settings.OAuth && f.noToken: // the recipe says what to do instead
		o.settings.Secret = recipe.Secret{Kind: recipe.AskMe}
	case f.command != "":
		o.settings.Secret.Kind = recipe.Command
	case f.store == "" && o.settings.OAuth:
		return wrongf("%s takes no password but a sign-in token; name what prints a fresh one, such as oama or pizauth, with --password-command", o.provider.Name)
	case f.store == "":
		o.settings.Secret.Kind = a.bestStore()
	}
	return nil
}

// userFor is the login name by the provider's rule; without one it is the address.
func userFor(p *catalog.Provider, address string) string {
	if p == nil {
		return address
	}
	return p.UserFor(address)
}

// bestStore is the first store here that needs nothing more to be said.
func (a *app) bestStore() recipe.SecretKind {
	kinds := a.stores()
	i := slices.IndexFunc(kinds, func(k recipe.SecretKind) bool { return k != recipe.Command })
	return kinds[i] // asking each time is always among them
}
