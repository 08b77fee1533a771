package wizard

import "fmt"

// Agreement says what it means to ask more than is asked unasked, for a person to
// agree to: value is AskPlainHTTP or TellAddress.
func (s Session) Agreement(value string) Reading {
	q := s.Query()
	if value == TellAddress {
		address := s.answers[Provider]
		return Reading{Title: "Tell " + q.Domain + " the whole address?", Paragraphs: []string{
			fmt.Sprintf("Postern tells nobody more than the part after the @. Some providers give out settings only for a whole address. "+
				"If you agree, %s is told to two servers and to nobody else, over an encrypted connection:", address),
			"  https://autoconfig." + q.Domain + "\n  https://" + q.Domain,
			"Whoever runs them learns that somebody sets up that mailbox now, from this computer's address on the net. They run the mailbox too, most likely.",
		}}
	}
	return Reading{Title: "Ask " + q.Domain + " without encryption?", Paragraphs: []string{
		fmt.Sprintf("The settings file of %s could not be read over an encrypted connection. It may be there without encryption:", q.Domain),
		"  http://autoconfig." + q.Domain + "\n  http://" + q.Domain,
		"Anybody on the way, such as whoever runs this network, can then see the question and change the answer, so as to lead you to a server of theirs. " +
			"What is found so is marked, and never put before what was found safely. Look at the server's name before you use it: it should be your provider's.",
		"The question holds the domain, and not your address.",
	}}
}
