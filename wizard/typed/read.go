package typed

import (
	_ "embed"
	"net/netip"
	"slices"
	"strings"
	"unicode"

	"postern/probe"
	"postern/wizard/catalog"
	"postern/wizard/fill"
	"postern/wizard/packed"
)

//go:generate go run postern/wizard/packed/pack text.pack text

// pack is the folder text.
//
//go:embed text.pack
var pack string

var words = fill.Later(packed.Later(pack), "slips.txt")

// say fills a sentence.
func say(name, was, known string) string {
	return fill.Values{"was": probe.NewText(was).String(), "known": probe.NewText(known).String()}.Line(words()[name])
}

// Kind is what something typed is, once its slips are mended.
type Kind string

// The kinds.
const (
	Nothing Kind = ""
	Address Kind = "address" // of a mailbox
	Host    Kind = "host"    // a server's name, or a domain
	IP      Kind = "ip"      // a server's number
	Number  Kind = "number"  // of a port, commonly
	Words   Kind = "words"   // anything else, such as a provider's name
)

// A Reading is what was made of something typed.
type Reading struct {
	Typed string
	Kind  Kind
	// Works: it can be used as it stands, but for spaces around it. Why not, the
	// checks of the place it was typed in say.
	Works bool
	// Value is what is used then: an address as CheckAddress returns it, or a
	// server's name; Door is what was typed behind that, its port 0 if nothing was.
	Value string
	Door  probe.Door
	// Unicode is how a name is written in its own alphabet, where that is not ASCII.
	Unicode string
	// Corrections are what was more likely meant, the likeliest first.
	Corrections []Correction
	// Doubts are sentences about what is to be known of what stands there, and Brief
	// is the gravest in a few words, without a full stop; "" where it needs none.
	Doubts []string
	Brief  string
}

// A Correction is what may have been meant.
type Correction struct {
	Value string // to stand in place of all that was typed; the checks take it
	Why   string // in a few words, without a full stop
}

// A Reader reads what is typed. The zero value knows no domains, and so no slips of
// theirs.
type Reader struct {
	Catalog *catalog.Catalog
	// ISPs returns the table whose domains are known too. It is only called for
	// domains and servers that the catalogue does not have; nil: there is none.
	ISPs func() *catalog.Table
}

// Read reads what was typed where an address, a server's name or a provider is asked
// for.
func (r Reader) Read(text string) Reading {
	out := Reading{Typed: text}
	plain := strings.TrimSpace(text)
	if plain == "" {
		return out
	}
	out.use(plain)
	m := mend(plain)
	out.Kind = kindOf(m.text)
	switch out.Kind {
	case Address:
		r.address(&out, m)
	case Host:
		r.host(&out, m)
	case IP:
		r.ip(&out, m)
	case Number:
		number(&out, m.text)
	}
	return out
}

// use notes what can be used as it stands.
func (out *Reading) use(plain string) {
	if strings.Contains(plain, "@") {
		address, err := CheckAddress(plain)
		out.Works, out.Value = err == nil, address
		return
	}
	if !strings.ContainsAny(plain, ".:") && plain != "localhost" {
		return
	}
	host, door, err := Server(plain)
	out.Works, out.Value, out.Door = err == nil, host, door
}

func kindOf(s string) Kind {
	bare, _, _ := cutPort(s)
	_, err := netip.ParseAddr(bare)
	switch {
	case s == "":
		return Nothing
	case strings.Contains(s, "@"):
		return Address
	case strings.Trim(s, "0123456789") == "":
		return Number
	case err == nil:
		return IP
	case strings.ContainsFunc(s, unicode.IsSpace):
		return Words
	case strings.ContainsAny(bare, ".。．｡") || bare == "localhost" || bare != s:
		return Host
	}
	return Words
}

