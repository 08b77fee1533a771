package ui

import "charm.land/bubbles/v2/key"

// Keys that mean the same on every screen.
func keyEnter(does string) key.Binding {
	return key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", does))
}

func keyBack(does string) key.Binding {
	return key.NewBinding(key.WithKeys("esc"), key.WithHelp("esc", does))
}

func keyMove(does string) key.Binding {
	return key.NewBinding(key.WithKeys("up", "down"), key.WithHelp("↑↓", does))
}

func keyTurn(does string) key.Binding {
	return key.NewBinding(key.WithKeys("left", "right"), key.WithHelp("←→", does))
}

// keyHelp is f1 everywhere, and ? where no text is being typed.
func keyHelp(does string, typing bool) key.Binding {
	if typing {
		return key.NewBinding(key.WithKeys("f1"), key.WithHelp("f1", does))
	}
	return key.NewBinding(key.WithKeys("?", "f1"), key.WithHelp("?", does))
}

func keyLetter(k, does string) key.Binding {
	return key.NewBinding(key.WithKeys(k), key.WithHelp(k, does))
}

// keyLearn is handled by the router, on every screen.
func keyLearn() key.Binding {
	return key.NewBinding(key.WithKeys("f2"), key.WithHelp("f2", "all there is to learn"))
}

// keyQuit is handled by the router, on every screen.
func keyQuit() key.Binding {
	return key.NewBinding(key.WithKeys("ctrl+c"), key.WithHelp("ctrl+c", "quit"))
}
