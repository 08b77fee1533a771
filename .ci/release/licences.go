package main

import (
	"fmt"
	"strings"
)

// Licences of what is no library: Postern's own, and that of the data it carries.
const (
	ownLicence  = "MIT"
	dataLicence = "MPL-2.0"
)

// spdx finds the licences of a library in what "postern licences" prints: there each
// stands as "path: licences", the licences being SPDX identifiers with "and" between.
// A test of ui/cli holds that no library is missing there; what a tool guesses from
// texts is not asked.
func spdx(licences []byte, module string) (string, error) {
	heading := module
	switch {
	case module == "std", strings.HasPrefix(module, "golang.org/x/"):
		heading = "golang.org/x and the Go standard library"
	case strings.HasPrefix(module, "github.com/charmbracelet/x/"):
		heading = "github.com/charmbracelet/x"
	}
	for line := range strings.Lines(string(licences)) {
		if of, ok := strings.CutPrefix(strings.TrimSpace(line), heading+": "); ok {
			return strings.ReplaceAll(of, " and ", " AND "), nil
		}
	}
	return "", fmt.Errorf("postern licences does not say under which %s is", module)
}

// licensed puts licences into a list of modules: each library's, Postern's own, and
// the data as one part more.
func licensed(bill map[string]any, licences []byte) error {
	about, _ := bill["metadata"].(map[string]any)
	program, _ := about["component"].(map[string]any)
	parts, _ := bill["components"].([]any)
	if program == nil || len(parts) == 0 {
		return fmt.Errorf("the list of modules names no program, or no parts: has its format changed?")
	}
	program["licenses"] = under(ownLicence)
	for _, part := range parts {
		part, _ := part.(map[string]any)
		name, _ := part["name"].(string)
		of, err := spdx(licences, name)
		if err != nil {
			return err
		}
		part["licenses"] = under(of)
	}
	const data = "wizard/catalog/data"
	bill["components"] = append(parts, map[string]any{
		"type": "data", "bom-ref": data, "name": data, "scope": "required", "licenses": under(dataLicence),
		"description": "provider data, derived from the Thunderbird autoconfig database and Delta Chat's provider-db",
		"externalReferences": []any{
			map[string]any{"type": "source-distribution", "url": "https://github.com/thunderbird/autoconfig"},
			map[string]any{"type": "source-distribution", "url": "https://github.com/deltachat/provider-db"},
		},
	})
	return nil
}

// under is a licence as CycloneDX has it.
func under(expression string) []any {
	return []any{map[string]any{"expression": expression}}
}
