package discover

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// documents are well-formed or not, each for a reason of its own.
var documents = map[string]bool{
	`<a/>`:                               true,
	`<a></a>`:                            true,
	`<a ></a >`:                          true,
	`<x:a></x:a>`:                        true,
	`<x:a></a>`:                          false,
	`<x:y:a/>`:                           false,
	`<:a/>`:                              true,
	`<a b="1" c='2'/>`:                   true,
	`<a b = "1"/>`:                       true,
	`<a b/>`:                             false,
	`<a b=1/>`:                           false,
	`<a b="/>`:                           false,
	`<a b="<"/>`:                         false,
	`<a b="&lt;&gt;&amp;&apos;&quot;"/>`: true,
	`<a b="&"/>`:                         false,
	`<a type="&#115;mtp"/>`:              true,
	`<a>&#65;&#x41;</a>`:                 true,
	`<a>&#0;</a>`:                        false,
	`<a>&#xD800;</a>`:                    false,
	`<a>&#99999999;</a>`:                 false,
	`<a>&nbsp;</a>`:                      false,
	`<a>& b</a>`:                         false,
	`<a>]]></a>`:                         false,
	`<a><![CDATA[<b>&]]></a>`:            true,
	`<a><![CDATA[</a>`:                   false,
	`<a><!-- b --></a>`:                  true,
	`<a><!-- b -- c --></a>`:             false,
	`<a><!--></a>`:                       false,
	`<a><?b c?></a>`:                     true,
	`<a><? b?></a>`:                      false,
	`<a><?b</a>`:                         false,
	`<?xml version="1.0"?><a/>`:          true,
	`<?xml version="1.1"?><a/>`:          false,
	`<?xml version='1.0' encoding='utf-8'?><a/>`:  true,
	`<?xml version="1.0" encoding="latin1"?><a/>`: false,
	`<!DOCTYPE a PUBLIC "-//x//>" 'y'><a/>`:       true,
	`<!DOCTYPE a [<!ENTITY b "c">]><a/>`:          false,
	`<!>`:                                         false,
	`<!ENTITY b "c"><a/>`:                         false,
	`<!DOCTYPE a "`:                               false,
	`<a`:                                          false,
	`<`:                                           false,
	`</a>`:                                        false,
	`<a></a></a>`:                                 false,
	`<a><b></a></b>`:                              false,
	`<a></a b="c">`:                               false,
	`<1a/>`:                                       false,
	`<a/ >`:                                       false,
	"<a>\x00</a>":                                 false,
	"<a>\x1b[2J</a>":                              false,
	"<a>\xff</a>":                                 false,
	"<a>\uFFFD\U0001F4EE</a>":                     true,
	"<a>\uFFFE</a>":                               false,
	"<a>one\r\ntwo\rthree</a>":                    true,
	"<\u00e4 \u00f6='\u00fc'/>":                   true,
	"<a>" + strings.Repeat("<b>", 100) + strings.Repeat("</b>", 100) + "</a>": true,
}

func TestMarkup(t *testing.T) {
	for document, want := range documents {
		if _, err := ours(document); (err == nil) != want {
			t.Errorf("%q: %v", document, err)
		}
		checkMarkup(t, document)
	}
}

// FuzzMarkup compares with the standard library's decoder: whatever is taken here
// is taken there, and says the same.
func FuzzMarkup(f *testing.F) {
	for document := range documents {
		f.Add(document)
	}
	for _, test := range files {
		f.Add(test.body)
	}
	f.Fuzz(checkMarkup)
}

func checkMarkup(t *testing.T, document string) {
	got, err := ours(document)
	if err != nil {
		return
	}
	want, err := theirs(document)
	if err != nil && strings.ContainsFunc(document, func(r rune) bool { return r > '~' }) {
		return // they know more of names that are not ASCII
	}
	if err != nil || got != want {
		t.Errorf("%q:\ngot  %q\nwant %q, %v", document, got, want, err)
	}
}

// ours is a document in a form that can be compared.
func ours(document string) (string, error) {
	m, err := readMarkup(document)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for {
		if done, err := m.done(); done || err != nil {
			return b.String(), err
		}
		tag, text, err := m.next()
		switch {
		case err != nil:
			return "", err
		case tag == nil:
			b.WriteString(text)
			continue
		case !tag.ends:
			b.WriteString("\x01" + tag.name + "\x02" + tag.kind)
		}
		if tag.ends || tag.empty {
			b.WriteString("\x03")
		}
	}
}

// theirs is the same, read by the standard library.
func theirs(document string) (string, error) {
	d := xml.NewDecoder(strings.NewReader(document))
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			kind := ""
			for _, a := range token.Attr {
				if a.Name.Local == "type" && kind == "" {
					kind = strings.TrimSpace(a.Value)
				}
			}
			b.WriteString("\x01" + token.Name.Local + "\x02" + kind)
		case xml.EndElement:
			b.WriteString("\x03")
		case xml.CharData:
			b.Write(token)
		}
	}
}
