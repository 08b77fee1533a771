package main

import "encoding/xml"

// A settingsFile is one of the autoconfig format, as far as the models read it.
type settingsFile struct {
	XMLName  xml.Name `xml:"clientConfig"`
	Provider struct {
		Domains  []string         `xml:"domain"`
		Incoming []settingsServer `xml:"incomingServer"`
		Outgoing []settingsServer `xml:"outgoingServer"`
	} `xml:"emailProvider"`
}

type settingsServer struct {
	Type           string   `xml:"type,attr"`
	Host           string   `xml:"hostname"`
	Port           string   `xml:"port"`
	SocketType     string   `xml:"socketType"`
	User           string   `xml:"username"`
	Authentication []string `xml:"authentication"`
}
