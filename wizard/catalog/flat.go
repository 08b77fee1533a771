package catalog

import (
	"strconv"
	"strings"
)

// Flat returns the catalogue in the form that the program carries: a line for each
// value, in the order of the fields, and before each list how long it is. It is read
// five times as fast as JSON, and [Default] stands between a person and the first page.
func (c *Catalog) Flat() string {
	var out strings.Builder
	(&flat{out: &out}).catalog(c)
	return out.String()
}

// readFlat reads what Flat wrote; ok reports whether it was that.
func readFlat(text string) (c *Catalog, ok bool) {
	c = new(Catalog)
	f := &flat{rest: text}
	f.catalog(c)
	return c, f.rest == "" && !f.broken
}

// flat reads values or writes them. That one function does both for each type is what
// keeps the two the same.
type flat struct {
	out    *strings.Builder // nil to read
	rest   string           // to be read
	broken bool
}

// text is one value, which has no line feed.
func text[S ~string](f *flat, s *S) {
	if f.out != nil {
		f.out.WriteString(string(*s) + "\n")
		return
	}
	line, rest, found := strings.Cut(f.rest, "\n")
	*s, f.rest, f.broken = S(line), rest, f.broken || !found
}

func (f *flat) number(n *int) {
	var s string
	if f.out != nil {
		s = strconv.Itoa(*n)
	}
	text(f, &s)
	if f.out == nil {
		var err error
		*n, err = strconv.Atoi(s)
		f.broken = f.broken || err != nil
	}
}

func (f *flat) flag(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	f.number(&n)
	*b = n == 1
}

// list is how many values, and then these; -1 where there is no list.
func list[T any](f *flat, all *[]T, each func(*flat, *T)) {
	n := len(*all)
	if *all == nil {
		n = -1
	}
	f.number(&n)
	if f.out == nil && n >= 0 && n <= len(f.rest) {
		*all = make([]T, n)
	}
	for i := range *all {
		each(f, &(*all)[i])
	}
}

// optional is a list of one, or none.
func optional[T any](f *flat, value **T, each func(*flat, *T)) {
	there := *value != nil
	if f.flag(&there); !there {
		return
	}
	if f.out == nil {
		*value = new(T)
	}
	each(f, *value)
}

func (f *flat) catalog(c *Catalog) {
	text(f, &c.AsOf)
	list(f, &c.Providers, (*flat).provider)
}

func (f *flat) provider(p *Provider) {
	text(f, &p.ID)
	text(f, &p.Name)
	text(f, &p.Group)
	list(f, &p.Domains, text)
	f.flag(&p.SMTPAvailable)
	list(f, &p.SMTP, (*flat).endpoint)
	optional(f, &p.SMTPLocal, (*flat).local)
	text(f, &p.HostTemplate)
	list(f, &p.Regions, text)
	optional(f, &p.IMAP, (*flat).incoming)
	text(f, &p.Username.Form)
	text(f, &p.Username.Value)
	text(f, &p.Username.Hint)
	list(f, &p.Auth, text)
	text(f, &p.AuthBasis)
	text(f, &p.PasswordKind)
	list(f, &p.PasswordAlt, text)
	text(f, &p.SetupNote)
	text(f, &p.SetupURL)
	text(f, &p.SetupStatus)
	optional(f, &p.Limits, (*flat).limits)
	text(f, &p.Caution)
	list(f, &p.Timeline, (*flat).dated)
	list(f, &p.Sources, (*flat).source)
	text(f, &p.Confidence)
}

func (f *flat) endpoint(e *Endpoint) {
	text(f, &e.Host)
	f.number(&e.Port)
	text(f, &e.Security)
	optional(f, &e.Preferred, (*flat).flag)
	f.flag(&e.TLSOptional)
	text(f, &e.Region)
}

func (f *flat) local(at *Local) {
	f.number(&at.Port)
	text(f, &at.Security)
	text(f, &at.Note)
}

func (f *flat) incoming(in *Incoming) {
	text(f, &in.Host)
	f.number(&in.Port)
	text(f, &in.Security)
	text(f, &in.UsernameForm)
}

func (f *flat) limits(most *Limits) {
	f.number(&most.Count)
	text(f, &most.Unit)
	text(f, &most.Note)
	text(f, &most.Source)
}

func (f *flat) dated(d *Dated) {
	text(f, &d.Date)
	text(f, &d.Event)
}

func (f *flat) source(s *Source) {
	text(f, &s.Ref)
	text(f, &s.Kind)
}
