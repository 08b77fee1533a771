package main

import (
	"context"
	"fmt"
	"regexp"
	"sync"
)

// A program finds servers.
type program struct {
	name    string
	release string
	find    func(context.Context, network, string) answer
}

// models are the programs outside of a cage: models of the others, and of Postern what
// it is made of, in this process. Postern is the last.
func models() []program {
	return []program{
		{"msmtp", "msmtp --configure as in 1.8.33 (a model of it)", msmtp},
		{"aerc", "aerc 0.21 (a model of it)", aerc},
		{"Thunderbird", "Thunderbird 153.7 ESR (a model of it)", thunderbird},
		{"Postern", "Postern in this process", postern},
	}
}

// results are all answers, by set-up and then by program.
type results struct {
	programs []program
	tried    []setup
	answers  [][]answer
}

// atOnce is how many look at the same time. More would take from each other the time
// after which they give up.
const atOnce = 16

// compare has every program look for the server of every set-up.
func compare(ctx context.Context, programs []program, only *regexp.Regexp) (results, error) {
	r := results{programs: programs}
	for _, s := range setups() {
		if only.MatchString(s.name) {
			r.tried = append(r.tried, s)
		}
	}
	if len(r.tried) == 0 {
		return r, fmt.Errorf("no set-up matches %s", only)
	}
	r.answers = make([][]answer, len(r.tried))
	var looking sync.WaitGroup
	turn := make(chan struct{}, atOnce)
	for i, s := range r.tried {
		n, err := s.start()
		if err != nil {
			return r, fmt.Errorf("%s: %w", s.name, err)
		}
		defer n.Close()
		r.answers[i] = make([]answer, len(programs))
		for k, p := range programs {
			turn <- struct{}{}
			looking.Go(func() {
				defer func() { <-turn }()
				r.answers[i][k] = p.find(ctx, n, s.person())
			})
		}
	}
	looking.Wait()
	return r, ctx.Err()
}

// mark is what an answer is worth.
func (r results) mark(setup, program int) mark {
	return judge(r.tried[setup], r.answers[setup][program])
}

// misses says where Postern, the last program, does not do what is expected of it.
func (r results) misses() []string {
	var all []string
	last := len(r.programs) - 1
	for i, s := range r.tried {
		if m := r.mark(i, last); (m == right) != (s.missed == "") {
			all = append(all, fmt.Sprintf("%s: %s", s.name, r.answers[i][last].cell(m)))
		}
	}
	return all
}

// known says where Postern is known to miss what there is, and why.
func (r results) known() []string {
	var all []string
	for _, s := range r.tried {
		if s.missed != "" {
			all = append(all, s.name+": "+s.missed)
		}
	}
	return all
}
