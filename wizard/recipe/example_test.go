package recipe_test

import (
	"fmt"

	"postern/wizard/recipe"
)

func ExampleRender() {
	files, err := recipe.Render("msmtp", &recipe.Settings{
		Account: "fastmail", Provider: "Fastmail", Host: "smtp.fastmail.com", Port: 465,
		Security: recipe.ImplicitTLS, Address: "ada@fastmail.com", User: "ada@fastmail.com",
		Secret: recipe.Secret{Kind: recipe.Pass},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(files[0].Body)
	// Output:
	// account fastmail
	// # Fastmail, port 465 with TLS from the start. Written by Postern.
	// # The password is fetched when it is needed; it is not in this file.
	// host smtp.fastmail.com
	// port 465
	// tls on
	// tls_starttls off
	// tls_trust_file system
	// timeout 30
	// from ada@fastmail.com
	// auth on
	// user ada@fastmail.com
	// passwordeval "pass show smtp/smtp.fastmail.com/ada@fastmail.com"
	//
	// account default : fastmail
}

func ExampleMerge() {
	old := []byte("account work\nhost mail.work.example\nport 587\n\naccount default : work\n")
	merged, err := recipe.Merge("msmtp", old, &recipe.Settings{
		Account: "relay", Provider: "My relay", Host: "192.0.2.25", Port: 25,
		Security: recipe.Plain, Address: "ada@example.org",
	}, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(merged))
	// Output:
	// account work
	// host mail.work.example
	// port 587
	//
	// account default : work
	//
	// account relay
	// # My relay, port 25 without encryption. Written by Postern.
	// # No login: the server knows the computer by its address.
	// host 192.0.2.25
	// port 25
	// tls off
	// timeout 30
	// from ada@example.org
	// auth off
}

func ExampleStoreCommand() {
	s := &recipe.Settings{Host: "mail.example.org", User: "ada", Secret: recipe.Secret{Kind: recipe.Keyring}}
	fmt.Println(recipe.StoreCommand(s))
	fmt.Println(recipe.FetchCommand(s))
	// Output:
	// secret-tool store --label='SMTP mail.example.org' service smtp host mail.example.org user ada
	// secret-tool lookup service smtp host mail.example.org user ada
}
