package submit_test

import (
	"context"
	"fmt"
	"os"

	"postern/probe"
	"postern/probe/practice"
	"postern/probe/submit"
)

// Signs in to a practice server and sends a message to oneself.
func Example() {
	dir, err := os.MkdirTemp("", "postern-example-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	server, err := practice.Start("greylist", dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = server.Close() }()

	s := submit.Submitter{Prober: server.Prober()}
	_, events := s.Start(context.Background(), submit.Attempt{
		Host: server.Host, Door: server.Doors[1],
		User: server.User, Secret: submit.FromCommand(server.PasswordCommand, nil),
		Message: &submit.Message{From: server.Address, To: server.Address},
	})
	var last probe.SignIn
	for e := range events {
		last = e.SignIn
	}
	fmt.Println(last.Mechanism, last.Login, last.LoginReply.Code)
	fmt.Println(last.Send, last.SendCommand, last.SendReply.Code, last.SendReply.Text)
	// Output:
	// PLAIN ok 235
	// refused RCPT 451 4.7.1 Greylisted, please come back in five minutes
}
