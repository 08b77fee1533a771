package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// The tool that reads what is in a program. It is pinned here, and in no go.mod.
const cyclonedx = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"

// bill lists what is in a program: the modules that the linker took, with their
// versions, hashes and licences, Go's own library, and the data. It has no serial
// number and no time, which would be others in every run.
func (src source) bill(program string, t target, licences []byte) (file, error) {
	out, err := src.goCommand(host(), "run", cyclonedx, "bin", "-json", "-noserial", "-notimestamp", "-std",
		"-version", src.tag, program)
	if err != nil {
		return file{}, err
	}
	body, err := completed(out, licences)
	return file{name: fmt.Sprintf("postern-%s-%s-%s.cdx.json", src.version(), t.os, t.arch), body: body}, err
}

// completed is the tool's list with the licences, and without the tool's hashes.
func completed(bill, licences []byte) ([]byte, error) {
	var all map[string]any
	if err := json.Unmarshal(bill, &all); err != nil {
		return nil, fmt.Errorf("the list of modules: %w", err)
	}
	if err := cmp.Or(withoutToolHashes(all), licensed(all, licences)); err != nil {
		return nil, err
	}
	body, err := json.MarshalIndent(all, "", "  ")
	return append(body, '\n'), err
}

// withoutToolHashes takes the tool's own hashes out of its list: they tell the
// machine that the tool was built on, and nothing of the program.
func withoutToolHashes(bill map[string]any) error {
	about, _ := bill["metadata"].(map[string]any)
	tools, _ := about["tools"].([]any)
	if len(tools) == 0 {
		return errors.New("the list of modules names no tool: has its format changed?")
	}
	for _, tool := range tools {
		if tool, ok := tool.(map[string]any); ok {
			delete(tool, "hashes")
		}
	}
	return nil
}
