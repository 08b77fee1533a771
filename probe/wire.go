package probe

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

// A wire is the connection under a dialogue. It counts network round trips, and
// closes when its context ends.
type wire struct {
	net.Conn
	// owed says that something was sent or opened, and nothing was read since.
	owed  bool
	trips *int
	stop  func() bool
}

// newWire wraps a connection just opened, and counts its opening.
func newWire(ctx context.Context, conn net.Conn, trips *int) *wire {
	*trips++
	w := &wire{Conn: conn, owed: true, trips: trips}
	w.closeWith(ctx)
	return w
}

// closeWith closes the connection when ctx ends. Closing, unlike a deadline,
// cannot be undone by the next step's deadline.
func (w *wire) closeWith(ctx context.Context) {
	w.stop = context.AfterFunc(ctx, func() { _ = w.Conn.Close() })
}

// moveTo makes the connection close with another context than before. It reports
// whether it was still open.
func (w *wire) moveTo(ctx context.Context) bool {
	if !w.stop() {
		return false
	}
	w.closeWith(ctx)
	return true
}

// Close closes the connection, and releases the context.
func (w *wire) Close() error {
	w.stop()
	return w.Conn.Close()
}

// Read counts a round trip when it brings the first bytes since the last write, or
// the end of the connection; our own deadline does not count.
func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if w.owed && (n > 0 || err != nil && !isOwnDoing(err)) {
		w.owed = false
		*w.trips++
	}
	return n, err
}

func (w *wire) Write(p []byte) (int, error) {
	w.owed = true
	return w.Conn.Write(p)
}

// isOwnDoing reports whether an error comes from our side: a deadline, or a close.
func isOwnDoing(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, net.ErrClosed)
}

// A breakage is why a step got no complete, well-formed answer.
type breakage uint8

const (
	cancelled breakage = iota + 1 // the caller no longer wants to know
	silence                       // a deadline passed
	hungUp                        // the other side closed the connection
	reset
	malformed
	oversized
)

// errDoorLimit is the cause of a context that ended because the limit for the whole
// door was reached, and not because the caller ended it.
var errDoorLimit = errors.New("the limit for the door struck")

// WithLimit returns a context that ends at the limit as that of a door does: what has not
// come by then has not come in time. Any other end says that nobody wants to know.
func WithLimit(parent context.Context, limit time.Time) (context.Context, context.CancelFunc) {
	return context.WithDeadlineCause(parent, limit, errDoorLimit)
}

// LimitStruck reports whether a limit of [WithLimit] is what ended a context.
func LimitStruck(ctx context.Context) bool { return endOf(ctx) == EndTimeout }

// endOf returns what ended the context of a door's probe; EndNormal if nothing has.
func endOf(ctx context.Context) End {
	switch {
	case ctx.Err() == nil:
		return EndNormal
	case errors.Is(context.Cause(ctx), errDoorLimit):
		return EndTimeout
	default:
		return EndCancelled
	}
}

// broken returns why reading or writing failed, and sets the fact End if it was
// because the door's context has ended.
func (d *dialogue) broken(ctx context.Context, err error) breakage {
	d.facts.End = endOf(ctx)
	switch {
	case d.facts.End == EndCancelled:
		return cancelled
	case d.facts.End == EndTimeout, errors.Is(err, os.ErrDeadlineExceeded):
		return silence
	case errors.Is(err, errMalformed):
		return malformed
	case errors.Is(err, errOversized):
		return oversized
	case isReset(err):
		return reset
	default:
		return hungUp
	}
}

// noteBroken records in the transcript why there was no reply.
func (d *dialogue) noteBroken(why breakage, err error) {
	words := why.words()
	var op *net.OpError
	if why == hungUp && errors.As(err, &op) && op.Op == "remote error" {
		d.facts.TLSAlert = excerpt(op.Err.Error(), maxExcerpt)
		words += ", with " + d.facts.TLSAlert.safe
	}
	d.note(words)
}

// words returns the note on a breakage in the transcript.
func (b breakage) words() string {
	switch b {
	case cancelled:
		return "stopped"
	case silence:
		return "no complete answer in time"
	case reset:
		return "the connection was reset"
	case malformed:
		return "that is no SMTP reply"
	case oversized:
		return "that reply is too long"
	default:
		return "the server closed the connection"
	}
}
