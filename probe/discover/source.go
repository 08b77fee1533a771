package discover

// A SourceID names one place where settings are looked for.
type SourceID string

// The sources, in the order they stand in a report. That is no ranking.
const (
	SRVSubmissions SourceID = "srv-submissions" // DNS, implicit TLS (RFC 8314, section 5.1)
	SRVSubmission  SourceID = "srv-submission"  // DNS, STARTTLS (RFC 6186, section 3.1)
	MX             SourceID = "mx"              // DNS: who takes the domain's mail
	Autoconfig     SourceID = "autoconfig"      // the file of autoconfig.DOMAIN
	WellKnown      SourceID = "well-known"      // the file on the domain's web site
	AutoconfigMX   SourceID = "autoconfig-mx"   // both files of the MX host's domain
	ISPDB          SourceID = "ispdb"           // Thunderbird's public collection
	Guesses        SourceID = "guesses"         // names that mail servers often have
	AutoconfigHTTP SourceID = "autoconfig-http" // Autoconfig and WellKnown without
	WellKnownHTTP  SourceID = "well-known-http" // encryption, if the person agreed
)

// Where the files lie. The last two take a domain at their end.
const (
	autoconfigPath = "/mail/config-v1.1.xml"
	wellKnownPath  = "/.well-known/autoconfig/mail/config-v1.1.xml"
	ispdbURL       = "https://autoconfig.thunderbird.net/v1.1/"
)

// sources returns an answer for every source, as they stand before anything was asked.
func sources(q Query) []Answer {
	d := q.Domain
	all := []Answer{
		{Source: SRVSubmissions, Words: "DNS record _submissions._tcp." + d},
		{Source: SRVSubmission, Words: "DNS record _submission._tcp." + d},
		{Source: MX, Words: "DNS record MX of " + d},
		{Source: Autoconfig, Words: "settings file at autoconfig." + d},
		{Source: WellKnown, Words: "settings file at " + d},
		{Source: AutoconfigMX, Words: "settings file of the mail host's domain"},
		{Source: ISPDB, Words: "Thunderbird's collection, for " + d},
		{Source: Guesses, Words: "usual names, such as smtp." + d},
	}
	if q.PlainHTTP {
		all = append(all,
			Answer{Source: AutoconfigHTTP, Words: "settings file at autoconfig." + d + ", not encrypted"},
			Answer{Source: WellKnownHTTP, Words: "settings file at " + d + ", not encrypted"})
	}
	for i := range all {
		all[i].State = Waiting
	}
	return all
}
