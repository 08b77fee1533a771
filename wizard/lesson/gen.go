//go:build ignore

// This program packs the files in text into lessons.pack: go generate ./wizard/lesson
package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	names, err := filepath.Glob("text/*")
	if err != nil || len(names) == 0 {
		log.Fatalf("no files in text: %v", err)
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Fprintf(w, "-- %s --\n%s", filepath.Base(name), text)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("lessons.pack", packed.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
