// Pack packs the catalogue for the program: pack FILE.pack FILE.json. It keeps to the
// rules of package catalog, or there is no new pack.
package main

import (
	"bytes"
	"log"
	"os"
	"testing/fstest"

	"postern/wizard/catalog"
	"postern/wizard/packed"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: pack FILE.pack FILE.json")
	}
	file, err := os.Open(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	c, err := catalog.Read(file)
	if err != nil {
		log.Fatal(err)
	}
	var pack bytes.Buffer
	files := fstest.MapFS{"curated": &fstest.MapFile{Data: []byte(c.Flat())}}
	if err := packed.Pack(&pack, files, "curated"); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], pack.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
