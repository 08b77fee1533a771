package submit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// maxOutput is how much a command may print; more than its first line is ignored.
const maxOutput = 1 << 20

// FromCommand returns a source of the secret for an Attempt: it runs the command in
// a shell and takes the first line of what that prints. Neither the command nor
// anything it printed is in its errors, nor anywhere else. The command reads from input,
// or from nothing if that is nil: one that asks a person may want the terminal there.
// With the context, all that it has started ends too.
func FromCommand(command string, input *os.File) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return printedBy(ctx, command, input) }
}

func printedBy(ctx context.Context, command string, input *os.File) ([]byte, error) {
	in, out, err := os.Pipe()
	if err != nil {
		return nil, errors.New("the command cannot be started")
	}
	cmd := shell(ctx, command)
	cmd.Stdout = out
	if input != nil {
		cmd.Stdin = input
	}
	cmd.Cancel = func() error {
		endTree(cmd.Process.Pid)
		return nil
	}
	cmd.WaitDelay = time.Second
	err = cmd.Start()
	_ = out.Close()
	if err != nil {
		_ = in.Close()
		return nil, errors.New("the command cannot be started: there is no shell")
	}
	// What the command itself has started may hold the pipe open.
	stop := context.AfterFunc(ctx, func() { _ = in.Close() })
	defer func() { stop(); _ = in.Close() }()
	line := firstLine(in)
	if err := ended(ctx, cmd.Wait()); err != nil {
		clear(line)
		return nil, err
	}
	if len(line) == 0 {
		return nil, errors.New("the command printed nothing on its first line")
	}
	return line, nil
}

// ended says how a command failed, in no words but ours.
func ended(ctx context.Context, err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit) && exit.Exited():
		return fmt.Errorf("the command ended with exit status %d", exit.ExitCode())
	default:
		return errors.New("the command did not end well")
	}
}

// firstLine reads to the end and returns the first line, without its end. All else
// that was read is overwritten.
func firstLine(r io.Reader) []byte {
	buf := make([]byte, maxSecret+2)
	defer clear(buf)
	n, err := io.ReadFull(r, buf)
	line, _, _ := bytes.Cut(buf[:n], []byte("\n"))
	line = bytes.Clone(bytes.TrimSuffix(line, []byte("\r")))
	for read := n; err == nil && read < maxOutput; read += n {
		n, err = r.Read(buf)
	}
	return line
}