// correct adds what was meant, unless that is what stands there.
func (out *Reading) correct(value, why string) {
	if value == "" || value == strings.TrimSpace(out.Typed) || value == out.Value && out.Door.Port == 0 ||
		slices.ContainsFunc(out.Corrections, func(c Correction) bool { return c.Value == value }) {
		return
	}
	out.Corrections = append(out.Corrections, Correction{value, why})
}

// doubt adds a sentence. Those that come later are graver.
func (out *Reading) doubt(name, was, known string) {
	out.Doubts = append(out.Doubts, say("doubt."+name, was, known))
	if brief := words()["brief."+name]; brief != "" {
		out.Brief = brief
	}
}

// address reads a mailbox's address: first what it becomes if its domain is a slip of
// one that is known, then what is left once only its form is mended.
func (r Reader) address(out *Reading, m mended) {
	at := strings.LastIndexByte(m.text, '@')
	local, domain := m.text[:at], m.text[at+1:]
	for _, known := range r.slips(domain) {
		if address, err := CheckAddress(local + "@" + known); err == nil {
			out.correct(address, m.why(say("slip", domain, known)))
		}
	}
	if plain, ok := r.inLatin(domain); ok {
		if address, err := CheckAddress(local + "@" + plain); err == nil {
			out.correct(address, m.why(words()["alike"]))
		}
	}
	address, err := CheckAddress(m.text)
	if err == nil && len(m.done) > 0 {
		out.correct(address, m.why(""))
	}
	if i := strings.IndexFunc(local, func(r rune) bool { return r > unicode.MaxASCII }); i >= 0 && (err == nil || out.Works) {
		letter := []rune(local[i:])[0]
		out.doubt("local", string(letter), "")
	}
	out.alphabets(domain)
	switch {
	case out.Works || len(out.Corrections) > 0:
	case strings.Count(out.Typed, "@") > 1:
		out.Brief = words()["brief.ats"]
	case domain != "" && local != "" && !strings.Contains(domain, "."):
		out.Brief = words()["brief.whole"]
	default:
		out.Brief = words()["brief.address"]
	}
}

// host reads a server's name, or a domain.
func (r Reader) host(out *Reading, m mended) {
	name, port, has := cutPort(m.text)
	behind := ""
	if has {
		behind = ":" + port
	}
	for _, s := range r.hostSlips(name) {
		if _, _, err := Server(s.Value + behind); err == nil {
			out.correct(s.Value+behind, m.why(s.Why))
		}
	}
	if plain, ok := r.inLatin(name); ok {
		if _, _, err := Server(plain + behind); err == nil {
			out.correct(plain+behind, m.why(words()["alike"]))
		}
	}
	host, door, err := Server(m.text)
	if err == nil && !out.Works {
		value := host
		if door.Port != 0 {
			value += behind
		}
		if m.security != "" && door.Port != 0 && door.Security != m.security {
			value += ":" + string(m.security)
		}
		out.correct(value, m.why(""))
	}
	if m.web {
		out.doubt("web", "", "")
	}
	out.alphabets(name)
}

// ip reads a server's number.
func (r Reader) ip(out *Reading, m mended) {
	if host, door, err := Server(m.text); err == nil {
		if !out.Works {
			value := host
			if door.Port != 0 {
				value = m.text
			}
			out.correct(value, m.why(""))
		}
		out.doubt("ip", "", "")
	}
}

// number reads the number of a port, which is no server.
func number(out *Reading, text string) {
	for _, port := range []string{"465", "587", "25", "2525"} {
		if text != port && swapped(text, port) {
			out.Corrections = append(out.Corrections, Correction{port, say("port", text, port)})
		}
	}
	out.doubt("port", "", "")
	if len(out.Corrections) > 0 {
		out.Brief = say("brief.port.slip", text, out.Corrections[0].Value)
	}
}

// swapped reports whether two numbers have the same digits, or all but one, in place.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	wrong := 0
	for i := range len(a) {
		if a[i] != b[i] {
			wrong++
		}
	}
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return wrong == 1 && len(a) > 2 || wrong == 2 && slices.Equal(x, y)
}
