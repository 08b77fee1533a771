// Package catalog knows the providers a person picks from: their doors, what
// goes into the password field, and what must be done first. The data is
// embedded (see data/README.md for where it comes from and under which
// licences) and read when first needed.
//
//	p, ok := catalog.Default().ByDomain("example.org")
//
// Every port in it is a claim to be tried, not a promise. It holds no secrets,
// and has no field that could.
package catalog
