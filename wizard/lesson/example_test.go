package lesson_test

import (
	"fmt"

	"postern/wizard/lesson"
)

func ExampleSuggest() {
	fmt.Println(lesson.Suggest("statrtls"))
	fmt.Println(lesson.Suggest("gmial"))
	id, _ := lesson.Suggest("wireguard")
	fmt.Printf("%q\n", id)
	// Output:
	// starttls starttls
	// app-password gmail
	// ""
}

func ExampleLesson_Text() {
	l := lesson.Lesson{
		Title:   "Port 25: between servers",
		Answer:  "Port 25 is the door through which servers hand mail to each other.",
		Body:    []string{"- It is listed since 1981.", "- There is no login."},
		Sources: []string{"RFC 790", "RFC 5321 section 5.1"},
	}
	fmt.Print(l.Text(40))
	// Output:
	// Port 25: between servers
	//
	// Port 25 is the door through which
	// servers hand mail to each other.
	//
	// - It is listed since 1981.
	// - There is no login.
	//
	// Sources: RFC 790; RFC 5321 section 5.1
}

func ExampleTerm() {
	meaning, _ := lesson.Term("downgrade attack")
	fmt.Println(meaning)
	// Output:
	// Someone on the way hides STARTTLS so that both sides stay in the clear.
}
