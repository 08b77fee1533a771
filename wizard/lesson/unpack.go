package lesson

import (
	"compress/flate"
	_ "embed" // for lessons.pack
	"fmt"
	"io"
	"strings"
)

//go:generate go run gen.go

//go:embed lessons.pack
var packed string

// unpack returns the packed files by name. Packed are the files one after the other,
// each under a line "-- name --", which no file holds.
func unpack(packed string) (map[string]string, error) {
	all, err := io.ReadAll(flate.NewReader(strings.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("lessons.pack: %w", err)
	}
	files := make(map[string]string)
	for part := range strings.SplitSeq("\n"+string(all), "\n-- ") {
		if part == "" {
			continue
		}
		name, text, ok := strings.Cut(part, " --\n")
		if !ok {
			return nil, fmt.Errorf("lessons.pack: %.20q begins no file", part)
		}
		files[name] = strings.TrimSuffix(text, "\n") + "\n"
	}
	return files, nil
}
