package discover

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"postern/probe"
)

// askFiles fetches the settings files of a source, and keeps the first that is good.
func (t *task) askFiles(ctx context.Context) error {
	q := t.run.query
	switch d := q.Domain; t.answer.Source {
	case Autoconfig:
		return t.firstOf(ctx, []string{"https://autoconfig." + d + autoconfigPath + q.parameter()})
	case WellKnown:
		return t.firstOf(ctx, []string{"https://" + d + wellKnownPath + q.parameter()})
	case AutoconfigHTTP:
		return t.firstOf(ctx, []string{"http://autoconfig." + d + autoconfigPath})
	case WellKnownHTTP:
		return t.firstOf(ctx, []string{"http://" + d + wellKnownPath})
	case ISPDB:
		if local(d) {
			return failure{LocalDomain, d}
		}
		return t.collection(ctx)
	default:
		return t.mxFiles(ctx)
	}
}

// collection asks the public collection for the domain and, if it does not know that
// one, for the domains of the best MX host.
func (t *task) collection(ctx context.Context) error {
	err := t.firstOf(ctx, []string{ispdbURL + t.run.query.Domain})
	var why failure
	if !errors.As(err, &why) || why.reason.state() != None {
		return err
	}
	t.update(func(a *Answer) { a.Reason, a.Why = why.reason, evidence(why.text) }) // whatever follows
	var urls []string
	for _, d := range mxDomains(t.run.bestMX(ctx), t.run.query.Domain) {
		urls = append(urls, ispdbURL+d)
	}
	if len(urls) == 0 {
		return err
	}
	return t.firstOf(ctx, urls)
}

// parameter returns the URL query that tells the whole address; "" unless the person
// agreed.
func (q Query) parameter() string {
	if q.Address == "" {
		return ""
	}
	return "?emailaddress=" + url.QueryEscape(q.Address)
}

// mxFiles asks the domains of the best MX host, which are commonly those of a
// company that many domains' mail is with.
func (t *task) mxFiles(ctx context.Context) error {
	host := t.run.bestMX(ctx)
	if host == "" {
		return failure{NoMX, ""}
	}
	domains := mxDomains(host, t.run.query.Domain)
	if len(domains) == 0 {
		return failure{SameDomain, host}
	}
	var urls []string
	for _, d := range domains {
		urls = append(urls, "https://autoconfig."+d+autoconfigPath, "https://"+d+wellKnownPath)
	}
	return t.firstOf(ctx, urls)
}

// firstOf fetches files concurrently and keeps the first of the list that is good.
// Until those before it have failed, a later one is published in the meantime.
func (t *task) firstOf(ctx context.Context, urls []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // those that do not matter any more
	type result struct {
		index int
		file  file
		err   error
	}
	results := make(chan result, len(urls))
	for i, u := range urls {
		go func() {
			f, err := t.fetch(ctx, u)
			results <- result{i, f, err}
		}()
	}
	errs, done := make([]error, len(urls)), make([]bool, len(urls))
	best := len(urls)
	for range urls {
		r := <-results
		errs[r.index], done[r.index] = r.err, true
		if r.err == nil && r.index < best {
			best = r.index
			t.update(func(a *Answer) { a.Findings, a.Provider, a.Notes = r.file.findings, r.file.provider, r.file.notes })
		}
		if best < len(urls) && !slices.Contains(done[:best], false) {
			return nil
		}
	}
	return worst(errs)
}

// worst returns the first error for which the source counts as Failed, else the first
// error of all.
func worst(errs []error) error {
	for _, err := range errs {
		var why failure
		if errors.As(err, &why) && why.reason.state() == Failed {
			return err
		}
	}
	return errs[0]
}

// fetch gets one file and parses it.
func (t *task) fetch(ctx context.Context, address string) (file, error) {
	p, err := t.run.finder.get(ctx, address, t.noteAsked)
	if err != nil {
		return file{}, err
	}
	f, err := readFile(p.body, p.mediaType)
	if err != nil {
		return file{}, err
	}
	for i := range f.findings {
		f.findings[i].Source = t.answer.Source
		f.findings[i].Where = probe.NewText(p.url)
		f.findings[i].Unprotected = !p.protected
		f.findings[i].Exchange = t.answer.Source == AutoconfigMX || t.answer.Source == ISPDB && address != ispdbURL+t.run.query.Domain
	}
	return f, nil
}
