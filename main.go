// Postern finds the door your mail can leave through, tells you why, and hands
// you the settings, ready to paste.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"postern/ui/cli"
)

func main() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
