package wizard

import "postern/wizard/recipe"

// A Page is one screen's worth of steps.
type Page uint8

// The pages, in order.
const (
	PageProvider Page = iota
	PageDoors
	PageWhy
	PageProgram
	PageAccount
	PageSettings
)

// Pages is how many pages there are.
const Pages = int(PageSettings) + 1

// Title is the page's name in a header.
func (p Page) Title() string {
	return [...]string{"Provider", "Doors", "Why this door", "Program", "Account", "Settings"}[p]
}

// A Step is one thing to do next: an Ask, a Do or a Show.
type Step interface {
	// Page is the page the step belongs to.
	Page() Page
	key() key
}

// A key identifies a step within a session, whatever other steps come and go.
type key string

// A Field names one answer.
type Field string

// The answers.
const (
	Provider Field = "provider" // a catalogue id, a server name, Own or Practise; an address is understood too
	Server   Field = "server"   // of those found for an address: a catalogue id, a server's name, or one of the words for it
	Region   Field = "region"
	Host     Field = "host"
	Port     Field = "port" // one door more to try, as in 2525:starttls; asked by no step, typed with a host
	// LocalPort and Certificate are of a server that a provider's program opens here:
	// the port it shows, and the file with its certificate.
	LocalPort   Field = "local-port"
	Certificate Field = "certificate"
	Door        Field = "door"    // the shown port number
	Program     Field = "program" // a recipe id
	Profile     Field = "profile" // the folder of one of the program's profiles
	Address     Field = "address"
	User        Field = "user"
	Name        Field = "name"
	Secret      Field = "secret"  // a recipe.SecretKind
	Command     Field = "command" // prints the password
	Write       Field = "write"   // one of the Write… answers
)

// What the person agreed to while servers were looked for; asked with Server.
const (
	plainHTTP    Field = "plain-http"
	wholeAddress Field = "whole-address"
)

// byAddress is whether the server is a relay that knows this computer by its address; asked
// by no step, said at the doors: see Session.WithByAddress.
const byAddress Field = "by-address"

// Answers to Provider that are no provider's id.
const (
	Own      = "own"      // a server the person names
	Practise = "practise" // local servers
)

// Answers to Write.
const (
	WriteFile    = "write"
	WriteReplace = "replace" // also replace the account of the same name
	WriteLeave   = "leave"   // change no file
)

// An Ask is a question.
type Ask struct {
	Field  Field
	Prompt string
	Label  string // the question in a word or two, for a form
	Hint   string // what to type, in a few words, for an empty field
	Note   string // what to know about the answer; may be empty
	// Problem is what turned out to be wrong with the answer given; empty if nothing.
	Problem string
	// Choices are offered; with Free, text that is none of them is understood too.
	Choices []Choice
	Free    bool
	// Find, if it is not nil, returns the choices that match what was typed so far, the
	// best first; "" means all. It is fast enough to be called at every key press.
	Find func(words string) []Choice
	// Optional says that an empty answer is accepted.
	Optional bool
	// Default is what an empty answer means: the answer given before, or a suggestion.
	// It is empty if there is none; one of Choices must then be named.
	Default string
	Lesson  string // ID of the lesson that explains the question
	page    Page
}

// A Choice is one answer that is offered.
type Choice struct {
	Value  string
	Label  string
	Remark string // good or bad news about it, in a few words; may be empty
	Lesson string // ID of the lesson that explains it; may be empty
	// Page says that Session.PageOf has a page about it.
	Page bool
	// Group is the heading that choices one after another stand under; may be empty.
	Group string
	// Pinned choices stay in sight at the end of a list, however long it is.
	Pinned bool
}

// Work is something to be done that a pure function cannot do.
type Work string

// The kinds of work.
const (
	StartPractice Work = "practice" // start the local servers; answer with WithPractice
	FindServers   Work = "find"     // look for the servers of Session.Query; answer with WithFound, again and again
	TrustFile     Work = "trust"    // read the certificate in Said(Certificate), trust it on this computer; answer with WithAuthority
	TryDoors      Work = "probe"    // probe Session.Host's Doors; answer with WithReport
	FindProfiles  Work = "profiles" // look for the program's profiles; answer with WithProfiles
	LookAtFile    Work = "look"     // read the files at Session.Places; answer with WithFiles
	WriteTheFile  Work = "apply"    // carry out Session.Plans; answer with WithDone
)

// A Do is work to be carried out before the session can go on.
type Do struct {
	Work Work
	page Page
}

// A Show is a text to be read.
type Show struct {
	Topic Topic
	page  Page
}

// A Topic names a text made from the session.
type Topic string

// The texts.
const (
	Why     Topic = "why"     // why this door: submission and relay
	Outcome Topic = "outcome" // what was done, and what comes next
)

// Page implements Step.
func (a Ask) Page() Page { return a.page }

// Page implements Step.
func (d Do) Page() Page { return d.page }

// Page implements Step.
func (s Show) Page() Page { return s.page }

func (a Ask) key() key  { return key("ask " + string(a.Field)) }
func (d Do) key() key   { return key("do " + string(d.Work)) }
func (s Show) key() key { return key("show " + string(s.Topic)) }

// secretChoices words the places a password can come from.
func secretChoices(kinds []recipe.SecretKind, keychain bool) []Choice {
	labels := map[recipe.SecretKind]Choice{
		recipe.Keyring: {Label: "this computer's keyring", Remark: "stored once, unlocked with your session"},
		recipe.Pass:    {Label: "pass", Remark: "the standard Unix password manager"},
		recipe.Command: {Label: "a command that prints it", Remark: "you name it"},
		recipe.AskMe:   {Label: "ask each time", Remark: "nothing is stored"},
	}
	if keychain {
		labels[recipe.Keyring] = Choice{Label: "the macOS keychain", Remark: "stored once, unlocked with your session"}
	}
	var out []Choice
	for _, k := range kinds {
		c := labels[k]
		c.Value = string(k)
		out = append(out, c)
	}
	return out
}
