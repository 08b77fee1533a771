// Manual writes the manual pages: postern(1), and one for each command. They are made
// from the same texts as --help, so that neither can know more than the other; what
// only a manual has, such as the files, stands in text/ beside this file.
//
//	go run ./ui/cli/manual DIR
//
// The day on them is today, or that of SOURCE_DATE_EPOCH, so that a release can be made
// twice and be the same.
package main

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"postern/ui/cli"
)

//go:embed text
var more embed.FS

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./ui/cli/manual DIR")
		os.Exit(2)
	}
	day, err := edition(os.Getenv("SOURCE_DATE_EPOCH"), time.Now())
	if err == nil {
		err = write(os.Args[1], day)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// edition is the day on the pages.
func edition(epoch string, now time.Time) (string, error) {
	if epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return "", fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
		}
		now = time.Unix(seconds, 0)
	}
	return now.UTC().Format(time.DateOnly), nil
}

// write writes the pages into a folder, which is made if there is none.
func write(dir, day string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	pages := cli.Pages()
	for _, p := range pages {
		m, err := newManual(p, pages, day)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, m.title+".1"), []byte(m.roff()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
