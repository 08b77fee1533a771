package cli

import (
	"os"
	"runtime"

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
