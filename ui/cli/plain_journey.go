package cli

import (
	"context"
	"fmt"
	"strings"

	"postern/probe/discover"
	"postern/wizard"
	"postern/wizard/journey"
	"postern/wizard/talk"
)

// journey tells the way of a message, a stop at a time.
func (f *front) journey(ctx context.Context, s wizard.Session) error {
	known := s.Traveller()
	stops := journey.Stops(known)
	told := -1
	for at := 0; ; {
		if at != told {
			f.stop(stops, at, known.Route)
			told = at
		}
		last, looks := at == len(stops)-1, f.looksUp(s) && stops[at].ID == journey.MX
		f.say(journeyHelp(last, looks))
		line, err := f.promptInside(ctx)
		switch {
		case err != nil:
			return err
		case asksMore(line):
			f.readLesson(s, stops[at].Lesson)
		case line == "" && last:
			return errBack
		case line == "":
			at++
		case line == "p", line == "-":
			at, told = max(0, at-1), -1
		case line == "m" && looks:
			if known.Route, err = f.whereTo(ctx, known.Route); err != nil {
				return err
			}
			stops = journey.Stops(known)
		default:
			f.say(quoted(line) + " is none of these.")
		}
	}
}

// journeyHelp says what can be typed at a stop: the last one, or one at which a domain can
// be looked up.
func journeyHelp(last, looks bool) string {
	help := "Enter goes on, p goes back to the stop before, ? reads more, b leaves the journey, q leaves Postern."
	switch {
	case last:
		return "That was the last stop. Enter or b goes back to the menu, p goes back to the stop before, ? reads more, q leaves Postern."
	case looks:
		return "Type m to look up a domain that you name. " + help
	}
	return help
}

// looksUp reports whether a domain may be looked up here.
func (f *front) looksUp(s wizard.Session) bool {
	return f.engine.Route != nil && s.MayLookUp()
}

// stop tells one stop.
func (f *front) stop(stops []journey.Stop, at int, route *discover.Route) {
	s := stops[at]
	f.say(fmt.Sprintf("Stop %d of %d. %s", at+1, len(stops), sentence(s.Title)))
	fmt.Fprintln(f.out)
	for _, part := range []struct{ label, text string }{
		{"Who calls whom: ", s.Calls}, {"Port: ", s.Port}, {"Login: ", s.Login}, {"TLS: ", s.TLS},
	} {
		fmt.Fprintln(f.out, wrap(part.label+part.text, textWidth))
	}
	if s.ID == journey.MX && route != nil {
		f.say(journey.Explain(*route).Headline)
	}
	fmt.Fprint(f.out, "\n"+layout(s.Body))
}

// whereTo looks up a domain that the person names. It says what is asked before.
func (f *front) whereTo(ctx context.Context, before *discover.Route) (*discover.Route, error) {
	f.say("Whose mail? Type a domain, or an address in it. Your name servers (DNS) are then asked for its MX records. " +
		journey.RouteAsks + " Enter alone asks nothing.")
	for {
		line, err := f.prompt(ctx)
		switch {
		case err != nil:
			return before, err
		case line == "", line == "b":
			return before, nil
		case line == "q":
			return before, errLeft
		}
		domain, err := journey.Domain(line)
		if err != nil {
			f.say(sentence(err.Error()))
			continue
		}
		route, err := f.route(ctx, domain)
		if err != nil {
			return before, err
		}
		a := journey.Explain(route)
		f.say(a.Headline)
		if len(a.Rows) > 0 {
			fmt.Fprintln(f.out, "\n"+strings.Join(a.Rows, "\n"))
		}
		fmt.Fprint(f.out, "\n"+layout(append(a.Why, a.Asked)))
		return &route, nil
	}
}

// route asks where a domain's mail goes, and says that it is still asking.
func (f *front) route(ctx context.Context, domain string) (route discover.Route, err error) {
	fmt.Fprintf(f.out, "\nAsking your name servers about %s.\n", domain)
	answer := make(chan discover.Route, 1)
	ask := f.engine.Route
	go func() { answer <- ask(ctx, domain) }()
	answered := false
	err = follow(ctx, answer, func(r discover.Route) { route, answered = r, true },
		func() { fmt.Fprintln(f.out, "Still asking.") }, func() bool { return answered })
	return route, err
}

// sessions offers the two sessions, and those that were recorded.
func (f *front) sessions(ctx context.Context, s wizard.Session) error {
	var topics []topic
	for _, d := range append([]talk.Dialogue{talk.STARTTLS(), talk.ImplicitTLS()}, s.Dialogues()...) {
		topics = append(topics, topic{label: d.Title, tell: func(context.Context) error {
			f.dialogue(d)
			return nil
		}})
	}
	return f.menu(ctx, s, "Two sessions, line by line, with what a listener on the way learns", topics)
}

// dialogue tells a session, a line at a time. What a listener learns is said where it
// changes.
func (f *front) dialogue(d talk.Dialogue) {
	f.say(d.Title + ".")
	f.say("What a listener on the way learns is said where it changes, and holds until then.")
	heard := talk.Heard("")
	for i, l := range d.Lines {
		who := map[string]string{"client": "You say: ", "server": "They say: "}[string(l.From)]
		fmt.Fprintf(f.out, "\n%d. %s%s\n", i+1, who, l.Text)
		if l.Means != "" {
			fmt.Fprintln(f.out, hang("   ", l.Means, textWidth))
		}
		switch {
		case l.Heard != heard:
			fmt.Fprintln(f.out, hang("   ", "A listener: "+l.Listener(), textWidth))
		case l.Special != "":
			fmt.Fprintln(f.out, hang("   ", l.Special, textWidth))
		}
		heard = l.Heard
	}
}
