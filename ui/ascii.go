package ui

import "strings"

// toASCII draws with the characters that every terminal has, cell for cell.
var toASCII = strings.NewReplacer(
	"›", ">", "►", ">", "✓", "+", "✗", "x", "–", "-", "─", "-", "│", "|", "┃", "|", "═", "=", "●", "*", "▒", "#", "○", "o", "…", "~", "↑↓", "up/down", "←→", "left/right", "←", "left", "→", "right",
	"·", "-", "•", "*", "↳", "\\", "“", "\"", "”", "\"", "’", "'",
	"⠋", "-", "⠙", "\\", "⠹", "|", "⠸", "/", "⠼", "-", "⠴", "\\", "⠦", "|", "⠧", "/", "⠇", "-", "⠏", "\\",
)
