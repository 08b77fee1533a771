package advice

import (
	"cmp"
	"slices"
	"sort"

	"postern/probe"
	"postern/wizard/catalog"
)

// A rank is how good a door is for submission if it is usable, the best first.
type rank uint8

const (
	rankByAddress rank = iota // where no login is wanted: none is offered either
	rankWithLogin             // where no login is wanted: one is offered
	rankNamed                 // the provider names it as the one to use
	rankStandard              // 465 or 587
	rankSecond                // 465 or 587, named by the provider as second choice
	rankUnlisted              // 465 or 587, though the provider documents other doors
	rankAlternate             // another door that the provider documents
	rankSpare                 // 2525, documented
	rankGuessed               // 2525, not documented
	rankOther                 // some other port that was asked for
	rankRelay                 // 25, as a relay of one's own
	rankNever                 // 25
)

// A door is a result with its verdict and rank.
type door struct {
	*probe.Result // never changed; it is large
	verdict       Verdict
	rank          rank
}

func (d door) port() int { return d.Door.Port }

func (d door) pending() bool { return d.verdict == Pending }

// standard reports whether the door is one of the two registered for submission.
func (d door) standard() bool { return isStandard(d.port()) }

func isStandard(port int) bool { return port == 465 || port == 587 }

// usable reports whether the door can be recommended: it passed the gate, or
// it is the person's own relay, which needs no login.
//
//go:noinline
func (d door) usable() bool {
	if d.loginless() {
		return Encrypted(d.verdict)
	}
	if d.rank == rankRelay {
		return relays(d.verdict)
	}
	return d.rank != rankNever && Usable(d.verdict)
}

// loginless reports whether nobody is to sign in at the door, though it is encrypted.
func (d door) loginless() bool { return d.rank == rankByAddress || d.rank == rankWithLogin }

// Encrypted reports whether a door with this verdict passed every check but that for a
// login: enough for a relay that asks for none.
func Encrypted(v Verdict) bool { return v == Ready || v == ReadyForRelay || v == NoLogin }

// relays reports whether a relay of one's own can be used, without a password,
// though it has no valid TLS: the way to it is this machine or one's own network.
func relays(v Verdict) bool {
	return Encrypted(v) || v == NoSTARTTLS || v == BadCertificate
}

// A view is a Case with its doors judged, ranked and sorted. The methods that decide
// anything are its methods.
type view struct {
	Case
	docs  map[int]catalog.Endpoint // what the provider documents for this host, by port
	doors []door                   // the most preferred first

	opened interception
}

func newView(c Case) *view {
	if c.Policy != Prefer465 {
		c.Policy = Prefer587
	}
	c.Elapsed = max(c.Elapsed, c.Report.Elapsed)
	v := &view{Case: c, docs: documented(c)}
	for i := range c.Report.Doors {
		v.doors = append(v.doors, v.door(&c.Report.Doors[i]))
	}
	sort.SliceStable(v.doors, func(i, j int) bool { return v.compare(v.doors[i], v.doors[j]) < 0 })
	v.opened = interceptionAt(v.doors)
	return v
}

func (v *view) door(r *probe.Result) door {
	d := door{r, judge(r), v.rank(r.Door.Port)}
	switch {
	case !v.ByAddress:
	case d.verdict == NoLogin || d.verdict == ReadyForRelay:
		d.rank = rankByAddress
	default:
		d.rank = rankWithLogin
	}
	return d
}

// documented returns the provider's doors of the host by their port; empty if
// nothing is known of the host.
func documented(c Case) map[int]catalog.Endpoint {
	docs := make(map[int]catalog.Endpoint)
	if c.Provider == nil {
		return docs
	}
	for _, e := range c.Provider.EndpointsAs(c.Report.Host) {
		docs[e.Port] = e
	}
	if l := c.Provider.SMTPLocal; l != nil && len(docs) == 0 {
		yes := true
		docs[l.Port] = catalog.Endpoint{Port: l.Port, Security: l.Security, Preferred: &yes}
	}
	return docs
}

func (v *view) rank(port int) rank {
	if len(v.docs) == 0 && len(v.Named) > 0 && port != 25 {
		return v.rankFound(port)
	}
	e, known := v.docs[port]
	named := e.Preferred != nil && *e.Preferred
	second := e.Preferred != nil && !*e.Preferred
	switch {
	case port == 25 && v.LocalRelay:
		return rankRelay
	case port == 25:
		return rankNever
	case named:
		return rankNamed
	case isStandard(port) && second:
		return rankSecond
	case isStandard(port) && (known || len(v.docs) == 0):
		return rankStandard
	case isStandard(port):
		return rankUnlisted
	case port == 2525 && known:
		return rankSpare
	case port == 2525:
		return rankGuessed
	case known:
		return rankAlternate
	}
	return rankOther
}

// rankFound is the rank of a door of a host that others than the catalogue name.
func (v *view) rankFound(port int) rank {
	switch i := slices.IndexFunc(v.Named, func(d probe.Door) bool { return d.Port == port }); {
	case i == 0 && v.NamedBy != "":
		return rankNamed
	case isStandard(port) && i >= 0:
		return rankStandard
	case isStandard(port):
		return rankUnlisted
	case i >= 0:
		return rankAlternate
	case port == 2525:
		return rankGuessed
	}
	return rankOther
}

// compare orders doors by rank, and those alike by the policy.
func (v *view) compare(a, b door) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), v.byPolicy(a.Door, b.Door))
}

// byPolicy puts 587, and with it every door that begins with STARTTLS, before
// 465 and those with implicit TLS, or the other way round.
func (v *view) byPolicy(a, b probe.Door) int {
	weight := func(d probe.Door) int {
		switch {
		case d.Port == 587:
			return 0
		case d.Port == 465:
			return 3
		case d.Implicit():
			return 2
		}
		return 1
	}
	if v.Policy == Prefer465 {
		a, b = b, a
	}
	return cmp.Compare(weight(a), weight(b))
}
