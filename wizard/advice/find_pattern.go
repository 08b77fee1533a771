package advice

import (
	"slices"

	"postern/probe"
)

// pattern finds what the doors together suggest, once all have settled.
func (v *view) pattern(a Advice) Pattern {
	if len(v.doors) == 0 || slices.ContainsFunc(v.doors, door.pending) || v.any(isVerdict(Cancelled)) {
		return ""
	}
	if p := v.hostPattern(); p != "" {
		return p
	}
	switch {
	case a.Label == LabelLocalRelay:
		return OwnRelay
	case a.Label == LabelByAddress: // that a login is missing says nothing then
		return v.intercepted()
	case a.Port != 0:
		return v.workingPattern()
	}
	for _, find := range failing {
		if p := find(v); p != "" {
			return p
		}
	}
	return ""
}

// hostPattern looks at what holds for the host, whatever the door.
func (v *view) hostPattern() Pattern {
	switch {
	case v.all(func(d door) bool { return d.verdict == NoSuchName || d.verdict == NoAddress }) && !v.documented():
		return WrongName
	case v.all(func(d door) bool { return nameUnresolved(d.verdict) }):
		return NoNameService
	case v.all(isVerdict(Unreachable)):
		return NoNetwork
	}
	return ""
}

// workingPattern says what the doors suggest while one of them can be used.
func (v *view) workingPattern() Pattern {
	standard := v.only(door.standard)
	works := func(d door) bool { return Usable(d.verdict) }
	lost := standard.only(func(d door) bool { return !works(d) && v.expected(d) })
	switch {
	case v.intercepted() != "":
		return Intercepted
	case v.any(isMasked):
		return Rewritten
	case !standard.any(works) && len(lost.doors) > 0 && lost.all(isShut):
		return v.sparePattern(lost)
	case !standard.any(works):
		return ""
	case lost.any(isFiltered) && lost.doors[0].port() == 465 && v.at25(isFiltered):
		return Closes25And465
	case lost.any(isFiltered):
		return OneFiltered
	case lost.any(func(d door) bool { return d.verdict != Refused }):
		return OneBroken
	case lost.any(isShut) && v.publiclyKnown():
		return OneFiltered
	case v.at25(isShut):
		return HomeLine
	}
	return AllReady
}

// sparePattern says why the standard doors are shut while another one works.
func (v *view) sparePattern(lost *view) Pattern {
	if lost.all(isFiltered) {
		return SpareOnly
	}
	return SpareOffered
}

// failing are the patterns while no door can be used, the most telling first.
var failing = []func(*view) Pattern{
	(*view).intercepted,
	(*view).rewritten,
	(*view).captivePortal,
	(*view).hiddenSTARTTLS,
	(*view).certificatesAlike,
	(*view).only25,
	(*view).allShut,
	(*view).allSaying,
}

// hiddenSTARTTLS looks for a door without the encryption its provider documents.
func (v *view) hiddenSTARTTLS() Pattern {
	if v.any(v.hides) {
		return HiddenSTARTTLS
	}
	return ""
}

// hides reports whether a door lacks the STARTTLS that is documented there.
func (v *view) hides(d door) bool {
	e, known := v.docs[d.port()]
	return known && e.Security == string(probe.STARTTLS) && d.verdict == NoSTARTTLS && d.port() != 25
}

func (v *view) rewritten() Pattern {
	if v.submission().any(isMasked) {
		return Rewritten
	}
	return ""
}

// certificatesAlike looks for one and the same problem at every door that got as
// far as a certificate, two of them at least.
func (v *view) certificatesAlike() Pattern {
	shown := v.only(func(d door) bool { return d.TLS == probe.TLSOK })
	certs := v.certificates()
	if len(certs) < 2 || len(certs) < len(shown.doors) || !shown.all(isVerdict(BadCertificate)) {
		return ""
	}
	if slices.ContainsFunc(inCommon(certs).Problems, failsVerification) {
		return CertificatesAlike
	}
	return ""
}

// only25 looks for a host where nothing but the door between servers answers.
func (v *view) only25() Pattern {
	talks := func(d door) bool { return d.Greeting == probe.GreetingOK }
	others := v.submission()
	if !v.at25(talks) || len(others.doors) == 0 || !others.all(isShut) {
		return ""
	}
	if v.at25(isVerdict(Ready)) {
		return Only25
	}
	return ReceivesOnly
}

// allShut looks for doors that were never entered. 25 is so often filtered that
// its silence says nothing, and 2525 is so often missing.
func (v *view) allShut() Pattern {
	doors := v.submission()
	if len(doors.doors) == 0 || !v.all(isShut) {
		return ""
	}
	standard := doors.only(v.meaningfulIfShut)
	if len(standard.doors) == 0 {
		standard = doors
	}
	switch {
	case standard.all(isFiltered) && !(v.publiclyKnown() && standard.any(isVerdict(RejectedByFirewall))):
		return EverythingFiltered
	case v.publiclyKnown():
		return OfficeNetwork
	case !standard.any(isFiltered):
		return NothingListens
	}
	return ServerFirewall
}

// allSaying looks for doors that all say the same, as far as they were entered.
func (v *view) allSaying() Pattern {
	entered := v.submission().only(func(d door) bool { return !isShut(d) })
	if len(entered.doors) == 0 {
		return ""
	}
	switch {
	case entered.all(isVerdict(NotSMTP)):
		return OtherService
	case entered.all(isVerdict(TemporaryRefusal)):
		return NotNow
	case entered.all(isVerdict(RefusesYou)):
		return RefusesAll
	case entered.all(isHeld):
		return TakenAndHeld
	}
	return ""
}

// meaningfulIfShut reports whether it means anything that a door is shut: 2525 is so often
// missing, and so is a door that the provider does not document.
func (v *view) meaningfulIfShut(d door) bool { return d.port() != 2525 && v.expected(d) }

// expected reports whether a door ought to work: the provider documents it, or
// nothing is known of the provider's doors.
func (v *view) expected(d door) bool {
	_, known := v.docs[d.port()]
	return known || len(v.docs) == 0
}

//go:noinline
func (v *view) only(is func(door) bool) *view {
	var kept []door
	for _, d := range v.doors {
		if is(d) {
			kept = append(kept, d)
		}
	}
	narrower := *v
	narrower.doors = kept
	return &narrower
}

// submission leaves out the door between servers.
//
//go:noinline
func (v *view) submission() *view { return v.only(func(d door) bool { return d.port() != 25 }) }

//go:noinline
func (v *view) any(is func(door) bool) bool { return slices.ContainsFunc(v.doors, is) }

//go:noinline
func (v *view) all(is func(door) bool) bool {
	return !slices.ContainsFunc(v.doors, func(d door) bool { return !is(d) })
}

// at25 reports whether 25 was tried and is so.
func (v *view) at25(is func(door) bool) bool {
	return v.any(func(d door) bool { return d.port() == 25 && is(d) })
}

//go:noinline
func isVerdict(want Verdict) func(door) bool {
	return func(d door) bool { return d.verdict == want }
}

// isHeld reports whether a door took the call and led to no word of SMTP.
func isHeld(d door) bool {
	if d.Greeting == probe.GreetingOK {
		return false
	}
	return d.verdict == Silent || d.verdict == ClosedEarly || d.verdict == Reset || d.verdict == TLSFailed
}

// isMasked reports whether a firewall overwrites what the server says.
func isMasked(d door) bool { return slices.Contains(d.Warnings, probe.WarnMaskedGreeting) }

func isFiltered(d door) bool { return filtered(d.verdict) }

func isShut(d door) bool { return shut(d.verdict) }
