package main

import (
	"encoding/json"
	"errors"
	"fmt"
)

// The tool that reads what is in a program. It is pinned here, and in no go.mod.
const cyclonedx = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"

// bill lists what is in a program: the modules that the linker took, with their
// versions and hashes, and Go's own library. It has no serial number and no time,
// which would be others in every run.
func (src source) bill(program string, t target) (file, error) {
	out, err := src.goCommand(host(), "run", cyclonedx, "bin", "-json", "-noserial", "-notimestamp", "-std",
		"-version", src.tag, program)
	if err != nil {
		return file{}, err
	}
	body, err := withoutToolHashes(out)
	return file{name: fmt.Sprintf("postern-%s-%s-%s.cdx.json", src.version(), t.os, t.arch), body: body}, err
}

// withoutToolHashes takes the tool's own hashes out of its list: they tell the
// machine that the tool was built on, and nothing of the program.
func withoutToolHashes(bill []byte) ([]byte, error) {
	var all map[string]any
	if err := json.Unmarshal(bill, &all); err != nil {
		return nil, fmt.Errorf("the list of modules: %w", err)
	}
	about, _ := all["metadata"].(map[string]any)
	tools, _ := about["tools"].([]any)
	if len(tools) == 0 {
		return nil, errors.New("the list of modules names no tool: has its format changed?")
	}
	for _, tool := range tools {
		if tool, ok := tool.(map[string]any); ok {
			delete(tool, "hashes")
		}
	}
	body, err := json.MarshalIndent(all, "", "  ")
	return append(body, '\n'), err
}
