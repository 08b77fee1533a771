package main

import (
	"runtime"
	"time"

	"postern/probe"
	"postern/wizard/advice"
)

// A situation is a door and what is true of it.
type situation struct {
	name string
	// verdict is the one of Postern that is right.
	verdict advice.Verdict
	// problems are those of the certificate; Postern has to name all of them.
	problems []probe.CertificateProblem
	// door is what answers.
	door door
	// implicit: the door is spoken to with TLS at once, as 465 is.
	implicit bool
	// causes are regular expressions. A program that says something that matches
	// each of them has named the cause: in its own words, or by showing the
	// server's where they are the cause. Case does not matter.
	causes []string
	// doubtful: there is something to be said against the door, so that a program
	// may also call it bad, if it says why.
	doubtful bool
	// hostile: the server sends what a terminal must not get. Postern's words for
	// a person are looked at too then, for its JSON is not meant to be read.
	hostile bool
	// needs is what the machine must offer.
	needs need
	// interrupt, if set, is when the person presses ctrl+c.
	interrupt time.Duration
}

// A need is something not every machine has.
type need uint8

const (
	nothing need = iota
	theCage      // a network and names of its own
	linux
)

// met reports whether the machine has it.
func (n need) met(caged bool) bool {
	switch n {
	case theCage:
		return caged
	case linux:
		return runtime.GOOS == "linux"
	case nothing:
	}
	return true
}

// situations returns all of them. Each call makes new servers.
func situations() []situation {
	var all []situation
	for _, some := range []func() []situation{
		goodDoors, loginDoors, clearDoors, injectedDoors, tlsDoors, certificateDoors,
		wrongDoors, refusingDoors, malformedDoors, longDoors, silentDoors, brokenDoors,
		shutDoors, namelessDoors, hostileDoors,
	} {
		all = append(all, some()...)
	}
	return all
}
