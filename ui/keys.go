package ui

// A hint names a key, and says what it does now.
type hint struct {
	key, does string
	off       bool // it does nothing now, and is not shown
}

// when says whether the key does something now.
func (h *hint) when(acts bool) *hint {
	h.off = !acts
	return h
}

// helps reports whether the key leads to help.
func (h *hint) helps() bool { return h.key == "?" || h.key == "f1" }

// indispensable reports whether the key leads back or to help.
func (h *hint) indispensable() bool { return h.key == "esc" || h.helps() }

// Keys that mean the same on every screen.
func keyEnter(does string) *hint { return keyLetter("enter", does) }
func keyBack(does string) *hint  { return keyLetter("esc", does) }
func keyMove(does string) *hint  { return keyLetter("↑↓", does) }
func keyTurn(does string) *hint  { return keyLetter("←→", does) }

// keyHelp is named as ?, which f1 is too.
func keyHelp(does string) *hint { return keyLetter("?", does) }

// typing names f1 instead where text is being typed: ? is text there.
func (h *hint) typing(now bool) *hint {
	if now {
		h.key = "f1"
	}
	return h
}

//go:noinline
func keyLetter(k, does string) *hint { return &hint{key: k, does: does} }

// keyLearn is handled by the router, on every screen.
func keyLearn() *hint { return keyLetter("f2", "all there is to learn") }

// keyAll is handled by the router, on pages without help whose keys do not fit.
func keyAll() *hint { return keyLetter("?", "keys") }

// keyQuit is handled by the router, on every screen.
func keyQuit() *hint { return keyLetter("ctrl+c", "quit") }
