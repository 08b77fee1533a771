package wizard

import (
	"slices"
	"strconv"
	"strings"

	"postern/wizard/catalog"
	"postern/wizard/recipe"
)

// suggest works out what to offer for a field from what was said.
func (s Session) suggest(f Field) string {
	switch f {
	case Host:
		return s.suggestHost()
	case Region:
		if names := s.regions(); len(names) > 0 {
			return names[0]
		}
	case LocalPort:
		if p, ok := s.provider(); ok && p.SMTPLocal != nil {
			return strconv.Itoa(p.SMTPLocal.Port)
		}
	case Certificate:
		return s.world.CAFile
	case Door:
		return s.suggestDoor()
	case Program:
		return s.suggestProgram()
	case Profile:
		if len(s.profiles) > 0 {
			return s.profiles[0].Dir
		}
	case Address:
		if s.Practising() {
			return s.practice.Address
		}
	case User:
		return s.suggestUser()
	case Secret:
		return string(s.stores()[0])
	case Command:
		if s.Practising() {
			return s.practice.PasswordCommand
		}
	}
	return ""
}

// suggestDoor is the recommended one, once there is anything to go by.
func (s Session) suggestDoor() string {
	if len(s.report.Doors) == 0 {
		return ""
	}
	if a := s.Advice(); a.Port != 0 {
		return strconv.Itoa(a.Port)
	}
	return ""
}

func (s Session) suggestHost() string {
	if s.Practising() {
		return s.practice.Host
	}
	p, ok := s.provider()
	switch {
	case ok && p.SMTPLocal != nil:
		return "127.0.0.1"
	case ok && len(p.RegionNames()) > 0:
		host, _ := p.Region(s.Get(Region))
		return host
	case ok && len(p.Hosts()) > 0:
		return p.Hosts()[0]
	}
	v := s.answers[Provider]
	if s.searching() {
		v = s.answers[Server]
	}
	if v != Own && v != Practise {
		return v // a server's name, typed where the provider is asked
	}
	return ""
}

func (s Session) suggestProgram() string {
	programs := recipe.Programs()
	for _, p := range programs {
		if s.installed(p.ID) {
			return p.ID
		}
	}
	return programs[0].ID
}

func (s Session) installed(id string) bool { return slices.Contains(s.world.Installed, id) }

func (s Session) suggestUser() string {
	if s.Practising() {
		return s.practice.User
	}
	addr := s.Get(Address)
	if user := s.namedUser(addr); user != "" {
		return user
	}
	if p, ok := s.provider(); ok {
		return p.UserFor(addr)
	}
	return addr
}

// stores are the places a password can come from, the suggested one first.
func (s Session) stores() []recipe.SecretKind {
	if s.Practising() { // the practice password lies in a file: nothing real is stored
		return []recipe.SecretKind{recipe.Command, recipe.AskMe}
	}
	stores := s.world.Stores
	if len(stores) == 0 {
		stores = []recipe.SecretKind{recipe.AskMe, recipe.Command}
	}
	if !s.OAuth() {
		return stores
	}
	// A token that is stored goes stale within the hour; it must be made or asked for.
	return slices.DeleteFunc(slices.Clone(stores), func(k recipe.SecretKind) bool {
		return k == recipe.Keyring || k == recipe.Pass
	})
}

// keepsPassword reports whether the program asks for the password by itself, so
// that there is nothing to ask about where it comes from.
func (s Session) keepsPassword() bool {
	p, _ := recipe.Find(s.Get(Program))
	return !p.Fetches()
}

// needsLogin reports whether the chosen door asks who sends.
func (s Session) needsLogin() bool {
	r, ok := s.Chosen()
	return !s.ByAddress() && (!ok || len(r.AuthAfterTLS) > 0)
}

// OAuth reports whether only a token signs in there: no password works.
func (s Session) OAuth() bool {
	if r, ok := s.Chosen(); ok && len(r.AuthAfterTLS) > 0 {
		if !slices.ContainsFunc(r.AuthAfterTLS, takesPassword) {
			return true
		}
	}
	p, ok := s.provider()
	return ok && p.PasswordKind == catalog.OAuthOnly
}

func takesPassword(mechanism string) bool {
	return mechanism == "PLAIN" || mechanism == "LOGIN" || mechanism == "CRAM-MD5" ||
		strings.HasPrefix(mechanism, "SCRAM-")
}
