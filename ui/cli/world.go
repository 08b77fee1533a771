package cli

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"

	"postern/wizard"
	"postern/wizard/advice"
	"postern/wizard/catalog"
	"postern/wizard/install"
	"postern/wizard/recipe"
)

// world finds out what the wizard wants to know about this computer.
func (a *app) world(caFile string, policy advice.Policy) wizard.World {
	here := make(chan []string)
	go func() { here <- installed() }() // some hundred files are looked for
	w := wizard.World{
		Catalog: catalog.Default(), CAFile: caFile, Policy: policy,
		Stores: a.stores(), Keychain: hasKeychain(), Installed: <-here,
	}
	h := a.everyHome()
	w.Home, w.ConfigHome, w.Named = h.Home, h.Config, h.Named
	w.RootHome, w.RootName = a.rootHome(), rootName()
	// A computer without a name, or a person without a home, is only described less well.
	w.Computer, _ = os.Hostname()
	return w
}

// homes returns the home directory, and where programs keep their settings. The
// XDG rules ignore a path that is not absolute.
func (a *app) homes() (home, config string) {
	if home, _ = os.UserHomeDir(); home == "" { // $HOME is not set, as in some services
		if u, err := user.Current(); err == nil {
			home = u.HomeDir
		}
	}
	if config = a.getenv("XDG_CONFIG_HOME"); filepath.IsAbs(config) || home == "" {
		return home, config
	}
	return home, filepath.Join(home, ".config")
}

// everyHome is where programs look for their files.
func (a *app) everyHome() recipe.Homes {
	var h recipe.Homes
	h.Home, h.Config = a.homes()
	for _, name := range recipe.Variables() {
		value := install.ExpandHome(a.getenv(name), h.Home)
		if list := filepath.SplitList(value); len(list) > 0 && recipe.Several(name) {
			value = list[0]
		}
		if path, err := filepath.Abs(value); value != "" && err == nil {
			if h.Named == nil {
				h.Named = make(map[string]string)
			}
			h.Named[name] = path
		}
	}
	return h
}

// rootHome is root's own home where root runs this with another, else "". It matters to
// s-nail alone, and not where MAILRC says where to look.
func (a *app) rootHome() string {
	if a.getenv("MAILRC") != "" {
		return ""
	}
	home, _ := a.homes()
	if u, err := user.Current(); err == nil && u.Uid == "0" && u.HomeDir != home {
		return u.HomeDir
	}
	return ""
}

// installed lists the programs that are found on the path.
func installed() []string {
	var ids []string
	for _, p := range recipe.Programs() {
		// One that came as an app or a flatpak is not on the path, but leaves a profile.
		if p.Command != "" && onPath(p.Command) || p.Profiled && len(profiles()) > 0 {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// stores lists the places a password can come from here, the best first.
func (a *app) stores() []recipe.SecretKind {
	var kinds []recipe.SecretKind
	if hasKeychain() || a.hasKeyring() {
		kinds = append(kinds, recipe.Keyring)
	}
	if a.hasPass() {
		kinds = append(kinds, recipe.Pass)
	}
	return append(kinds, recipe.Command, recipe.AskMe)
}

func hasKeychain() bool { return runtime.GOOS == "darwin" && onPath("security") }

// hasKeyring reports whether secret-tool has a keyring to talk to: without a
// session bus, as over SSH or in a container, it has none.
func (a *app) hasKeyring() bool {
	if !onPath("secret-tool") {
		return false
	}
	if a.getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	dir := a.getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(dir, "bus"))
	return err == nil
}

// hasPass reports whether pass has a store: it is of no use before "pass init".
func (a *app) hasPass() bool {
	dir := a.getenv("PASSWORD_STORE_DIR")
	if dir == "" {
		home, _ := a.homes()
		dir = filepath.Join(home, ".password-store")
	}
	_, err := os.Stat(filepath.Join(dir, ".gpg-id"))
	return err == nil && onPath("pass")
}

func onPath(command string) bool {
	_, err := exec.LookPath(command)
	return err == nil
}
