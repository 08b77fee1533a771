// Pack packs texts for the program: pack FILE.pack NAME..., each name a file or a
// folder. See package packed.
package main

import (
	"bytes"
	"log"
	"os"

	"postern/wizard/packed"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: pack FILE.pack NAME...")
	}
	var pack bytes.Buffer
	if err := packed.Pack(&pack, os.DirFS("."), os.Args[2:]...); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], pack.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
