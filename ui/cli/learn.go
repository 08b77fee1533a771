package cli

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"postern/probe"
	"postern/ui"
	"postern/wizard"
	"postern/wizard/lesson"
)

func (a *app) learnCommand(o *wizardFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:               "learn [ADDRESS|PROVIDER|HOST]",
		Short:             "lessons, the way of a message, and two sessions side by side",
		ValidArgsFunction: completeProviders,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongf("postern learn takes one address, provider or server name, not %d; for one page, see postern explain", len(args))
			}
			begin := func() wizard.Session {
				w := a.world("", o.policy)
				w.Offline = o.offline
				return wizard.New(w)
			}
			if len(args) == 1 { // before the screen is taken, as it may be wrong
				s, err := a.begin(begin(), args[0])
				if l, ok := lesson.Find(args[0]); ok && err != nil {
					return wrongf("postern learn takes an address, a provider or a server name; for the page about %s, see postern explain %s", shown(args[0]), l.ID)
				}
				if err != nil {
					return err
				}
				begin = func() wizard.Session { return s }
			}
			return a.learn(cmd.Context(), begin, *o)
		},
	}
	o.defineOffline(cmd)
	return cmd
}

// learn shows all there is to learn, on the screen or line by line. Nothing is
// tried and nothing is written.
func (a *app) learn(ctx context.Context, begin func() wizard.Session, f wizardFlags) error {
	e := &engine{ctx: ctx, prober: new(probe.Prober), quiz: quizPlace{path: a.quizPath()}}
	if a.plain(f.plain) {
		return a.learnPlainly(ctx, begin(), e)
	}
	_, err := ui.Run(ctx, begin, ui.Options{
		Engine: e.ui(), In: a.in, Out: a.out.w, Learn: true,
		Theme: ui.Theme(f.theme), NoMotion: a.noMotion(f.noMotion), ASCII: a.ascii(),
		Profile: a.profile(), Environ: os.Environ(),
	})
	if errors.Is(err, ui.ErrAborted) || ctx.Err() != nil {
		return errInterrupted
	}
	return err
}
