package probe

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// dial opens a connection to one address, within connectLimit once there is room for it.
func (p *Prober) dial(ctx context.Context, address netip.Addr, port int) (net.Conn, error) {
	dial := p.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return withRoom(ctx, func() (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, connectLimit)
		defer cancel()
		return dial(ctx, "tcp", net.JoinHostPort(address.String(), strconv.Itoa(port)))
	})
}

// A race connects to the addresses of a host, each a little after the one before
// ("happy eyeballs", RFC 8305). The first connection wins. The others may still
// finish connecting, since the result is a fact to report, and are then closed.
type race struct {
	addrs    []netip.Addr
	tries    []Attempt // as many as have begun; Result is empty while under way
	begun    []time.Time
	finished chan finish
	won      atomic.Bool
}

// A finish is how one attempt of a race ended.
type finish struct {
	index   int
	conn    net.Conn // only the winner's
	result  Connect
	noWay   bool
	elapsed time.Duration
}

func newRace(addrs []netip.Addr) *race {
	addrs = Interleave(addrs)
	addrs = addrs[:min(len(addrs), maxAddresses)]
	return &race{addrs: addrs, finished: make(chan finish, len(addrs))}
}

// Interleave orders the addresses of a host as they are to be tried: IPv4 and IPv6
// in turn, beginning with the family of the first address (RFC 8305, section 4).
func Interleave(addrs []netip.Addr) []netip.Addr {
	var families [2][]netip.Addr
	for _, a := range addrs {
		i := 0
		if a.Is4() != addrs[0].Is4() {
			i = 1
		}
		families[i] = append(families[i], a)
	}
	var turns []netip.Addr
	for i := range max(len(families[0]), len(families[1])) {
		for _, f := range families {
			if i < len(f) {
				turns = append(turns, f[i])
			}
		}
	}
	return turns
}

// run connects until one address is connected, all have failed, or ctx has ended;
// in the last two cases the connection is nil. It calls progress after each attempt
// that failed.
func (r *race) run(ctx context.Context, p *Prober, port int, progress func()) (net.Conn, netip.Addr) {
	next := time.NewTimer(0)
	defer next.Stop()
	for open := 0; len(r.tries) < len(r.addrs) || open > 0; {
		select {
		case <-next.C:
			if len(r.tries) < len(r.addrs) {
				r.begin(ctx, p, port)
				open++
				next.Reset(attemptDelay)
			}
		case f := <-r.finished:
			open--
			r.note(f)
			if f.conn != nil {
				return f.conn, r.addrs[f.index]
			}
			progress()
			next.Reset(0)
		case <-ctx.Done():
			r.abandon()
			return nil, netip.Addr{}
		}
	}
	return nil, netip.Addr{}
}

// begin starts the next attempt.
func (r *race) begin(ctx context.Context, p *Prober, port int) {
	i := len(r.tries)
	r.tries = append(r.tries, Attempt{Address: r.addrs[i]})
	started := time.Now()
	r.begun = append(r.begun, started)
	go func() {
		conn, err := p.dial(ctx, r.addrs[i], port)
		f := finish{index: i, result: classify(err), noWay: isAny(err, noWayErrors), elapsed: time.Since(started)}
		if err == nil && r.won.CompareAndSwap(false, true) {
			f.conn = conn
		} else if err == nil {
			_ = conn.Close()
		}
		r.finished <- f
	}()
}

// abandon makes sure that a connection that is established too late is closed.
func (r *race) abandon() {
	if r.won.CompareAndSwap(false, true) {
		return
	}
	for f := range r.finished { // the winner is about to be sent, if it was not yet
		if f.conn != nil {
			_ = f.conn.Close()
			return
		}
	}
}

// note keeps the result of an attempt.
func (r *race) note(f finish) {
	r.tries[f.index].Result, r.tries[f.index].noWay = f.result, f.noWay
	r.tries[f.index].Elapsed = f.elapsed
}

// collect notes the attempts that have ended since the winner's.
func (r *race) collect() {
	for {
		select {
		case f := <-r.finished:
			r.note(f)
		default:
			return
		}
	}
}

// known returns the attempts that have ended, in the order they began.
func (r *race) known() []Attempt {
	var known []Attempt
	for _, a := range r.tries {
		if a.Result != "" {
			known = append(known, a)
		}
	}
	return known
}

// close gives the attempts that are still under way this result.
func (r *race) close(unfinished Connect) {
	r.collect()
	for i := range r.tries {
		if r.tries[i].Result == "" {
			r.tries[i].Result, r.tries[i].Elapsed = unfinished, time.Since(r.begun[i])
		}
	}
}

// doorConnect returns how connecting ended for a door none of whose addresses
// connected: the most certain result of its attempts. A refusal is an answer, while
// having no route to one address family says nothing about the other.
func doorConnect(tries []Attempt) Connect {
	order := []Connect{ConnectRefused, ConnectRejected, ConnectReset, ConnectTimeout, ConnectUnreachable}
	best := len(order) - 1
	for _, a := range tries {
		if i := slices.Index(order, a.Result); i >= 0 {
			best = min(best, i)
		}
	}
	return order[best]
}

// classify returns how an attempt to connect ended that had this error.
func classify(err error) Connect {
	var timeout interface{ Timeout() bool }
	switch {
	case err == nil:
		return ConnectOK
	case isAny(err, refusedErrors):
		return ConnectRefused
	case isAny(err, resetErrors):
		return ConnectReset
	case isAny(err, rejectedErrors):
		return ConnectRejected
	case isAny(err, timeoutErrors), errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return ConnectTimeout
	default:
		// Anything else that keeps a packet from leaving counts as unreachable.
		return ConnectUnreachable
	}
}

// isAny reports whether err is one of the system's errors listed.
func isAny(err error, list []error) bool {
	return slices.ContainsFunc(list, func(e error) bool { return errors.Is(err, e) })
}

// isReset reports whether the other side reset the connection.
func isReset(err error) bool { return isAny(err, resetErrors) }
