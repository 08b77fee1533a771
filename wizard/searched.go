package wizard

import (
	"strconv"
	"strings"
	"time"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard/candidate"
	"postern/wizard/catalog"
	"postern/wizard/fill"
)

// searchWords are the sentences of text/search.txt by their names.
var searchWords = fill.Later(texts, "search.txt")

// A SearchLine is one place where servers are looked for, and what came of it.
type SearchLine struct {
	ID      candidate.SourceID
	Words   string         // what is asked
	State   discover.State // waiting, asking, found, none, failed, skipped
	Result  string         // what came of it, in a few words; never empty
	Elapsed time.Duration  // 0 for what is built in
}

// Searched is every place where the servers of the address are looked for, those that
// are built in first: both fronts draw these lines, while it goes on and after.
func (s Session) Searched() []SearchLine {
	if !s.searching() {
		return nil
	}
	return Searched(s.answers[Provider], s.world.Catalog, s.found.report, s.world.Offline)
}

// Searched is the method of that name, for a person who was asked no questions.
func Searched(address string, c *catalog.Catalog, r discover.Report, offline bool) []SearchLine {
	domain := domainOf(address)
	lines := []SearchLine{builtIn(candidate.Catalogue, "catalogue", "it", func() string {
		p, _ := c.ByDomain(domain)
		return p.Name
	}), builtIn(candidate.Table, "table", "it", func() string {
		isp, _ := catalog.ISPs().ByDomain(domain)
		return isp.Name
	})}
	for _, a := range r.Answers {
		lines = append(lines, searchLine(a))
		if a.Source == discover.MX && len(a.Exchanges) > 0 {
			lines = append(lines, whoseExchange(c, a.Exchanges))
		}
	}
	if offline {
		lines = append(lines, SearchLine{
			ID: "offline", Words: "DNS and settings files", State: discover.Skipped, Result: searchWords()["offline"],
		})
	}
	return lines
}

// builtIn is the line of a table that is built in: it knows a name, or it does not.
func builtIn(id candidate.SourceID, words, what string, look func() string) SearchLine {
	line := SearchLine{ID: id, Words: searchWords()[words], State: discover.Found, Result: look()}
	if line.Result == "" {
		line.State, line.Result = discover.None, fill.Values{"what": what}.Line(searchWords()["unknown"])
	}
	return line
}

// whoseExchange says whose the hosts are that take the domain's mail.
func whoseExchange(c *catalog.Catalog, exchanges []discover.Exchange) SearchLine {
	return builtIn(candidate.CatalogueByMX, "exchange", exchanges[0].Host, func() string {
		for _, mx := range exchanges {
			if p, ok := c.ByExchange(mx.Host); ok {
				return p.Name
			}
			if isp, ok := catalog.ISPs().ByExchange(mx.Host); ok {
				return isp.Name
			}
		}
		return ""
	})
}

func searchLine(a discover.Answer) SearchLine {
	return SearchLine{
		ID: candidate.SourceID(a.Source), Words: a.Words, State: a.State,
		Result: searchResult(a), Elapsed: a.Elapsed,
	}
}

// searchResult is what came of asking one source.
func searchResult(a discover.Answer) string {
	switch a.State {
	case discover.Waiting, discover.Asking:
		if named := namedBy(a); named != "" {
			return named
		}
		return searchWords()[string(a.State)]
	case discover.Found:
		if named := namedBy(a); named != "" {
			return named
		}
	}
	if words := searchWords()[string(a.Reason)]; words != "" {
		return words
	}
	return probe.NewText(string(a.Reason)).String()
}

// namedBy says what a source has named so far, "" if nothing.
func namedBy(a discover.Answer) string {
	if len(a.Exchanges) > 0 {
		return fill.Values{"what": a.Exchanges[0].Host}.Line(searchWords()["found.mx"])
	}
	var all []string
	for _, f := range a.Findings {
		if f.Guess && f.DNS == probe.DNSOK {
			all = append(all, f.Host)
		} else if !f.Guess {
			all = append(all, f.Host+":"+strconv.Itoa(f.Port))
		}
	}
	switch {
	case len(all) == 0:
		return ""
	case a.Source == discover.Guesses && len(all) == 1:
		return fill.Values{"what": all[0]}.Line(searchWords()["found.guesses"])
	case a.Source == discover.Guesses:
		return fill.Values{"what": strings.Join(all, ", ")}.Line(searchWords()["found.guesses.more"])
	case len(all) == 1:
		return all[0]
	}
	return fill.Values{"what": all[0], "n": strconv.Itoa(len(all) - 1)}.Line(searchWords()["found.more"])
}

// AskProvider is what to ask whoever gave out the mailbox, with words to copy: the way
// on where nothing was found, or no door opens.
func (s Session) AskProvider() Reading {
	return Reading{Title: "Ask your provider", Paragraphs: paragraphs(fill.Values{
		"address": s.Get(Address), "host": s.Get(Host),
	}.Text(texts()["provider_questions.txt"]))}
}
