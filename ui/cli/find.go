package cli

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/candidate"
	"postern/wizard/catalog"
	"postern/wizard/typed"
)

// findFlags are the flags of the find command.
type findFlags struct {
	json, offline          bool
	plainHTTP, tellAddress bool
	timeout                time.Duration
	ca                     string
}

func (a *app) findCommand() *cobra.Command {
	f := &findFlags{timeout: discover.Limit}
	cmd := &cobra.Command{
		Use:   "find ADDRESS",
		Short: "find the server for an address",
		Args:  oneArg("an address", "ada@example.org"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.find(cmd.Context(), *f, args[0])
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	fs := cmd.Flags()
	fs.BoolVar(&f.json, "json", false, "")
	fs.BoolVar(&f.offline, "offline", false, "")
	fs.BoolVar(&f.plainHTTP, "plain-http", false, "")
	fs.BoolVar(&f.tellAddress, "tell-address", false, "")
	fs.Func("timeout", "", func(v string) (err error) {
		f.timeout, err = parseFindTimeout(v)
		return err
	})
	fs.StringVar(&f.ca, "ca", "", "")
	return cmd
}

// parseFindTimeout is parseTimeout within what a search may take.
func parseFindTimeout(v string) (time.Duration, error) {
	d, err := parseTimeout(v, "all sources together")
	if err == nil && d > discover.Limit {
		return 0, wrongf("all sources together may take from 100ms to %s", discover.Limit)
	}
	return d, err
}

// find looks for the servers of an address, or of a domain, and prints what it found.
func (a *app) find(ctx context.Context, f findFlags, arg string) error {
	w, err := a.wanted(f, arg)
	if err != nil {
		return err
	}
	own, err := besides(f.ca)
	if err != nil {
		return err
	}
	return a.search(ctx, w, (&discover.Finder{Besides: own, Timeout: f.timeout}).Start)
}

// search asks the sources, unless none may be asked, and prints what was found: also
// what was until then, if it was interrupted.
func (a *app) search(ctx context.Context, w wanted, begin func(context.Context, discover.Query) (discover.Report, <-chan discover.Event)) error {
	if !w.flags.offline {
		var show *findProgress
		if isTerminal(a.errOut) {
			show = &findProgress{w: a.errOut, lines: w.lines, once: a.asLines() && !w.flags.json}
		}
		var sleep *sleepDetector
		if w.report, sleep = show.watch(begin(ctx, w.query)); sleep.Slept() > 0 && ctx.Err() == nil {
			show.say(sleep.told(false))
			w.report, sleep = show.watch(begin(ctx, w.query))
			a.doubt(ctx, w.query.Domain, sleep.Slept())
		}
	}
	found := w.rank()
	switch {
	case w.flags.json:
		writeJSON(a.out, newJSONFound(found))
	case a.asLines():
		sayFound(a.text(), found)
	default:
		writeFound(a.text(), found)
	}
	return verdictOf(ctx, found.named())
}

// wanted is what find was asked for.
type wanted struct {
	flags   findFlags
	address string // "" where a domain was given
	query   discover.Query
	report  discover.Report // of the sources outside; zero if none was asked
}

// found is what came of it.
type found struct {
	wanted
	ranking candidate.Ranking
}

// wanted reads what was typed: an address, or a domain.
func (a *app) wanted(f findFlags, arg string) (wanted, error) {
	arg = strings.TrimSpace(arg)
	w := wanted{flags: f}
	if strings.Contains(arg, "@") {
		address, err := typed.CheckAddress(arg)
		if err != nil {
			return w, meant(err.Error(), arg)
		}
		w.address = address
		_, w.query.Domain, _ = strings.Cut(address, "@")
	} else {
		if read(arg).Kind == typed.Number {
			return w, wrongf("%s is a number, such as ports have; an address looks like ada@example.org", shown(arg))
		}
		domain, err := discover.CheckDomain(arg)
		if err != nil {
			return w, meant(err.Error(), arg)
		}
		if p, ok := catalog.Default().ByHost(domain); ok {
			if _, mailboxes := catalog.Default().ByDomain(domain); !mailboxes {
				return w, wrongf("%s is a server already, of %s; try its doors: postern probe %[1]s", domain, p.Name)
			}
		}
		if !strings.Contains(domain, ".") {
			return w, meant(shown(arg)+" is neither an address nor a domain; they look like ada@example.org and example.org", arg)
		}
		w.query.Domain = domain
	}
	a.hintSlip(arg)
	w.query.PlainHTTP = f.plainHTTP
	if f.tellAddress {
		if w.address == "" {
			return w, wrongf("--tell-address needs a whole address, not a domain alone")
		}
		w.query.Address = w.address
	}
	if f.offline && (f.plainHTTP || f.tellAddress) {
		return w, wrongf("--offline asks nobody, so --plain-http and --tell-address do not go with it")
	}
	return w, nil
}

// somebody stands before the @ where only a domain was given.
const somebody = "you"

// sender is the address, or one of the domain's.
func (w wanted) sender() string { return cmp.Or(w.address, somebody+"@"+w.query.Domain) }

// subject says whose servers these are.
func (w wanted) subject() string {
	if w.address == "" {
		return withWritten(w.query.Domain)
	}
	return withWritten(w.query.Domain) + ", for " + probe.NewText(w.address).String()
}

// lines are the places that were looked in.
func (w wanted) lines(r discover.Report) []wizard.SearchLine {
	return wizard.Searched(w.sender(), catalog.Default(), r, w.flags.offline)
}

// rank merges and ranks all that is known. The login name is nobody's where only a
// domain was given.
func (w wanted) rank() found {
	ranking := candidate.Rank(candidate.Input{
		Address: w.sender(), Catalog: catalog.Default(), ISPs: catalog.ISPs(), Report: w.report,
	})
	if w.address == "" {
		for i := range ranking.Candidates {
			ranking.Candidates[i].User = ""
		}
	}
	return found{w, ranking}
}

// named reports whether a source names a server: a guess is none.
func (f found) named() bool {
	_, named := f.ranking.Best()
	return named
}
