//go:build unix

package main

import (
	"strings"

	"postern/ui/termtest"
)

// A walk is one run of the program.
type walk struct {
	name          string
	args          []string
	width, height int
	dark          bool
	stops         []stop
}

// A stop types keys, waits until the words are on the screen, and takes a picture
// if it has a name for one. The last of the words are the footer's, which is drawn
// last.
type stop struct {
	keys    string
	shows   []string
	picture string
}

var walks = []walk{
	{
		name: "first", width: 80, height: 22, dark: true,
		stops: []stop{{shows: []string{"Where is your mailbox", "Gmail", "ctrl+c quit"}, picture: "provider"}},
	},
	{
		name: "whole", args: []string{"practice"}, width: 80, height: 24, dark: true,
		stops: []stop{
			{shows: []string{"works too", "just as safe", "not for you", "r try again"}, picture: "doors"},
			{keys: termtest.Enter, shows: []string{"Why door 587", "enter go on"}, picture: "why"},
			{keys: termtest.Enter, shows: []string{"Which program"}},
			{keys: termtest.Enter, shows: []string{"Password from", "enter next"}, picture: "account"},
			{keys: "\r\r\r\r\r", shows: []string{"w write it", "port"}, picture: "settings"},
		},
	},
	{
		name: "light", args: []string{"practice"}, width: 80, height: 24, dark: false,
		stops: []stop{{shows: []string{"works too", "just as safe", "not for you", "r try again"}, picture: "doors-light"}},
	},
	{
		name: "talk", args: []string{"practice"}, width: 80, height: 24, dark: true,
		stops: []stop{
			{shows: []string{"works too", "just as safe", "not for you", "r try again"}},
			{keys: "t" + strings.Repeat("\x1b[6~", 3), shows: []string{"Postern asks to switch", "what was found"}, picture: "conversation"},
		},
	},
	{
		name: "learn", args: []string{"learn"}, width: 80, height: 24, dark: true,
		stops: []stop{
			{shows: []string{"The journey of a message", "esc leave"}},
			{keys: "\r", shows: []string{"1 of 7", "enter next stop"}},
			{keys: "\r\r\r\r", shows: []string{"5 of 7", "enter next stop"}, picture: "journey"},
			{keys: "\x1b", shows: []string{"The journey of a message", "esc leave"}},
			{keys: "\x1b[B\r", shows: []string{"in the clear, then STARTTLS", "enter this line"}},
			{keys: strings.Repeat("\x1b[B", 14), shows: []string{"spelled in base64", "enter this line"}, picture: "sessions"},
		},
	},
	{
		name: "narrow", args: []string{"practice"}, width: 40, height: 15, dark: true,
		stops: []stop{{shows: []string{"use this", "just as good", "for servers", "enter use 587"}, picture: "doors-narrow"}},
	},
}
