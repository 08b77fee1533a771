package typed_test

import (
	"fmt"

	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// Nothing is changed: what was meant is offered, with the reason.
func ExampleReader_Read() {
	r := typed.Reader{Catalog: catalog.Default(), ISPs: catalog.ISPs}
	for _, text := range []string{"ada@gmial.com", "smtps://smtp.example.org:10465", "192.0.2.25"} {
		read := r.Read(text)
		fmt.Println(text, "works:", read.Works)
		for _, c := range read.Corrections {
			fmt.Printf("  %s (%s)\n", c.Value, c.Why)
		}
		for _, d := range read.Doubts {
			fmt.Println(" ", d)
		}
	}
	// Output:
	// ada@gmial.com works: true
	//   ada@gmail.com (did you mean gmail.com?)
	// smtps://smtp.example.org:10465 works: false
	//   smtp.example.org:10465:tls (the server's name out of the link)
	// 192.0.2.25 works: true
	//   A certificate is made for a name, so a server that is called by its number can hardly prove who it is. Use its name if you know it.
}
