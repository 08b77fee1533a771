package cli

import (
	_ "embed"

	"postern/wizard/packed"
)

// The texts that the program prints as they are stand in text/; it carries them packed.
//
//go:generate go run postern/wizard/packed/pack text.pack text
//go:embed text.pack
var textPack string

// rootHelp is the help that is asked for most. To unpack it would take a tenth of the
// time that --help does.
//
//go:embed text/help/postern.txt
var rootHelp string

// carried unpacks them, by the names of their files.
func carried() map[string]string {
	files, err := packed.Files(textPack)
	if err != nil {
		panic("cli: " + err.Error()) // a test has unpacked them before
	}
	return files
}
