// Package typed reads what a person typed where an address or a server's name is
// asked for: slips, pasted links, ports, addresses of computers, names in other
// alphabets.
//
//	r := typed.Reader{Catalog: catalog.Default(), ISPs: catalog.ISPs}.Read("ada@@gmial.com")
//	for _, c := range r.Corrections {
//		fmt.Println(c.Value, "-", c.Why)
//	}
//
// It changes nothing. What it would rather read is a [Correction], with the reason,
// for the person to choose; whether what stands there can be used all the same is
// [Reading.Works]. A domain or a server that somebody in the built-in lists has is
// never corrected.
package typed
