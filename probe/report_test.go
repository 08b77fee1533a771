package probe_test

import (
	"net/netip"
	"testing"
	"time"

	"postern/probe"
)

func TestReportWith(t *testing.T) {
	doors := probe.StandardDoors()
	before := probe.NewReport("mail.example", time.Now(), doors)
	result := probe.NewResult(doors[1])
	result.Step = probe.StepSettled
	addr := netip.MustParseAddr("192.0.2.1")
	after := before.With(probe.Event{Door: 1, At: time.Second, Addresses: []netip.Addr{addr}, Result: result})

	if before.Doors[1].Settled() || before.Elapsed != 0 || before.Addresses != nil {
		t.Errorf("the report it was called on has changed: %+v", before)
	}
	if !after.Doors[1].Settled() || after.Elapsed != time.Second || len(after.Addresses) != 1 {
		t.Errorf("got %+v", after)
	}
	late := after.With(probe.Event{Door: 0, At: time.Millisecond, Result: before.Doors[0]})
	if late.Elapsed != time.Second || len(late.Addresses) != 1 {
		t.Errorf("an earlier event takes back what was known: %+v", late)
	}
	for _, i := range []int{-1, 4} {
		if got := after.With(probe.Event{Door: i}); got.Elapsed != after.Elapsed {
			t.Errorf("an event of door %d changes the report", i)
		}
	}
	if after.Settled() {
		t.Error("one of four doors has settled, and the report says all")
	}
	for i := range doors {
		result := probe.NewResult(doors[i])
		result.Step = probe.StepSettled
		after = after.With(probe.Event{Door: i, Result: result})
	}
	if !after.Settled() {
		t.Error("all doors have settled, and the report does not say so")
	}
}

func TestReportDoor(t *testing.T) {
	r := probe.NewReport("mail.example", time.Now(), probe.StandardDoors())
	if d, ok := r.Door(587); !ok || d.Door.Port != 587 {
		t.Errorf("door 587: %+v, %v", d, ok)
	}
	if _, ok := r.Door(26); ok {
		t.Error("there is a door 26")
	}
}

func TestDoors(t *testing.T) {
	tests := map[string]struct {
		door     probe.Door
		dialled  int
		implicit bool
	}{
		"465:tls":       {probe.DoorAt(465), 465, true},
		"2465:tls":      {probe.DoorAt(2465), 2465, true},
		"587:starttls":  {probe.DoorAt(587), 587, false},
		"25:starttls":   {probe.Door{Port: 25}, 25, false},
		"2525:starttls": {probe.Door{Port: 2525, DialPort: 40000}, 40000, false},
	}
	for want, test := range tests {
		if got := test.door.String(); got != want || test.door.Dialled() != test.dialled || test.door.Implicit() != test.implicit {
			t.Errorf("got %s, dialled %d, implicit %v, want %s, %+v", got, test.door.Dialled(), test.door.Implicit(), want, test)
		}
	}
}

func TestNoDoors(t *testing.T) {
	report := new(probe.Prober).Probe(t.Context(), "nosuch.example", nil)
	if !report.Settled() || len(report.Doors) != 0 {
		t.Errorf("got %+v", report)
	}
}
