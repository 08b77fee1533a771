package recipe_test

import "postern/wizard/recipe"

// ada is a whole set of settings; each change makes one thing different.
func ada(changes ...func(*recipe.Settings)) *recipe.Settings {
	s := &recipe.Settings{
		Account: "example", Provider: "Example Mail", Host: "mail.example.org", Port: 587,
		Security: recipe.STARTTLS, Address: "ada@example.org", User: "ada@example.org",
		Name: "Ada Lovelace", Secret: recipe.Secret{Kind: recipe.Keyring},
	}
	for _, change := range changes {
		change(s)
	}
	return s
}

func implicitTLS(s *recipe.Settings) { s.Port, s.Security = 465, recipe.ImplicitTLS }

func relay(s *recipe.Settings) {
	s.Port, s.Security, s.User, s.Secret = 25, recipe.Plain, "", recipe.Secret{}
}

func byAddress(s *recipe.Settings) {
	s.Port, s.User, s.Secret = 25, "", recipe.Secret{}
}

func ask(s *recipe.Settings)      { s.Secret.Kind = recipe.AskMe }
func pass(s *recipe.Settings)     { s.Secret.Kind = recipe.Pass }
func keychain(s *recipe.Settings) { s.Secret.Keychain = true }

func command(cmd string) func(*recipe.Settings) {
	return func(s *recipe.Settings) { s.Secret = recipe.Secret{Kind: recipe.Command, Command: cmd} }
}

func user(name string) func(*recipe.Settings) {
	return func(s *recipe.Settings) { s.User = name }
}

func account(name string) func(*recipe.Settings) {
	return func(s *recipe.Settings) { s.Account = name }
}
