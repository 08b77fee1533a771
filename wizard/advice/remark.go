package advice

import (
	"slices"

	"postern/probe"
)

// Remark is the last column of a door's row: what the door is to the person,
// given the advice. It is 24 cells wide at most, and empty where there is
// nothing to say yet.
func Remark(a Advice, door probe.Result) string {
	r := &door
	v := judge(r)
	switch {
	case a.Port != 0 && a.Port == r.Door.Port:
		return reasonWords().get("remark", recommended(a))
	case v == Pending:
		return reasonWords().get("remark", awaited(a, r.Door.Port))
	case a.Label == LabelByAddress && Encrypted(v):
		return reasonWords().get("remark", "would-do")
	case v == Ready && isStandard(r.Door.Port):
		return reasonWords().get("remark", "as-safe")
	case v == Ready && r.Door.Port != 25:
		return reasonWords().get("remark", "spare")
	case r.Door.Port != 25 && shut(v) && slices.Contains(a.unlisted, r.Door.Port):
		return reasonWords().get("remark", "not-offered")
	case a.Port != 0 && r.Door.Port == 2525 && shut(v):
		return reasonWords().get("remark", "not-needed")
	}
	return verdictWords().first(sections(v, "", r), "remark")
}

// recommended returns the field of the section "remark" for the door to use.
func recommended(a Advice) string {
	switch {
	case a.State == Provisional:
		return "so-far"
	case a.Label == LabelUnofficial:
		return "as-spare"
	case a.Label == LabelFallback:
		return "second-choice"
	case a.Label == LabelLocalRelay:
		return "relay"
	case a.Label == LabelByAddress:
		return "by-address"
	}
	return "recommended"
}

// awaited returns the field of the section "remark" for a door still being tried.
func awaited(a Advice, port int) string {
	switch {
	case a.Port == 0:
		return "nothing"
	case a.State == Provisional && slices.Contains(a.Waiting, port):
		return "a-moment"
	}
	return "not-needed"
}
