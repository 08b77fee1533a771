package practice

import (
	"fmt"
	"strings"

	"postern/probe"
)

// A Scene is one situation to practise in.
type Scene struct {
	// ID is the word it is asked for by.
	ID string
	// Title says in a few words what is the matter.
	Title string
	// About says it in one or two plain sentences.
	About string
}

// Scenes returns all scenes in the order they are best practised in. The first
// is the one where every door is as it should be.
//
// A scene that shows one verdict bears its name where no better word is at
// hand, so that somebody who met "starttls-refused" can practise it.
func Scenes() []Scene {
	scenes := make([]Scene, 0, len(settings))
	for _, s := range settings {
		scenes = append(scenes, s.Scene)
	}
	return scenes
}

// Find returns the scene with exactly this ID; the empty ID means the first.
func Find(id string) (Scene, bool) {
	s, err := settingFor(id)
	return s.Scene, err == nil
}

// A setting is a scene with all that is needed to play it. It says only what
// differs from a house where every door is as it should be.
type setting struct {
	Scene
	// every is how all doors behave that only does not name.
	every manner
	// only is the door that behaves in another way, if there is one.
	only oneDoor
	// papers are those the server shows.
	papers papers
	// host is the name that is probed; empty means localhost.
	host string
	// lookup is how asking for that name ends; empty means well.
	lookup probe.DNS
}

// oneDoor is a door by its shown port, and how it behaves.
type oneDoor struct {
	port int
	manner
}

// A manner is how one door behaves. The zero value is as it should be.
type manner struct {
	// absent is set for a door where nobody listens.
	absent absence
	// script replaces the mail server altogether.
	script script
	// noSTARTTLS, noLogin: the mail server does not offer it.
	noSTARTTLS, noLogin bool
	// byAddress: there is no login, and whoever calls over TLS may send.
	byAddress bool
	// swapped: TLS at once where STARTTLS is usual, and the other way round.
	swapped bool
	// oldTLS: nothing newer than TLS 1.0.
	oldTLS bool
	// refuses is what goes wrong after the door was found ready.
	refuses refusals
}

// An absence is what happens to those who dial a door where nobody listens.
type absence uint8

const (
	present absence = iota
	refused
	unanswered
	unreachable
	rejected
)

// manner returns how the door with the shown port behaves.
func (s setting) manner(port int) manner {
	if port == s.only.port {
		return s.only.manner
	}
	return s.every
}

// hostname returns the name that is probed and that the certificate is for.
func (s setting) hostname() string {
	if s.host != "" {
		return s.host
	}
	return localhost
}

// settingFor returns the setting with this ID, or the first for an empty one.
func settingFor(id string) (setting, error) {
	if id == "" {
		return settings[0], nil
	}
	ids := make([]string, len(settings))
	for i, s := range settings {
		if s.ID == id {
			return s, nil
		}
		ids[i] = s.ID
	}
	return setting{}, fmt.Errorf("no practice scene is called %q: choose one of %s", id, strings.Join(ids, ", "))
}
