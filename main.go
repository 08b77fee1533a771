// Postern finds the door your mail can leave through, tells you why, and hands
// you the settings, ready to paste.
package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"postern/ui/cli"
)

func main() {
	os.Exit(cli.Main(untilSignal{sync.OnceValue(listen)}, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func listen() context.Context {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	context.AfterFunc(ctx, stop) // whoever sends a second one means it
	return ctx
}

// untilSignal ends with the first signal. Signals are listened to once somebody
// waits for it: that takes half a millisecond, a tenth of what --help may take.
// Until then they end the program in the system's way.
type untilSignal struct{ context func() context.Context }

func (u untilSignal) Done() <-chan struct{} { return u.context().Done() }
func (u untilSignal) Err() error            { return u.context().Err() }
func (u untilSignal) Value(key any) any     { return u.context().Value(key) }

// Deadline implements context.Context: there is none.
func (u untilSignal) Deadline() (deadline time.Time, ok bool) { return }
