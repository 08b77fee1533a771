package cli

import (
	"cmp"
	"os"
	"runtime"
	"strconv"
	"strings"

	"postern/wizard/recipe"
)

// quoteHere writes one word of a command for the shell that Postern was started from, so
// far as that can be told: on Windows the older one sets PROMPT, which PowerShell does not.
func quoteHere(word string) string {
	if runtime.GOOS == "windows" && os.Getenv("PROMPT") != "" {
		return recipe.QuoteCmd(word)
	}
	return recipe.QuoteOn(runtime.GOOS, word)
}

// tryRelay is the command that sends a message through a relay without a login.
func tryRelay(s *recipe.Settings) string {
	address := cmp.Or(s.Address, "YOU@YOUR.DOMAIN")
	words := []string{
		"postern", "verify", "--no-login", "--host", s.Host, "--port", strconv.Itoa(s.Port),
		"--security", string(s.Security), "--from", address, "--to", address,
	}
	if s.CAFile != "" {
		words = append(words, "--ca", s.CAFile)
	}
	for i, word := range words {
		words[i] = quoteHere(word)
	}
	return strings.Join(words, " ")
}
