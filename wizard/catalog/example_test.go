package catalog_test

import (
	"fmt"

	"postern/wizard/catalog"
)

func Example() {
	p, _ := catalog.Default().ByDomain("fastmail.com")
	fmt.Println(p.Name+":", p.Headline())
	for _, e := range p.Endpoints(p.Hosts()[0]) {
		fmt.Println(e.Host, e.Port, e.Security)
	}
	// Output:
	// Fastmail: app password needed
	// smtp.fastmail.com 465 tls
	// smtp.fastmail.com 587 starttls
}

func ExampleCatalog_Search() {
	for _, p := range catalog.Default().Search("ada@gm") {
		fmt.Println(p.Name)
	}
	// Output:
	// Gmail
	// GMX (Germany, Austria, Switzerland)
	// GMX (international)
}
