package practice_test

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"postern/probe/practice"
)

// A program sends a message through the practice server as through any other.
func Example() {
	dir, err := os.MkdirTemp("", "practice")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	server, err := practice.Start("open", dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = server.Close() }()

	door := server.Doors[0]
	address := net.JoinHostPort(server.Host, strconv.Itoa(door.DialPort))
	client, err := smtp.DialTLS(address, &tls.Config{RootCAs: server.Roots})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := client.Auth(sasl.NewPlainClient("", server.User, server.Password)); err != nil {
		fmt.Println(err)
		return
	}
	text := strings.NewReader("Subject: Hello\r\n\r\nIt works.\r\n")
	if err := client.SendMail(server.Address, []string{"bob@elsewhere.example"}, text); err != nil {
		fmt.Println(err)
		return
	}
	_ = client.Quit()

	m := server.Messages()[0]
	fmt.Printf("through %d, TLS %v, signed in as %s\n", m.Port, m.TLS, m.User)
	fmt.Printf("from %s to %v\n", m.From, m.To)
	// Output:
	// through 465, TLS true, signed in as ada@practice.example
	// from ada@practice.example to [bob@elsewhere.example]
}
