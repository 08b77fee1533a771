package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"postern/probe/practice"
)

func (a *app) practiceCommand(wizardFlags *wizardFlags) *cobra.Command {
	var list, serve bool
	o := wizardFlags // the flags that every command takes arrive there
	cmd := &cobra.Command{
		Use:               "practice [SCENE]",
		Short:             "the wizard with local servers",
		ValidArgsFunction: completeScenes,
		RunE: func(cmd *cobra.Command, args []string) error {
			scene, err := findScene(args)
			switch {
			case err != nil:
				return err
			case list && serve:
				return wrongf("--list and --serve do not go together; choose one")
			case list && scene != "":
				return wrongf("--list names all scenes; leave out %s, or leave out --list", scene)
			case list:
				return a.listScenes()
			case serve:
				return a.serve(cmd.Context(), scene)
			}
			return a.wizard(cmd.Context(), *o, opening{practice: true, scene: scene})
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "")
	cmd.Flags().BoolVar(&serve, "serve", false, "")
	o.define(cmd)
	return cmd
}

// findScene returns the id of the scene that was named, "" if none was.
func findScene(args []string) (string, error) {
	switch {
	case len(args) == 0:
		return "", nil
	case len(args) > 1:
		return "", wrongf("postern practice takes one scene, so not %s; see postern practice --list", shown(args[1]))
	}
	var ids []string
	for _, s := range practice.Scenes() {
		if s.ID == args[0] {
			return s.ID, nil
		}
		ids = append(ids, s.ID)
	}
	if near := nearest(args[0], ids); near != "" {
		return "", wrongf("there is no scene %s; did you mean postern practice %s?", shown(args[0]), near)
	}
	return "", wrongf("there is no scene %s; see postern practice --list", shown(args[0]))
}

func (a *app) listScenes() error {
	for _, s := range practice.Scenes() {
		if a.asLines() {
			fmt.Fprintf(a.out, "%s: %s\n", s.ID, s.Title)
			continue
		}
		fmt.Fprintf(a.out, "%-22s  %s\n", s.ID, s.Title)
	}
	return nil
}

// serve runs practice servers until the context ends, and prints in a form that
// programs read how to reach them: a line "HOST PORT MODE SHOWN" for each door,
// then ca, user, password and inbox, each with its value, which is the rest of the line.
// Who asked for plain lines gets sentences instead.
func (a *app) serve(ctx context.Context, scene string) error {
	server, err := startPractice(scene)
	if err != nil {
		return err
	}
	err = a.serveUntil(ctx, server)
	return errors.Join(err, endPractice(server, false))
}

func (a *app) serveUntil(ctx context.Context, server *practice.Server) error {
	if a.plainAsked() { // a terminal alone may be a script's
		a.tellServers(server)
	} else {
		for _, d := range server.Doors {
			fmt.Fprintf(a.out, "%s %d %s %d\n", server.Host, d.Dialled(), d.Security, d.Port)
		}
		fmt.Fprintf(a.out, "ca %s\nuser %s\npassword %s\ninbox %s\n",
			server.CAFile, server.User, server.Password, server.Inbox)
	}
	if a.out.err != nil {
		return a.out.err
	}
	fmt.Fprintln(a.errOut, "The practice servers run until ctrl+c. Messages stay in the inbox folder; without any, it goes too.")
	<-ctx.Done()
	return errInterrupted
}

// tellServers says how to reach the practice servers.
func (a *app) tellServers(server *practice.Server) {
	fmt.Fprintf(a.out, "Practice servers on %s.\n", server.Host)
	for _, d := range server.Doors {
		fmt.Fprintf(a.out, "Port %d stands for %d, %s.\n", d.Dialled(), d.Port, securityWords(d.Security))
	}
	for _, row := range [][2]string{
		{"Certificate authority, for --ca", server.CAFile},
		{"Login name", server.User},
		{"Password", server.Password},
		{"Messages arrive in", server.Inbox},
	} {
		fmt.Fprintf(a.out, "%s: %s\n", row[0], row[1])
	}
}
